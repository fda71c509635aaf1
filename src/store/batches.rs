//! The lines of a record in batches: each is looked at by one of several threads, and handed on in the order of the record, in
//! memory that does not grow with it.
//!
//! One thread reads and takes back. Batches go round: read, handed to a worker, taken back, and used again.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// How much of a record is read at once. A batch grows beyond it only for a line that is longer.
pub const BATCH_BYTES: usize = 512 * 1024;

/// More workers than this would wait for the one thread that takes back.
const MAX_WORKERS: usize = 4;

/// Whole lines on their way through a worker.
#[derive(Default)]
struct Batch<Made> {
    bytes: Vec<u8>,
    /// How many of the bytes are whole lines; the rest begins the next batch.
    whole: usize,
    made: Made,
}

/// To a worker, and back from it.
type Lane<Made> = (SyncSender<Batch<Made>>, Receiver<Batch<Made>>);

impl<Made> Batch<Made> {
    fn lines(&self) -> &[u8] {
        &self.bytes[..self.whole]
    }
}

/// Reads everything, and fails rather than leave anything out. `work` makes something of whole lines on any thread; what it
/// finds there is left from another batch. `take` gets the same lines with what was made of them, in the order of the record.
pub fn in_batches<Made: Default + Send>(
    mut reader: impl Read,
    work: &(dyn Fn(&[u8], &mut Made) + Sync),
    take: &mut dyn FnMut(&[u8], &Made) -> io::Result<()>,
) -> io::Result<()> {
    let mut rest = Vec::new();
    let mut batch = Batch::<Made>::default();
    let mut more = fill(&mut reader, &mut batch, &mut rest)?;
    if !more {
        work(&batch.bytes[..batch.whole], &mut batch.made);
        return take(batch.lines(), &batch.made);
    }
    let workers = thread::available_parallelism().map_or(1, usize::from).min(MAX_WORKERS);
    thread::scope(|scope| {
        let lanes: Vec<Lane<Made>> = (0..workers)
            .map(|_| {
                let (to_worker, tasks) = sync_channel::<Batch<Made>>(2);
                let (done, from_worker) = sync_channel(2);
                scope.spawn(move || {
                    for mut batch in tasks {
                        work(&batch.bytes[..batch.whole], &mut batch.made);
                        if done.send(batch).is_err() {
                            break;
                        }
                    }
                });
                (to_worker, from_worker)
            })
            .collect();
        let gone = || io::Error::other("a part of breach that looks at lines has stopped");
        let mut spare = Vec::new();
        let (mut sent, mut taken) = (0, 0);
        loop {
            lanes[sent % workers].0.send(batch).map_err(|_| gone())?;
            sent += 1;
            while sent - taken >= workers * 2 || (!more && taken < sent) {
                let done = lanes[taken % workers].1.recv().map_err(|_| gone())?;
                taken += 1;
                take(done.lines(), &done.made)?;
                spare.push(done);
            }
            if !more {
                return Ok(());
            }
            batch = spare.pop().unwrap_or_default();
            more = fill(&mut reader, &mut batch, &mut rest)?;
        }
    })
}

/// Fills a batch with whole lines; what is left over begins the next one. False when nothing is left to read.
fn fill<Made>(reader: &mut impl Read, batch: &mut Batch<Made>, rest: &mut Vec<u8>) -> io::Result<bool> {
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

#[cfg(test)]
mod tests;
