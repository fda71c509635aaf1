//! `breach obligation copy`: a built-in rule as a file of one's own.

use std::path::PathBuf;

use super::{known, own_folder};
use crate::commands::completions;
use crate::commands::playbook::write_own;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::obligation::fork::copy;

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
    let (output, own) = (args.output.as_deref(), own_folder(context));
    let Some(path) = write_own(&args.rule, &text, output, args.force, own, "rules", context)? else {
        return Ok(());
    };
    let shown = path.display();
    let after = match output {
        Some(named) => format!("breach obligation check {}   after each change", named.display()),
        None => "From now on it counts in place of the built-in rule.\n  breach obligation check   after each change"
            .to_owned(),
    };
    context.say(&format!("  Written: {shown}\n  {after}\n"))
}
