//! What bare `breach` shows: the next deadline, at most three things to do, whom we wait for, and what to type.

use super::board::{closed_words, person_words, progress_words, waiting_words};
use super::layout::{Page, incident_headline};
use super::nearest::{left_words, whom};
use crate::incident::Incident;
use crate::situation::deadline::needs_words;
use crate::situation::{Deadline, Situation, Standing, Timing};
use crate::time::{TimeView, Zone};

/// At most this many things to do.
const DO_NEXT: usize = 3;
/// Other open incidents are named up to this many.
const OTHERS: usize = 3;

/// What matters now in the incident in use. `others` are the incidents that are open besides.
pub fn now(incident: &Incident, situation: &Situation, others: &[String], zone: Zone, width: usize) -> String {
    let time = situation.seen_in(zone);
    let mut page = Page::new(width);
    let (left, right) = incident_headline(incident, None, time);
    page.headline(&left, &right);
    if incident.closed.is_some() {
        page.paragraph(2, &closed_words(incident, zone));
        commands(
            &mut page,
            &[
                ("breach export", "write the record for others"),
                ("breach reopen", "go on after all"),
            ],
        );
        also_open(&mut page, others);
        return page.finish();
    }
    deadline(&mut page, situation, time);
    page.section("Do next", "");
    let rows: Vec<Vec<String>> = situation
        .next
        .now
        .iter()
        .take(DO_NEXT)
        .enumerate()
        .map(|(nth, todo)| {
            let progress = progress_words(todo, time);
            vec![(nth + 1).to_string(), todo.title.clone(), person_words(todo), progress]
        })
        .collect();
    if rows.is_empty() {
        page.paragraph(4, "nothing before somebody answers, or a time comes")
    } else {
        page.rows(4, &rows)
    }
    waiting(&mut page, situation, time);
    commands(
        &mut page,
        &[
            ("breach resume", "go on here"),
            ("breach note", "write down what just happened"),
            ("breach contacts", "phone numbers"),
            ("breach hand-over", "somebody else takes over"),
        ],
    );
    also_open(&mut page, others);
    page.finish()
}

/// What bare `breach` shows while no incident is open; drills that are do not count.
pub fn nothing_open(drills: &[(String, String)], width: usize) -> String {
    let mut page = Page::new(width);
    page.paragraph(2, "No incident is open.");
    commands(
        &mut page,
        &[
            ("breach start", "something happened: begin here"),
            ("breach start --drill", "practise; never mistaken for the real thing"),
            ("breach list", "closed incidents and drills"),
            ("breach help", "everything else"),
        ],
    );
    if !drills.is_empty() {
        page.section("Drills", "");
        page.rows(4, &to_use(drills));
    }
    page.finish()
}

/// What bare `breach` shows while several incidents are open and none is in use.
pub fn several_open(rows: &[(String, String)], width: usize) -> String {
    let mut page = Page::new(width);
    page.paragraph(2, &format!("{} incidents are open, and none is in use.", rows.len()));
    page.blank();
    page.rows(4, &to_use(rows));
    page.finish()
}

fn to_use(open: &[(String, String)]) -> Vec<Vec<String>> {
    open.iter()
        .map(|(id, title)| vec![format!("breach use {id}"), title.clone()])
        .collect()
}

/// The nearest deadline; above it, loudly, the one that was missed last.
fn deadline(page: &mut Page, situation: &Situation, time: TimeView) {
    let nearest = situation.nearest();
    let over = [nearest.missed.last(), nearest.past_earliest.last()];
    let shown: Vec<&Deadline> = over
        .into_iter()
        .chain([nearest.ahead.first()])
        .flatten()
        .copied()
        .collect();
    let mut rows: Vec<Vec<String>> = shown
        .iter()
        .filter_map(|duty| {
            let left = match duty.timing {
                Timing::Due(at) => format!("{} left", time.left_words(at)),
                _ => left_words(duty, time),
            };
            Some(vec![time.clock_near(duty.at()?), duty.tell.clone(), left])
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
        let needs = needs_words(&one.needs);
        vec![when, whom(one), format!("perhaps; needs: {needs}")]
    }));
    if rows.is_empty() {
        return;
    }
    page.section(title, "");
    page.rows(4, &rows);
    let more = [
        (nearest.missed.len(), "MISSED"),
        (nearest.past_earliest.len(), "passed, to be safe"),
    ]
    .map(|(count, how)| (count.saturating_sub(1), how));
    for (count, how) in more.into_iter().filter(|(count, _)| *count > 0) {
        page.paragraph(4, &format!("{count} more {how}: breach deadline list"));
    }
}

fn waiting(page: &mut Page, situation: &Situation, time: TimeView) {
    let waiting = &situation.next.waiting;
    let Some(first) = waiting.first() else { return };
    let (on, when) = waiting_words(first, time);
    page.blank();
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
    page.paragraph(2, &format!("{sentence}."));
}

fn commands(page: &mut Page, commands: &[(&str, &str)]) {
    page.blank();
    let rows: Vec<Vec<String>> = commands
        .iter()
        .map(|(command, what)| vec![(*command).to_owned(), (*what).to_owned()])
        .collect();
    page.rows(2, &rows);
}

fn also_open(page: &mut Page, others: &[String]) {
    if others.is_empty() {
        return;
    }
    let more = others.len().saturating_sub(OTHERS);
    let mut names: Vec<String> = others.iter().take(OTHERS).cloned().collect();
    if more > 0 {
        names.push(format!("{more} more (breach list)"));
    }
    page.blank();
    page.paragraph(2, &format!("Also open, not in use: {}", names.join(", ")));
}

#[cfg(test)]
mod tests;
