//! `breach obligation`: who must be told, what people decide about it, and the rules behind it: seen, checked, made one's own.

mod check;
mod copy;
pub(super) mod decide;
pub(super) mod known;
mod list;
mod show;

use std::path::PathBuf;

use clap::Subcommand;

use crate::context::Context;
use crate::failure::{Failure, Kind, Outcome};
use crate::obligation::{Obligations, Rule, Rulebook};
use crate::text::did_you_mean;

/// See who must be told, and decide about it
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    action: Action,
}

/// What to do with obligations.
#[derive(Debug, Subcommand)]
enum Action {
    #[command(flatten)]
    Decide(decide::Decide),
    /// List rules
    List(list::Args),
    /// Show a rule with its source
    Show(show::Args),
    /// Copy a built-in rule, ready to edit
    Copy(copy::Args),
    /// Check your own rules, and show every mistake with its place
    Check(check::Args),
}

/// Runs one of them.
///
/// # Errors
/// When there is no such rule, or a file has mistakes or cannot be written.
pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    let done = match args.action {
        Action::Decide(decide) => decide::run(decide, context),
        Action::List(args) => list::run(&args, context),
        Action::Show(args) => show::run(&args, context),
        Action::Copy(args) => copy::run(&args, context),
        Action::Check(args) => check::run(&args, context),
    };
    context.warn_of_refused_rules();
    done
}

/// Where the responder's own rules lie.
fn own_folder(context: &Context<'_>) -> Option<PathBuf> {
    context.config_folder().map(|folder| folder.join("obligations"))
}

fn library(context: &Context<'_>) -> Obligations {
    Obligations::new(own_folder(context))
}

/// The rule of this id.
///
/// # Errors
/// When there is none.
fn known<'r>(book: &'r Rulebook, id: &str) -> Outcome<&'r Rule> {
    book.rule(id).ok_or_else(|| {
        let failure = Failure::new(Kind::Usage, format!("there is no rule `{id}`"));
        match did_you_mean(id, book.rules.iter().map(|rule| rule.id.as_str())) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint("`breach obligation list` shows all"),
        }
    })
}

/// Where a rule comes from, for programs.
fn origin_json(book: &Rulebook, rule: &Rule) -> serde_json::Value {
    let origin = book.origin(&rule.id);
    serde_json::json!({
        "file": origin.map(|origin| &origin.file),
        "built_in": origin.is_none_or(|origin| !origin.own),
        "replaces_built_in": origin.is_some_and(|origin| origin.replaces),
    })
}
