//! Who must be told, by when, on what authority: rules as data, and what follows from them for the facts of one incident.
//!
//! Pure: facts, rules and `now` come in, duties come out. Knows nothing of records, files or screens, and of playbooks
//! nothing but the facts that both ask for. It computes; whether a duty holds is for counsel to decide, so every duty
//! carries its source, its confidence and its date.

pub mod assess;
mod builtin;
pub mod calendar;
pub mod case_facts;
mod check;
pub mod contract;
mod contract_reader;
pub mod count;
mod cycles;
pub mod definition;
pub mod duty;
mod establishments;
mod evaluator;
mod facts_view;
pub(crate) mod fields;
pub mod fork;
pub mod json;
pub mod labels;
pub mod library;
pub mod limit;
mod named_places;
pub mod people;
pub mod place;
mod reader;
pub mod regime;
pub mod rule;
pub mod rulebook;
mod running;
mod scalars;
pub mod scenario;
pub mod start;
mod symbols;

pub use assess::{Assessment, assess, assess_these, explain, outcomes_after};
pub use case_facts::CaseFacts;
pub use contract::Contract;
pub(crate) use contract_reader::{CONTRACTS, read_contracts};
pub use definition::Definition;
pub use duty::Duty;
pub use library::Obligations;
pub use named_places::NamedPlaces;
pub use reader::MAX_RULES;
pub use regime::Regime;
pub use rule::{Clock, Recipient, Rule, RuleKind, Status};
pub use rulebook::{Contents, Origin, RuleSource, Rulebook};
pub use scenario::{read_case, read_cases, zone_of_file};
pub use symbols::Known;

/// Jurisdictions that are no place of their own: days there are counted where the business sits, or people live.
const GROUPS: [&str; 6] = ["EUROPE", "EEA", "EU", "US", "US-MULTI", CONTRACT];

/// The jurisdiction of rules that rest on contracts.
pub const CONTRACT: &str = "CONTRACT";
