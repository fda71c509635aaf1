//! How duties are worded, for every screen and file that shows them.

use chrono::{DateTime, Utc};

use crate::time::Zone;

/// `Fri 6 Nov 2026 14:05 (Berlin)`.
pub fn moment(at: DateTime<Utc>, zone: Zone) -> String {
    format!("{} ({})", zone.at(&at).format("%a %-d %b %Y %H:%M"), zone.city())
}

/// Where a rule was read, as a sentence without its full stop. The research behind the built-in rules writes `background` for
/// what rests on general knowledge.
pub fn source(source: &str) -> String {
    match source {
        "background" => "No source is on file for it (background)".to_owned(),
        source => format!("Read in: {source}"),
    }
}
