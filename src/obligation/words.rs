//! How duties are worded, for every screen and file that shows them.

use chrono::{DateTime, Utc};

use crate::time::Zone;

/// `Fri 6 Nov 2026 14:05 (Berlin)`.
pub fn moment(at: DateTime<Utc>, zone: Zone) -> String {
    format!("{} ({})", zone.at(&at).format("%a %-d %b %Y %H:%M"), zone.city())
}
