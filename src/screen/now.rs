//! What bare `breach` shows: the next deadline, at most three things to do, whom we wait for, and what to type.

use chrono::{DateTime, Utc};

use super::board::{closed_words, person_words, progress_words, waiting_words};
use super::duty::Duty;
use super::layout::{Page, clock_short, incident_headline};
use super::nearest::Nearest;
use super::situation::Situation;
use crate::incident::Incident;
use crate::time::Zone;
use crate::time::words::clock_near;
use crate::walk::{Guide, Standing};

/// At most this many things to do.
const DO_NEXT: usize = 3;
/// Other open incidents are named up to this many.
const OTHERS: usize = 3;

/// What matters now in the incident in use. `others` are the incidents that are open besides.
pub fn now(
    guide: &Guide,
    incident: &Incident,
    others: &[String],
    now: DateTime<Utc>,
    zone: Zone,
    width: usize,
) -> String {
    let situation = Situation::of(guide, incident, now);
    let mut page = Page::new(width);
    let (left, right) = incident_headline(incident, None, now, zone);
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
    deadline(&mut page, &situation, now, zone);
    page.section("Do next", "");
    let rows: Vec<Vec<String>> = situation
        .next
        .now
        .iter()
        .take(DO_NEXT)
        .enumerate()
        .map(|(nth, todo)| {
            let progress = progress_words(guide, incident, todo, now, zone);
            vec![(nth + 1).to_string(), todo.title.clone(), person_words(todo), progress]
        })
        .collect();
    match rows.is_empty() {
        true => page.paragraph(4, "nothing before somebody answers, or a time comes"),
        false => page.rows(4, &rows),
    }
    waiting(&mut page, &situation, now, zone);
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
fn deadline(page: &mut Page, situation: &Situation<'_>, now: DateTime<Utc>, zone: Zone) {
    let nearest = Nearest::of(&situation.duties, now);
    let shown: Vec<&Duty<'_>> = [nearest.missed.last().copied(), nearest.ahead]
        .into_iter()
        .flatten()
        .collect();
    let shown = match shown.is_empty() {
        true => nearest.past_earliest.last().into_iter().copied().collect(),
        false => shown,
    };
    if shown.is_empty() {
        return perhaps(page, situation, now, zone);
    }
    let rows: Vec<Vec<String>> = shown
        .iter()
        .filter_map(|duty| {
            let left = duty.left_words(now);
            let left = match duty.earliest || duty.is_missed(now) {
                true => left,
                false => format!("{left} left"),
            };
            Some(vec![clock_near(duty.at?, now, zone), duty.tell().into_owned(), left])
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.section("Next deadline", "");
    page.rows(4, &rows);
    let more = nearest.missed.len().saturating_sub(1);
    if more > 0 {
        page.paragraph(4, &format!("{more} more MISSED: breach deadline list"));
    }
}

fn waiting(page: &mut Page, situation: &Situation<'_>, now: DateTime<Utc>, zone: Zone) {
    let waiting = &situation.next.waiting;
    let Some(first) = waiting.first() else { return };
    let (on, time) = waiting_words(first, now, zone);
    page.blank();
    let sentence = match (waiting.len(), &first.standing) {
        (1, _) => format!("Waiting on {on}, {time}: {}", first.title),
        (many, Standing::Waiting { until: Some(until), .. }) if until.to_utc() > now => {
            format!(
                "Waiting on {many} people. Next: {on}, {}",
                clock_short(until.to_utc(), now, zone)
            )
        }
        (many, _) => format!("Waiting on {many} people. Next: {on}, {time}"),
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

/// A deadline that may be running, when none is known to.
fn perhaps(page: &mut Page, situation: &Situation<'_>, now: DateTime<Utc>, zone: Zone) {
    let expected = situation.untold.iter().flat_map(|untold| &untold.duties);
    let first = expected
        .filter(|duty| duty.is_expected && duty.at.is_some())
        .min_by_key(|duty| duty.at);
    if let Some(duty) = first
        && let Some(at) = duty.at
    {
        let needs = duty.needs_words();
        page.section("Perhaps a deadline", "");
        page.rows(
            4,
            &[vec![
                clock_near(at, now, zone),
                duty.tell().into_owned(),
                format!("cannot tell yet; needs: {}", needs),
            ]],
        );
    }
}

#[cfg(test)]
mod tests;
