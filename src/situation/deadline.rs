//! A deadline of an incident: a duty to tell somebody that a rule computes, one that only the record still knows, or one that
//! a step of the playbook carries by itself.
//!
//! Where it stands in time is its [`Timing`]; its words are what it is shown with. What people decided stands above what was
//! computed.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::step::{Standing, StepStatus, finished_at};
use super::timing::{AS_RECORDED, Claim, DueTime, Timing, decided_time, settled_by};
use crate::condition::Truth;
use crate::incident::Incident;
use crate::incident::state::{Decided, Decision, ObligationState};
use crate::obligation::count::When;
use crate::obligation::duty::{Evaluation, Running};
use crate::obligation::rule::{Recipient, RuleKind, Status};
use crate::obligation::{CaseFacts, Duty, NamedPlaces, Rule, Rulebook};
use crate::playbook::plan::{Due, DueBy, DueWith, Moment, Side, Step};
use crate::text::{Passage, before_bracket, prefixed};
use crate::time::Zone;
use crate::time::format::full;
use crate::workflow::Workflow;
use crate::workflow::duties::case_of;
use crate::workflow::plans::{first_instant, zone};

/// Facts from which duties count. Each duty names its own; while that one is not known the earliest known counts, so that a
/// clock never starts later than it may have to.
pub const START_TIMES: [&str; 6] = [
    "arrived_at",
    "first_read_at",
    "suspected_at",
    "discovered_at",
    "aware_at",
    "determined_at",
];

/// Facts that say whose law it is.
pub(super) const PLACES: [&str; 2] = ["established_in", "persons_by_jurisdiction"];

#[derive(Clone, Debug, PartialEq)]
pub struct Deadline {
    pub source: DeadlineSource,
    /// Its number in this incident, by which files that say nothing else name it; none before it was recorded. It stays the
    /// same, whatever becomes of the deadline.
    pub number: Option<usize>,
    /// Where it stands in time.
    pub timing: Timing,
    /// Whom to tell; for a step its title.
    pub tell: Passage,
    /// The law, scheme rule or contract.
    pub law: Passage,
    /// How well that is known; not said for a step.
    pub confidence: Option<Cow<'static, str>>,
    /// When that was last read.
    pub as_of: Option<Passage>,
    /// Where its rule was read; known for rules alone.
    pub read_in: Option<Passage>,
    /// Nobody outside is told: it is something to be done in the house.
    pub is_internal: bool,
    /// What must be known before it can be told whether it applies, or when it is due.
    pub needs: Vec<Need>,
    /// What it counts from: a fact or a step by its id, else in words. Empty where it counts from nothing.
    pub counts_from: Cow<'static, str>,
    /// How near it lies to what people said of the business and of those affected.
    pub nearness: Nearness,
    /// What its rule computes, without reasons; nothing for the others.
    pub computed: Option<Arc<Evaluation>>,
}

/// How near a deadline lies to what people said: what counts is where the business sits, where people live, and what the
/// playbook expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// A step carries it, or the law of a place where the business sits.
    Home,
    /// A place that somebody named, or a rule that a step of the playbook names.
    Named,
    Elsewhere,
}

/// Where a deadline comes from, with the id of its rule or step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeadlineSource {
    /// A rule about who must be told.
    Rule(Passage),
    /// The record alone: the rule of this id is not there any more.
    Record(String),
    /// A step with a time of its own.
    Step(String),
}

/// Something that must be known first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The fact, where it is one.
    pub fact: Option<Passage>,
    pub title: Arc<str>,
}

/// Deadlines for which the same answer would tell whether they are any.
#[derive(Clone, Debug, PartialEq)]
pub struct Untold<'s> {
    pub needs: Vec<Need>,
    /// The deadlines, the most urgent first.
    pub deadlines: Vec<&'s Deadline>,
}

impl Deadline {
    /// The id of its rule, or of its step.
    pub fn id(&self) -> &str {
        match &self.source {
            DeadlineSource::Rule(id) => id,
            DeadlineSource::Record(id) | DeadlineSource::Step(id) => id,
        }
    }

    /// The step that carries it, if one does.
    pub fn step(&self) -> Option<&str> {
        match &self.source {
            DeadlineSource::Step(id) => Some(id),
            DeadlineSource::Rule(_) | DeadlineSource::Record(_) => None,
        }
    }

