//! The exports that give each line of the record a row: CSV and JSON. They are written while the record is read, so that memory
//! does not grow with it.
//!
//! A record is read up to three times: for its state, which stands above the rows; for what the edition leaves out, where it
//! may leave out anything; and for the rows. Where its lines come from, on which threads they are looked at, and where the rows
//! go, is for the caller.

use std::io::{self, Write};

use super::edition::Edition;
use super::recorded::{Recorded, Tail};
use super::report::{Report, Row};
use crate::incident::reading::{Opened, open_lines, whole_lines};
use crate::incident::{Entry, Hash};
use crate::time::Zone;

/// A format with a row for each line of the record.
#[derive(Debug)]
pub struct Rows {
    /// What stands before the first row.
    pub(super) opening: fn(&Report<'_>) -> Vec<u8>,
    /// Adds the row of a line.
    pub(super) row: fn(&Row<'_>, &Report<'_>, &mut Vec<u8>),
    /// What stands between two rows.
    pub(super) between: &'static str,
    /// What stands behind the last row.
    pub(super) closing: &'static str,
}

/// What is made of whole lines before it is their turn.
#[derive(Default)]
pub struct Piece {
    /// The lines by themselves.
    opened: Vec<Opened>,
    /// Their rows, where no other line can change them, each with what stands before it.
    rows: Vec<u8>,
    lines: u64,
    /// The hash of the last line.
    last: Hash,
}

/// Makes something of whole lines.
pub type Work<'w> = dyn Fn(&[u8], &mut Piece) + Sync + 'w;
/// Takes whole lines in their turn, with what was made of them.
pub type Take<'t> = dyn FnMut(&[u8], &Piece) -> io::Result<()> + 't;
/// Shows every line of the same record, each with its LF, batch by batch, and stops at the first error.
pub(super) type Lines<'l> = dyn FnMut(&Work<'_>, &mut Take<'_>) -> io::Result<()> + 'l;

/// Reads a record and keeps none of its lines.
pub fn recorded(tail: Tail, lines: &mut Lines<'_>) -> io::Result<Recorded> {
    let mut recorded = Recorded::new(tail);
    each_entry(&mut recorded, lines, &mut |_| {})?;
    Ok(recorded)
}

/// What stands above the rows of a record that was read once.
pub fn heading(
    recorded: &Recorded,
    edition: Edition,
    zone: Zone,
    lines: &mut Lines<'_>,
) -> io::Result<Report<'static>> {
    let mut sieve = edition.sieve(&recorded.reading);
    if edition != Edition::Full && !(recorded.reading.is_whole() && sieve.is_open()) {
        let mut again = Recorded::new(recorded.tail.clone());
        each_entry(&mut again, lines, &mut |entry| sieve.feed(entry))?;
    }
    Ok(Report::without_rows(recorded, sieve.left_out(), edition, zone))
}

/// Folds every line, and shows its entry where it is sound.
fn each_entry(recorded: &mut Recorded, lines: &mut Lines<'_>, each: &mut dyn FnMut(Option<&Entry>)) -> io::Result<()> {
    lines(
        &|bytes, piece| open_lines(bytes, &mut piece.opened),
        &mut |bytes, piece| {
            for (line, (hash, opened)) in whole_lines(bytes).zip(&piece.opened) {
                each(recorded.feed(line, *hash, opened));
            }
            Ok(())
        },
    )
}

impl Rows {
    /// Writes the export of a record that was read once.
    pub fn write(
        &self,
        recorded: &Recorded,
        report: &Report<'_>,
        lines: &mut Lines<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        out.write_all(&(self.opening)(report))?;
        let add = |place: u64, line: &[u8], hash: Hash, entry: Option<&Entry>, rows: &mut Vec<u8>| {
            rows.extend_from_slice(self.between.as_bytes());
            (self.row)(&report.row(recorded, place, line, hash, entry), report, rows);
        };
        // In a record that was found whole every line is sound, says its own place and names the hash of the line before; the
        // last one says that it is still the same record.
        let is_known = recorded.reading.is_whole() && recorded.reading.other_draft.is_none();
        let mut again = Recorded::new(recorded.tail.clone());
        let (mut place, mut last) = (0, Hash::NONE);
        lines(
            &|bytes, piece| {
                piece.rows.clear();
                piece.lines = 0;
                if !is_known {
                    return open_lines(bytes, &mut piece.opened);
                }
                let opened = whole_lines(bytes).map(|line| (line, Entry::open(line).ok()));
                let mut opened = opened.peekable();
                while let Some((line, entry)) = opened.next() {
                    piece.last = match opened.peek() {
                        Some((_, Some(next))) => next.prev,
                        _ => Hash::of(line),
                    };
                    piece.lines += 1;
                    add(0, line, piece.last, entry.as_ref(), &mut piece.rows);
                }
            },
            &mut |bytes, piece| {
                let mut later = Vec::new();
                let skipped = if place == 0 { self.between.len() } else { 0 };
                if is_known {
                    place += piece.lines;
                    last = piece.last;
                } else {
                    for (line, (hash, opened)) in whole_lines(bytes).zip(&piece.opened) {
                        add(place, line, *hash, again.feed(line, *hash, opened), &mut later);
                        place += 1;
                        last = *hash;
                    }
                }
                let rows = if is_known { &piece.rows } else { &later };
                out.write_all(rows.get(skipped..).unwrap_or_default())
            },
        )?;
        if (place, last) != (recorded.reading.lines(), recorded.reading.head()) {
            return Err(io::Error::other("the record was changed while it was exported"));
        }
        out.write_all(self.closing.as_bytes())
    }
}
