//! Builds the real world, runs the program in it, and returns its exit code.

use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::CompleteEnv;

fn main() -> ExitCode {
    // Answers the shell's questions and ends, when that is what the shell started the program for.
    CompleteEnv::with_factory(breach::commands::Cli::command).complete();
    std::panic::set_hook(Box::new(|panic| {
        // The terminal was given back while the stack unwound; standard error may be gone, which changes nothing.
        let _ = writeln!(
            std::io::stderr(),
            "\nerror: {panic}\nThis is a bug in breach. What was logged is kept; `breach resume` goes on.\n\
             Please report it with the words above."
        );
    }));
    refuse_rather_than_die();
    let ran = std::panic::catch_unwind(|| breach::run(std::env::args_os(), &mut breach::world::World::real()));
    match ran {
        Ok(code) => ExitCode::from(code),
        Err(_) => ExitCode::from(breach::failure::FailureKind::Bug.exit_code()),
    }
}

/// A limit on the size of files is an error that a write reports, like a full disk, and not the end of the program.
fn refuse_rather_than_die() {
    let noticed = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    // Without the handler the program still works, only less politely.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, noticed);
}
