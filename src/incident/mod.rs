//! What was done: the entries of a record, the law they obey, and the state they add up to.
//!
//! An incident's state is a fold of its record and nothing else. Everything here is pure: no clock, no files, no terminal;
//! nothing here knows what a playbook, a prompt or a store is. Events carry the words of the question as asked, so a
//! record can be read without the playbook it was made with.

pub mod copied_code;
pub mod entry;
pub mod event;
pub mod fold;
mod front;
pub mod local_times;
pub mod reading;
pub mod receipt;
pub mod state;
pub mod telling;
#[cfg(test)]
pub(crate) mod tests;

pub use copied_code::CopiedCode;
pub use entry::{Access, By, ClockFault, Entry, Mono, Occurred, Precision, Told, Via};
pub use event::Event;
pub use crate::hash::Hash;
pub use fold::Illegal;
pub use reading::{FaultKind, LineFault, Reading};
pub use receipt::Receipt;
pub use state::{FactState, GateOpening, Incident, Pass, PassState, PlaybookState, RoleHolder, StepState};
