//! Closing an incident: the entry that ends it, the links to the one it joins, and what is shown afterwards.

use crate::case::Case;
use crate::context::Context;
use crate::document::terminal;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::incident::Via;
use crate::journal::Draft;
use crate::screens::closing::{blocked, left_open};
use crate::session::walk::kept;
use crate::situation::Situation;
use crate::situation::closing::{ClosingRequest, NotYet, StillOpen};

/// Closes an incident. `mark` adds to the entry when it happened and who did it.
pub fn close(
    context: &mut Context<'_>,
    case: &mut Case,
    via: Via,
    closing: &ClosingRequest,
    mark: &dyn Fn(Draft) -> Outcome<Draft>,
) -> Outcome {
    let id = case.id().to_string();
    if closing.joined_to.as_deref() == Some(id.as_str()) {
        return Err(Failure::usage("an incident cannot join itself").nothing_logged());
    }
    let (now, width) = (context.now(), context.world.terminal.width);
    let by = context.writer(Some(case.incident()), via)?;
    let mut left = StillOpen::default();
    context.record(case, via, &mut |incident, workflow| {
        let link = closing.link().map(Draft::new);
        let who = mark(Draft::new(closing.link_back(&id)))?.actor;
        let who = who.as_deref().unwrap_or(&by.name);
        let (closed, open) = closing
            .event(workflow, incident, &Situation::of(workflow, incident, now), who)
            .map_err(|not_yet| match not_yet {
                NotYet::Open(open) => Failure::screen(FailureKind::Refused, terminal(&blocked(&open), width)),
                NotYet::Rule(sentence) => Failure::refused(sentence).nothing_logged(),
            })?;
        left = open;
        Ok(link.into_iter().chain([mark(Draft::new(closed))?]).collect())
    })?;
    if let Some(other) = &closing.joined_to {
        let other = context.find(other)?;
        let mut other = context.open_incident(&other)?;
        let link = closing.link_back(&id);
        context.record(&mut other, via, &mut |_, _| Ok(vec![Draft::new(link.clone())]))?;
    }
    let after = kept(case, "To open it again:   breach reopen --why REASON -i", width);
    context.say(&format!("{}{after}", terminal(&left_open(&left), width)))
}
