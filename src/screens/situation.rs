//! The situation as JSON: what `breach status --json` writes.

use serde_json::{Value, json};

use crate::incident::Incident;
use crate::situation::deadline::Untold;
use crate::situation::{Deadline, Situation, Standing, Todo};
use crate::time::Zone;
use crate::time::format::utc;

/// The situation as JSON: the one item of `breach status --json`. Keys stay; new ones may come.
pub fn to_json(incident: &Incident, situation: &Situation) -> Value {
    let untold = situation.untold();
    let people = |people: &std::collections::BTreeMap<String, crate::incident::state::RoleHolder>, deputy: bool| {
        people
            .iter()
            .map(|(role, holder)| json!({"role": role, "title": holder.title, "name": holder.name, "deputy": deputy}))
            .collect::<Vec<_>>()
    };
    let roles = [people(&incident.roles, false), people(&incident.deputies, true)].concat();
    let todos = |todos: &[Todo]| todos.iter().map(todo_json).collect::<Vec<_>>();
    // A step's deadline stands among them though it cannot be told yet; of rules there may be hundreds.
    let of_steps = untold
        .iter()
        .flat_map(|untold| untold.deadlines.iter().copied())
        .filter(|deadline| deadline.step().is_some());
    let deadlines: Vec<Value> = situation.open().chain(of_steps).map(deadline_json).collect();
    json!({
        "incident": incident.id,
        "title": incident.title,
        "drill": incident.drill,
        "open": incident.is_open(),
        "zone": incident.zone,
        "opened_at": incident.opened_at.map(utc),
        "closed_at": incident.closed.as_ref().map(|closing| utc(closing.at)),
        "now_at": utc(situation.seen_in(Zone::UTC).now),
        "entries": incident.next_seq,
        "playbooks": incident.playbooks.iter().map(|playbook| &playbook.id).collect::<Vec<_>>(),
        "roles": roles,
        "deadlines": deadlines,
        "cannot_tell": untold.iter().map(untold_json).collect::<Vec<_>>(),
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

fn deadline_json(deadline: &Deadline) -> Value {
    let titles: Vec<&str> = deadline.needs.iter().map(|need| &*need.title).collect();
    json!({
        "step": deadline.step(),
        "obligation": deadline.obligation(),
        "title": deadline.tell,
        "state": deadline.timing.name(),
        "at": deadline.at().map(utc),
        "missed": deadline.timing.is_missed(),
        "needs": titles,
        "counts_from": deadline.counts_from,
        "earliest": deadline.is_earliest(),
        "source": deadline.law,
        "checked": deadline.as_of,
        "confidence": deadline.confidence,
        "decides": "counsel",
    })
}

/// Duties that cannot be told yet as JSON: what would tell, and how many there are.
pub fn untold_json(untold: &Untold<'_>) -> Value {
    let needs: Vec<Value> = untold
        .needs
        .iter()
        .map(|need| json!({"fact": need.fact, "title": *need.title}))
        .collect();
    let of_steps = |wanted: bool| -> Vec<&str> {
        let all = untold.deadlines.iter();
        all.filter(|deadline| deadline.step().is_some() == wanted)
            .map(|deadline| deadline.id())
            .collect()
    };
    json!({
        "needs": needs,
        "count": untold.deadlines.len(),
        "obligations": of_steps(false),
        "steps": of_steps(true),
        "earliest_at": untold.deadlines.iter().filter_map(|deadline| deadline.at()).min().map(utc),
    })
}

fn todo_json(todo: &Todo) -> Value {
    let (on, until) = match &todo.standing {
        Standing::Waiting { on, until, .. } => (Some(on), until.map(|until| utc(until.to_utc()))),
        _ => (None, None),
    };
    let since = match &todo.standing {
        Standing::Started { since, .. } | Standing::Waiting { since, .. } => Some(utc(*since)),
        _ => None,
    };
    let held_for: Vec<&String> = match &todo.standing {
        Standing::Held(holds) => holds.iter().map(|hold| &hold.name).collect(),
        _ => Vec::new(),
    };
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
        "due": todo.due_at().map(utc),
        "aim": todo.aim.map(utc),
        "missed_passes": todo.missed_passes.map_or(0, |(count, _)| count),
    })
}
