//! Duties of an incident as screens and files show them: what rules compute, what people decided about that, what only the
//! record still knows, and the deadlines that steps carry.
//!
//! One order for all of them: what has a time first, the nearest first. Words are made elsewhere. Pure.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::condition::Truth;
use crate::incident::Incident;
use crate::incident::event::{Applies, ClockState};
use crate::incident::state::{Decided, ObligationState, PassState};
use crate::obligation::duty::Running;
use crate::obligation::rule::RuleKind;
use crate::playbook::plan::{Due, DueBy, Moment, Step};
use crate::time::words::remaining;
use crate::walk::duties::{Settled, Standing, duties_of, duties_with_reasons as computed_with_reasons};
use crate::walk::moments::{Deadline, Origin, deadlines, due_at};
use crate::walk::standing::standing;
use crate::walk::{Guide, Standing as StepStanding};

/// A duty to tell somebody, or a deadline of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty<'a> {
    /// What carries it.
    pub carrier: Carrier<'a>,
    /// Its number in this incident, by which files that say nothing else name it; none before it was recorded. It stays
    /// the same, whatever becomes of the duty.
    pub number: Option<usize>,
    /// Whom to tell; for a step its title.
    pub tell: String,
    /// The law, scheme rule or contract.
    pub law: String,
    /// How well that is known; not said for a step.
    pub confidence: Option<String>,
    /// When that was last read.
    pub as_of: Option<String>,
    /// Where it stands.
    pub state: State,
    /// When it is, or was, due, by what people decided or else by what was computed.
    pub at: Option<DateTime<Utc>>,
    /// That time is only the earliest possible one: the start that counts is not settled.
    pub earliest: bool,
    /// Facts, by name and title, that must be known before it can be told whether it applies or when it is due.
    pub needs: Vec<Need>,
    /// What it counts from: a fact or a step by its id, else in words. Empty where it counts from nothing.
    pub counts_from: String,
    /// A step that is still to be done names it by its id: whoever wrote the playbook expects it.
    pub is_expected: bool,
}

/// What carries a duty.
#[derive(Clone, Debug, PartialEq)]
pub enum Carrier<'a> {
    /// A rule.
    Rule(Box<Standing<'a>>),
    /// The record alone: the rule of this id is not there any more.
    Record(&'a str, &'a ObligationState),
    /// The step of this id.
    Step(String),
}

/// Where a duty stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is due at a time.
    Due,
    /// It is to be done without delay; there is no fixed limit.
    Open,
    /// Its time begins with something that has not happened, or that nobody has recorded.
    Waiting(String),
    /// Whether it is a duty cannot be told yet.
    CannotTell,
    /// They were told, then for the first time.
    Told(DateTime<Utc>),
    /// The step is done, or what was to be done in the house, since then.
    Done(DateTime<Utc>),
    /// Somebody decided that it is not required, or that the step is not needed.
    NotRequired,
    /// Somebody decided not to tell, and when to look at it again.
    Declined(DateTime<Utc>),
    /// It was computed once and does not apply any more by what is known now, or its step is ruled out.
    Withdrawn,
}

/// Something that must be known first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The fact, where it is one.
    pub fact: Option<String>,
    /// In a few words.
    pub title: String,
}

/// Duties for which the same answer would tell whether they are any.
#[derive(Clone, Debug, PartialEq)]
pub struct Untold<'a> {
    /// What must be known.
    pub needs: Vec<Need>,
    /// The duties, the most urgent first.
    pub duties: Vec<Duty<'a>>,
}