    /// The obligation, if a rule or the record alone says so.
    pub fn obligation(&self) -> Option<&str> {
        match &self.source {
            DeadlineSource::Rule(id) => Some(id),
            DeadlineSource::Record(id) => Some(id),
            DeadlineSource::Step(_) => None,
        }
    }

    /// What the record says about it.
    pub fn recorded<'i>(&self, incident: &'i Incident) -> Option<&'i ObligationState> {
        incident.obligations.get(self.obligation()?)
    }

    /// That it was in time as far as anybody wrote down, and when that was; nothing where the hour is known, or makes no
    /// difference.
    pub fn lacks_the_hour(&self, incident: &Incident, zone: Zone) -> Option<String> {
        let Timing::Settled(settled) = &self.timing else {
            return None;
        };
        let notice = self.recorded(incident).and_then(ObligationState::first_notice);
        let logged = notice.map(|notice| full(notice.written, zone));
        let words = format!("in time {AS_RECORDED}{}", prefixed("; logged ", &logged));
        settled.lacks_the_hour(zone).then_some(words)
    }

    /// When it is, or was, due, by what people decided or else by what was computed.
    pub fn at(&self) -> Option<DateTime<Utc>> {
        self.timing.due().map(|due| due.at)
    }

    /// Whether that time is only the earliest possible one.
    pub fn is_earliest(&self) -> bool {
        self.timing.due().is_some_and(|due| due.is_earliest)
    }

    /// What must be known, in words: `when it was discovered, how many people`.
    pub fn needs_words(&self) -> String {
        needs_words(&self.needs)
    }

    /// The law, how well it is known, and when it was last read: `Merchant agreement (confirmed, 2025-01)`.
    pub fn law_words(&self) -> String {
        self.with_how_well_known(&self.law)
    }

    /// The same where there is little room: what stands in brackets in the name of a law is left out.
    pub fn law_in_short(&self) -> String {
        self.with_how_well_known(if self.step().is_some() {
            &self.law
        } else {
            before_bracket(&self.law)
        })
    }

    fn with_how_well_known(&self, law: &str) -> String {
        let known: Vec<&str> = [self.confidence.as_deref(), self.as_of.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        if known.is_empty() {
            law.to_owned()
        } else {
            format!("{law} ({})", known.join(", "))
        }
    }
}

impl Untold<'_> {
    /// What must be known, in words.
    pub fn needs_words(&self) -> String {
        needs_words(&self.needs)
    }
}

/// What must be known, in words: `whose data, people by place`.
pub fn needs_words(needs: &[Need]) -> String {
    let titles: Vec<&str> = needs.iter().map(|need| &*need.title).collect();
    titles.join(", ")
}

/// Those that cannot be told, by the answer that would tell: first where the nearest time may be lost, then where most
/// depends on it.
pub fn untold<'s>(deadlines: impl IntoIterator<Item = &'s Deadline>) -> Vec<Untold<'s>> {
    let mut groups: Vec<Untold<'s>> = Vec::new();
    let is_one = |deadline: &&Deadline| matches!(deadline.timing, Timing::CannotTell(_));
    for deadline in deadlines.into_iter().filter(is_one) {
        // For a rule one answer may do; a step lists all that it waits for.
        let needs = match deadline.step() {
            Some(_) => &deadline.needs[..],
            None => &deadline.needs[..deadline.needs.len().min(1)],
        };
        match groups.iter_mut().find(|group| group.needs == needs) {
            Some(group) => group.deadlines.push(deadline),
            None => groups.push(Untold {
                needs: needs.to_vec(),
                deadlines: vec![deadline],
            }),
        }
    }
    groups.sort_by_key(|group| {
        let nearest = group.deadlines.iter().filter_map(|deadline| deadline.at()).min();
        (nearest.is_none(), nearest, std::cmp::Reverse(group.deadlines.len()))
    });
    groups
}

/// What rules compute for an incident and people decided, those with a time first, the nearest first; then in the order of
/// the rules.
pub(super) fn of_rules(
    workflow: &Workflow,
    incident: &Incident,
    outcomes: Vec<Duty<'_>>,
    now: DateTime<Utc>,
) -> Vec<(Deadline, Recipient)> {
    let case = case_of(incident);
    let mut words = Words::of(workflow, &case);
    let mut found: Vec<(Deadline, Recipient)> = Vec::with_capacity(outcomes.len());
    let zone = zone(incident);
    found.extend(outcomes.into_iter().filter_map(|duty| {
        let (claim, due) = claim(&duty, incident.obligations.get(&*duty.rule.id))?;
        let timing = Timing::of(claim.in_incident(incident), due, now, zone);
        Some((words.of_rule(&duty, timing), duty.rule.recipient))
    }));
    found.sort_by_cached_key(|(deadline, _)| (deadline.at().is_none(), deadline.at()));
    found
}

