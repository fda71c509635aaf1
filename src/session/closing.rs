//! Closing an incident: the entry that ends it, the links to the one it joins, and what is shown afterwards.

use crate::context::Context;
use crate::failure::{Failure, Kind, Outcome};
use crate::incident::Via;
use crate::journal::Draft;
use crate::screen::closing::{blocked, left_open};
use crate::session::walk::leaving;
use crate::situation::closing::{Closing, NotYet, StillOpen};
use crate::situation::step::statuses;
use crate::store::IncidentId;

/// Closes an incident. `mark` adds to the entry when it happened and who did it.
///
/// # Errors
/// When something blocks closing, or it fails.
pub fn close(
    context: &mut Context<'_>,
    id: &IncidentId,
    via: Via,
    closing: &Closing,
    mark: &dyn Fn(Draft) -> Outcome<Draft>,
) -> Outcome {
    if closing.joined_to.as_deref() == Some(id.as_str()) {
        return Err(Failure::new(Kind::Usage, "an incident cannot join itself").nothing_logged());
    }
    let (now, width) = (context.now(), context.world.terminal.width);
    let by = {
        let incident = context.journal(id)?.incident().clone();
        context.writer(Some(&incident), via)?
    };
    let mut left = StillOpen::default();
    context.record(id, via, &mut |incident, guide| {
        let link = closing.link().map(Draft::new);
        let who = mark(Draft::new(closing.link_back(id.as_str())))?.actor;
        let who = who.as_deref().unwrap_or(&by.name);
        let (closed, open) = closing
            .event(guide, incident, &statuses(guide, incident, now), who)
            .map_err(|not_yet| match not_yet {
                NotYet::Open(open) => Failure::screen(Kind::Refused, blocked(&open, width)),
                NotYet::Rule(sentence) => Failure::new(Kind::Refused, format!("{sentence}")).nothing_logged(),
            })?;
        left = open;
        Ok(link.into_iter().chain([mark(Draft::new(closed))?]).collect())
    })?;
    if let Some(other) = &closing.joined_to {
        let other = context.find(other)?;
        let link = closing.link_back(id.as_str());
        context.record(&other, via, &mut |_, _| Ok(vec![Draft::new(link.clone())]))?;
    }
    let (receipt, head) = {
        let journal = context.journal(id)?;
        (journal.reading().receipt(), journal.reading().head())
    };
    let after = leaving(&receipt.to_string(), &head.to_string(), id.as_str(), width).replace(
        "To go on:   breach resume",
        "To open it again:   breach reopen --why REASON -i",
    );
    context.say(&format!("{}{after}", left_open(&left, width)))
}
