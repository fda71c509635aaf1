//! `breach list`: every incident, drills last.

use crate::context::Context;
use crate::failure::Outcome;
use crate::screens::incidents::{Listed, incidents, to_json};
use crate::summary::summaries;

/// Lists incidents. Each record is looked at from its ends only, so that thousands of them take no time.
pub fn run(context: &mut Context<'_>) -> Outcome {
    let chosen = context.chosen().unwrap_or_else(|failure| {
        context.warn(&format!("warning: {failure}\n"));
        None
    });
    let mut listed: Vec<Listed> = summaries(context.store())?
        .into_iter()
        .map(|(id, seen)| Listed {
            in_use: chosen.as_ref() == Some(&id),
            seen,
            id: id.to_string(),
        })
        .collect();
    listed.sort_by_key(Listed::rank);
    if context.global.json {
        return context.write_items("breach.list/1", to_json(&listed));
    }
    let zone = context.zone()?;
    context.warn_about_store();
    context.show(&incidents(&listed, &context.where_records_are(), context.time_in(zone)))
}
