//! `breach note`: what happened, in one line; or the scribe's seat, one line one entry until an empty line.

use super::telling::{Telling, heard, in_profile, with_people};
use crate::case::Case;
use crate::context::Context;
use crate::failure::{Failure, Kind, Outcome};
use crate::incident::Via;
use crate::session::note::note_draft;
use crate::session::prompts::Prompt;
use crate::session::talk::is_refusal;
use crate::session::{Stop, Talk, Talked};

/// The longest text taken from standard input, in bytes: more would not fit an entry.
const MAX_INPUT_BYTES: u64 = 1024 * 1024;

/// Write down what happened
///
/// Without TEXT, at a terminal: one line is one entry, until an empty line. `@Ana phone 22:50 …` says who told you.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What happened; `-` reads standard input
    text: Vec<String>,
    /// When and who.
    #[command(flatten)]
    telling: Telling,
}

/// Runs `breach note`.
///
/// # Errors
/// When nothing could be logged.
pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    let text = args.text.join(" ");
    let mut case = context.open()?;
    match text.trim() {
        "" if args.text.is_empty() => {
            let mut talk = Talk::about(
                context,
                &mut case,
                "`breach note TEXT`, or `breach note -` to read standard input",
            )?;
            scribe(&mut talk, &args.telling).or_else(Stop::into_outcome)
        }
        "" => Err(Failure::new(Kind::Usage, "the note is empty").nothing_logged()),
        "-" => {
            let text = standard_input(context)?;
            write(&text, &args.telling, &mut case, context)
        }
        text => write(text, &args.telling, &mut case, context),
    }
}

fn write(text: &str, telling: &Telling, case: &mut Case, context: &mut Context<'_>) -> Outcome {
    let (now, zone) = (context.now(), case.zone());
    let known = in_profile(context);
    context.note(case, Via::Command, &mut |incident| {
        let heard = heard(text, &with_people(known.clone(), incident), now, zone)?;
        let draft = note_draft(text, heard.as_ref(), None);
        Ok(vec![telling.add_to(draft, now, zone)?])
    })?;
    Ok(())
}

/// The scribe's loop.
fn scribe(talk: &mut Talk<'_, '_>, telling: &Telling) -> Talked {
    talk.say("\n  One line is one entry. A paste is one entry. An empty line ends it.\n")?;
    let prompt = Prompt::of_text("  Note: ").help("  @Ana phone 22:50 in front says who told you, how and when.\n");
    loop {
        let text = match talk.ask(&prompt) {
            Ok(text) => text,
            Err(Stop::Later(_)) => continue,
            Err(stop) => return Err(stop),
        };
        if text.is_empty() {
            return Ok(());
        }
        let (case, context) = talk.parts()?;
        match write(&text, telling, case, context) {
            Ok(()) => {}
            Err(failure) if is_refusal(&failure) => talk.say(&failure.render())?,
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
            Failure::new(Kind::World, "standard input cannot be read")
                .because(error)
                .nothing_logged()
        })?;
    if bytes.len() as u64 > MAX_INPUT_BYTES {
        return Err(Failure::new(Kind::Input, "the text is longer than 1 MiB")
            .nothing_logged()
            .hint("keep it in a file of its own, and write down its name and what it says"));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        Failure::new(Kind::Input, "standard input is not UTF-8 text")
            .because(error)
            .nothing_logged()
    })?;
    let text = text.trim_end().replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Err(Failure::new(Kind::Input, "standard input holds no text").nothing_logged());
    }
    Ok(text)
}
