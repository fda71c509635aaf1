//! The situation as one person reads it to another: known, not known, done, running, next, and what not to do.
//!
//! It takes under a minute: what matters least is left out first, and the last line says how much was. What is not for
//! everybody is never read aloud. Made from the record and the plans in it alone.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::board::{closed_words, waiting_words};
use super::nearest::{left_words, whom};
use super::step::told_words;
use crate::document::{Blocks, Document};
use crate::fact::describe::{answer_words, value_words};
use crate::fact::{Answer, Column, Kind};
use crate::incident::event::{CallLogged, StepOutcome};
use crate::incident::receipt::short_id;
use crate::incident::state::Decided;
use crate::incident::{Entry, FactState, Incident, PassState};
use crate::playbook::{OPENING_FACTS, Phase};
use crate::situation::deadline::needs_words;
use crate::situation::{Situation, Standing, Timing, Todo};
use crate::text::{capitalised, count};
use crate::time::{TimeView, Zone};
use crate::workflow::Workflow;
use crate::workflow::duties::told_when;

/// Words that a tired person reads aloud in a minute.
const WORDS_A_MINUTE: usize = 150;
/// Words that may be read: under a minute, with room for a breath.
const MOST_WORDS: usize = 130;
/// Words of one told text that are read at most.
const MOST_WORDS_TOLD: usize = 30;

/// Rows of a table that are read, and cells of a row.
const MOST_ROWS: usize = 3;
const MOST_CELLS: usize = 2;

/// So many deadlines are read aloud; the others are counted.
const DEADLINES: usize = 3;

/// The parts, in the order in which they are read.
const PARTS: [&str; 6] = ["KNOWN", "NOT KNOWN", "DONE", "RUNNING", "NEXT", "DO NOT"];
const KNOWN: usize = 0;
const NOT_KNOWN: usize = 1;
const DONE: usize = 2;
const RUNNING: usize = 3;
const NEXT: usize = 4;
const DO_NOT: usize = 5;

/// What is left out first: a part, and how many of its sentences stay at least.
const CUTS: [(usize, usize); 12] = [
    (DONE, 4),
    (KNOWN, 5),
    (RUNNING, 3),
    (DO_NOT, 4),
    (NEXT, 4),
    (DONE, 2),
    (KNOWN, 2),
    (DO_NOT, 2),
    (RUNNING, 1),
    (NEXT, 2),
    (DONE, 1),
    (KNOWN, 1),
];

/// The brief, ready to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// The first sentences: what time it is, and which incident this is.
    pub opening: String,
    /// What is read, by part, in the order of importance.
    pub parts: Vec<(&'static str, Vec<String>)>,
    /// How long it takes, rounded up to five seconds.
    pub seconds: usize,
    /// How many sentences were left out.
    pub left_out: usize,
}

/// The brief as a screen. `entries` are those of the record, for the calls that were made.
pub fn brief(
    workflow: &Workflow,
    incident: &Incident,
    entries: &[Entry],
    situation: &Situation,
    zone: Zone,
) -> Document {
    let brief = Brief::of(workflow, incident, entries, situation, zone);
    let mut page = Document::default();
    page.paragraph(format!("Read this aloud. About {} seconds.", brief.seconds));
    page.space();
    page.paragraph(brief.opening);
    for (part, sentences) in brief.parts {
        if !sentences.is_empty() {
            page.labelled(part, 10, sentences.join(" "));
        }
    }
    if brief.left_out > 0 {
        page.space();
        let more = count(brief.left_out, "more thing");
        page.paragraph(format!("Not read aloud: {more}. `breach log` has everything."));
    }
    page
}

