//! `breach brief`: the situation, read aloud in under a minute.

use crate::context::Context;
use crate::failure::Outcome;
use crate::screens::brief::{brief, to_json};

pub fn run(context: &mut Context<'_>) -> Outcome {
    let mut case = context.open()?;
    let zone = case.zone();
    let now = case.situation(context.now())?;
    if context.global.json {
        let item = to_json(now.workflow, now.incident, now.entries, now.situation, zone);
        return context.write_items("breach.brief/1", vec![item]);
    }
    context.show(&brief(now.workflow, now.incident, now.entries, now.situation, zone))
}
