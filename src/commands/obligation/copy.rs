//! `breach obligation copy`: a built-in rule as a file of one's own.

use std::path::PathBuf;

use super::{known, own_folder};
use crate::commands::completions;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::obligation::fork::copy;
use crate::output_file::OutputFile;

/// Copy a built-in rule, ready to edit
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The rule, such as us-ca-ag
    #[arg(value_name = "ID", add = completions::rules())]
    pub(super) rule: String,
    /// Write it here, `-` for standard output; else among your own rules
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Replace FILE if it exists; never a record, nor a file of breach's own
    #[arg(long, requires = "output")]
    pub(super) force: bool,
}

/// Writes the copy. What is there already stays.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let book = context.obligations();
    let text = match (copy(&args.rule), book.origin(&args.rule)) {
        (Some(text), _) => text,
        (None, Some(origin)) => {
            let failure = Failure::usage(format!("`{}` is a rule of your own already", args.rule));
            return Err(failure.hint(format!("it is in `{}`", origin.file)));
        }
        (None, None) => return known(&book, &args.rule).map(|_| ()),
    };
    let (path, after) = match &args.output {
        Some(path) if path.as_os_str() == "-" => return context.write(text.as_bytes()),
        Some(path) => (
            context.world.cwd.join(path),
            format!("breach obligation check {}   after each change", path.display()),
        ),
        None => {
            let folder = own_folder(context)
                .ok_or_else(|| Failure::io("there is no home folder for rules").hint("name a file: `-o FILE`"))?;
            files::make_folder(&folder)
                .map_err(|why| Failure::io(format!("`{}` cannot be made: {why}", folder.display())))?;
            let after =
                "From now on it counts in place of the built-in rule.\n  breach obligation check   after each change";
            (folder.join(format!("{}.yaml", args.rule)), after.to_owned())
        }
    };
    let own = own_folder(context);
    let file = OutputFile {
        path: &path,
        force: args.force,
        hint: "name another file with `-o FILE`",
        own: own.as_deref(),
    };
    file.write(text.as_bytes(), &context.own_folders())?;
    context.say(&format!("  Written: {}\n  {after}\n", path.display()))
}
