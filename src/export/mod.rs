//! A record as others read it: one read model, three formats, and editions that leave out what is not for every reader.
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
mod markdown;
mod recorded;
mod report;
#[cfg(test)]
mod tests;

pub use duty::{Duty, DutyLine, DutyStanding};
pub use edition::{Edition, LeftOut};
pub use recorded::{Line, Recorded, Tail};
pub use report::{Closed, Content, Fact, Happened, Heading, Proof, Report, Row, Shown, StepLine, Verdict};

/// What an export is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Every line exactly as stored, for programs and for checking.
    Json,
    /// The timeline, for spreadsheets.
    Csv,
    /// The report, for people.
    Markdown,
}

impl Format {
    /// The report in this format.
    pub fn bytes(self, report: &Report) -> Vec<u8> {
        match self {
            Format::Json => json::bytes(report),
            Format::Csv => csv::bytes(report),
            Format::Markdown => markdown::bytes(report),
        }
    }
}