/// What a rule computes and people decided; nothing for what is no duty and never was one.
fn claim(duty: &Duty<'_>, state: Option<&ObligationState>) -> Option<(Claim, Option<DueTime>)> {
    let is_internal = duty.rule.kind == RuleKind::Internal;
    let is_owed = is_internal || duty.rule.kind == RuleKind::Duty;
    let decision = state.and_then(ObligationState::decision);
    let due = due_of(duty, decision);
    // Whoever decided about its time, or confirmed it, has said that it is one.
    let is_one = duty.applies == Truth::True || decision.is_some();
    if let Some(settled) = state.and_then(|state| settled_by(state, is_internal)) {
        // Who was told without owing it was not told late.
        return Some((settled, due.filter(|_| is_one)));
    }
    if !is_owed {
        return None;
    }
    let claim = match (duty.applies, is_one) {
        (_, true) | (Truth::True, false) => Claim::Open(match &duty.clock {
            Running::Waiting { on } => Some(on.words.to_owned()),
            Running::None | Running::Open(_) | Running::Due(_) | Running::Kept(_) => None,
        }),
        (Truth::Unknown, false) => Claim::CannotTell,
        (Truth::False, false) => {
            state?.assessed.as_ref()?;
            Claim::Withdrawn
        }
    };
    Some((claim, due))
}

fn due_of(duty: &Duty<'_>, decision: Option<&Decision>) -> Option<DueTime> {
    if let Some(at) = decided_time(decision) {
        return Some(DueTime { at, is_earliest: false });
    }
    if let Some(Decided::NotRequired | Decided::Declined { .. }) = decision.map(|decision| &decision.what) {
        return None;
    }
    match &duty.clock {
        Running::Due(due) => Some(DueTime {
            at: due.at,
            is_earliest: due.is_earliest(),
        }),
        Running::None | Running::Open(_) | Running::Waiting { .. } | Running::Kept(_) => None,
    }
}

/// What is looked up once for all deadlines of an incident.
struct Words<'a> {
    workflow: &'a Workflow,
    /// What facts are called: hundreds of duties wait for the same few.
    titles: BTreeMap<Passage, Arc<str>>,
    expected: BTreeSet<&'a str>,
    named: NamedPlaces<'a>,
}

impl<'a> Words<'a> {
    fn of(workflow: &'a Workflow, case: &'a CaseFacts) -> Self {
        Words {
            workflow,
            titles: BTreeMap::new(),
            expected: expected(workflow),
            named: NamedPlaces::of(case, &workflow.book.places),
        }
    }

    fn of_rule(&mut self, duty: &Duty<'_>, timing: Timing) -> Deadline {
        let (rule, book): (_, &Rulebook) = (duty.rule, &self.workflow.book);
        let counts_from = match &duty.clock {
            Running::Due(due) => due.since.fact.unwrap_or(due.since.event),
            Running::Waiting { on } => on.words,
            Running::Open(Some(since)) => since.fact.unwrap_or(since.event),
            Running::Open(None) | Running::Kept(_) | Running::None => "",
        };
        Deadline {
            source: DeadlineSource::Rule(rule.id.clone()),
            number: None,
            timing,
            tell: book.whom(rule),
            law: rule.law.clone(),
            confidence: Some(rule.confidence.name().into()),
            as_of: Some(rule.as_of.clone()),
            read_in: Some(rule.source.clone()),
            is_internal: rule.kind == RuleKind::Internal,
            needs: self.needs(&duty.missing_facts),
            counts_from: counts_from.into(),
            nearness: self.nearness(rule),
            computed: Some(Arc::clone(&duty.found)),
        }
    }

    /// What would tell, where people live and the business sits first: no answer settles more.
    fn needs(&mut self, facts: &[Passage]) -> Vec<Need> {
        let mut facts: Vec<&Passage> = facts.iter().collect();
        facts.sort_by_key(|fact| !PLACES.contains(&fact.as_str()));
        facts.into_iter().map(|fact| self.need(fact)).collect()
    }

