//! How every screen begins: what it is about, when and where.

pub use crate::document::Lines as Page;
use crate::incident::Incident;
use crate::incident::receipt::short_id;
use crate::time::TimeView;

/// One headline on its own, as [`Page::headline`] writes it.
pub fn headline(left: &str, right: &str, width: usize) -> String {
    let mut page = Page::new(width);
    page.headline(left, right);
    page.finish()
}

/// The headline of an incident: a drill says so first, wherever it is shown. `what` is what the screen shows of it; without
/// that it is the incident's title.
pub fn incident_headline(incident: &Incident, what: Option<&str>, time: TimeView) -> (String, String) {
    let drill = if incident.drill { "DRILL  " } else { "" };
    let left = format!("{drill}{}  {}", short_id(&incident.id), what.unwrap_or(&incident.title));
    (left, time.here_and_now())
}

#[cfg(test)]
mod tests;
