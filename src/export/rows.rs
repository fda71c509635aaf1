//! The exports that give each line of the record a row: CSV and JSON. They are written line by line while the record is read, so
//! that memory does not grow with it.
//!
//! A record is read up to three times: for its state, which stands above the rows; for what the edition leaves out, where it
//! may leave out anything; and for the rows. Where its lines come from, and where the rows go, is for the caller.

use std::io::{self, Write};

use super::edition::{Edition, Sieve};
use super::recorded::Recorded;
use super::report::{Report, Row};
use crate::incident::{Entry, Hash};
use crate::time::Zone;

/// A format with a row for each line of the record.
#[derive(Debug)]
pub struct Rows {
    /// What stands before the first row.
    pub(super) opening: fn(&Report) -> Vec<u8>,
    /// The row of a line, whose place counts from 0.
    pub(super) row: fn(u64, &Row, &Report) -> Vec<u8>,
    /// What stands behind the last row.
    pub(super) closing: &'static str,
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
        &self,
        recorded: &Recorded,
        report: &Report,
        lines: &mut Lines<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        out.write_all(&(self.opening)(report))?;
        // In a record that was found whole every line is sound; the last one says that it is still the same record.
        let is_known = recorded.reading.is_whole() && recorded.reading.other_draft.is_none();
        let mut again = Recorded::new(recorded.tail.clone());
        let (mut place, mut last) = (0, Hash::NONE);
        lines(&mut |line| {
            last = Hash::of(line);
            let entry = if is_known {
                Entry::open(line).ok()
            } else {
                again.feed(line)
            };
            let row = report.row(recorded, place, line, last, entry.as_ref());
            out.write_all(&(self.row)(place, &row, report))?;
            place += 1;
            Ok(())
        })?;
        if (place, last) != (recorded.reading.lines(), recorded.reading.head()) {
            return Err(io::Error::other("the record was changed while it was exported"));
        }
        out.write_all(self.closing.as_bytes())
    }
}