    fn nearness(&self, rule: &Rule) -> Nearness {
        if self.named.has_seat_in(&rule.jurisdiction) {
            Nearness::Home
        } else if self.expected.contains(rule.id.as_str()) || self.named.has_people_in(&rule.jurisdiction) {
            Nearness::Named
        } else {
            Nearness::Elsewhere
        }
    }

    fn need(&mut self, fact: &Passage) -> Need {
        let title = match self.titles.get(fact) {
            Some(title) => Arc::clone(title),
            None => {
                let title: Arc<str> = self.workflow.fact_title(fact).into();
                self.titles.insert(fact.clone(), Arc::clone(&title));
                title
            }
        };
        Need {
            fact: Some(fact.clone()),
            title,
        }
    }
}

/// Rules in force that are near to what people said, or were computed before, and are no deadline: they do not apply, or
/// nobody is told by them.
pub(super) fn beside<'w>(workflow: &'w Workflow, incident: &Incident, deadlines: &[Deadline]) -> Vec<&'w Rule> {
    let case = case_of(incident);
    let words = Words::of(workflow, &case);
    let is_beside = |rule: &&Rule| {
        matches!(rule.status, Status::InForce | Status::Contract)
            && rule.kind != RuleKind::CountingRule
            && (words.nearness(rule) < Nearness::Elsewhere || incident.obligations.contains_key(&*rule.id))
            && !deadlines
                .iter()
                .any(|deadline| deadline.obligation() == Some(&*rule.id))
    };
    workflow.book.rules.iter().filter(is_beside).collect()
}

/// The rules that steps are due with, by id.
fn expected(workflow: &Workflow) -> BTreeSet<&str> {
    let with = workflow.steps.iter().filter_map(|step| match step.due.as_ref()? {
        Due::With(with) => Some(with),
        Due::By(_) => None,
    });
    with.flat_map(|with| with.obligations.iter().map(String::as_str))
        .collect()
}

/// Duties whose rules are not there any more stand as they were recorded: they do not end because a file was edited.
pub(super) fn of_record(workflow: &Workflow, incident: &Incident, now: DateTime<Utc>) -> Vec<Deadline> {
    let gone = incident
        .obligations
        .iter()
        .filter(|(id, _)| workflow.book.rule(id).is_none());
    gone.filter_map(|(id, state)| {
        let timing = Timing::of_record(incident, state, now, zone(incident))?;
        let outcome = state.assessed.as_ref().map(|assessed| &assessed.outcome);
        (!matches!(timing, Timing::CannotTell(_))).then(|| Deadline {
            source: DeadlineSource::Record(id.clone()),
            number: None,
            timing,
            tell: state.tell.as_str().into(),
            law: outcome.map(|outcome| outcome.law.as_str().into()).unwrap_or_default(),
            confidence: outcome.map(|outcome| outcome.confidence.clone().into()),
            as_of: outcome.map(|outcome| outcome.as_of.as_str().into()),
            read_in: outcome.map(|outcome| outcome.source.as_str().into()),
            is_internal: state.first_notice().is_some_and(|notice| notice.internal),
            needs: Vec::new(),
            counts_from: outcome
                .and_then(|outcome| outcome.counts_from.clone())
                .unwrap_or_default()
                .into(),
            nearness: Nearness::Named,
            computed: None,
        })
    })
    .collect()
}

