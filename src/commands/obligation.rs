//! `breach obligation`: who must be told, and what people decide about it.

pub(super) mod decide;
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
    #[command(flatten)]
    Decide(decide::Decide),
}

/// Runs `breach obligation`.
///
/// # Errors
/// When it is refused or fails.
pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    match args.command {
        Command::Decide(decide) => decide::run(decide, context),
    }
}
