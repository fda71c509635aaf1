//! A record as others read it: one read model, four formats, and editions that leave out what is not for every reader.
//!
//! [`icalendar`] is beside them and knows nothing of them: deadlines, for a calendar.
//!
//! Pure: lines in, bytes out. No clock, no environment, no files: the same record gives the same bytes on every machine.
//! Nothing here knows playbooks or stores.

pub mod icalendar;

mod csv;
mod duty;
mod edition;
mod json;
mod limits;
mod recorded;
mod report;
mod report_document;
mod rows;
#[cfg(test)]
mod tests;

use crate::document::{html, markdown};
use report_document::document;

pub use duty::{Duty, DutyLine, DutyStanding};
pub use edition::{Edition, LeftOut};
pub use recorded::{Line, Recorded, Tail};
pub use report::{Closed, Content, Fact, Happened, Heading, Proof, Report, Row, Shown, StepLine, Verdict};
pub use rows::{Lines, Rows, heading};

/// The report for people, in a way to show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// As plain text with marks.
    Markdown,
    /// For a browser and for printing.
    Html,
}

impl Layout {
    pub fn text(self, report: &Report) -> String {
        let document = document(report);
        match self {
            Layout::Markdown => markdown(&document),
            Layout::Html => html(&document),
        }
    }
}
