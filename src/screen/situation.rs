//! What matters now about an incident, as data: the one read model behind the board, bare `breach`, the brief and their JSON.
//!
//! Joins what `walk` knows - deadlines, next steps, what is still open - and words none of it. Pure.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::duty::{Duty, State, Untold, duties, untold};
use crate::fact::Answer;
use crate::incident::Incident;
use crate::walk::closing::still_open;
use crate::walk::moments::missed_passes;
use crate::walk::next::{Todo, next};
use crate::walk::{Guide, Next, Standing};

/// What matters now.
#[derive(Clone, Debug, PartialEq)]
pub struct Situation<'a> {
    /// Duties that are not settled: those with a time first, the nearest first, then those without a limit, then those whose
    /// time waits for something.
    pub duties: Vec<Duty<'a>>,
    /// Duties of which it cannot be told yet whether they are any, or by when, by what would tell.
    pub untold: Vec<Untold<'a>>,
    /// What is to be done.
    pub next: Next,
    /// Facts that were answered `unknown`, and required questions of steps that came up, in the order in which they are
    /// asked.
    pub not_known: Vec<Gap>,
}

/// Something that is not known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The fact.
    pub fact: String,
    /// Its title.
    pub title: String,
    /// It was asked and answered `unknown`; else nobody answered it.
    pub asked: bool,
}

impl<'a> Situation<'a> {
    /// Takes stock.
    pub fn of(guide: &'a Guide, incident: &'a Incident, now: DateTime<Utc>) -> Self {
        let (running, others): (Vec<Duty<'a>>, Vec<Duty<'a>>) =
            duties(guide, incident, now).into_iter().partition(Duty::is_open);
        Situation {
            duties: running,
            untold: untold(others),
            next: next(guide, incident, now),
            not_known: not_known(guide, incident, now),
        }
    }
}

/// The situation as JSON: the one item of `breach status --json`. Keys stay; new ones may come.
pub fn to_json(guide: &Guide, incident: &Incident, now: DateTime<Utc>) -> Value {
    let situation = Situation::of(guide, incident, now);
    let people = |people: &std::collections::BTreeMap<String, crate::incident::state::RoleHolder>, deputy: bool| {
        people
            .iter()
            .map(|(role, holder)| json!({"role": role, "title": holder.title, "name": holder.name, "deputy": deputy}))
            .collect::<Vec<_>>()
    };
    let roles = [people(&incident.roles, false), people(&incident.deputies, true)].concat();
    let todos = |todos: &[Todo]| {
        todos
            .iter()
            .map(|todo| todo_json(guide, incident, todo, now))
            .collect::<Vec<_>>()
    };
    // A step's deadline stands among them though it cannot be told yet; of rules there may be hundreds.
    let of_steps = situation
        .untold
        .iter()
        .flat_map(|untold| &untold.duties)
        .filter(|duty| duty.step().is_some());
    let deadlines: Vec<Value> = situation
        .duties
        .iter()
        .chain(of_steps)
        .map(|duty| duty_json(duty, now))
        .collect();
    json!({
        "incident": incident.id,
        "title": incident.title,
        "drill": incident.drill,
        "open": incident.is_open(),
        "zone": incident.zone,
        "opened_at": incident.opened_at.map(time),
        "closed_at": incident.closed.as_ref().map(|closing| time(closing.at)),
        "now_at": time(now),
        "entries": incident.next_seq,
        "playbooks": incident.playbooks.iter().map(|playbook| &playbook.id).collect::<Vec<_>>(),
        "roles": roles,
        "deadlines": deadlines,
        "cannot_tell": situation.untold.iter().map(untold_json).collect::<Vec<_>>(),
        "now": todos(&situation.next.now),
        "waiting": todos(&situation.next.waiting),
        "held": todos(&situation.next.held),
        "not_known": situation
            .not_known
            .iter()
            .map(|gap| json!({"fact": gap.fact, "title": gap.title, "asked": gap.asked}))
            .collect::<Vec<_>>(),
        "counts": {
            "done": situation.next.done,
            "not_needed": situation.next.not_needed,
            "later": situation.next.later,
        },
    })
}

