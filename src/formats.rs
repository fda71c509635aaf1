//! Every format of a file that people write, by name: its JSON Schema and its table in the manual, both made from the table
//! of fields that the reader uses.

use crate::obligation;
use crate::playbook;
use crate::profile;
use crate::schema::json_schema::json_schema;
use crate::schema::shape::Record;
use crate::schema::table;

/// A format of a file that people write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Playbook,
    /// A playbook that says only what it changes in another one.
    Changes,
    /// A file of the step library.
    Step,
    /// The shared facts.
    Facts,
    /// Rules about who must be told.
    Rules,
    /// Facts that only rules ask for.
    RuleFacts,
    Definitions,
    /// What a business may be regulated as.
    Regimes,
    /// Places that laws and people name.
    Places,
    Calendars,
    /// The organisation profile, with its contracts.
    Profile,
}

impl Format {
    pub const ALL: [Format; 11] = [
        Format::Playbook,
        Format::Changes,
        Format::Step,
        Format::Facts,
        Format::Rules,
        Format::RuleFacts,
        Format::Definitions,
        Format::Regimes,
        Format::Places,
        Format::Calendars,
        Format::Profile,
    ];

    /// What it is called, with its number.
    pub fn title(self) -> &'static str {
        match self {
            Format::Playbook => "breach playbook, format 1",
            Format::Changes => "breach playbook of changes, format 1",
            Format::Step => "breach shared step, format 1",
            Format::Facts => "breach shared facts, format 1",
            Format::Rules => "breach rules, format 1",
            Format::RuleFacts => "breach facts of rules, format 1",
            Format::Definitions => "breach definitions, format 1",
            Format::Regimes => "breach regimes, format 1",
            Format::Places => "breach places, format 1",
            Format::Calendars => "breach calendars, format 1",
            Format::Profile => "breach profile, format 1",
        }
    }

    fn record(self) -> &'static Record {
        match self {
            Format::Playbook => &playbook::fields::PLAYBOOK,
            Format::Changes => &playbook::fields::CHANGES,
            Format::Step => &playbook::fields::STEP_FILE,
            Format::Facts => &playbook::fields::FACTS_FILE,
            Format::Rules => &obligation::fields::RULE_FILE,
            Format::RuleFacts => &obligation::fields::FACT_FILE,
            Format::Definitions => &obligation::fields::DEFINITION_FILE,
            Format::Regimes => &obligation::fields::REGIME_FILE,
            Format::Places => &obligation::fields::PLACE_FILE,
            Format::Calendars => &obligation::fields::CALENDAR_FILE,
            Format::Profile => &profile::fields::PROFILE,
        }
    }

    /// Its JSON Schema, for completion and checks in editors.
    pub fn schema(self) -> String {
        json_schema(self.title(), self.record())
    }

    /// Its fields as Markdown tables, one for each part of the file.
    pub fn table(self) -> String {
        table::markdown(self.record())
    }
}
