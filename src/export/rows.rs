//! The exports that give each line of the record a row: CSV and JSON. They are written line by line while the record is read, so
//! that memory does not grow with it.
//!
//! A record is read up to three times: for its state, which stands above the rows; for what the edition leaves out, where it
//! may leave out anything; and for the rows. Where its lines come from, and where the rows go, is for the caller.

use std::io::{self, Write};

use super::edition::{Edition, Sieve};
use super::recorded::Recorded;
use super::report::Report;
use super::{csv, json};
use crate::incident::Hash;
use crate::text::visible_json;
use crate::time::Zone;

/// A format with a row for each line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Every line exactly as stored, for programs and for checking.
    Json,
    Csv,
}

/// Shows every line of the same record, without its LF, and stops at the first error.
pub type Lines<'a> = dyn FnMut(&mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> + 'a;

/// What stands above the rows of a record that was read once.
pub fn heading(recorded: &Recorded, edition: Edition, zone: Zone, lines: &mut Lines<'_>) -> io::Result<Report> {
    let mut sieve = Sieve::new(&recorded.reading, edition);
    if edition != Edition::Full && !(recorded.reading.is_whole() && sieve.is_open()) {
        let mut again = Recorded::new(recorded.tail.clone());
        lines(&mut |line| {
            sieve.feed(again.feed(line).as_ref());
            Ok(())
        })?;
    }
    Ok(Report::without_rows(recorded, sieve.left_out(), edition, zone))
}

impl Rows {
    /// Writes the export of a record that was read once.
    pub fn write(
        self,
        recorded: &Recorded,
        report: &Report,
        lines: &mut Lines<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match self {
            Rows::Json => out.write_all(visible_json(&json::opening(report)).as_bytes())?,
            Rows::Csv => out.write_all(&csv::head())?,
        }
        let mut again = Recorded::new(recorded.tail.clone());
        lines(&mut |line| {
            let place = again.reading.lines();
            let entry = again.feed(line);
            let row = report.row(recorded, place, line, Hash::of(line), entry.as_ref());
            match self {
                Rows::Json => out.write_all(visible_json(&json::row(place, &row)).as_bytes()),
                Rows::Csv => out.write_all(&csv::row(&row, report)),
            }
        })?;
        if again.reading.head() != recorded.reading.head() {
            return Err(io::Error::other("the record was changed while it was exported"));
        }
        if self == Rows::Json {
            out.write_all(json::CLOSING.as_bytes())?;
        }
        Ok(())
    }
}
