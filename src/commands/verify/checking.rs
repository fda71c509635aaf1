//! Reading a whole record at the speed of hashing it, in memory that does not grow with it.
//!
//! One thread reads and folds, the others hash and parse. Batches of lines go round: read, handed to a worker, taken back
//! in order, folded, and used again.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::incident::reading::lines;
use crate::incident::{Entry, Hash, Reading};

/// How much of a record is read at once. A batch grows beyond it only for a line that is longer.
const BATCH_BYTES: usize = 512 * 1024;

/// More workers than this would wait for the one thread that folds.
const MAX_WORKERS: usize = 4;

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

/// Whole lines on their way through a worker.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    /// How many of the bytes are whole lines; the rest begins the next batch.
    whole: usize,
    opened: Vec<(Hash, Result<Entry, String>)>,
}

impl Batch {
    fn open(&mut self) {
        // What a worker made it also frees, which is much cheaper than freeing it on another thread.
        self.opened.clear();
        for line in whole_lines(&self.bytes[..self.whole]) {
            self.opened.push((Hash::of(line), Entry::open(line)));
        }
    }
}

/// Each line without its LF.
fn whole_lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    lines(bytes).map(|line| line.strip_suffix(b"\n").unwrap_or(line))
}

/// Reads everything, and fails rather than leave anything out.
pub(super) fn check(mut reader: impl Read, wanted: Wanted) -> io::Result<Checked> {
    let mut checked = Checked::default();
    let mut rest = Vec::new();
    let mut batch = Batch::default();
    let mut more = fill(&mut reader, &mut batch, &mut rest)?;
    if !more {
        batch.open();
        fold(&mut checked, &batch, wanted);
        return Ok(checked);
    }
    let workers = thread::available_parallelism().map_or(1, usize::from).min(MAX_WORKERS);
    thread::scope(|scope| {
        let lanes: Vec<(SyncSender<Batch>, Receiver<Batch>)> = (0..workers)
            .map(|_| {
                let (to_worker, tasks) = sync_channel::<Batch>(2);
                let (done, from_worker) = sync_channel(2);
                scope.spawn(move || {
                    for mut batch in tasks {
                        batch.open();
                        if done.send(batch).is_err() {
                            break;
                        }
                    }
                });
                (to_worker, from_worker)
            })
            .collect();
        let gone = || io::Error::other("a part of breach that checks lines has stopped");
        let mut spare = Vec::new();
        let (mut sent, mut folded) = (0, 0);
        loop {
            lanes[sent % workers].0.send(batch).map_err(|_| gone())?;
            sent += 1;
            if sent - folded >= workers * 2 || !more {
                while sent - folded >= workers * 2 || (!more && folded < sent) {
                    let done = lanes[folded % workers].1.recv().map_err(|_| gone())?;
                    folded += 1;
                    fold(&mut checked, &done, wanted);
                    spare.push(done);
                }
            }
            if !more {
                return Ok(());
            }
            batch = spare.pop().unwrap_or_default();
            more = fill(&mut reader, &mut batch, &mut rest)?;
        }
    })
    .map(|()| checked)
}

/// Fills a batch with whole lines; what is left over begins the next one. False when nothing is left to read.
fn fill(reader: &mut impl Read, batch: &mut Batch, rest: &mut Vec<u8>) -> io::Result<bool> {
    batch.bytes.clear();
    batch.bytes.append(rest);
    let mut searched = 0;
    loop {
        let limit = BATCH_BYTES.max(batch.bytes.len() + BATCH_BYTES / 2);
        let wanted = (limit - batch.bytes.len()) as u64;
        let count = reader.by_ref().take(wanted).read_to_end(&mut batch.bytes)?;
        let line_end = batch.bytes[searched..].iter().rposition(|byte| *byte == b'\n');
        if (count as u64) < wanted {
            // The end. What has no line end is read as a line too, so that nothing is ever left out.
            batch.whole = batch.bytes.len();
            return Ok(false);
        }
        if let Some(at) = line_end {
            batch.whole = searched + at + 1;
            rest.extend_from_slice(&batch.bytes[batch.whole..]);
            return Ok(true);
        }
        searched = batch.bytes.len();
    }
}

fn fold(checked: &mut Checked, batch: &Batch, wanted: Wanted) {
    let bytes = whole_lines(&batch.bytes[..batch.whole]);
    for (bytes, (hash, opened)) in bytes.zip(&batch.opened) {
        let line = checked.reading.lines();
        if wanted.line == Some(line) {
            checked.hash_of_wanted = Some(*hash);
        }
        if wanted.hash == Some(*hash) {
            checked.line_of_wanted = Some(line);
        }
        checked.reading.feed_opened(bytes, *hash, opened);
    }
}

#[cfg(test)]
mod tests {
    use super::{BATCH_BYTES, Wanted, check};
    use crate::incident::{Hash, Reading};

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
