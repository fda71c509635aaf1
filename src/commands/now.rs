//! Bare `breach`: what matters now.

use crate::context::Context;
use crate::failure::Outcome;
use crate::screens::now::{nothing_open, now, several_open};
use crate::summary::{Holds, summaries};

/// Shows what to do next; without an open incident, how to begin.
pub fn run(context: &mut Context<'_>) -> Outcome {
    let open = open(context)?;
    let is_named = context.global.incident.is_some() || context.chosen()?.is_some();
    let real: Vec<&Open> = open.iter().filter(|open| !open.is_drill).collect();
    if !is_named && real.len() != 1 {
        let pairs = |open: &[&Open]| {
            open.iter()
                .map(|open| (open.id.clone(), open.title.clone()))
                .collect::<Vec<_>>()
        };
        let drills: Vec<&Open> = open.iter().filter(|open| open.is_drill).collect();
        let shown = if real.is_empty() {
            nothing_open(&pairs(&drills), &context.where_records_are())
        } else {
            several_open(&pairs(&real))
        };
        return context.show(&shown);
    }
    let mut case = context.open()?;
    let (id, zone, at) = (case.id().clone(), case.zone(), context.now());
    let current = case.situation(at)?;
    let others: Vec<String> = open
        .into_iter()
        .map(|open| open.id)
        .filter(|open| *open != id.as_str())
        .collect();
    context.show(&now(current.incident, current.situation, &others, zone))
}

/// An incident or a drill that did not end.
struct Open {
    id: String,
    title: String,
    is_drill: bool,
}

/// Everything open, drills last. A record that cannot be looked at may be open: nobody may overlook it.
fn open(context: &Context<'_>) -> Outcome<Vec<Open>> {
    let mut open = Vec::new();
    for (id, seen) in summaries(context.store())? {
        let (title, is_drill) = match seen {
            Ok(seen) if seen.is_closed || matches!(seen.holds, Holds::CopyOf(_)) => continue,
            Ok(seen) => (seen.holds.words().unwrap_or(seen.title), seen.is_drill),
            Err(unseen) if unseen.is_out_of_reach && !id.is_made() => continue,
            Err(unseen) => (unseen.why, id.as_str().starts_with("drill-")),
        };
        open.push(Open {
            id: id.to_string(),
            title,
            is_drill,
        });
    }
    open.sort_by_key(|open| open.is_drill);
    Ok(open)
}
