//! `breach obligation`: who must be told, by which rules, and what people decide about it.

mod assess;
mod check;
mod copy;
pub(super) mod decide;
mod explain;
mod facts;
pub(super) mod known;
mod list;
mod show;

use std::path::PathBuf;

use clap::Subcommand;

use crate::context::Context;
use crate::failure::Outcome;
use crate::obligation::{Obligations, Rule, Rulebook};
use known::known_rule as known;

/// See who must be told by when, and the rules behind it
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List rules
    List(list::Args),
    /// Show a rule with its source
    Show(show::Args),
    /// Show how it came out whether an obligation applies, check by check
    Explain(explain::Args),
    /// See what a file of facts would mean, without an incident
    Assess(assess::Args),
    /// List the facts that rules read, with what they take
    Facts,
    /// Copy a built-in rule, ready to edit
    Copy(copy::Args),
    /// Check your own rules, and show every mistake with its place
    Check(check::Args),
    #[command(flatten)]
    Decide(decide::Decide),
}

pub fn run(command: Command, context: &mut Context<'_>) -> Outcome {
    match command {
        Command::List(args) => list::run(&args, context),
        Command::Show(args) => show::run(&args, context),
        Command::Explain(args) => explain::run(&args, context),
        Command::Assess(args) => assess::run(&args, context),
        Command::Facts => facts::run(context),
        Command::Copy(args) => copy::run(&args, context),
        Command::Check(args) => check::run(&args, context),
        Command::Decide(decide) => decide::run(decide, context),
    }
}

/// Where the responder's own rules lie.
fn own_folder(context: &Context<'_>) -> Option<PathBuf> {
    context.config_folder().map(|folder| folder.join("obligations"))
}

fn library(context: &Context<'_>) -> Obligations {
    Obligations::new(own_folder(context))
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
