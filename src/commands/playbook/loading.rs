//! What is said where a playbook cannot be loaded, or loads with a warning.

use crate::context::Context;
use crate::failure::Failure;
use crate::playbook::{Loaded, Rejected};

/// Says that the playbook which this one is based on has changed since.
pub(in crate::commands) fn warn_of(loaded: &Loaded, name: &str, context: &mut Context<'_>) {
    if let Some(warning) = loaded.warning(name) {
        context.warn(&warning);
    }
}

/// Every mistake of every file, drawn. It happens before a response as well as in one, so it ends with a way on.
pub(in crate::commands) fn refused(rejected: &[Rejected], context: &Context<'_>) -> Failure {
    let width = context.world.terminal.width;
    let mut drawings = Vec::new();
    for (nth, rejected) in rejected.iter().enumerate() {
        if nth > 0 {
            drawings.push(format!("error: {}", crate::text::visible_line(&rejected.summary())));
        }
        drawings.extend(Some(rejected.render(width, false).trim_end().to_owned()).filter(|drawn| !drawn.is_empty()));
    }
    let first = rejected.first().map(Rejected::summary).unwrap_or_default();
    Failure::input(first).drawn(&drawings.join("\n\n"))
}
