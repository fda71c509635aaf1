//! How far into a record somebody has read, and the head that stands there.

use sha2::{Digest, Sha256};

/// A place between two lines of a record: how much lies before it, and the head of the line just before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    pub lines: u64,
    /// Bytes before this place.
    pub bytes: u64,
    /// SHA-256 of the last line before this place, without its LF; zeros at the start.
    pub head: [u8; 32],
}

impl Position {
    pub const START: Self = Self {
        lines: 0,
        bytes: 0,
        head: [0; 32],
    };

    /// Behind these whole lines, which begin the record.
    pub fn of(lines: &[u8]) -> Self {
        Self::START.after(lines)
    }

    /// Behind these whole lines, which begin here.
    #[must_use]
    pub fn after(&self, lines: &[u8]) -> Self {
        let Some(body) = lines.strip_suffix(b"\n") else {
            return self.clone();
        };
        let last = body.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        Self {
            lines: self.lines + lines.iter().filter(|byte| **byte == b'\n').count() as u64,
            bytes: self.bytes + lines.len() as u64,
            head: sha256(&body[last..]),
        }
    }
}

/// Bytes in lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
