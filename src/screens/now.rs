//! What bare `breach` shows: the next deadline, at most three things to do, whom we wait for, and what to type.

use super::board::{closed_words, todo_rows, waiting_words};
use super::layout::about_incident;
use super::nearest::{left_words, whom};
use crate::document::{Block, Blocks, Document, Section};
use crate::incident::Incident;
use crate::situation::deadline::needs_words;
use crate::situation::{Situation, Standing, Timing};
use crate::text::first_few;
use crate::time::{TimeView, Zone};

/// At most this many things to do.
const DO_NEXT: usize = 3;
/// Other open incidents are named up to this many.
const OTHERS: usize = 3;

/// What matters now in the incident in use. `others` are the incidents that are open besides.
pub fn now(incident: &Incident, situation: &Situation, others: &[String], zone: Zone) -> Document {
    let time = situation.seen_in(zone);
    let mut page = about_incident(incident, None, time);
    if incident.closed.is_some() {
        page.paragraph(closed_words(incident, zone));
        page.space();
        page.commands(&[
            ("breach export", "write the record for others"),
            ("breach reopen", "go on after all"),
        ]);
        also_open(&mut page, others);
        return page;
    }
    page.blocks.extend(deadline(situation, time).map(Block::Section));
    let todos = &situation.next.now;
    page.add(Section::new("Do next").with(if todos.is_empty() {
        Block::paragraph("nothing before somebody answers, or a time comes")
    } else {
        Block::rows(todo_rows(&todos[..todos.len().min(DO_NEXT)], time))
    }));
    waiting(&mut page, situation, time);
    page.space();
    page.commands(&[
        ("breach resume", "go on here"),
        ("breach note", "write down what just happened"),
        ("breach contacts", "phone numbers"),
        ("breach hand-over", "somebody else takes over"),
    ]);
    also_open(&mut page, others);
    page
}

/// What bare `breach` shows while no incident is open; drills that are do not count.
pub fn nothing_open(drills: &[(String, String)], records: &str) -> Document {
    let mut page = Document::default();
    page.paragraph("No incident is open.");
    page.space();
    page.commands(&[
        ("breach start", "something happened: begin here"),
        ("breach start --drill", "practise; never mistaken for the real thing"),
        ("breach list", "closed incidents and drills"),
        ("breach help", "everything else"),
    ]);
    if !drills.is_empty() {
        page.add(Section::new("Drills").with(to_use(drills)));
    }
    page.space();
    page.paragraph(format!("No incident, although there should be one: {records}."));
    page
}

/// What bare `breach` shows while several incidents are open and none is in use.
pub fn several_open(open: &[(String, String)]) -> Document {
    let mut page = Document::default();
    page.paragraph(format!("{} incidents are open, and none is in use.", open.len()));
    page.space();
    page.add(Block::Indented {
        by: 2,
        blocks: vec![to_use(open)],
    });
    page
}

fn to_use(open: &[(String, String)]) -> Block {
    let row = |(id, title): &(String, String)| vec![format!("breach use {id}"), title.clone()];
    Block::rows(open.iter().map(row).collect())
}

/// The nearest deadline; above it, loudly, the one that was missed last.
fn deadline(situation: &Situation, time: TimeView) -> Option<Section> {
    let nearest = situation.nearest();
    let over = [nearest.missed.last(), nearest.past_earliest.last()];
    let shown = over.into_iter().chain([nearest.ahead.first()]).flatten().copied();
    let mut rows: Vec<Vec<String>> = shown
        .filter_map(|duty| {
            let left = match duty.timing {
                Timing::Due(at) => format!("{} left", time.left_words(at)),
                _ => left_words(duty, time),
            };
            Some(vec![time.clock_near(duty.at()?), duty.tell.to_string(), left])
        })
        .collect();
    let title = if rows.is_empty() {
        "Perhaps a deadline"
    } else {
        "Next deadline"
    };
    rows.extend(nearest.perhaps.iter().map(|one| {
        let when = one
            .first
            .at()
            .map_or_else(|| "cannot tell".to_owned(), |at| time.clock_near(at));
        vec![when, whom(one), format!("perhaps; needs: {}", needs_words(&one.needs))]
    }));
    if rows.is_empty() {
        return None;
    }
    let mut section = Section::new(title).with(Block::rows(rows));
    let more = [
        (nearest.missed.len(), "MISSED"),
        (nearest.past_earliest.len(), "passed, to be safe"),
    ]
    .map(|(count, how)| (count.saturating_sub(1), how));
    for (count, how) in more.into_iter().filter(|(count, _)| *count > 0) {
        section.paragraph(format!("{count} more {how}: breach deadline list"));
    }
    Some(section)
}

fn waiting(page: &mut Document, situation: &Situation, time: TimeView) {
    let waiting = &situation.next.waiting;
    let Some(first) = waiting.first() else { return };
    let (on, when) = waiting_words(first, time);
    let sentence = match (waiting.len(), &first.standing) {
        (1, _) => format!("Waiting on {on}, {when}: {}", first.title),
        (many, Standing::Waiting { until: Some(until), .. }) if until.to_utc() > time.now => {
            format!(
                "Waiting on {many} people. Next: {on}, {}",
                time.clock_short(until.to_utc())
            )
        }
        (many, _) => format!("Waiting on {many} people. Next: {on}, {when}"),
    };
    page.space();
    page.paragraph(format!("{sentence}."));
}

fn also_open(page: &mut Document, others: &[String]) {
    if others.is_empty() {
        return;
    }
    let names = first_few(others, OTHERS, |more| format!("{more} more (breach list)"));
    page.space();
    page.paragraph(format!("Also open, not in use: {}", names.join(", ")));
}

#[cfg(test)]
mod tests;
