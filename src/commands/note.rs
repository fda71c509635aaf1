//! `breach note`: writes down what happened.

use std::io::Read;

use super::telling::Telling;
use crate::context::Context;
use crate::failure::{Failure, Kind, Outcome};
use crate::incident::Via;
use crate::session::asides::note_draft;

/// More than an entry can hold; nothing beyond it is read.
const MOST_BYTES: u64 = 2 * 1024 * 1024;

/// Write down what happened
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What happened; `-` reads it from standard input
    #[arg(value_name = "TEXT")]
    text: String,
    #[command(flatten)]
    telling: Telling,
}

/// Runs `breach note`.
///
/// # Errors
/// When it cannot be logged.
pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    let id = context.incident_id()?;
    let text = match args.text.as_str() {
        "-" => from_input(context)?,
        text => text.to_owned(),
    };
    let text = text.trim_end().to_owned();
    if text.is_empty() {
        return Err(Failure::new(Kind::Usage, "the note is empty; nothing was logged"));
    }
    let zone = context.zone()?;
    let now = context.now();
    let draft = args.telling.add_to(note_draft(&text, None, None), now, zone)?;
    context.record(&id, Via::Command, &mut |_, _| Ok(vec![draft.clone()]))?;
    Ok(())
}

fn from_input(context: &mut Context<'_>) -> Outcome<String> {
    let mut bytes = Vec::new();
    (&mut context.world.input).take(MOST_BYTES).read_to_end(&mut bytes)?;
    String::from_utf8(bytes)
        .map_err(|_| Failure::new(Kind::Input, "standard input is not UTF-8 text; nothing was logged"))
}
