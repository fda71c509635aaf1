//! `breach note`: what happened, in one line; or the scribe's seat, one line one entry until an empty line.

use super::attribution::{AttributionArgs, heard, in_profile, with_people};
use crate::case::Case;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::incident::Via;
use crate::session::asking::is_refusal;
use crate::session::note::note_draft;
use crate::session::prompts::Prompt;
use crate::session::{Exit, Flow, Session};

/// The longest text taken from standard input, in bytes: more would not fit an entry.
const MAX_INPUT_BYTES: u64 = 1024 * 1024;

/// Write down what happened
///
/// Without TEXT, at a terminal: one line is one entry, until an empty line. `@Ana phone 22:50 …` says who told you.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What happened; `-` reads standard input
    text: Vec<String>,
    #[command(flatten)]
    attribution: AttributionArgs,
}

pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    let text = args.text.join(" ");
    let mut case = context.open()?;
    match text.trim() {
        "" if args.text.is_empty() => {
            let mut session = Session::about(
                context,
                &mut case,
                "`breach note TEXT`, or `breach note -` to read standard input",
            )?;
            scribe(&mut session, &args.attribution).or_else(Exit::into_outcome)
        }
        "" => Err(Failure::usage("the note is empty").nothing_logged()),
        "-" => {
            let text = standard_input(context)?;
            write(&text, &args.attribution, &mut case, context)
        }
        text => write(text, &args.attribution, &mut case, context),
    }
}

fn write(text: &str, attribution: &AttributionArgs, case: &mut Case, context: &mut Context<'_>) -> Outcome {
    let (now, zone) = (context.now(), case.zone());
    let known = in_profile(context);
    context.note(case, Via::Command, &mut |incident| {
        let heard = heard(text, &with_people(known.clone(), incident), now, zone)?;
        let draft = note_draft(text, heard.as_ref(), None)?;
        Ok(vec![attribution.add_to(draft, now, zone)?])
    })?;
    Ok(())
}

/// The scribe's loop.
fn scribe(session: &mut Session<'_, '_>, attribution: &AttributionArgs) -> Flow {
    session.say("\n  One line is one entry. A paste is one entry. An empty line ends it.\n")?;
    let prompt = Prompt::of_text("  Note: ").help("  @Ana phone 22:50 in front says who told you, how and when.\n");
    loop {
        let text = match session.ask(&prompt) {
            Ok(text) => text,
            Err(Exit::Later(_)) => continue,
            Err(stop) => return Err(stop),
        };
        if text.is_empty() {
            return Ok(());
        }
        let (case, context) = session.parts()?;
        match write(&text, attribution, case, context) {
            Ok(()) => {}
            Err(failure) if is_refusal(&failure) => session.say(&failure.render())?,
            Err(failure) => return Err(failure.into()),
        }
    }
}

fn standard_input(context: &mut Context<'_>) -> Outcome<String> {
    use std::io::Read;
    let mut bytes = Vec::new();
    (&mut context.world.input)
        .take(MAX_INPUT_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| {
            Failure::io("standard input cannot be read")
                .because(error)
                .nothing_logged()
        })?;
    if bytes.len() as u64 > MAX_INPUT_BYTES {
        return Err(Failure::input("the text is longer than 1 MiB")
            .nothing_logged()
            .hint("keep it in a file of its own, and write down its name and what it says"));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        Failure::input("standard input is not UTF-8 text")
            .because(error)
            .nothing_logged()
    })?;
    let text = text.trim_end().replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Err(Failure::input("standard input holds no text").nothing_logged());
    }
    Ok(text)
}
