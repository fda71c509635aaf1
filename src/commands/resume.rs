//! `breach resume`: goes on where it stopped, and says who it thinks you are and what others logged since.

use crate::commands::completions;
use crate::context::Context;
use crate::failure::Outcome;
use crate::incident::Entry;
use crate::incident::local_times::{MovedTime, moved_times};
use crate::incident::state::same_person;
use crate::screens::logged::entry_lines;
use crate::screens::moved_time::moved_words;
use crate::session::{Exit, Session};
use crate::text::count_of;

/// This many of the entries that others wrote are shown.
const SHOWN: usize = 5;

/// Go on where it stopped
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The incident
    #[arg(add = completions::incidents())]
    incident: Option<String>,
}

/// Runs `breach resume`.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let id = match &args.incident {
        Some(name) => context.find(name)?,
        None => context.incident_id()?,
    };
    let mut case = context.open_incident(&id)?;
    let known = context.known_writer(Some(case.incident()));
    let since = known
        .as_ref()
        .map(|(name, _)| since_last(case.entries(), name))
        .unwrap_or_default();
    let moved = moved_times(case.entries(), &context.world.tzdata);
    let zone = case.zone();
    // Now, not when the walk ends: it may last for days.
    context.obligations();
    context.warn_of_refused_rules();
    let mut session = Session::about(
        context,
        &mut case,
        "`breach step`, `fact` and `note` report without a terminal",
    )?;
    let width = session.context.world.terminal.width;
    let mut shown = String::new();
    if let Some((name, role)) = &known {
        let role = role
            .as_ref()
            .map_or_else(String::new, |role| format!(", {}", role.replace('-', " ")));
        shown.push_str(&format!("\n  You are {name}{role}. Not you? /i-am NAME\n"));
    }
    if !since.is_empty() {
        shown.push_str(&format!(
            "\n  Since you were here others logged {}:\n",
            count_of(since.len(), "entry", "entries")
        ));
        for entry in since.iter().rev().take(SHOWN).rev() {
            shown.push_str(&entry_lines("", entry, zone, width));
        }
        if since.len() > SHOWN {
            shown.push_str("  `breach log` shows all.\n");
        }
    }
    if let Err(stop) = session.say(&shown) {
        return stop.into_outcome();
    }
    let profile = session.context.profile().unwrap_or_default();
    let begun = offer_moved(&mut session, &moved).and_then(|()| session.first_five_minutes_again(&profile));
    match begun {
        Ok(()) => session.walk(),
        Err(stop) => {
            let told = session.say_how_to_come_back();
            stop.into_outcome().and(told)
        }
    }
}

/// Names times that are other instants since a country changed its clocks, and corrects those that somebody wants corrected.
fn offer_moved(session: &mut Session<'_, '_>, moved: &[MovedTime]) -> Result<(), Exit> {
    for time in moved {
        let width = session.context.world.terminal.width;
        let release = session.context.world.tzdata.clone();
        session.say(&format!("\n{}", moved_words(time, &release, width)))?;
        if session.yes_or_no(&format!("Correct entry {} now?", time.seq))? {
            session.fix(&time.seq.to_string())?;
        }
    }
    Ok(())
}

/// What others wrote after the last entry of this person.
fn since_last(entries: &[Entry], name: &str) -> Vec<Entry> {
    let last = entries.iter().rposition(|entry| same_person(&entry.by.name, name));
    match last {
        Some(last) => entries[last + 1..].to_vec(),
        None => Vec::new(),
    }
}