/// The brief as JSON: the one item of `breach brief --json`.
pub fn to_json(
    workflow: &Workflow,
    incident: &Incident,
    entries: &[Entry],
    situation: &Situation,
    zone: Zone,
) -> Value {
    let brief = Brief::of(workflow, incident, entries, situation, zone);
    let part = |nth: usize| {
        brief
            .parts
            .get(nth)
            .map(|(_, sentences)| sentences.clone())
            .unwrap_or_default()
    };
    json!({
        "incident": incident.id,
        "drill": incident.drill,
        "opening": brief.opening,
        "known": part(KNOWN),
        "not_known": part(NOT_KNOWN),
        "done": part(DONE),
        "running": part(RUNNING),
        "next": part(NEXT),
        "do_not": part(DO_NOT),
        "seconds": brief.seconds,
        "left_out": brief.left_out,
    })
}

impl Brief {
    pub fn of(workflow: &Workflow, incident: &Incident, entries: &[Entry], situation: &Situation, zone: Zone) -> Self {
        let time = situation.seen_in(zone);
        let drill = if incident.drill { "This is a drill. " } else { "" };
        let mut opening = format!(
            "{drill}It is {}. Incident {}: {}.",
            zone.at(&time.now).format("%A, %H:%M"),
            short_id(&incident.id),
            incident.title.trim_end_matches('.')
        );
        let is_open = incident.is_open();
        if !is_open {
            opening = format!("{opening} {}", sentence(&closed_words(incident, zone)));
        }
        let needed = situation.not_known.iter().filter(|gap| gap.needed);
        let gaps: Vec<String> = needed.map(|gap| gap.title.clone()).collect();
        let mut all = [
            known(workflow, incident, time),
            if gaps.is_empty() {
                Vec::new()
            } else {
                vec![sentence(&gaps.join(", "))]
            },
            done(workflow, incident, entries, time),
            running(situation, time),
            following(situation, time),
            do_not(workflow, incident),
        ];
        if !is_open {
            // Nothing is to be done any more, or kept from being done.
            for over in [NOT_KNOWN, RUNNING, NEXT, DO_NOT] {
                all[over].clear();
            }
        }
        let mut left_out = 0;
        let mut words = count_words(&opening) + all.iter().flatten().map(|text| count_words(text)).sum::<usize>();
        for (part, least) in CUTS {
            while words > MOST_WORDS && all[part].len() > least {
                let cut = all[part].pop().unwrap_or_default();
                words -= count_words(&cut);
                left_out += 1;
            }
        }
        let labels = all.iter().filter(|part| !part.is_empty()).count();
        let seconds = ((words + labels) * 60).div_ceil(WORDS_A_MINUTE);
        Brief {
            opening,
            parts: PARTS.into_iter().zip(all).collect(),
            seconds: seconds.div_ceil(5) * 5,
            left_out,
        }
    }
}

/// What was told first, then every answer, those that conditions and duties read first.
fn known(workflow: &Workflow, incident: &Incident, time: TimeView) -> Vec<String> {
    let mut known = Vec::new();
    let open = |fact: &&FactState| !incident.restricted.contains_key(&fact.seq);
    if let Some(told) = incident.facts.get("reported_words").filter(open)
        && let Some(Answer::Known { .. }) = &told.answer
    {
        let words = told
            .answer
            .as_ref()
            .map_or_else(String::new, |answer| answer_words(answer, time.zone));
        let from = match incident
            .facts
            .get("first_read_at")
            .and_then(|fact| fact.answer.as_ref())
        {
            Some(Answer::Known {
                value: crate::fact::Value::DateTime(at),
                ..
            }) => format!("Told {}: ", time.clock_short(at.to_utc())),
            _ => "Told: ".to_owned(),
        };
        known.push(sentence(&format!("{from}{}", first_words(&words))));
    }
    let read: Vec<String> = workflow.steps.iter().flat_map(|step| step.reads()).collect();
    let mut facts: Vec<(&String, &FactState)> = incident
        .facts
        .iter()
        .filter(|(name, fact)| !OPENING_FACTS.contains(&name.as_str()) && open(fact))
        .collect();
    facts.sort_by_key(|(name, fact)| (!read.contains(name), std::cmp::Reverse(fact.seq)));
    for (name, fact) in facts {
        let title = workflow.fact_title(name);
        match (&fact.answer, &fact.kind) {
            (Some(answer @ (Answer::Known { .. } | Answer::None { .. })), _) => {
                known.push(sentence(&format!(
                    "{title}: {}",
                    first_words(&answer_words(answer, time.zone))
                )));
            }
            (None, Kind::Table(columns)) if !fact.rows.is_empty() => {
                known.push(sentence(&format!("{title}: {}", rows_words(columns, fact, time.zone))));
            }
            _ => {}
        }
    }
    known
}

