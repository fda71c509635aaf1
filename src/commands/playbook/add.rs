//! `breach playbook add` and `swap`: another playbook joins the running incident, or takes the place of one.

use super::loading::{refused, warn_of};
use crate::case::Case;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::incident::{Incident, Via};
use crate::journal::Draft;
use crate::playbook::{Library, Loaded};
use crate::screens::first::first_screen;
use crate::session::opening::{first_of, playbook_added};
use crate::session::prompts::Prompt;
use crate::session::swap::{may_join, preview, swapped};
use crate::session::{Exit, Session};
use crate::text::{did_you_mean, list, meant};

/// Adds a playbook to the running incident.
pub(super) fn add(library: &Library, name: &str, context: &mut Context<'_>) -> Outcome {
    let loaded = load(library, name, context)?;
    let mut case = context.open()?;
    let look = (context.time_in(case.zone()), context.world.terminal.width);
    let shown = {
        let (workflow, incident) = case.workflow()?;
        may_join(incident, workflow, &loaded, None)?;
        preview(incident, workflow, &loaded, None, "Follow another playbook", look)
    };
    if !agreed(&shown, "Follow it too?", &mut case, context)? {
        return context.say("  Nothing was changed.\n");
    }
    let event = playbook_added(&loaded)?;
    context.record(&mut case, Via::Command, &mut |incident, workflow| {
        may_join(incident, workflow, &loaded, None)?;
        Ok(vec![Draft::new(event.clone())])
    })?;
    first_minutes(&loaded, &mut case, context)
}

/// Follows one playbook in the place of another.
pub(super) fn swap(library: &Library, old: &str, new: &str, why: Option<String>, context: &mut Context<'_>) -> Outcome {
    let loaded = load(library, new, context)?;
    let mut case = context.open()?;
    let look = (context.time_in(case.zone()), context.world.terminal.width);
    let shown = {
        let (workflow, incident) = case.workflow()?;
        let place = followed(incident, old)?;
        if loaded.playbook.id == old {
            return Err(Failure::usage(format!("`{old}` cannot take the place of itself"))
                .nothing_changed()
                .hint(format!(
                    "an edited text of it: `breach playbook adopt {new} --why TEXT`"
                )));
        }
        may_join(incident, workflow, &loaded, Some(place))?;
        preview(
            incident,
            workflow,
            &loaded,
            Some(place),
            &format!("Instead of {}", incident.playbooks[place].title),
            look,
        )
    };
    if !agreed(&shown, "Follow it instead?", &mut case, context)? {
        return context.say("  Nothing was changed.\n");
    }
    let why = reason(why, &mut case, context)?;
    let event = swapped(&loaded, old, &why)?;
    context.record(&mut case, Via::Command, &mut |incident, workflow| {
        let place = followed(incident, old)?;
        may_join(incident, workflow, &loaded, Some(place))?;
        Ok(vec![Draft::new(event.clone())])
    })?;
    first_minutes(&loaded, &mut case, context)
}

/// Loads a playbook for a running incident, which goes on whatever is wrong with it.
pub(super) fn load(library: &Library, name: &str, context: &mut Context<'_>) -> Outcome<Loaded> {
    let loaded = library.load(name).map_err(|rejected| {
        let has_a_place = rejected.diagnostics.iter().any(|mistake| mistake.line > 0);
        let failure =
            refused(&[rejected], context).hint("nothing was written; the incident goes on with the playbooks it has");
        if has_a_place {
            failure.hint(format!("after editing, run `breach playbook check {name}`"))
        } else {
            failure
        }
    })?;
    warn_of(&loaded, name, context);
    Ok(loaded)
}

/// The place of a playbook that is followed; else which one may be meant.
pub(super) fn followed(incident: &Incident, id: &str) -> Outcome<usize> {
    if let Some(place) = incident.playbooks.iter().position(|known| known.id == id) {
        return Ok(place);
    }
    let ids: Vec<&str> = incident.playbooks.iter().map(|known| known.id.as_str()).collect();
    let failure = Failure::usage(format!("no playbook `{id}` is followed here")).nothing_changed();
    Err(failure.hint(meant(
        did_you_mean(id, ids.iter().copied()),
        format!("followed here: {}", list(&ids, "and")),
    )))
}

/// Why, as told, or asked at a terminal.
pub(super) fn reason(why: Option<String>, case: &mut Case, context: &mut Context<'_>) -> Outcome<String> {
    if let Some(why) = why.map(|why| why.trim().to_owned()).filter(|why| !why.is_empty()) {
        return Ok(why);
    }
    let mut session = Session::about(context, case, "add `--why TEXT`")?;
    match session.text(&Prompt::new("  Why? "), "Type why, or /leave. Nothing was changed.") {
        Ok(why) => Ok(why),
        Err(stop) => {
            stop.into_outcome()?;
            Err(Failure::usage("nothing was changed"))
        }
    }
}

/// Shows it, and asks where there is somebody to ask.
pub(super) fn agreed(shown: &str, question: &str, case: &mut Case, context: &mut Context<'_>) -> Outcome<bool> {
    context.say(shown)?;
    if !context.can_ask() {
        context.say("\n")?;
        return Ok(true);
    }
    let mut session = Session::about(context, case, "")?;
    match session.say("\n").and_then(|()| session.yes_or_no(question)) {
        Ok(agreed) => Ok(agreed),
        Err(stop) => stop.into_outcome().map(|()| false),
    }
}

/// The first five minutes of the playbook that came: with calls to log where there is somebody to make them.
fn first_minutes(loaded: &Loaded, case: &mut Case, context: &mut Context<'_>) -> Outcome {
    let profile = context.profile_or_warning();
    let playbook = &loaded.playbook;
    let minutes = playbook.first_in(case.incident().text("situation"));
    let has_first = !(minutes.do_not.is_empty() && minutes.call.is_empty());
    if has_first && context.can_ask() {
        let mut session = Session::about(context, case, "")?;
        match session.first_five_minutes(playbook, &profile) {
            Ok(()) | Err(Exit::Later(_) | Exit::Leave) => {}
            Err(Exit::Failed(failure)) => return Err(failure),
        }
    } else if has_first {
        let (now, zone, terminal) = (context.now(), case.zone(), context.world.terminal);
        let (workflow, incident) = case.workflow()?;
        let first = first_of(playbook, workflow, incident, &profile, now, zone);
        let shown = first_screen(&first, terminal.width, terminal.height.unwrap_or(24));
        context.say(&format!("\n{shown}"))?;
    }
    context.say("\n  breach resume   go on with the next step\n")
}
