//! How every screen of an incident begins: which one it is, when and where.

use crate::document::{Block, Blocks, Document, Section};
use crate::incident::Incident;
use crate::incident::receipt::short_id;
use crate::time::TimeView;

/// A document about an incident, to be filled: a drill says so first, wherever it is shown. `what` is what the screen shows of
/// it; without that it is the incident's title.
pub fn about_incident(incident: &Incident, what: Option<&str>, time: TimeView) -> Document {
    let drill = if incident.drill { "DRILL  " } else { "" };
    let title = format!("{drill}{}  {}", short_id(&incident.id), what.unwrap_or(&incident.title));
    Document::new(title, time.here_and_now())
}

/// What can be done instead, each way with what to type for it.
pub fn ways_out<'w>(ways: impl IntoIterator<Item = (&'w str, String)>) -> Section {
    let mut section = Section::new("You can");
    for (what, text) in ways {
        section.paragraph(what);
        section.add(Block::Code { language: "sh", text });
    }
    section
}
