//! The duties of an incident in one order: what has a time first, the nearest first. And those of which nobody can tell yet,
//! by what would tell.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::{Carrier, Duty, Need, State, StepDuty, Untold};
use crate::condition::Truth;
use crate::incident::Incident;
use crate::incident::event::{Applies, ClockState};
use crate::incident::state::{Decided, ObligationState, PassState};
use crate::obligation::duty::Running;
use crate::obligation::rule::RuleKind;
use crate::playbook::plan::{Due, DueBy, Moment, Step};
use crate::text::Passage;
use crate::walk::duties::{Settled, Standing, duties_of, duties_with_reasons as computed_with_reasons};
use crate::walk::moments::{Deadline, Origin, deadlines, due_at};
use crate::walk::standing::standing;
use crate::walk::{Guide, Standing as StepStanding};

/// Every duty that is one, may be one, or was one, without the reasons of what was computed: what has a time first, the
/// nearest first; then what has no limit, what waits, what cannot be told, and what is settled.
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
    let mut lookup = Lookup {
        guide,
        titles: BTreeMap::new(),
        expected: expected(guide),
    };
    let of_rules = computed.into_iter().filter_map(|standing| lookup.of_rule(standing));
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
            Some(_) => &duty.needs[..],
            None => &duty.needs[..duty.needs.len().min(1)],
        };
        match groups.iter_mut().find(|group| group.needs == needs) {
            Some(group) => group.duties.push(duty),
            None => groups.push(Untold {
                needs: needs.to_vec(),
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

/// What is looked up once for all duties of a list.
struct Lookup<'a> {
    guide: &'a Guide,
    /// What facts are called: hundreds of duties wait for the same few.
    titles: BTreeMap<Passage, Rc<str>>,
    /// Rules that steps name.
    expected: BTreeSet<&'a str>,
}

impl<'a> Lookup<'a> {
    fn of_rule(&mut self, standing: Standing<'a>) -> Option<Duty<'a>> {
        let duty = &standing.duty;
        let is_owed = matches!(duty.rule.kind, RuleKind::Duty | RuleKind::Internal);
        let state = match &standing.settled {
            Some(Settled::Told(at)) if duty.rule.kind == RuleKind::Internal => State::Done(*at),
            Some(Settled::Told(at)) => State::Told(*at),
            Some(Settled::NotRequired) => State::NotRequired,
            Some(Settled::Declined(at)) => State::Declined(*at),
            None if standing.is_open() => match (&duty.clock, standing.due_at) {
                (_, Some(_)) => State::Due,
                (Running::Waiting { on }, None) => State::Waiting(on.words.into()),
                (_, None) => State::Open,
            },
            None if standing.is_unknown() => State::CannotTell,
            None if standing.state.is_some_and(|state| state.assessed.is_some())
                && duty.applies == Truth::False
                && is_owed =>
            {
                State::Withdrawn
            }
            None => return None,
        };
        let counts_from = match &duty.clock {
            Running::Due(due) => due.since.fact.unwrap_or(due.since.event),
            Running::Waiting { on } => on.words,
            Running::Open(Some(since)) => since.fact.unwrap_or(since.event),
            Running::Open(None) | Running::Kept(_) | Running::None => "",
        };
        Some(Duty {
            number: None,
            state,
            at: standing.due_at,
            earliest: standing.earliest,
            needs: duty.asks.iter().map(|fact| self.need(fact)).collect(),
            counts_from: counts_from.into(),
            is_expected: self.expected.contains(duty.rule.id.as_str()),
            carrier: Carrier::Rule(&self.guide.book, Box::new(standing)),
        })
    }

    fn need(&mut self, fact: &Passage) -> Need {
        let title = match self.titles.get(fact) {
            Some(title) => Rc::clone(title),
            None => {
                let title: Rc<str> = self.guide.fact_title(fact).into();
                self.titles.insert(fact.clone(), Rc::clone(&title));
                title
            }
        };
        Need {
            fact: Some(fact.clone()),
            title,
        }
    }
}

/// The rules that steps are due with, by id.
fn expected(guide: &Guide) -> BTreeSet<&str> {
    let with = guide.steps.iter().filter_map(|step| match step.due.as_ref()? {
        Due::With(with) => Some(with),
        Due::By(_) => None,
    });
    with.flat_map(|with| with.obligations.iter().map(String::as_str))
        .collect()
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
                ClockState::Waiting => State::Waiting(outcome.counts_from.as_deref().unwrap_or_default().into()),
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
        state,
        at: due.map(|(at, _)| at.to_utc()),
        earliest: !is_corrected && outcome.is_some_and(|outcome| outcome.earliest),
        needs: Vec::new(),
        is_expected: false,
        counts_from: outcome
            .and_then(|outcome| outcome.counts_from.as_deref())
            .unwrap_or_default()
            .into(),
    })
}

fn of_step<'a>(guide: &Guide, incident: &Incident, deadline: Deadline, now: DateTime<Utc>) -> Duty<'a> {
    let title_of = |name: &str| match guide.step(name) {
        Some(step) => Need {
            fact: None,
            title: format!("\"{}\" done", step.title).into(),
        },
        None => Need {
            fact: Some(Passage::from(name.to_owned())),
            title: guide.fact_title(name).into(),
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
        carrier: Carrier::Step(StepDuty {
            id: deadline.step,
            title: deadline.title,
            source: clock.source,
            checked: clock.checked,
        }),
        number: None,
        state,
        at: clock.at,
        earliest: clock.earliest,
        needs,
        counts_from: counts_from.into(),
        is_expected: false,
    }
}

/// The step is not needed, so its deadline is none; it keeps its number.
fn ruled_out<'a>(step: &Step, due: &DueBy, at: Option<DateTime<Utc>>) -> Duty<'a> {
    Duty {
        carrier: Carrier::Step(StepDuty {
            id: step.id.clone(),
            title: step.title.clone(),
            source: due.source.clone(),
            checked: due.checked.clone(),
        }),
        number: None,
        state: State::Withdrawn,
        at,
        earliest: false,
        needs: Vec::new(),
        is_expected: false,
        counts_from: match &due.of {
            Moment::Fact(name) | Moment::Step(name) => name.clone().into(),
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
