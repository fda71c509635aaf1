//! Duties to tell somebody in an incident: the facts that rules may read, and what the rules say that is news to the record.
//!
//! Joins [`crate::obligation`], which knows rules and no record, with [`crate::incident`], which knows decisions and no
//! rules.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

use super::evaluations::Evaluations;
use super::plans::{first_instant, zone};
use crate::condition::Truth;
use crate::failure::{Failure, Outcome};
use crate::hash::Hash;
use crate::incident::Incident;
use crate::incident::event::{
    Applies, Assessed, ClockState, Event, NoticeMade, ObligationAssessed, ObligationCorrected, RulesOrigin, RulesUsed,
    SourceFile,
};
use crate::incident::state::Notice;
use crate::obligation::case_facts::Notices;
use crate::obligation::count::{self, When};
use crate::obligation::duty::{Running, Since};
use crate::obligation::start::KNOWLEDGE;
use crate::obligation::{CaseFacts, Duty, Rule, RuleSource, Rulebook, assess_these};
use crate::time::format::full;

/// The facts of an incident that rules may read.
pub fn case_of(incident: &Incident) -> CaseFacts {
    let mut case = CaseFacts::new(zone(incident));
    for (name, fact) in &incident.facts {
        if let Some(answer) = &fact.answer {
            case.answers.insert(name.clone(), answer.clone());
        }
        let rows: Vec<_> = fact.known_rows().cloned().collect();
        if !rows.is_empty() {
            case.tables.insert(name.clone(), rows);
        }
    }
    for (id, state) in &incident.obligations {
        let made = state.notices.iter().map(told_when);
        if let Some(made) = Notices::of(made, case.zone) {
            case.notices.insert(id.clone(), made);
        }
        // One without an end moves nothing yet: nobody knows to when.
        let end = state.delays.iter().rev().find_map(|delay| match &delay.released {
            Some(released) => Some(released.at),
            None => delay.until,
        });
        if let Some(end) = end {
            case.delays.insert(id.clone(), When::At(end.to_utc()));
        }
    }
    case
}

/// Nobody is told, and no time is due, before anybody knew: one of the two times is a slip.
pub(super) fn not_before_knowledge(incident: &Incident, event: &Event) -> Outcome {
    let known = KNOWLEDGE
        .iter()
        .filter_map(|fact| Some((first_instant(incident, fact)?.0, *fact)))
        .min();
    let Some((known, fact)) = known else {
        return Ok(());
    };
    let end_of = |at: DateTime<FixedOffset>, on_day: bool| {
        if on_day {
            at.to_utc() + TimeDelta::days(1)
        } else {
            at.to_utc()
        }
    };
    let notice = event.get::<NoticeMade>();
    let notice = notice.map(|notice| ("a notice", notice.at, end_of(notice.at, notice.on_day)));
    let due = event.get::<ObligationCorrected>();
    let due = due.map(|corrected| ("a time to tell somebody", corrected.due_at, corrected.due_at.to_utc()));
    match notice.or(due).filter(|(_, _, latest)| *latest < known) {
        Some((what, at, _)) => {
            let zone = zone(incident);
            Err(Failure::refused(format!(
                "{what} on {} would be before anybody knew of it, {}",
                full(at, zone),
                full(known, zone)
            ))
            .nothing_logged()
            .hint(format!(
                "mend the time; or, if somebody knew earlier, say so first: `breach fact set {fact} TIME`"
            )))
        }
        None => Ok(()),
    }
}

/// When somebody was told, as well as it is known.
pub fn told_when(notice: &Notice) -> When {
    // Of a rough hour no more than its day is certain.
    if notice.on_day || notice.about {
        When::On(notice.at.date_naive())
    } else {
        When::At(notice.at.to_utc())
    }
}

