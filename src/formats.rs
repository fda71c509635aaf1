//! Every format of a file that people write, by name: its JSON Schema and its table in the manual, both made from the table
//! of fields that the reader uses.

use crate::obligation;
use crate::playbook;
use crate::profile;
use crate::schema::json_schema::json_schema;
use crate::schema::shape::Record;
use crate::schema::table;

/// Each with what it is called, with its number, and its table of fields.
macro_rules! formats {
    ($($format:ident $title:literal $($record:ident)::+;)*) => {
        /// A format of a file that people write.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Format {
            $($format,)*
        }

        impl Format {
            pub const ALL: &'static [Format] = &[$(Format::$format,)*];

            pub fn title(self) -> &'static str {
                match self {
                    $(Format::$format => $title,)*
                }
            }

            fn record(self) -> &'static Record {
                match self {
                    $(Format::$format => &$($record)::+,)*
                }
            }
        }
    };
}

formats! {
    Playbook "breach playbook, format 1" playbook::fields::PLAYBOOK;
    Changes "breach playbook of changes, format 1" playbook::fields::CHANGES;
    Step "breach shared step, format 1" playbook::fields::STEP_FILE;
    Facts "breach shared facts, format 1" playbook::fields::FACTS_FILE;
    Rules "breach rules, format 1" obligation::fields::RULE_FILE;
    RuleFacts "breach facts of rules, format 1" obligation::fields::FACT_FILE;
    Definitions "breach definitions, format 1" obligation::fields::DEFINITION_FILE;
    Regimes "breach regimes, format 1" obligation::fields::REGIME_FILE;
    Places "breach places, format 1" obligation::fields::PLACE_FILE;
    Calendars "breach calendars, format 1" obligation::fields::CALENDAR_FILE;
    Profile "breach profile, format 1" profile::fields::PROFILE;
}

impl Format {
    /// Its JSON Schema, for completion and checks in editors.
    pub fn schema(self) -> String {
        json_schema(self.title(), self.record())
    }

    /// Its fields as Markdown tables, one for each part of the file.
    pub fn table(self) -> String {
        table::markdown(self.record())
    }
}
