//! What matters now about an incident, as data: the one read model behind the board, bare `breach`, the brief and their JSON.
//!
//! Joins what `walk` knows - deadlines, next steps, what is still open - and words none of it. Pure.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::fact::Answer;
use crate::incident::Incident;
use crate::walk::closing::still_open;
use crate::walk::moments::{Origin, deadlines, missed_passes};
use crate::walk::next::{Todo, next};
use crate::walk::standing::standing;
use crate::walk::{Guide, Next, Standing};

/// What matters now.
#[derive(Clone, Debug, PartialEq)]
pub struct Situation {
    /// Duties from outside that are not settled, the nearest first, those that cannot be told yet last.
    pub duties: Vec<Duty>,
    /// What is to be done.
    pub next: Next,
    /// Facts that were answered `unknown`, and required questions of steps that came up, in the order in which they are
    /// asked.
    pub not_known: Vec<Gap>,
}

/// A duty that is not settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty {
    /// The step that carries it.
    pub step: String,
    /// Its title.
    pub title: String,
    /// When it is due, once that can be told.
    pub at: Option<DateTime<Utc>>,
    /// Whether that time is over.
    pub missed: bool,
    /// Facts or steps, by title, that must be known before it can be told when it is due, or whether it applies.
    pub needs: Vec<String>,
    /// Where its time comes from.
    pub from: Origin,
    /// The earliest start time known stands in for what it counts from, until counsel chooses.
    pub earliest: bool,
    /// The law, scheme rule or contract.
    pub source: String,
    /// When that source was last read.
    pub checked: Option<String>,
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

impl Situation {
    /// Takes stock.
    pub fn of(guide: &Guide, incident: &Incident, now: DateTime<Utc>) -> Self {
        Situation {
            duties: duties(guide, incident, now),
            next: next(guide, incident, now),
            not_known: not_known(guide, incident, now),
        }
    }

    /// The next duty whose time is known.
    pub fn next_duty(&self) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.at.is_some())
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
        "deadlines": situation.duties.iter().map(duty_json).collect::<Vec<_>>(),
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

fn duty_json(duty: &Duty) -> Value {
    json!({
        "step": duty.step,
        "title": duty.title,
        "at": duty.at.map(time),
        "missed": duty.missed,
        "needs": duty.needs,
        "counts_from": match &duty.from {
            Origin::Counted(from) => Some(from),
            Origin::Obligation(_) => None,
        },
        "obligation": match &duty.from {
            Origin::Counted(_) => None,
            Origin::Obligation(id) => Some(id),
        },
        "earliest": duty.earliest,
        "source": duty.source,
        "checked": duty.checked,
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

fn duties(guide: &Guide, incident: &Incident, now: DateTime<Utc>) -> Vec<Duty> {
    let found = deadlines(guide, incident, now)
        .into_iter()
        .filter(|deadline| !deadline.settled);
    let title_of = |name: &str| match guide.step(name) {
        Some(step) => format!("\"{}\" done", step.title),
        None => guide.fact_title(name),
    };
    found
        .map(|deadline| {
            let standing = guide
                .step(&deadline.step)
                .map(|step| standing(guide, incident, step, now));
            let mut needs = match standing {
                Some(Standing::CannotTell(facts)) => facts.iter().map(|fact| guide.fact_title(fact)).collect(),
                _ => Vec::new(),
            };
            let clock = deadline.clock;
            if clock.at.is_none()
                && let Origin::Counted(from) = &clock.from
            {
                let counted = title_of(from);
                if !needs.contains(&counted) {
                    needs.push(counted);
                }
            }
            Duty {
                missed: clock.is_missed(now),
                step: deadline.step,
                title: deadline.title,
                at: clock.at,
                needs,
                from: clock.from,
                earliest: clock.earliest,
                source: clock.source,
                checked: clock.checked,
            }
        })
        .collect()
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