/// What the rules say now and the record does not say yet: the entry that follows from a changed fact. Duties that never
/// applied are no news; one that no longer does is.
pub(super) fn news(
    evaluations: &mut Evaluations,
    book: &Rulebook,
    incident: &Incident,
    now: DateTime<Utc>,
) -> Option<(u64, Event)> {
    let changed: Vec<&Rule> = evaluations
        .of(book, case_of(incident), now)
        .into_iter()
        .filter(|duty| {
            let state = incident.obligations.get(&*duty.rule.id);
            match state.and_then(|state| state.assessed.as_ref()) {
                Some(last) => !says_the_same(&last.outcome, &outcome(book, duty)),
                None => duty.is_on(),
            }
        })
        .map(|duty| duty.rule)
        .collect();
    if changed.is_empty() {
        return None;
    }
    let changed: Vec<Assessed> = assess_these(book, &case_of(incident), &changed, now)
        .iter()
        .map(|duty| outcome(book, duty))
        .collect();
    let because = changed
        .iter()
        .flat_map(|outcome| &outcome.facts)
        .filter_map(|fact| incident.facts.get(fact))
        .map(|fact| fact.seq)
        .max()
        .unwrap_or_else(|| incident.next_seq.saturating_sub(1));
    let event = ObligationAssessed {
        rules: RulesUsed {
            origin: if book.is_own() {
                RulesOrigin::Own
            } else {
                RulesOrigin::BuiltIn
            },
            sha256: book.digest(),
        },
        because,
        changed,
        sources: own_texts(book, incident),
    };
    Some((because, event.into()))
}

/// The responder's own rules word for word, unless the record has them already. Those of a program come with the program.
fn own_texts(book: &Rulebook, incident: &Incident) -> Vec<SourceFile> {
    /// An entry must stay far below its longest line.
    const MOST_BYTES: usize = 512 * 1024;
    if incident.rules_kept.contains(&book.digest()) {
        return Vec::new();
    }
    let mut room = MOST_BYTES;
    let own = book.sources.iter().filter(|source| source.own);
    let kept = own.filter(|source| {
        let fits = source.text.len() <= room;
        room -= if fits { source.text.len() } else { 0 };
        fits
    });
    let file = |source: &RuleSource| SourceFile {
        path: source.path.clone(),
        sha256: Hash::of(source.text.as_bytes()),
        text: source.text.to_string(),
    };
    kept.map(file).collect()
}

/// Words may change from one answer to the next; an outcome is another one when what follows from it is.
pub fn says_the_same(last: &Assessed, now: &Assessed) -> bool {
    Assessed {
        because: String::new(),
        facts: Vec::new(),
        ..last.clone()
    } == Assessed {
        because: String::new(),
        facts: Vec::new(),
        ..now.clone()
    }
}

/// What a rule comes to, as the record has it.
pub fn outcome(book: &Rulebook, duty: &Duty<'_>) -> Assessed {
    let rule = duty.rule;
    let at = |at: DateTime<Utc>| duty.zone.at(&at);
    let moment = |since: &Since| count::start_of(since.at, duty.zone).map(at);
    let (state, due_at, since) = match &duty.clock {
        Running::None => (ClockState::None, None, None),
        Running::Open(since) => (ClockState::Open, None, since.as_ref()),
        Running::Waiting { .. } => (ClockState::Waiting, None, None),
        Running::Due(due) => (ClockState::Due, Some(at(due.at)), Some(&due.since)),
        Running::Kept(due) => (ClockState::Kept, Some(at(due.at)), Some(&due.since)),
    };
    let waits_for = match &duty.clock {
        Running::Waiting { on } => Some(on.words.to_owned()),
        _ => None,
    };
    let mut facts: Vec<String> = duty
        .checks
        .iter()
        .flat_map(|check| check.seen.iter().map(|(fact, _)| fact.to_string()))
        .chain(since.and_then(|since| since.fact).map(str::to_owned))
        .collect();
    facts.sort();
    facts.dedup();
    Assessed {
        id: rule.id.to_string(),
        tell: book.whom(rule).to_string(),
        law: rule.law.to_string(),
        applies: match duty.applies {
            Truth::True => Applies::Yes,
            Truth::False => Applies::No,
            Truth::Unknown => Applies::Unknown,
        },
        because: duty.because.clone(),
        due_at,
        state,
        counts_from: since.map(|since| since.event.to_owned()).or(waits_for),
        start_at: since.and_then(moment),
        start_is_day: since.is_some_and(|since| matches!(since.at, When::On(_))),
        earliest: match &duty.clock {
            Running::Due(due) | Running::Kept(due) => due.is_earliest(),
            _ => since.is_some_and(|since| since.earliest),
        },
        source: rule.source.to_string(),
        as_of: rule.as_of.to_string(),
        confidence: rule.confidence.to_string(),
        facts,
    }
}
