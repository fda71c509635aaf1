//! Line ends: where the last whole line of a record stops, and what follows it. A torn end is bytes behind the last LF, or
//! last lines with NUL bytes in them (a sector that never reached the disk). Anything else that is wrong is not torn.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use super::disk::File;
use super::position::{hex, sha256};

/// The first block read from the end of a record, enough for a few lines; each further one is four times as large, up to
/// a limit.
const BLOCK_BYTES: u64 = 4 * 1024;

/// The most a single line, or a torn end, may need in memory.
pub(super) const LINE_LIMIT_BYTES: u64 = 64 * 1024 * 1024;

/// A fragment that a crash left at the end of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    /// SHA-256 of its bytes in hexadecimal, and the name under which it is kept aside.
    pub sha256: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Torn {
    pub(super) fn of(bytes: Vec<u8>) -> Self {
        Self {
            sha256: hex(&sha256(&bytes)),
            bytes,
        }
    }
}

/// What follows the last whole line of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    Whole,
    /// A fragment whose writer is gone.
    Torn(Torn),
    /// A fragment whose writer is still at it, and did not finish while we waited.
    InFlight,
}

/// Where the last whole line ends in bytes that begin at the start of a line.
pub(super) fn whole_end(bytes: &[u8]) -> usize {
    let line_end = |bytes: &[u8]| bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let mut end = line_end(bytes);
    while end > 0 {
        let start = line_end(&bytes[..end - 1]);
        if !bytes[start..end].contains(&0) {
            break;
        }
        end = start;
    }
    end
}

/// Shows the whole lines among the first `len` bytes, newest first, each with the place where it begins. Reads backwards
/// and no further than `each` wants.
pub(super) fn newest_first(
    file: &dyn File,
    len: u64,
    each: &mut dyn FnMut(u64, &[u8]) -> ControlFlow<()>,
) -> io::Result<()> {
    let mut window: Vec<u8> = Vec::new();
    let mut start = len;
    let mut block = BLOCK_BYTES;
    let mut whole = false;
    while start > 0 {
        let from = start.saturating_sub(block);
        let mut wider = read_exactly(file, from, start)?;
        wider.append(&mut window);
        window = wider;
        start = from;
        let ends = line_ends(&window);
        // The window begins inside a line unless it begins the record, so its first line can only be shown there.
        let starts_here = start == 0;
        let first_known = if starts_here { 0 } else { 1 };
        for index in (first_known..ends.len()).rev() {
            let line_start = if index == 0 { 0 } else { ends[index - 1] + 1 };
            let line = &window[line_start..ends[index]];
            whole = whole || !line.contains(&0);
            if whole && each(start + line_start as u64, line).is_break() {
                return Ok(());
            }
        }
        // What is left for the next round is the line whose beginning was not in the window, with its LF.
        if let Some(first) = ends.first() {
            window.truncate(first + 1);
        }
        if window.len() as u64 > LINE_LIMIT_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        block = (block * 4).min(LINE_LIMIT_BYTES);
    }
    Ok(())
}

/// Where the last whole line among the first `len` bytes ends.
pub(super) fn whole_end_of(file: &dyn File, len: u64) -> io::Result<u64> {
    let mut end = 0;
    newest_first(file, len, &mut |at, line| {
        end = at + line.len() as u64 + 1;
        ControlFlow::Break(())
    })?;
    Ok(end)
}

/// The bytes `from..to`; fewer only where the file has become shorter, which is an error.
pub(super) fn read_exactly(file: &dyn File, from: u64, to: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(to.saturating_sub(from)).map_err(|_| io::ErrorKind::FileTooLarge)?];
    let mut done = 0;
    while done < bytes.len() {
        match file.read_at(&mut bytes[done..], from + done as u64)? {
            0 => {
                return Err(io::Error::new(
                    io::ErrorKind::UnexpectedEof,
                    "it became shorter while it was read",
                ));
            }
            count => done += count,
        }
    }
    Ok(bytes)
}

/// The places of all LFs. `skip_until` searches many bytes at once, which a loop over bytes does not.
fn line_ends(bytes: &[u8]) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut rest = bytes;
    while let Ok(count @ 1..) = rest.skip_until(b'\n') {
        let at = bytes.len() - rest.len() - 1;
        if bytes[at] == b'\n' && count > 0 {
            ends.push(at);
        }
    }
    ends
}
