//! Builds the real world, runs the program in it, and returns its exit code.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::CompleteEnv;

fn main() -> ExitCode {
    // Answers the shell's questions and ends, when that is what the shell started the program for.
    CompleteEnv::with_factory(breach::commands::Cli::command).complete();
    let ran = std::panic::catch_unwind(|| breach::run(std::env::args_os(), &mut breach::world::World::real()));
    match ran {
        Ok(code) => ExitCode::from(code),
        Err(_) => ExitCode::from(breach::failure::Kind::Bug.exit_code()),
    }
}