impl Duty<'_> {
    /// The id of its rule, or of its step.
    pub fn id(&self) -> &str {
        match &self.carrier {
            Carrier::Rule(standing) => &standing.duty.rule.id,
            Carrier::Record(id, _) => id,
            Carrier::Step(id) => id,
        }
    }

    /// The step that carries it, if one does.
    pub fn step(&self) -> Option<&str> {
        match &self.carrier {
            Carrier::Step(id) => Some(id),
            _ => None,
        }
    }

    /// What the record says about it.
    pub fn recorded(&self) -> Option<&ObligationState> {
        match &self.carrier {
            Carrier::Rule(standing) => standing.state,
            Carrier::Record(_, state) => Some(state),
            Carrier::Step(_) => None,
        }
    }

    /// Whether it is to be done.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Due | State::Open | State::Waiting(_))
    }

    /// Where its rule was read; known for rules alone.
    pub fn source(&self) -> Option<&str> {
        match &self.carrier {
            Carrier::Rule(standing) => Some(&standing.duty.rule.source),
            Carrier::Record(_, state) => state.assessed.as_ref().map(|assessed| assessed.outcome.source.as_str()),
            Carrier::Step(_) => None,
        }
    }

    /// The law, how well it is known, and when it was last read: `Merchant agreement (confirmed, 2025-01)`.
    pub fn law_words(&self) -> String {
        let known: Vec<&str> = [self.confidence.as_deref(), self.as_of.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        match known.is_empty() {
            true => self.law.clone(),
            false => format!("{} ({})", self.law, known.join(", ")),
        }
    }

    /// The same where there is little room: what stands in brackets in the name of a law is left out.
    pub fn law_in_short(&self) -> String {
        match &self.carrier {
            Carrier::Step(_) => self.law_words(),
            _ => {
                let law = self.law.split(" (").next().unwrap_or_default();
                self.law_words().replacen(&self.law, law, 1)
            }
        }
    }

    /// How long is left: `19 h 38 min`, `19 h 38 min, earliest`, `earliest time passed`, `MISSED 3 min ago`. Empty while no
    /// time is known.
    pub fn left_words(&self, now: DateTime<Utc>) -> String {
        let Some(at) = self.at else {
            return String::new();
        };
        match (at < now, self.earliest) {
            (true, true) => "earliest time passed".to_owned(),
            (true, false) => remaining(at - now).replacen("passed", "MISSED", 1),
            (false, true) => format!("{}, earliest", remaining(at - now)),
            (false, false) => remaining(at - now),
        }
    }

    /// Whether its time is over and nothing was done. The earliest possible time passes without being missed.
    pub fn is_missed(&self, now: DateTime<Utc>) -> bool {
        self.state == State::Due && !self.earliest && self.at.is_some_and(|at| at < now)
    }

    /// Whether the earliest possible time is over, and the one that counts may lie ahead.
    pub fn is_past_earliest(&self, now: DateTime<Utc>) -> bool {
        self.state == State::Due && self.earliest && self.at.is_some_and(|at| at < now)
    }

    /// A time that is certain comes before one that is only the earliest.
    fn order(&self) -> (u8, bool, Option<DateTime<Utc>>, bool) {
        let rank = match self.state {
            State::Due => 0,
            State::Open => 1,
            State::Waiting(_) => 2,
            State::CannotTell => 3,
            State::Told(_) | State::Done(_) | State::NotRequired | State::Declined(_) => 4,
            State::Withdrawn => 5,
        };
        (rank, self.at.is_none(), self.at, self.earliest)
    }
}

/// Every duty that is one, may be one, or was one, without the reasons of what was computed: what has a time first, the nearest first; then what has no limit, what
/// waits, what cannot be told, and what is settled.
pub fn duties<'a>(guide: &'a Guide, incident: &'a Incident, now: DateTime<Utc>) -> Vec<Duty<'a>> {
    listed(guide, incident, now, duties_of(guide, incident, now))
}

/// The same with those reasons, for whoever shows them.
pub fn duties_with_reasons<'a>(guide: &'a Guide, incident: &'a Incident, now: DateTime<Utc>) -> Vec<Duty<'a>> {
    listed(guide, incident, now, computed_with_reasons(&guide.book, incident, now))
}

fn listed<'a>(
    guide: &'a Guide,
    incident: &'a Incident,
    now: DateTime<Utc>,
    computed: Vec<Standing<'a>>,
) -> Vec<Duty<'a>> {
    let mut of_steps = deadlines(guide, incident, now);
    let mut numbered: Vec<(u64, Duty<'a>)> = guide
        .steps
        .iter()
        .filter_map(|step| {
            // A step that is due with computed duties adds none of its own.
            let due = match step.due.as_ref()? {
                Due::By(due) => due,
                Due::With(_) => return None,
            };
            let carried = of_steps.iter().position(|deadline| deadline.step == step.id);
            let duty = match carried {
                Some(place) => of_step(guide, incident, of_steps.swap_remove(place), now),
                None => ruled_out(step, due, due_at(guide, incident, &Due::By(due.clone()))),
            };
            Some((guide.brought_by(&step.id).unwrap_or(u64::MAX), duty))
        })
        .collect();
    let book = &*guide.book;
    // Hundreds of duties wait for the same few facts.
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    let mut title = |fact: &str| match titles.get(fact) {
        Some(title) => title.clone(),
        None => {
            let title = guide.fact_title(fact);
            titles.insert(fact.to_owned(), title.clone());
            title
        }
    };
    let of_rules = computed
        .into_iter()
        .filter_map(|standing| of_rule(guide, standing, &mut title));
    let left = incident
        .obligations
        .iter()
        .filter(|(id, _)| book.rule(id).is_none())
        .filter_map(|(id, state)| of_record(id, state));
    numbered.extend(of_rules.chain(left).map(|duty| (first_recorded(&duty), duty)));
    // By the record alone: the order of rules changes from one release to the next. Steps stand in the order of the plan.
    numbered.sort_by(|(one, duty), (other, next)| {
        let is_of_rule = |duty: &Duty<'_>| duty.step().is_none();
        let ids = || match is_of_rule(duty) && is_of_rule(next) {
            true => duty.id().cmp(next.id()),
            false => is_of_rule(duty).cmp(&is_of_rule(next)),
        };
        one.cmp(other).then_with(ids)
    });
    let mut last = 0;
    let mut found: Vec<Duty<'a>> = numbered
        .into_iter()
        .map(|(_, mut duty)| {
            if duty.is_open() || duty.step().is_some() || duty.recorded().is_some() {
                last += 1;
                duty.number = Some(last);
            }
            duty
        })
        .collect();
    found.sort_by_key(Duty::order);
    found
}

