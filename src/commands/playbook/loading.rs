//! What is said where a playbook cannot be loaded, or loads with a warning.

use crate::context::Context;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::playbook::{Library, Loaded, Names, Rejected};

/// Where playbooks are looked for, with all names that they may use known.
pub(in crate::commands) fn library(context: &mut Context<'_>) -> Library {
    let contacts = context.profile().map(|profile| profile.callable()).unwrap_or_default();
    let names = Names {
        obligations: context
            .obligations()
            .rules
            .iter()
            .map(|rule| rule.id.to_string())
            .collect(),
        contacts,
    };
    context.playbooks().knowing(names)
}

/// Says what is doubtful in it, and that the playbook which this one is based on has changed since.
pub(in crate::commands) fn warn_of(loaded: &Loaded, name: &str, context: &mut Context<'_>) {
    for warning in loaded.warnings(name) {
        context.warn(&warning);
    }
}

/// Ends a check of several files: their mistakes as JSON, or what is `good` and every mistake of the others.
pub(in crate::commands) fn end_check(
    good: &str,
    rejected: &[Rejected],
    format: &str,
    context: &mut Context<'_>,
) -> Outcome {
    if !context.global.json {
        context.say(good)?;
        return if rejected.is_empty() {
            Ok(())
        } else {
            Err(refused(rejected, context))
        };
    }
    let found = rejected.iter().flat_map(|rejected| &rejected.diagnostics);
    let items = found
        .map(|diagnostic| serde_json::to_value(diagnostic).map_err(Failure::bug))
        .collect::<Outcome<Vec<_>>>()?;
    context.write_items(format, items)?;
    if rejected.is_empty() {
        Ok(())
    } else {
        Err(Failure::silent(FailureKind::Input))
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
