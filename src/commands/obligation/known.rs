//! Which duties there are: the one place where commands turn a typed id into a duty.

use crate::context::Context;
use crate::failure::{Failure, Kind, Outcome};

/// The duty of this id, and in words whom it is to tell.
///
/// # Errors
/// When no rule has this id.
pub(in crate::commands) fn known_obligation(context: &mut Context<'_>, id: &str) -> Outcome<(String, String)> {
    let id = id.trim();
    if id.is_empty() {
        return Err(Failure::new(
            Kind::Usage,
            "an obligation is named by its id; nothing was logged",
        ));
    }
    let incident = context.incident_id()?;
    let journal = context.journal(&incident)?;
    let state = journal.incident().obligations.get(id);
    let tell = state.map_or_else(|| id.to_owned(), |state| state.tell.clone());
    Ok((id.to_owned(), tell))
}