/// The first rows of a table as they are read aloud: `Germany 900, Austria 40, and 2 more`.
fn rows_words(columns: &[Column], fact: &FactState, zone: Zone) -> String {
    let mut words: Vec<String> = fact
        .known_rows()
        .take(MOST_ROWS)
        .map(|row| {
            let cells = columns.iter().filter_map(|column| row.get(&column.name));
            let cells: Vec<String> = cells.take(MOST_CELLS).map(|cell| value_words(cell, zone)).collect();
            cells.join(" ")
        })
        .collect();
    let more = fact.rows.len() - words.len();
    if more > 0 {
        words.push(format!("and {more} more"));
    }
    first_words(&words.join(", "))
}

/// Who was told, with the first notice to each, and whom somebody decided not to tell.
fn told(incident: &Incident, time: TimeView) -> impl Iterator<Item = (u8, DateTime<Utc>, String)> {
    let open = |seq: u64| !incident.restricted.contains_key(&seq);
    incident.obligations.values().filter_map(move |duty| {
        let told = duty.first_notice().filter(|notice| open(notice.seq)).map(|notice| {
            let (at, tell) = (notice.at.to_utc(), &duty.tell);
            (
                1,
                at,
                format!(
                    "Told {tell} by {}, {}",
                    notice.channel,
                    told_words(told_when(notice), |at| time.clock_short(*at))
                ),
            )
        });
        let decided = duty
            .decision()
            .filter(|decision| open(decision.seq))
            .and_then(|decision| match &decision.what {
                Decided::Declined { decided_by, .. } => Some((
                    1,
                    decision.at,
                    format!("Not telling {}, as {decided_by} decided", duty.tell),
                )),
                _ => None,
            });
        told.or(decided)
    })
}

/// Steps that were done and calls that were made: what stops the loss first, then who was told; within that the latest.
fn done(workflow: &Workflow, incident: &Incident, entries: &[Entry], time: TimeView) -> Vec<String> {
    let rank = |step: &str| match workflow.step(step).map(|step| step.phase) {
        Some(Phase::Contain) => 0,
        Some(Phase::Notify) => 1,
        Some(Phase::Confirm) => 2,
        Some(Phase::Audit | Phase::Learn) | None => 3,
    };
    let steps = incident.steps.iter().flat_map(|(id, step)| {
        let passes = step.passes.iter().filter(|pass| {
            pass.state == PassState::Reported(StepOutcome::Done) && !incident.restricted.contains_key(&pass.seq)
        });
        passes.map(move |pass| {
            let when = time.clock_short(pass.at);
            (rank(id), pass.at, format!("{}, by {}, {when}", step.title, pass.who))
        })
    });
    let is_told =
        |entry: &&Entry| !incident.restricted.contains_key(&entry.seq) && !incident.corrected.contains_key(&entry.seq);
    let calls = entries.iter().filter(is_told).filter_map(|entry| {
        let call = entry.event.get::<CallLogged>()?;
        let at = entry.when();
        let when = time.clock_short(at);
        let text = format!("Called {} {when}: {}", call.with, first_words(&call.outcome));
        Some((1, at, text))
    });
    let mut done: Vec<(u8, DateTime<Utc>, String)> = steps.chain(calls).chain(told(incident, time)).collect();
    done.sort_by_key(|(rank, at, _)| (*rank, std::cmp::Reverse(*at)));
    done.into_iter().map(|(_, _, text)| sentence(&text)).collect()
}

