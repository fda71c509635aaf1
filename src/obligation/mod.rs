//! Who must be told, by when, on what authority: rules as data, and what follows from them for the facts of one incident.
//!
//! Pure: facts, rules and `now` come in, duties come out. Knows nothing of records, files or screens, and of playbooks
//! nothing but the facts that both ask for. It computes; whether a duty holds is for counsel to decide, so every duty
//! carries its source, its confidence and its date.

mod agreed;
pub mod assess;
mod builtin;
pub mod calendar;
pub mod case;
pub mod case_file;
mod case_view;
mod check;
pub mod contract;
pub mod copy;
pub mod count;
pub mod definition;
pub mod duty;
pub(crate) mod fields;
pub mod json;
mod judge;
pub mod library;
pub mod limit;
mod links;
pub mod people;
pub mod place;
mod reader;
pub mod regime;
pub mod rule;
pub mod rulebook;
mod running;
mod seats;
mod spelling;
pub mod start;
pub mod words;

pub(crate) use agreed::{CONTRACTS, read_contracts};
pub use assess::{Assessment, assess, assess_these, explain, outcomes};
pub use case::Case;
pub use case_file::read_case;
pub use check::Known;
pub use contract::Contract;
pub use definition::Definition;
pub use duty::Duty;
pub use library::Obligations;
pub use reader::{CODES, MAX_RULES};
pub use regime::Regime;
pub use rule::{Clock, Recipient, Rule, RuleKind, Status};
pub use rulebook::{Contents, Origin, RuleSource, Rulebook};

/// Jurisdictions that are no place of their own: days there are counted where the business sits, or people live.
const GROUPS: [&str; 6] = ["EUROPE", "EEA", "EU", "US", "US-MULTI", CONTRACT];

/// The jurisdiction of rules that rest on contracts.
pub const CONTRACT: &str = "CONTRACT";
