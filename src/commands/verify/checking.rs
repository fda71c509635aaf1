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
mod tests {
    use super::{Wanted, check};
    use crate::incident::{Hash, Reading};
    use crate::store::BATCH_BYTES;

    /// Many lines, some longer than a batch, give the same reading as one pass over the bytes.
    #[test]
    fn threads_read_what_one_pass_reads() {
        let mut bytes = Vec::new();
        for number in 0..4000 {
            let length = if number % 1000 == 999 {
                BATCH_BYTES * 2
            } else {
                100 + number
            };
            bytes.extend(std::iter::repeat_n(
                b'a' + u8::try_from(number % 26).unwrap_or(0),
                length,
            ));
            bytes.push(b'\n');
        }
        let mut plain = Reading::default();
        let mut hashes = Vec::new();
        plain.feed_all(&bytes, |_, line| hashes.push(Hash::of(line)));
        let wanted = Wanted {
            line: Some(3210),
            hash: Some(hashes[1234]),
        };
        let checked = check(&bytes[..], wanted).expect("memory can be read");
        assert_eq!(checked.hash_of_wanted, Some(hashes[3210]));
        assert_eq!(checked.line_of_wanted, Some(1234));
        assert_eq!(checked.reading.faults, plain.faults);
        assert_eq!(
            (checked.reading.lines(), checked.reading.bytes(), checked.reading.head()),
            (plain.lines(), plain.bytes(), plain.head())
        );
    }
}
