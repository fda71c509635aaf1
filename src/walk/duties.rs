//! Duties to tell somebody in an incident: what the rules say about its facts, and what people decided about that.
//!
//! Joins [`crate::obligation`], which knows rules and no record, with [`crate::incident`], which knows decisions and no
//! rules. What people decided stands above what was computed; both are shown.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::guide::{Guide, zone};
use super::moments::DutyTime;
use crate::condition::Truth;
use crate::hash::Hash;
use crate::incident::Incident;
use crate::incident::event::{
    Applies, Assessed, ClockState, Event, ObligationAssessed, RulesOrigin, RulesUsed, SourceFile,
};
use crate::incident::state::{Decided, ObligationState};

use crate::obligation::case::Notices;
use crate::obligation::count::{self, When};
use crate::obligation::duty::{Found, Running, Since};
use crate::obligation::rule::RuleKind;
use crate::obligation::{Case, Duty, Rule, RuleSource, Rulebook, assess, assess_these, outcomes};

/// The facts of an incident that rules may read.
pub fn case_of(incident: &Incident) -> Case {
    let mut case = Case::new(zone(incident));
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
        let made = state.notices.iter().map(|notice| When::At(notice.at.to_utc()));
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

/// A duty in an incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing<'a> {
    /// What was computed; with its reasons only where [`duties_with_reasons`] did it.
    pub duty: Duty<'a>,
    /// What the record holds about it.
    pub state: Option<&'a ObligationState>,
    /// When it is due, by what people decided or else by what was computed.
    pub due_at: Option<DateTime<Utc>>,
    /// That time is only the earliest possible one: another event stands in for the start that counts.
    pub earliest: bool,
    /// Whether anything is still to be done about it.
    pub settled: Option<Settled>,
}

/// Why nothing is to be done about a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Somebody was told, then for the first time.
    Told(DateTime<Utc>),
    /// Somebody decided that it is not required.
    NotRequired,
    /// Somebody decided not to tell, and when to look at it again.
    Declined(DateTime<Utc>),
}

impl Standing<'_> {
    /// Whether it is to be done: it applies for all that is known, or somebody confirmed it, and nothing settled it.
    pub fn is_open(&self) -> bool {
        self.settled.is_none() && (self.duty.is_on() || self.is_decided()) && self.is_a_duty()
    }

    /// Whether it cannot be told yet if it is a duty at all.
    pub fn is_unknown(&self) -> bool {
        self.settled.is_none() && self.duty.applies == Truth::Unknown && !self.is_decided() && self.is_a_duty()
    }

    /// Whether its time is over, and nobody was told. The earliest possible time passes without being missed.
    pub fn is_missed(&self, now: DateTime<Utc>) -> bool {
        self.is_open() && !self.earliest && self.due_at.is_some_and(|at| at < now)
    }

    fn is_decided(&self) -> bool {
        self.state
            .and_then(ObligationState::decision)
            .is_some_and(|decision| !matches!(decision.what, Decided::NotRequired | Decided::Declined { .. }))
    }

    fn is_a_duty(&self) -> bool {
        matches!(self.duty.rule.kind, RuleKind::Duty | RuleKind::Internal)
    }
}

/// Every rule in an incident, without reasons: what is due first, the nearest first, then what has no time, in the order of
/// the rules.
pub fn duties<'a>(book: &'a Rulebook, incident: &'a Incident, now: DateTime<Utc>) -> Vec<Standing<'a>> {
    in_order(outcomes(book, &case_of(incident), now), incident)
}

/// The same from what a guide has computed for this state of the incident, if it has.
pub fn duties_of<'a>(guide: &'a Guide, incident: &'a Incident, now: DateTime<Utc>) -> Vec<Standing<'a>> {
    let Some(found) = guide.computed(incident) else {
        return duties(&guide.book, incident, now);
    };
    let rules = guide.book.rules.iter().zip(found);
    let duties = rules.map(|(rule, found)| Duty {
        rule,
        found: Arc::clone(found),
    });
    in_order(duties.collect(), incident)
}

/// The same with reasons, which takes several times longer.
pub fn duties_with_reasons<'a>(book: &'a Rulebook, incident: &'a Incident, now: DateTime<Utc>) -> Vec<Standing<'a>> {
    in_order(assess(book, &case_of(incident), now).duties, incident)
}

