//! A record as others read it: one read model, four formats, and editions that leave out what is not for every reader.
//!
//! [`icalendar`] is beside them and knows nothing of them: deadlines, for a calendar.
//!
//! Pure: lines in, bytes out. No clock, no environment, no files: the same record gives the same bytes on every machine.
//! The report says what is true at the last entry, which is [`crate::situation`]'s to say. Nothing here knows stores.

pub mod icalendar;

mod csv;
mod duty;
mod edition;
mod facts;
mod json;
mod limits;
mod recorded;
mod report;
mod report_document;
mod rows;
mod steps;
#[cfg(test)]
mod tests;
mod view;

use crate::document::{Document, html, markdown};

pub use edition::Edition;
pub use recorded::{Line, Recorded, Tail};
pub use report::{Closed, Content, Heading, Proof, Report, Row, Shown, Verdict};
pub use report_document::document;
pub use rows::{Piece, Rows, Take, Work, heading, recorded};

/// What a record is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Csv,
    Markdown,
    Html,
}

/// How the bytes of a format are made.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// A row for each line of the record, written while it is read.
    Rows(&'static Rows),
    /// The report for people, drawn as a whole.
    Report(fn(&Document) -> String),
}

/// What there is to know about a format.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// As it is typed.
    pub name: &'static str,
    /// What names of its files end in, the usual one first.
    pub endings: &'static [&'static str],
    /// What it is, in a line.
    pub what: &'static str,
    /// How it is made.
    pub form: Form,
}

impl Format {
    pub const ALL: [Format; 4] = [Format::Json, Format::Csv, Format::Markdown, Format::Html];

    /// What there is to know about it.
    pub fn about(self) -> About {
        match self {
            Format::Json => About {
                name: "json",
                endings: &["json"],
                what: "Every line exactly as stored, for programs and for checking",
                form: Form::Rows(&json::ROWS),
            },
            Format::Csv => About {
                name: "csv",
                endings: &["csv"],
                what: "The timeline, for spreadsheets",
                form: Form::Rows(&csv::ROWS),
            },
            Format::Markdown => About {
                name: "markdown",
                endings: &["md", "markdown"],
                what: "The report, for people",
                form: Form::Report(markdown),
            },
            Format::Html => About {
                name: "html",
                endings: &["html", "htm"],
                what: "The report as one file for a browser, which loads nothing",
                form: Form::Report(html),
            },
        }
    }
}
