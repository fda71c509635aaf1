//! What was done: the entries of a record, the transitions that are allowed, and the state they add up to.
//!
//! An incident's state is a fold of its record and nothing else. Everything here is pure: no clock, no files, no terminal;
//! nothing here knows what a playbook, a prompt or a store is. Events carry the words of the question as asked, so a
//! record can be read without the playbook it was made with.

pub mod copied_code;
pub mod describe;
pub mod draft;
pub mod entry;
pub mod event;
mod fast_decode;
pub mod line;
pub mod local_times;
pub mod provenance;
pub mod reading;
pub mod receipt;
pub mod state;
#[cfg(test)]
pub(crate) mod tests;
pub mod transitions;
pub mod view;

pub use crate::hash::Hash;
pub use copied_code::CopiedCode;
pub use entry::{ClockFault, Entry, Mono};
pub use event::Event;
pub use provenance::{Access, By, Occurred, Precision, ReportedBy, Via};
pub use reading::{FaultKind, LineFault, Reading};
pub use receipt::Receipt;
pub use state::{FactState, GateOpening, Incident, Pass, PassState, PlaybookState, RoleHolder, StepState};
pub use transitions::Illegal;
