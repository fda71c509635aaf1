//! What a request of the police to hold a notice back moves, and what it does not: it is easily taken for more than it is.

use chrono::{DateTime, Utc};

use crate::document::{Block, Blocks, Document};
use crate::incident::Incident;
use crate::obligation::Rulebook;
use crate::obligation::rule::PoliceDelay;
use crate::situation::{Deadline, Situation, Timing};
use crate::time::{TimeView, Zone};

/// This many deadlines that stay are shown; the others are counted.
const SHOWN: usize = 5;

pub struct Request<'a> {
    /// The obligation whose notice is to be held back.
    pub obligation: &'a str,
    /// Until when, if that was said.
    pub until: Option<DateTime<Utc>>,
    pub oral: bool,
}

/// Says it for all duties of an incident, in the order of their times.
pub fn held_back(
    request: &Request<'_>,
    incident: &Incident,
    situation: &Situation,
    book: &Rulebook,
    zone: Zone,
) -> Document {
    let mut page = Document::default();
    let time = situation.seen_in(zone);
    if let Some(own) = situation.deadline(request.obligation) {
        page.paragraph(what_moves(own, request, book, time));
    }
    if request.oral {
        page.paragraph("Ask for it in writing: what was only said counts for a short time, or not at all.");
    }
    let mut rows: Vec<Vec<String>> = situation
        .open()
        .filter(|deadline| deadline.obligation().is_some_and(|id| id != request.obligation))
        .filter_map(|deadline| {
            let due_at = deadline.at()?;
            let passed = if time.is_over(&due_at) { ", passed" } else { "" };
            let at = format!("{}{passed}", time.day_clock_near(due_at));
            Some(vec![at, others(deadline, incident, book)])
        })
        .collect();
    if rows.is_empty() {
        return page;
    }
    let more = rows.len().saturating_sub(SHOWN);
    rows.truncate(SHOWN);
    page.space();
    page.paragraph("It moves no other deadline. These stay as they are:");
    let mut stay = vec![Block::rows(rows)];
    if more > 0 {
        stay.paragraph(format!("and {more} more: breach deadline list"));
    }
    page.below(2, stay);
    page
}

fn what_moves(own: &Deadline, request: &Request<'_>, book: &Rulebook, time: TimeView) -> String {
    let due = own.at().map(|at| time.day_clock_near(at));
    if let Timing::Settled(_) = own.timing {
        return "Nothing moves: nothing is to be done about it any more.".to_owned();
    }
    if police_delay(own, book) == Some(&PoliceDelay::Stays) {
        let stays = due.map_or_else(
            || "it is still to be made as the law says".to_owned(),
            |at| format!("it stays due {at}"),
        );
        return format!("By the rule on file the police cannot hold this back: {stays}. Ask counsel before you wait.");
    }
    match (due, request.until) {
        (_, None) => format!(
            "No end was named, so no time moves yet. Ask for one: breach obligation delay {} --until TIME",
            own.id()
        ),
        (Some(at), Some(until)) if own.at().is_some_and(|due_at| due_at > until) => {
            format!("It is due {at}, after the delay ends.")
        }
        (Some(at), Some(_)) => format!("It is due {at}."),
        (None, Some(until)) => format!(
            "It has no fixed limit. It may wait until {}, and must be made without delay then.",
            time.day_clock_near(until)
        ),
    }
}

fn police_delay<'b>(deadline: &Deadline, book: &'b Rulebook) -> Option<&'b PoliceDelay> {
    Some(&book.rule(deadline.obligation()?)?.clock.police_delay)
}

/// Whom another deadline is for, and whether the police could have it moved too.
fn others(deadline: &Deadline, incident: &Incident, book: &Rulebook) -> String {
    let whom = &deadline.tell;
    let is_asked = deadline.recorded(incident).is_some_and(|state| state.delay().is_some());
    match police_delay(deadline, book) {
        Some(PoliceDelay::Moves | PoliceDelay::Then(_)) if is_asked => format!("{whom} (has a request of its own)"),
        Some(PoliceDelay::Moves | PoliceDelay::Then(_)) => format!("{whom} (takes a request of its own)"),
        Some(PoliceDelay::Stays) | None => whom.to_string(),
    }
}
