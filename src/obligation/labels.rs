//! How duties are worded, for every screen and file that shows them.

use chrono::{DateTime, Utc};

use super::rule::{Relative, Rule};
use super::start::Start;
use crate::time::Zone;

/// `Fri 6 Nov 2026 14:05 (Berlin)`.
pub fn moment(at: DateTime<Utc>, zone: Zone) -> String {
    format!("{} ({})", zone.at(&at).format("%a %-d %b %Y %H:%M"), zone.city())
}

/// What a clock waits for, and what would record it: `30 days from the notices to people, which are not recorded yet
/// [notices_sent_at]`.
pub fn waiting(rule: &Rule, on: &Start) -> String {
    let limit = match (rule.clock.within, rule.clock.relative) {
        (Some(within), _) => format!("{within} from "),
        (None, Some(Relative::SameTimeAsIndividuals)) => "together with ".to_owned(),
        (None, _) => "from ".to_owned(),
    };
    let are = if on.words.starts_with("the notices") {
        "are"
    } else {
        "is"
    };
    let told = rule.clock.notice.iter().map(crate::text::Passage::as_str);
    let records: Vec<&str> = on.facts.iter().copied().chain(told).collect();
    let records = if records.is_empty() {
        String::new()
    } else {
        format!(" [{}]", records.join(" or "))
    };
    format!("{limit}{}, which {are} not recorded yet{records}", on.words)
}

/// Where a rule was read, as a sentence without its full stop. The research behind the built-in rules writes `background` for
/// what rests on general knowledge.
pub fn source(source: &str) -> String {
    match source {
        "background" => "No source is on file for it (background)".to_owned(),
        source => format!("Read in: {source}"),
    }
}
