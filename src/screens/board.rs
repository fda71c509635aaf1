//! The board: everything about an incident that matters in the next hours, on one screen.
//!
//! Duties from outside are loud, our own aims are quiet, and nobody is told that they are on step 3 of 35.

mod deadlines;

use super::layout::about_incident;
use crate::document::{Block, Blocks, Document, Section};
use crate::incident::Incident;
use crate::incident::event::Ending;
use crate::playbook::plan::Gate;
use crate::situation::next::AT_ONCE;
use crate::situation::{Situation, Standing, Timing, Todo};
use crate::text::{count, first_few};
use crate::time::format::day_clock;
use crate::time::{TimeView, Zone};
use crate::workflow::Workflow;
use crate::workflow::holds::{Hold, HoldKind};

/// This many things that are not known are named; the others are counted.
const GAPS_AT_ONCE: usize = 9;

/// The roles in the line below the headline, with what is said when somebody holds them and when nobody does.
const PEOPLE: [(&str, &str, &str); 3] = [
    ("incident-commander", "Commander", "No commander yet"),
    ("legal-counsel", "Counsel", "Counsel not reached"),
    ("executive-approver", "Outside words:", "Outside words: nobody yet"),
];

pub fn board(workflow: &Workflow, incident: &Incident, situation: &Situation, zone: Zone) -> Document {
    let time = situation.seen_in(zone);
    let mut page = about_incident(incident, None, time);
    page.spread(people(workflow, incident));
    match &incident.closed {
        Some(_) => page.paragraph(closed_words(incident, zone)),
        None => running(&mut page, workflow, incident, situation, time),
    }
    let counts = [
        format!("{} done", situation.next.done),
        format!("{} not needed", situation.next.not_needed),
        format!("{} later", situation.next.later),
    ];
    const ALL: &str = "breach step list";
    let beside = Section::new(counts.join("    ")).remark(ALL);
    let below = Block::Spread(counts.map(Into::into).to_vec());
    page.add(Block::FirstFitting(vec![
        vec![beside.into()],
        vec![Block::Space, below, Block::paragraph(ALL)],
    ]));
    page
}

/// How an incident ended; empty while it is open.
pub fn closed_words(incident: &Incident, zone: Zone) -> String {
    let Some(closing) = &incident.closed else {
        return String::new();
    };
    let how = match (closing.how, &closing.second, &closing.joined_to) {
        (Ending::Handled, ..) => "as handled".to_owned(),
        (Ending::RuledOut, Some(second), _) => format!("as ruled out, agreed by {second}"),
        (Ending::RuledOut, None, _) => "as ruled out".to_owned(),
        (Ending::Joined, _, Some(other)) => format!("and joined to {other}"),
        (Ending::Joined, _, None) => "and joined to another incident".to_owned(),
    };
    format!("Closed {} {how}: {}", day_clock(closing.at, zone), closing.why)
}

/// Who is on a step: the person, or that there is none yet.
pub fn person_words(todo: &Todo) -> String {
    todo.person.clone().unwrap_or_else(|| "nobody yet".to_owned())
}

/// Where a step stands that somebody can work on: `started 02:10`, `needs a yes`, `aim 00:15`, `aim passed`.
pub fn progress_words(todo: &Todo, time: TimeView) -> String {
    let mut words = Vec::new();
    if let Standing::Started { since, .. } = &todo.standing {
        words.push(format!("started {}", time.clock_short(*since)));
    }
    if let Standing::Held(_) = &todo.standing {
        words.push("needs a yes".to_owned());
    }
    match (todo.missed_passes, todo.aim) {
        (Some((passes, since)), _) => {
            let passes = crate::text::count_of(passes as usize, "pass", "passes");
            words.push(format!("{passes} missed since {}", time.clock_short(since)));
        }
        (None, Some(aim)) if time.is_over(&aim) => words.push("aim passed".to_owned()),
        (None, Some(aim)) => words.push(format!("aim {}", time.clock_short(aim))),
        (None, None) => match &todo.deadline {
            Some(Timing::Missed(_)) => words.push("deadline MISSED".to_owned()),
            Some(Timing::EarliestPassed(at)) => words.push(format!("was due {}, to be safe", time.clock_short(*at))),
            Some(Timing::Due(at) | Timing::Earliest(at)) => words.push(format!("due {}", time.clock_short(*at))),
            Some(
                Timing::NoLimit
                | Timing::Waiting(_)
                | Timing::CannotTell(_)
                | Timing::Settled(_)
                | Timing::Withdrawn(_),
            )
            | None => {}
        },
    }
    words.join(", ")
}

