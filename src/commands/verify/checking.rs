//! Reading a whole record at the speed of hashing it, in memory that does not grow with it: several threads hash and parse,
//! one folds.

use std::io::{self, Read};

use crate::incident::reading::{Opened, open_lines, whole_lines};
use crate::incident::{Hash, Reading};
use crate::store::in_batches;

/// What reading a record showed.
#[derive(Debug, Default)]
pub(super) struct Checked {
    /// The chain, the state and the faults.
    pub(super) reading: Reading,
    /// The hash of the wanted line, if there is one.
    pub(super) hash_of_wanted: Option<Hash>,
    /// The number of the line that has the wanted hash, counted from 0.
    pub(super) line_of_wanted: Option<u64>,
}

/// Which line and which hash somebody asks for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    /// A line, counted from 0.
    pub(super) line: Option<u64>,
    /// A hash.
    pub(super) hash: Option<Hash>,
}

/// Reads everything, and fails rather than leave anything out.
pub(super) fn check(reader: impl Read, wanted: Wanted) -> io::Result<Checked> {
    let mut checked = Checked::default();
    in_batches(
        reader,
        &|bytes, opened: &mut Vec<Opened>| open_lines(bytes, opened),
        &mut |bytes, opened| {
            for (line, (hash, entry)) in whole_lines(bytes).zip(opened) {
                let place = checked.reading.lines();
                if wanted.line == Some(place) {
                    checked.hash_of_wanted = Some(*hash);
                }
                if wanted.hash == Some(*hash) {
                    checked.line_of_wanted = Some(place);
                }
                checked.reading.feed_opened(line, *hash, entry);
            }
            Ok(())
        },
    )?;
    Ok(checked)
}

#[cfg(test)]
mod tests;
