//! What a request of the police to hold a notice back moves, and what it does not: it is easily taken for more than it is.

use chrono::{DateTime, Utc};

use super::layout::Page;
use crate::obligation::Rulebook;
use crate::obligation::rule::PoliceDelay;
use crate::text::count_of;
use crate::time::Zone;
use crate::time::words::day_clock_near;
use crate::walk::duties::Standing;

/// This many deadlines that stay are shown; the others are counted.
const SHOWN: usize = 5;

/// What was asked for.
pub struct Request<'a> {
    /// The obligation whose notice is to be held back.
    pub obligation: &'a str,
    /// Until when, if that was said.
    pub until: Option<DateTime<Utc>>,
    /// It was only said.
    pub oral: bool,
}

/// Says it for all duties of an incident, in the order of their times.
pub fn held_back(
    request: &Request<'_>,
    duties: &[Standing<'_>],
    book: &Rulebook,
    now: DateTime<Utc>,
    zone: Zone,
    width: usize,
) -> String {
    let mut page = Page::new(width);
    let is_this = |standing: &&Standing<'_>| *standing.duty.rule.id == *request.obligation;
    if let Some(own) = duties.iter().find(is_this) {
        page.paragraph(2, &what_moves(own, request, now, zone));
    }
    if request.oral {
        page.paragraph(
            2,
            "Ask for it in writing: what was only said counts for a short time, or not at all.",
        );
    }
    let rows: Vec<Vec<String>> = duties
        .iter()
        .filter(|standing| !is_this(standing) && standing.is_open())
        .filter_map(|standing| {
            let due_at = standing.due_at?;
            let passed = if due_at < now { ", passed" } else { "" };
            let at = format!("{}{passed}", day_clock_near(due_at, now, zone));
            Some(vec![at, others(standing, book)])
        })
        .collect();
    if rows.is_empty() {
        return page.finish();
    }
    page.blank();
    page.paragraph(2, "It moves no other deadline. These stay as they are:");
    page.rows(4, &rows[..rows.len().min(SHOWN)]);
    if rows.len() > SHOWN {
        let more = count_of(rows.len() - SHOWN, "more", "more");
        page.paragraph(4, &format!("and {more}: breach deadline list"));
    }
    page.finish()
}

fn what_moves(own: &Standing<'_>, request: &Request<'_>, now: DateTime<Utc>, zone: Zone) -> String {
    let rule = own.duty.rule;
    let due = own.due_at.map(|at| day_clock_near(at, now, zone));
    if own.settled.is_some() {
        return "Nothing moves: nothing is to be done about it any more.".to_owned();
    }
    if rule.clock.police_delay == PoliceDelay::Stays {
        let stays = due.map_or_else(
            || "it is still to be made as the law says".to_owned(),
            |at| format!("it stays due {at}"),
        );
        return format!("By the rule on file the police cannot hold this back: {stays}. Ask counsel before you wait.");
    }
    match (due, request.until) {
        (_, None) => format!(
            "No end was named, so no time moves yet. Ask for one: breach obligation delay {} --until TIME",
            rule.id
        ),
        (Some(at), Some(until)) if own.due_at.is_some_and(|due_at| due_at > until) => {
            format!("It is due {at}, after the delay ends.")
        }
        (Some(at), Some(_)) => format!("It is due {at}."),
        (None, Some(until)) => format!(
            "It has no fixed limit. It may wait until {}, and must be made without delay then.",
            day_clock_near(until, now, zone)
        ),
    }
}

/// Whom another deadline is for, and whether the police could have it moved too.
fn others(standing: &Standing<'_>, book: &Rulebook) -> String {
    let rule = standing.duty.rule;
    let whom = book.whom(rule);
    let is_asked = standing.state.is_some_and(|state| state.delay().is_some());
    match &rule.clock.police_delay {
        PoliceDelay::Moves | PoliceDelay::Then(_) if is_asked => format!("{whom} (has a request of its own)"),
        PoliceDelay::Moves | PoliceDelay::Then(_) => format!("{whom} (takes a request of its own)"),
        PoliceDelay::Stays => whom.into_owned(),
    }
}
