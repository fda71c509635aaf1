//! `breach obligation check`: one's own rules, with every mistake in them.

use std::path::PathBuf;

use super::{library, own_folder};
use crate::commands::playbook::loading::{end_check, refused};
use crate::context::Context;
use crate::failure::Outcome;
use crate::text::count;

/// Check your own rules, and show every mistake with its place
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files; without any, all of your own
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
}

/// Checks every file, however many mistakes the first one has. Nothing is written.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let library = library(context);
    let files = if args.files.is_empty() {
        library.own_paths().map_err(|rejected| refused(&[rejected], context))?
    } else {
        args.files.clone()
    };
    let checked = library
        .check(&files, &context.world.cwd)
        .map_err(|rejected| refused(&[rejected], context))?;
    let mut rejected = Vec::new();
    let mut good = String::new();
    for file in checked {
        match file.rejected {
            Some(found) => rejected.push(found),
            None => {
                let (what, number) = file.holds.unwrap_or(("rule", 0));
                good.push_str(&format!("  {} has no mistakes: {}\n", file.file, count(number, what)));
            }
        }
    }
    if files.is_empty() {
        let folder = own_folder(context).map_or_else(String::new, |folder| format!(" in {}", folder.display()));
        good = format!(
            "  There are no rules of your own{folder}\n  breach obligation copy ID   makes a built-in rule your own\n"
        );
    }
    end_check(&good, &rejected, "breach.obligation-check/1", context)
}
