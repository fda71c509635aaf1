//! What a file of obligations is about: the field that says so, its table of fields, what it holds.

use crate::obligation::fields::{DEFINITION_FILE, FACT_FILE, REGIME_FILE, RULE_FILE};
use crate::schema::reader::entries;
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

    /// Its table of fields, unless it has a reader of its own.
    pub(super) fn record(self) -> Option<&'static Record> {
        match self {
            About::Rules => Some(&RULE_FILE),
            About::Facts => Some(&FACT_FILE),
            About::Definitions => Some(&DEFINITION_FILE),
            About::Regimes => Some(&REGIME_FILE),
            About::Calendars | About::Places => None,
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
