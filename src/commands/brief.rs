//! `breach brief`: the situation, read aloud in under a minute.

use crate::context::Context;
use crate::failure::Outcome;
use crate::journal::Journal;
use crate::screen::brief::{brief, to_json};
use crate::situation::Situation;

/// Read the situation aloud in under a minute
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// Shows the brief.
///
/// # Errors
/// When there is no incident to speak of, or its record cannot be read.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let id = context.incident_id()?;
    let store = context.shared_store();
    let mut entries = Vec::new();
    let journal = Journal::read(&*store, &id, &mut |entry, _| entries.extend(entry))?;
    context.warn_if_broken(&journal);
    let incident = journal.incident();
    let guide = context.guide(incident)?;
    let zone = context.zone_of(incident)?;
    let situation = Situation::of(&guide, incident, context.now());
    if args.json {
        let item = to_json(&guide, incident, &entries, &situation, zone);
        return context.write_items("breach.brief/1", vec![item]);
    }
    let width = context.world.terminal.width;
    context.say(&brief(&guide, incident, &entries, &situation, zone, width))
}
