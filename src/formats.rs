//! Every format of a file that people write, by name: its JSON Schema and its table in the manual, both made from the table
//! of fields that the reader uses.

pub(crate) mod answers;

use clap::ValueEnum;

use crate::obligation;
use crate::playbook;
use crate::profile;
use crate::schema::json_schema::json_schema;
use crate::schema::shape::Record;
use crate::schema::table;

/// Each with what it is, what it is called with its number, and its table of fields.
macro_rules! formats {
    ($($(#[$attribute:meta])* $format:ident $title:literal $($record:ident)::+;)*) => {
        /// A format of a file that people write.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
        pub enum FileFormat {
            $($(#[$attribute])* $format,)*
        }

        impl FileFormat {
            pub fn title(self) -> &'static str {
                match self {
                    $(FileFormat::$format => $title,)*
                }
            }

            fn record(self) -> &'static Record {
                match self {
                    $(FileFormat::$format => &$($record)::+,)*
                }
            }
        }
    };
}

formats! {
    /// A playbook
    #[default]
    Playbook "breach playbook, format 1" playbook::fields::PLAYBOOK;
    /// A playbook that says only what it changes in another one
    Changes "breach playbook of changes, format 1" playbook::fields::CHANGES;
    /// A shared step
    Step "breach shared step, format 1" playbook::fields::STEP_FILE;
    /// Shared facts
    Facts "breach shared facts, format 1" playbook::fields::FACTS_FILE;
    /// Rules about who must be told
    Rules "breach rules, format 1" obligation::fields::RULE_FILE;
    /// Facts that only rules ask for
    RuleFacts "breach facts of rules, format 1" obligation::fields::FACT_FILE;
    /// Shared conditions of rules
    Definitions "breach definitions, format 1" obligation::fields::DEFINITION_FILE;
    /// What a business may be regulated as
    Regimes "breach regimes, format 1" obligation::fields::REGIME_FILE;
    /// Places
    Places "breach places, format 1" obligation::fields::PLACE_FILE;
    /// Calendars
    Calendars "breach calendars, format 1" obligation::fields::CALENDAR_FILE;
    /// The organisation profile
    Profile "breach profile, format 1" profile::fields::PROFILE;
    /// Answers without the walk
    Answers "breach answers, format 1" answers::ANSWERS;
    /// Facts for a question without an incident
    CaseFacts "breach facts of a case, format 1" obligation::fields::CASE_FILE;
}

impl FileFormat {
    /// Its JSON Schema, for completion and checks in editors.
    pub fn schema(self) -> String {
        json_schema(self.title(), self.record())
    }

    /// Its fields as Markdown tables, one for each part of the file.
    pub fn table(self) -> String {
        table::markdown(self.record())
    }
}
