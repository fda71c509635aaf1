//! What a file of obligations is about: the field that says so, its table of fields, what it holds.

use crate::obligation::fields::{CALENDAR_FILE, DEFINITION_FILE, FACT_FILE, PLACE_FILE, REGIME_FILE, RULE_FILE};
use crate::schema::node::entries;
use crate::schema::shape::Record;
use crate::schema::yaml::Node;

/// What a file of obligations is about, and the field that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Rules,
    Facts,
    Definitions,
    Regimes,
    Calendars,
    Places,
}

impl About {
    pub(super) const ALL: [About; 6] = [
        About::Rules,
        About::Facts,
        About::Definitions,
        About::Regimes,
        About::Calendars,
        About::Places,
    ];

    pub(super) fn field(self) -> &'static str {
        match self {
            About::Rules => "rules",
            About::Facts => "facts",
            About::Definitions => "definitions",
            About::Regimes => "regimes",
            About::Calendars => "calendars",
            About::Places => "places",
        }
    }

    pub(super) fn record(self) -> &'static Record {
        match self {
            About::Rules => &RULE_FILE,
            About::Facts => &FACT_FILE,
            About::Definitions => &DEFINITION_FILE,
            About::Regimes => &REGIME_FILE,
            About::Calendars => &CALENDAR_FILE,
            About::Places => &PLACE_FILE,
        }
    }

    /// One of what such a file holds.
    pub(super) fn word(self) -> &'static str {
        match self {
            About::Rules => "rule",
            About::Facts => "fact",
            About::Definitions => "definition",
            About::Regimes => "regime",
            About::Calendars => "calendar",
            About::Places => "place",
        }
    }

    pub(super) fn of(tree: &Node) -> Self {
        let has = |about: &About| entries(tree).iter().any(|(key, _)| key.text == about.field());
        About::ALL.into_iter().find(has).unwrap_or(About::Rules)
    }
}