fn in_order<'a>(duties: Vec<Duty<'a>>, incident: &'a Incident) -> Vec<Standing<'a>> {
    let mut found: Vec<Standing<'a>> = duties
        .into_iter()
        .map(|duty| {
            let state = incident.obligations.get(&*duty.rule.id);
            standing(duty, state)
        })
        .collect();
    found.sort_by_key(|standing| (standing.due_at.is_none(), standing.due_at));
    found
}

/// What came of every rule, in the order of the rules.
pub(super) fn computed(book: &Rulebook, incident: &Incident, now: DateTime<Utc>) -> Vec<Arc<Found>> {
    let duties = outcomes(book, &case_of(incident), now).into_iter();
    duties.map(|duty| duty.found).collect()
}

/// When duties are due, as steps that are due with them need it: those to be done, and those that were.
pub(super) fn times(guide: &Guide, incident: &Incident, now: DateTime<Utc>) -> Vec<DutyTime> {
    duties_of(guide, incident, now)
        .into_iter()
        .filter(|standing| standing.is_open() || standing.settled.is_some())
        .map(|standing| {
            let rule = standing.duty.rule;
            DutyTime {
                id: rule.id.to_string(),
                recipient: rule.recipient,
                tell: guide.book.whom(rule).into_owned(),
                at: standing.due_at,
                earliest: standing.earliest,
                law: rule.law.to_string(),
                source: rule.source.to_string(),
                as_of: rule.as_of.to_string(),
                settled: standing.settled.is_some(),
                internal: rule.kind == RuleKind::Internal,
            }
        })
        .collect()
}

/// What people decided about a duty stands above what was computed.
pub fn standing<'a>(duty: Duty<'a>, state: Option<&'a ObligationState>) -> Standing<'a> {
    let computed = (duty.due_at(), is_earliest(&duty));
    let decision = state.and_then(ObligationState::decision).map(|decision| &decision.what);
    let (due_at, earliest) = match decision {
        Some(Decided::Corrected { due_at }) => (Some(due_at.to_utc()), false),
        Some(Decided::Extended { until }) => (Some(until.to_utc()), false),
        Some(Decided::NotRequired | Decided::Declined { .. }) => (None, false),
        Some(Decided::Confirmed) | None => computed,
    };
    let told = state
        .and_then(ObligationState::first_notice)
        .map(|notice| notice.at.to_utc());
    let settled = match (told, decision) {
        (Some(at), _) => Some(Settled::Told(at)),
        (None, Some(Decided::NotRequired)) => Some(Settled::NotRequired),
        (None, Some(Decided::Declined { revisit_at, .. })) => Some(Settled::Declined(revisit_at.to_utc())),
        (None, _) => None,
    };
    Standing {
        duty,
        state,
        due_at,
        earliest,
        settled,
    }
}

fn is_earliest(duty: &Duty<'_>) -> bool {
    matches!(&duty.clock, Running::Due(due) if due.since.earliest)
}

/// What the rules say now and the record does not say yet: the entry that follows from a changed fact. Duties that never
/// applied are no news; one that no longer does is.
pub(super) fn news(book: &Rulebook, incident: &Incident, now: DateTime<Utc>) -> Option<(u64, Event)> {
    let case = case_of(incident);
    let changed: Vec<&Rule> = outcomes(book, &case, now)
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
    let changed: Vec<Assessed> = assess_these(book, &case, &changed, now)
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
            origin: match book.is_own() {
                true => RulesOrigin::Own,
                false => RulesOrigin::BuiltIn,
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
fn says_the_same(last: &Assessed, now: &Assessed) -> bool {
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

fn outcome(book: &Rulebook, duty: &Duty<'_>) -> Assessed {
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
        .trail
        .iter()
        .flat_map(|check| check.seen.iter().map(|(fact, _)| fact.to_string()))
        .chain(since.and_then(|since| since.fact).map(str::to_owned))
        .collect();
    facts.sort();
    facts.dedup();
    Assessed {
        id: rule.id.to_string(),
        tell: book.whom(rule).into_owned(),
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
        earliest: since.is_some_and(|since| since.earliest),
        source: rule.source.to_string(),
        as_of: rule.as_of.to_string(),
        confidence: rule.confidence.to_string(),
        facts,
    }
}