/// Those that cannot be told, by the answer that would tell: first where the nearest time may be lost, then where most
/// depends on it.
pub fn untold<'a>(duties: impl IntoIterator<Item = Duty<'a>>) -> Vec<Untold<'a>> {
    let mut groups: Vec<Untold<'a>> = Vec::new();
    let is_one = |duty: &Duty<'_>| duty.state == State::CannotTell;
    for duty in duties.into_iter().filter(is_one) {
        // For a rule one answer may do; a step lists all that it waits for.
        let needs = match duty.step() {
            Some(_) => duty.needs.clone(),
            None => duty.needs.iter().take(1).cloned().collect(),
        };
        match groups.iter_mut().find(|group| group.needs == needs) {
            Some(group) => group.duties.push(duty),
            None => groups.push(Untold {
                needs,
                duties: vec![duty],
            }),
        }
    }
    groups.sort_by_key(|group| {
        let nearest = group.duties.iter().filter_map(|duty| duty.at).min();
        (nearest.is_none(), nearest, std::cmp::Reverse(group.duties.len()))
    });
    groups
}

fn of_rule<'a>(guide: &Guide, standing: Standing<'a>, title: &mut dyn FnMut(&str) -> String) -> Option<Duty<'a>> {
    let state = match &standing.settled {
        Some(Settled::Told(at)) if standing.duty.rule.kind == RuleKind::Internal => State::Done(*at),
        Some(Settled::Told(at)) => State::Told(*at),
        Some(Settled::NotRequired) => State::NotRequired,
        Some(Settled::Declined(at)) => State::Declined(*at),
        None if standing.is_open() => match (&standing.duty.clock, standing.due_at) {
            (_, Some(_)) => State::Due,
            (Running::Waiting { on }, None) => State::Waiting(on.words.to_owned()),
            (_, None) => State::Open,
        },
        None if standing.is_unknown() => State::CannotTell,
        None if standing.state.is_some_and(|state| state.assessed.is_some())
            && standing.duty.applies == Truth::False
            && matches!(standing.duty.rule.kind, RuleKind::Duty | RuleKind::Internal) =>
        {
            State::Withdrawn
        }
        None => return None,
    };
    let rule = standing.duty.rule;
    let needs = standing.duty.asks.iter().map(|fact| Need {
        title: title(fact),
        fact: Some(fact.clone()),
    });
    Some(Duty {
        number: None,
        tell: guide.book.whom(rule),
        law: rule.law.to_string(),
        confidence: Some(rule.confidence.to_string()),
        as_of: Some(rule.as_of.to_string()),
        state,
        at: standing.due_at,
        earliest: standing.earliest,
        needs: needs.collect(),
        counts_from: match &standing.duty.clock {
            Running::Due(due) => due.since.fact.unwrap_or(due.since.event).to_owned(),
            Running::Waiting { on } => on.words.to_owned(),
            Running::Open(Some(since)) => since.fact.unwrap_or(since.event).to_owned(),
            Running::Open(None) | Running::Kept(_) | Running::None => String::new(),
        },
        is_expected: is_expected(guide, &rule.id),
        carrier: Carrier::Rule(Box::new(standing)),
    })
}

fn is_expected(guide: &Guide, id: &str) -> bool {
    let names = |due: &Due| match due {
        Due::With(with) => with.obligations.iter().any(|named| named == id),
        Due::By(_) => false,
    };
    guide.steps.iter().filter_map(|step| step.due.as_ref()).any(names)
}