fn running(situation: &Situation, time: TimeView) -> Vec<String> {
    let started = situation.next.now.iter().filter_map(|todo| match &todo.standing {
        Standing::Started { who, since } => Some(sentence(&format!(
            "{}: {who}, since {}",
            todo.title,
            time.clock_short(*since)
        ))),
        _ => None,
    });
    let waiting = situation.next.waiting.iter().map(|todo| {
        let (on, when) = waiting_words(todo, time);
        sentence(&format!("{} waits for {on}, {when}", todo.title))
    });
    started.chain(waiting).collect()
}

/// Duties first, missed ones loud; then what is to be done.
fn following(situation: &Situation, time: TimeView) -> Vec<String> {
    let nearest = situation.nearest();
    let timed = nearest
        .missed
        .iter()
        .rev()
        .chain(&nearest.past_earliest)
        .chain(&nearest.ahead);
    let duties: Vec<String> = timed
        .clone()
        .take(DEADLINES)
        .map(|duty| {
            sentence(&match duty.timing {
                Timing::Due(at) => format!("{}, by {}", duty.tell, time.day_clock(at)),
                Timing::Earliest(at) => {
                    format!(
                        "{}, by {} to be safe; the law may allow longer",
                        duty.tell,
                        time.day_clock(at)
                    )
                }
                Timing::EarliestPassed(at) => format!(
                    "{}, by {} to be safe, which is over; the law may allow longer",
                    duty.tell,
                    time.day_clock(at)
                ),
                _ => format!("{}: {}", duty.tell, left_words(duty, time)),
            })
        })
        .collect();
    let perhaps = nearest
        .perhaps
        .iter()
        .filter(|perhaps| perhaps.is_near())
        .filter_map(|perhaps| {
            let (whom, needs) = (whom(perhaps), needs_words(&perhaps.needs));
            let by = time.day_clock(perhaps.first.at()?);
            Some(sentence(&format!("Perhaps {whom}, by {by}; that depends on: {needs}")))
        });
    let perhaps: Vec<String> = perhaps.take(1).collect();
    let more = timed.count().saturating_sub(DEADLINES);
    let more = (more > 0).then(|| sentence(&count(more, "more deadline")));
    let is_open = |todo: &&Todo| !matches!(todo.standing, Standing::Started { .. });
    let is_duty = |todo: &&Todo| {
        let own = situation.own_deadline(&todo.step);
        own.is_some_and(|deadline| deadline.timing.is_running())
    };
    let todos = situation
        .next
        .now
        .iter()
        .filter(is_open)
        .filter(|todo| !is_duty(todo))
        .map(|todo| match &todo.person {
            Some(person) => sentence(&format!("{}: {person}", todo.title)),
            None => sentence(&todo.title),
        });
    duties.into_iter().chain(more).chain(perhaps).chain(todos).collect()
}

fn do_not(workflow: &Workflow, incident: &Incident) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let situation = incident.text("situation");
    let firsts = workflow.playbooks.iter().map(|playbook| playbook.first_in(situation));
    for words in firsts.flat_map(|first| &first.do_not) {
        let words = sentence(words);
        if !all.contains(&words) {
            all.push(words);
        }
    }
    all
}

/// A text as a sentence: one line, a capital first, a full stop last.
fn sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = if text.ends_with(['.', '!', '?', '…']) {
        ""
    } else {
        "."
    };
    format!("{}{end}", capitalised(&text))
}

fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > MOST_WORDS_TOLD {
        format!("{} …", words[..MOST_WORDS_TOLD].join(" "))
    } else {
        words.join(" ")
    }
}

fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests;
