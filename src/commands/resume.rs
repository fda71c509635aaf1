//! `breach resume`: goes on where it stopped, and says who it thinks you are and what others logged since.

use crate::commands::completions;
use crate::context::Context;
use crate::document::{Blocks, Document};
use crate::failure::Outcome;
use crate::incident::Entry;
use crate::incident::local_times::{MovedTime, moved_times};
use crate::incident::state::same_person;
use crate::screens::logged::entry_block;
use crate::screens::moved_time::moved_words;
use crate::session::{Exit, Session};
use crate::text::{count_of, prefixed};

/// This many of the entries that others wrote are shown.
const SHOWN: usize = 5;

/// Go on where it stopped
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The incident
    #[arg(add = completions::incidents())]
    pub(super) incident: Option<String>,
}

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
    let mut page = Document::default();
    if let Some((name, role)) = &known {
        let role = prefixed(", ", &role.as_ref().map(|role| role.replace('-', " ")));
        page.space();
        page.paragraph(format!("You are {name}{role}. Not you? /i-am NAME"));
    }
    if !since.is_empty() {
        let many = count_of(since.len(), "entry", "entries");
        page.space();
        page.paragraph(format!("Since you were here others logged {many}:"));
        let last = &since[since.len().saturating_sub(SHOWN)..];
        page.blocks
            .extend(last.iter().map(|entry| entry_block("", entry, zone)));
        if since.len() > SHOWN {
            page.paragraph("`breach log` shows all.");
        }
    }
    session.context.show(&page)?;
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
        let release = session.context.world.tzdata.clone();
        session.context.say("\n")?;
        session.context.show(&moved_words(time, &release))?;
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
