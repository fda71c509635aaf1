//! What a file of obligations is about: the field that says so, its table of fields, what it holds.

use crate::obligation::fields::{CALENDAR_FILE, DEFINITION_FILE, FACT_FILE, PLACE_FILE, REGIME_FILE, RULE_FILE};
use crate::schema::node::entries;
use crate::schema::shape::Record;
use crate::schema::yaml::Node;

/// Each with the field that says so, the word for one of what it holds, and its table of fields.
macro_rules! about {
    ($($about:ident $field:literal $word:literal $record:ident;)*) => {
        /// What a file of obligations is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum About {
            $($about,)*
        }

        impl About {
            const ALL: &'static [About] = &[$(About::$about,)*];

            pub(super) fn field(self) -> &'static str {
                match self {
                    $(About::$about => $field,)*
                }
            }

            pub(super) fn word(self) -> &'static str {
                match self {
                    $(About::$about => $word,)*
                }
            }

            pub(super) fn record(self) -> &'static Record {
                match self {
                    $(About::$about => &$record,)*
                }
            }
        }
    };
}

about! {
    Rules "rules" "rule" RULE_FILE;
    Facts "facts" "fact" FACT_FILE;
    Definitions "definitions" "definition" DEFINITION_FILE;
    Regimes "regimes" "regime" REGIME_FILE;
    Calendars "calendars" "calendar" CALENDAR_FILE;
    Places "places" "place" PLACE_FILE;
}

impl About {
    pub(super) fn of(tree: &Node) -> Self {
        let has = |about: &About| entries(tree).iter().any(|(key, _)| key.text == about.field());
        About::ALL.iter().copied().find(has).unwrap_or(About::Rules)
    }
}