/// The deadline that a step carries by itself; a step that is due with computed duties adds none of its own.
pub(super) fn of_step(
    workflow: &Workflow,
    incident: &Incident,
    step: &Step,
    status: &StepStatus,
    now: DateTime<Utc>,
) -> Option<Deadline> {
    let due = match step.due.as_ref()? {
        Due::By(due) => due,
        Due::With(_) => return None,
    };
    let (Moment::Fact(counts_from) | Moment::Step(counts_from)) = &due.of;
    let time = counted(incident, due);
    let mut needs: Vec<Need> = match &status.standing {
        Standing::CannotTell(facts) => facts.iter().map(|fact| need_of(workflow, fact)).collect(),
        _ => Vec::new(),
    };
    let is_ruled_out = status.standing == Standing::RuledOut;
    if time.is_none() && !is_ruled_out {
        let counted = need_of(workflow, counts_from);
        if !needs.contains(&counted) {
            needs.push(counted);
        }
    }
    let done = incident
        .steps
        .get(&step.id)
        .and_then(|state| state.latest())
        .filter(|pass| pass.is_done());
    let claim = if is_ruled_out {
        // The step is not needed, so its deadline is none; it keeps its number.
        Claim::Withdrawn
    } else if status.standing.is_finished() {
        done.map_or(Claim::NotRequired, |pass| Claim::Done(When::At(pass.at)))
    } else if time.is_some() {
        Claim::Open(None)
    } else {
        Claim::CannotTell
    };
    Some(Deadline {
        source: DeadlineSource::Step(step.id.clone()),
        number: None,
        timing: Timing::of(claim.in_incident(incident), time, now, zone(incident)),
        tell: step.title.as_str().into(),
        law: due.source.as_str().into(),
        confidence: None,
        as_of: due.checked.as_deref().map(Passage::from),
        read_in: None,
        is_internal: false,
        needs,
        counts_from: counts_from.clone().into(),
        nearness: Nearness::Home,
        computed: None,
    })
}

fn need_of(workflow: &Workflow, name: &str) -> Need {
    match workflow.step(name) {
        Some(step) => Need {
            fact: None,
            title: format!("\"{}\" done", step.title).into(),
        },
        None => Need {
            fact: Some(Passage::from(name.to_owned())),
            title: workflow.fact_title(name).into(),
        },
    }
}

/// When the duty of a step is due. While the start that it counts from is not known, the earliest known one stands in.
fn counted(incident: &Incident, due: &DueBy) -> Option<DueTime> {
    let (from, is_earliest) = match &due.of {
        Moment::Fact(fact) => match first_instant(incident, fact) {
            Some(found) => found,
            None if START_TIMES.contains(&fact.as_str()) => (earliest_start(incident)?, true),
            None => return None,
        },
        Moment::Step(step) => (finished_at(incident, step)?, false),
    };
    let at = match due.side {
        Side::After => due.span.after(from, zone(incident)),
        Side::Before => due.span.before(from, zone(incident)),
    };
    Some(DueTime { at, is_earliest })
}

/// The earliest of the start times that is known.
fn earliest_start(incident: &Incident) -> Option<DateTime<Utc>> {
    START_TIMES
        .iter()
        .filter_map(|fact| first_instant(incident, fact))
        .map(|(at, _)| at)
        .min()
}

/// The open duties among those that a step is due with, the nearest first.
pub(super) fn open_with<'d>(
    deadlines: &'d [(Deadline, Recipient)],
    with: &'d DueWith,
) -> impl Iterator<Item = &'d Deadline> {
    let is_named = |deadline: &Deadline, recipient: Recipient| {
        let mut names = with.obligations.iter();
        names.any(|name| *name == deadline.id() || name == recipient.name())
    };
    deadlines
        .iter()
        .filter(move |(deadline, recipient)| deadline.timing.is_open() && is_named(deadline, *recipient))
        .map(|(deadline, _)| deadline)
}

/// Numbers deadlines and puts them in order: what has a time first, the nearest first; then what has no limit, what waits,
/// what cannot be told, and what is settled.
pub(super) fn in_order(workflow: &Workflow, incident: &Incident, mut deadlines: Vec<Deadline>) -> Vec<Deadline> {
    // By the record alone: the order of rules changes from one release to the next. Steps stand in the order of the plan.
    deadlines.sort_by_cached_key(|deadline| match &deadline.source {
        DeadlineSource::Step(step) => (workflow.brought_by(step).unwrap_or(u64::MAX), None),
        DeadlineSource::Rule(id) => (first_recorded(deadline.recorded(incident)), Some(id.clone())),
        DeadlineSource::Record(id) => (first_recorded(deadline.recorded(incident)), Some(id.as_str().into())),
    });
    let counted = deadlines.iter_mut().filter(|deadline| {
        deadline.timing.is_open() || deadline.step().is_some() || deadline.recorded(incident).is_some()
    });
    for (nth, deadline) in counted.enumerate() {
        deadline.number = Some(nth + 1);
    }
    deadlines.sort_by_cached_key(|deadline| deadline.timing.order());
    deadlines
}

/// The entry in which the record first spoke of it.
fn first_recorded(state: Option<&ObligationState>) -> u64 {
    let Some(state) = state else {
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

#[cfg(test)]
mod tests;
