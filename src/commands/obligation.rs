//! `breach obligation`: who must be told, and what people decide about it.

mod assess;
pub(super) mod decide;
mod explain;
pub(super) mod known;

use clap::{Args as ClapArgs, Subcommand};

use crate::context::Context;
use crate::failure::Outcome;

/// See who must be told, and decide about it
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// See what a file of facts would mean, without an incident
    Assess(assess::Args),
    /// Show how it came out whether an obligation applies, check by check
    Explain(explain::Args),
    #[command(flatten)]
    Decide(decide::Decide),
}

/// Runs `breach obligation`.
///
/// # Errors
/// When it is refused or fails.
pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    match args.command {
        Command::Assess(args) => assess::run(&args, context),
        Command::Explain(args) => explain::run(&args, context),
        Command::Decide(decide) => decide::run(decide, context),
    }
}