/// A duty whose rule is not there any more stands as it was recorded: it does not end because a file was edited.
fn of_record<'a>(id: &'a str, recorded: &'a ObligationState) -> Option<Duty<'a>> {
    let outcome = recorded.assessed.as_ref().map(|assessed| &assessed.outcome);
    let due = recorded.due_at();
    let is_corrected = recorded
        .decision()
        .is_some_and(|decision| matches!(decision.what, Decided::Corrected { .. } | Decided::Extended { .. }));
    let state = match (recorded.first_notice(), recorded.decision().map(|last| &last.what)) {
        (Some(notice), _) => State::Told(notice.at.to_utc()),
        (None, Some(Decided::NotRequired)) => State::NotRequired,
        (None, Some(Decided::Declined { revisit_at, .. })) => State::Declined(revisit_at.to_utc()),
        (None, _) if due.is_some() => State::Due,
        (None, decision) => match outcome {
            Some(outcome) if outcome.applies == Applies::Yes || decision.is_some() => match outcome.state {
                ClockState::Waiting => State::Waiting(outcome.counts_from.clone().unwrap_or_default()),
                ClockState::Due | ClockState::Open => State::Open,
                ClockState::Kept | ClockState::None => return None,
            },
            Some(outcome) if outcome.applies == Applies::No => State::Withdrawn,
            Some(_) | None => return None,
        },
    };
    Some(Duty {
        carrier: Carrier::Record(id, recorded),
        number: None,
        tell: recorded.tell.clone(),
        law: outcome.map_or_else(String::new, |outcome| outcome.law.clone()),
        confidence: outcome.map(|outcome| outcome.confidence.clone()),
        as_of: outcome.map(|outcome| outcome.as_of.clone()),
        state,
        at: due.map(|(at, _)| at.to_utc()),
        earliest: !is_corrected && outcome.is_some_and(|outcome| outcome.earliest),
        needs: Vec::new(),
        is_expected: false,
        counts_from: outcome
            .and_then(|outcome| outcome.counts_from.clone())
            .unwrap_or_default(),
    })
}

fn of_step<'a>(guide: &Guide, incident: &Incident, deadline: Deadline, now: DateTime<Utc>) -> Duty<'a> {
    let title_of = |name: &str| match guide.step(name) {
        Some(step) => Need {
            fact: None,
            title: format!("\"{}\" done", step.title),
        },
        None => Need {
            fact: Some(name.to_owned()),
            title: guide.fact_title(name),
        },
    };
    let stands = guide
        .step(&deadline.step)
        .map(|step| standing(guide, incident, step, now));
    let mut needs: Vec<Need> = match stands {
        Some(StepStanding::CannotTell(facts)) => facts.iter().map(|fact| title_of(fact)).collect(),
        _ => Vec::new(),
    };
    let clock = deadline.clock;
    let counts_from = match &clock.from {
        Origin::Counted(from) => from.clone(),
        Origin::Obligation(_) => String::new(),
    };
    if clock.at.is_none() && !counts_from.is_empty() {
        let counted = title_of(&counts_from);
        if !needs.contains(&counted) {
            needs.push(counted);
        }
    }
    let pass = incident.steps.get(&deadline.step).and_then(|state| state.latest());
    let state = match (deadline.settled, pass) {
        (true, Some(pass)) if matches!(pass.state, PassState::Reported(_)) && pass.is_done() => State::Done(pass.at),
        (true, _) => State::NotRequired,
        (false, _) if clock.at.is_some() => State::Due,
        (false, _) => State::CannotTell,
    };
    Duty {
        carrier: Carrier::Step(deadline.step),
        number: None,
        tell: deadline.title,
        law: clock.source,
        confidence: None,
        as_of: clock.checked,
        state,
        at: clock.at,
        earliest: clock.earliest,
        needs,
        counts_from,
        is_expected: false,
    }
}

/// The step is not needed, so its deadline is none; it keeps its number.
fn ruled_out<'a>(step: &Step, due: &DueBy, at: Option<DateTime<Utc>>) -> Duty<'a> {
    Duty {
        carrier: Carrier::Step(step.id.clone()),
        number: None,
        tell: step.title.clone(),
        law: due.source.clone(),
        confidence: None,
        as_of: due.checked.clone(),
        state: State::Withdrawn,
        at,
        earliest: false,
        needs: Vec::new(),
        is_expected: false,
        counts_from: match &due.of {
            Moment::Fact(name) | Moment::Step(name) => name.clone(),
        },
    }
}

/// The entry in which the record first spoke of it.
fn first_recorded(duty: &Duty<'_>) -> u64 {
    let Some(state) = duty.recorded() else {
        return u64::MAX;
    };
    let computed = state.history.iter().copied();
    let decided = state.decisions.iter().map(|decision| decision.seq);
    let told = state.notices.iter().map(|notice| notice.seq);
    let held = state.delays.iter().map(|delay| delay.seq);
    computed
        .chain(decided)
        .chain(told)
        .chain(held)
        .min()
        .unwrap_or(u64::MAX)
}