/// What a waiting step waits for, and until when.
pub fn waiting_words(todo: &Todo, time: TimeView) -> (String, String) {
    let Standing::Waiting { on, until, since } = &todo.standing else {
        return (String::new(), String::new());
    };
    let when = match until.map(|until| until.to_utc()) {
        Some(until) if until <= time.now => format!("{} is over: ask again", time.clock_short(until)),
        Some(until) => format!("until {}", time.clock_short(until)),
        None => format!("since {}", time.clock_short(*since)),
    };
    (on.clone(), when)
}

/// What a held step waits for, in a few words; an approval names whoever can give it.
pub fn hold_words(workflow: &Workflow, incident: &Incident, hold: &Hold) -> String {
    let holder = |role: &str| match incident.roles.get(role) {
        Some(holder) => holder.name.clone(),
        None => workflow.role_title(role).to_owned(),
    };
    match &hold.what {
        HoldKind::After { title, .. } => title.clone(),
        HoldKind::Gate(gate) => match gate {
            Gate::Acknowledge(sentence) => format!("agreement: {sentence}"),
            Gate::Approval(role) => format!("approval: {}", holder(role)),
            Gate::FourEyes(step) => {
                format!(
                    "a second person on {}",
                    workflow.step(step).map_or(step.as_str(), |step| &step.title)
                )
            }
            Gate::RoleFilled(role) => format!("somebody as {}", workflow.role_title(role)),
            Gate::EvidenceReleased => "release of the evidence".to_owned(),
            Gate::PoliceDelay => "end of the police delay".to_owned(),
            Gate::Fact(condition) => format!("answers: {}", facts_of(workflow, condition)),
        },
    }
}

fn facts_of(workflow: &Workflow, condition: &crate::condition::Condition) -> String {
    let names: Vec<String> = condition
        .names()
        .iter()
        .map(|(name, _)| workflow.fact_title(name))
        .collect();
    names.join(", ")
}

fn people(workflow: &Workflow, incident: &Incident) -> Vec<String> {
    let mut words = Vec::new();
    for (role, held, open) in PEOPLE {
        match incident.roles.get(role) {
            Some(holder) => words.push(format!("{held} {}", holder.name)),
            None if workflow.role(role).is_some() => words.push(open.to_owned()),
            None => {}
        }
    }
    words
}

fn running(page: &mut Document, workflow: &Workflow, incident: &Incident, situation: &Situation, time: TimeView) {
    page.add(deadlines::section(situation, time));
    let next = &situation.next;
    let mut now = Section::new("Now");
    if next.now.is_empty() {
        now.paragraph("nothing can be done before somebody answers, or a time comes");
    }
    now.rows(todo_rows(&next.now, time));
    page.add(now);
    let waiting: Vec<Vec<String>> = next
        .waiting
        .iter()
        .map(|todo| {
            let (on, when) = waiting_words(todo, time);
            vec![on, todo.title.clone(), when]
        })
        .collect();
    if !waiting.is_empty() {
        page.add(Section::new("Waiting on").with(Block::rows(waiting)));
    }
    if !next.held.is_empty() {
        page.add(held(workflow, incident, &next.held));
    }
    if !situation.not_known.is_empty() {
        page.add(not_known(situation));
    }
}

/// What can be done: its number, what it is, who is on it, and where it stands.
pub fn todo_rows(todos: &[Todo], time: TimeView) -> Vec<Vec<String>> {
    let row = |(nth, todo): (usize, &Todo)| {
        let progress = progress_words(todo, time);
        vec![(nth + 1).to_string(), todo.title.clone(), person_words(todo), progress]
    };
    todos.iter().enumerate().map(row).collect()
}

fn held(workflow: &Workflow, incident: &Incident, held: &[Todo]) -> Section {
    let rows: Vec<Vec<String>> = held
        .iter()
        .take(AT_ONCE)
        .map(|todo| {
            let holds = match &todo.standing {
                Standing::Held(holds) => holds.iter().map(|hold| hold_words(workflow, incident, hold)).collect(),
                _ => Vec::new(),
            };
            vec![todo.title.clone(), format!("waits for: {}", holds.join("; "))]
        })
        .collect();
    let mut section = Section::new("Held").with(Block::rows(rows));
    if held.len() > AT_ONCE {
        section.paragraph(format!("and {}", count(held.len() - AT_ONCE, "more step")));
    }
    section
}

fn not_known(situation: &Situation) -> Section {
    let asked = situation.not_known.iter();
    let asked = asked.map(|gap| format!("{}?", gap.title.trim_end_matches('?')));
    let items = first_few(asked, GAPS_AT_ONCE, |more| format!("and {more} more: breach fact list"));
    let items = items.into_iter().map(Into::into).collect();
    Section::new("Not known yet").with(Block::Spread(items))
}

#[cfg(test)]
mod tests;
