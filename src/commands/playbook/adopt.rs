//! `breach playbook adopt`: an edited playbook takes the place of the text in use, after its difference was read.

use super::add::{agreed, followed, load, reason};
use crate::context::Context;
use crate::document::{Blocks, Document, terminal};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::incident::event::{Event, PlaybookAdopted};
use crate::incident::{Incident, Via};
use crate::journal::Draft;
use crate::playbook::difference::difference;
use crate::playbook::plan::Playbook;
use crate::playbook::{Library, Loaded};
use crate::screens::joining::effect_words;
use crate::screens::layout::about_incident;
use crate::session::opening::playbook_added;
use crate::session::swap::{may_join, swapped};
use crate::workflow::join::joining;

/// How wide the difference is written into the record.
const RECORDED_WIDTH: usize = 100;

/// What `adopt` was told.
#[derive(Debug)]
pub(super) struct Adopting<'a> {
    /// Name or file of the edited playbook.
    pub(super) name: &'a str,
    /// Why.
    pub(super) why: Option<String>,
    /// The playbook whose place it takes, when that has another name.
    pub(super) instead_of: Option<&'a str>,
    /// Somebody has read the difference, so it need not be agreed to at a terminal.
    pub(super) is_read: bool,
}

/// Brings an edited playbook into the running incident.
pub(super) fn adopt(library: &Library, adopting: Adopting<'_>, context: &mut Context<'_>) -> Outcome {
    let name = adopting.name;
    let loaded = load(library, name, context)?;
    let old = adopting.instead_of.unwrap_or(&loaded.playbook.id);
    let mut case = context.open()?;
    let (zone, width) = (case.zone(), context.world.terminal.width);
    let (shown, recorded, seen) = {
        let (workflow, incident) = case.workflow()?;
        let place = followed(incident, old).map_err(|failure| {
            failure
                .hint(format!(
                    "in place of another one: `breach playbook adopt {name} --instead-of ID --why TEXT`"
                ))
                .hint(format!("beside the others: `breach playbook add {name}`"))
        })?;
        may_join(incident, workflow, &loaded, Some(place))?;
        let found = difference(&loaded.playbook, &workflow.playbooks[place]);
        if found.is_empty() && loaded.playbook.id == old {
            let mut page = Document::default();
            page.paragraph(format!(
                "No differences: `{old}` is followed with this text already. Nothing was written."
            ));
            return context.show(&page);
        }
        let effect = joining(workflow, incident, &loaded.playbook, Some(place));
        let mut page = about_incident(incident, Some("Adopt an edited playbook"), context.time_in(zone));
        page.space();
        let Playbook { title, id, .. } = &loaded.playbook;
        page.paragraph(format!("{title} ({id}): {}", found.summary()));
        let mut below = Document::default();
        effect_words(&mut below, &effect);
        let shown = format!(
            "{}\n{}\n{}",
            terminal(&page, width),
            found.words(width),
            terminal(&below, width)
        );
        (shown, found.words(RECORDED_WIDTH), incident.playbooks[place].seq)
    };
    if !adopting.is_read && !context.can_ask() {
        context.say(&format!("{shown}\n"))?;
        return Err(Failure::new(FailureKind::NoTerminal, "there is no terminal to ask at")
            .nothing_written()
            .hint("read the difference above, then say so with `--difference-read`"));
    }
    if adopting.is_read {
        context.say(&format!("{shown}\n"))?;
    } else if !agreed(&shown, "Adopt it?", &mut case, context)? {
        return context.say("  Nothing was changed.\n");
    }
    let why = reason(adopting.why, &mut case, context)?;
    let event = event(&loaded, old, &why, recorded)?;
    context.record(&mut case, Via::Command, &mut |incident: &Incident, workflow| {
        let place = followed(incident, old)?;
        if incident.playbooks[place].seq != seen {
            return Err(Failure::new(
                FailureKind::Conflict,
                format!("somebody else brought another text of `{old}` in the meantime"),
            )
            .nothing_changed()
            .hint("run it again to see what is different now"));
        }
        may_join(incident, workflow, &loaded, Some(place))?;
        Ok(vec![Draft::new(event.clone())])
    })?;
    context.say("\n  breach resume   go on with the next step\n")
}

/// The event: a new text under the old name, or another playbook in the place of the old one.
fn event(loaded: &Loaded, old: &str, why: &str, difference: String) -> Outcome<Event> {
    if loaded.playbook.id != old {
        return Ok(swapped(loaded, old, why)?.into());
    }
    let added = playbook_added(loaded)?;
    Ok(PlaybookAdopted {
        playbook: added.playbook,
        title: added.title,
        why: why.to_owned(),
        difference,
        sources: added.sources,
        plan: added.plan,
    }
    .into())
}