/// A time as JSON has it.
pub fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn duty_json(duty: &Duty<'_>, now: DateTime<Utc>) -> Value {
    let titles: Vec<&str> = duty.needs.iter().map(|need| &*need.title).collect();
    json!({
        "step": duty.step(),
        "obligation": duty.step().is_none().then_some(duty.id()),
        "title": duty.tell(),
        "state": state_name(&duty.state),
        "at": duty.at.map(time),
        "missed": duty.is_missed(now),
        "needs": titles,
        "counts_from": duty.counts_from,
        "earliest": duty.earliest,
        "source": duty.law(),
        "checked": duty.as_of(),
        "confidence": duty.confidence(),
        "decides": "counsel",
    })
}

/// What a state is called in JSON.
pub fn state_name(state: &State) -> &'static str {
    match state {
        State::Due => "due",
        State::Open => "open",
        State::Waiting(_) => "waiting",
        State::CannotTell => "cannot_tell",
        State::Told(_) => "told",
        State::Done(_) => "done",
        State::NotRequired => "not_required",
        State::Declined(_) => "not_telling",
        State::Withdrawn => "withdrawn",
    }
}

/// Duties that cannot be told yet as JSON: what would tell, and how many there are.
pub fn untold_json(untold: &Untold<'_>) -> Value {
    let needs: Vec<Value> = untold
        .needs
        .iter()
        .map(|need| json!({"fact": need.fact, "title": *need.title}))
        .collect();
    let of_steps = |wanted: bool| -> Vec<&str> {
        let all = untold.duties.iter();
        all.filter(|duty| duty.step().is_some() == wanted)
            .map(Duty::id)
            .collect()
    };
    json!({
        "needs": needs,
        "count": untold.duties.len(),
        "obligations": of_steps(false),
        "steps": of_steps(true),
        "earliest_at": untold.duties.iter().filter_map(|duty| duty.at).min().map(time),
    })
}

fn todo_json(guide: &Guide, incident: &Incident, todo: &Todo, now: DateTime<Utc>) -> Value {
    let (on, until) = match &todo.standing {
        Standing::Waiting { on, until, .. } => (Some(on), until.map(|until| time(until.to_utc()))),
        _ => (None, None),
    };
    let since = match &todo.standing {
        Standing::Started { since, .. } | Standing::Waiting { since, .. } => Some(time(*since)),
        _ => None,
    };
    let held_for: Vec<&String> = match &todo.standing {
        Standing::Held(holds) => holds.iter().map(|hold| &hold.name).collect(),
        _ => Vec::new(),
    };
    let missed = guide
        .step(&todo.step)
        .and_then(|step| missed_passes(incident, step, now));
    json!({
        "step": todo.step,
        "title": todo.title,
        "owner": todo.owner,
        "person": todo.person,
        "standing": todo.standing.name(),
        "since": since,
        "waiting_on": on,
        "until": until,
        "held_for": held_for,
        "due": todo.due.map(time),
        "aim": todo.aim.map(time),
        "missed_passes": missed.map_or(0, |(count, _)| count),
    })
}

fn not_known(guide: &Guide, incident: &Incident, now: DateTime<Utc>) -> Vec<Gap> {
    let unknown = incident
        .facts
        .iter()
        .filter(|(_, fact)| fact.answer == Some(Answer::Unknown))
        .map(|(name, _)| (name.clone(), true));
    let open = still_open(guide, incident, now)
        .unanswered
        .into_iter()
        .map(|(name, _)| (name, false));
    let mut gaps: Vec<Gap> = Vec::new();
    for (fact, asked) in unknown.chain(open) {
        if !gaps.iter().any(|gap| gap.fact == fact) {
            gaps.push(Gap {
                title: guide.fact_title(&fact),
                fact,
                asked,
            });
        }
    }
    let asked: Vec<&String> = guide
        .steps
        .iter()
        .flat_map(|step| &step.questions)
        .map(|question| &question.fact)
        .collect();
    gaps.sort_by_key(|gap| asked.iter().position(|fact| **fact == gap.fact).unwrap_or(usize::MAX));
    gaps
}
