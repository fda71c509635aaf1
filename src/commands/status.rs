//! `breach status`: the board.

use std::thread;
use std::time::Duration;

use crate::case::Case;
use crate::context::Context;
use crate::document::terminal;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::screens::board::board;
use crate::screens::situation::to_json;

/// How long a board stands before it is drawn again.
const WATCH_MS: u64 = 5_000;
/// Clears the screen and goes to its top left.
const CLEAR: &[u8] = b"\x1b[2J\x1b[H";

/// Show the board
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Show it again every few seconds until Ctrl-C
    #[arg(long, conflicts_with = "everywhere-json")]
    pub watch: bool,
}

/// Shows where an incident stands.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    if args.watch && !context.world.terminal.output {
        let failure = Failure::new(
            FailureKind::NoTerminal,
            "there is no terminal to draw on again and again",
        );
        return Err(failure.hint("`breach status` shows the board once; `breach status --json` is for programs"));
    }
    let mut case = context.open()?;
    if context.global.json {
        let now = case.situation(context.now())?;
        let item = to_json(now.incident, now.situation);
        return context.write_items("breach.status/1", vec![item]);
    }
    if !args.watch {
        let shown = draw(context, &mut case)?;
        return context.say(&shown);
    }
    loop {
        let shown = draw(context, &mut case)?;
        let shown = fitted(&shown, context.world.terminal.height);
        context.write(CLEAR)?;
        context.say(&shown)?;
        thread::sleep(Duration::from_millis(WATCH_MS));
        if case.catch_up()? {
            context.warn_if_broken(&case);
        }
    }
}

fn draw(context: &Context<'_>, case: &mut Case) -> Outcome<String> {
    let (zone, width) = (case.zone(), context.world.terminal.width);
    let now = case.situation(context.now())?;
    Ok(terminal(&board(now.workflow, now.incident, now.situation, zone), width))
}

/// As many lines as the terminal has, so that a long board does not scroll its top away.
fn fitted(shown: &str, height: Option<usize>) -> String {
    let rows = height.map_or(usize::MAX, |rows| rows.saturating_sub(1).max(1));
    shown.split_inclusive('\n').take(rows).collect()
}

#[cfg(test)]
mod tests;
