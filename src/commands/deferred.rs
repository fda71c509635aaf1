//! Arguments that are built once their command is called: building those of all commands takes longer than a note does.

use clap::error::Error;
use clap::{ArgMatches, Args, Command, FromArgMatches, Id, Subcommand};

/// The arguments of one command, as `Inner` describes them.
#[derive(Debug)]
pub struct Deferred<Inner>(pub Inner);

impl<Inner: Args> Args for Deferred<Inner> {
    fn augment_args(command: Command) -> Command {
        command.defer(|command| {
            // By now the command has its place in the tree: the options of every command, which stay last in its help, and
            // what it is called, which its arguments do not say better.
            let everywhere: Vec<Id> = command.get_arguments().map(|arg| arg.get_id().clone()).collect();
            let about = command.get_about().cloned().unwrap_or_default();
            let command = Inner::augment_args(command).about(about).long_about(None);
            everywhere
                .into_iter()
                .fold(command, |command, id| command.mut_arg(id, |arg| arg))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<Inner: FromArgMatches> FromArgMatches for Deferred<Inner> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Inner::from_arg_matches(matches).map(Deferred)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

/// One of several commands below a command, as its arguments.
#[derive(Debug)]
pub struct OneOf<Inner>(pub Inner);

impl<Inner: Subcommand> Args for OneOf<Inner> {
    fn augment_args(command: Command) -> Command {
        Inner::augment_subcommands(command)
            .subcommand_required(true)
            .arg_required_else_help(true)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<Inner: Subcommand> FromArgMatches for OneOf<Inner> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Inner::from_arg_matches(matches).map(OneOf)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}
