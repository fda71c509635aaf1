//! Joins a playbook (what should be done) with an incident (what was done).
//!
//! Given both and the time, it says what holds a step, what is legal and what follows, and turns an answer into something
//! the journal can write. Pure: no files, clock, randomness or terminal.

pub mod correction;
pub mod duties;
pub mod evaluations;
pub mod holds;
pub mod join;
pub mod legality;
mod needless;
pub mod passes;
pub mod plans;
pub mod step_report;
#[cfg(test)]
mod tests;

pub use evaluations::Evaluations;
pub use holds::Hold;
pub use legality::Rules;
pub use plans::Workflow;
