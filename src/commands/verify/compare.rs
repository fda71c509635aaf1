//! Two copies of one record: how far they agree.

use std::io::{self, BufRead, BufReader, Read};

use serde_json::{Value as Json, json};

/// How two records stand to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Together {
    Same,
    /// One has everything that the other has, and more from this entry on.
    Longer {
        first: bool,
        from: u64,
    },
    /// They agree before this entry, and each goes on by itself.
    Parted {
        from: u64,
    },
    /// Not even the first entry is the same.
    Strangers,
}

impl Together {
    fn name(self) -> &'static str {
        match self {
            Together::Same => "same",
            Together::Longer { .. } => "one goes on",
            Together::Parted { .. } => "went on apart",
            Together::Strangers => "not one record",
        }
    }

    /// The same, seen from the other one.
    pub(super) fn turned(self) -> Self {
        match self {
            Together::Longer { first, from } => Together::Longer { first: !first, from },
            same => same,
        }
    }

    pub(super) fn json(self) -> Json {
        let from = match self {
            Together::Longer { from, .. } | Together::Parted { from } => Some(from),
            Together::Same | Together::Strangers => None,
        };
        json!({"verdict": self.name(), "from": from})
    }

    /// What that means for two copies that are each whole.
    pub(super) fn words(self, first: &str, second: &str) -> String {
        match self {
            Together::Same => format!("{first} and {second} are the same record, entry by entry."),
            Together::Longer { first: is_first, from } => {
                let (longer, shorter) = if is_first { (first, second) } else { (second, first) };
                format!("{shorter} is an older copy: {longer} has all of it, and goes on with #{from}.")
            }
            Together::Parted { from } => format!(
                "{first} and {second} are two copies of one record. They agree up to #{}, and each went on by itself from #{from}: \
                 somebody wrote to both. Neither is false for that. Keep both, and write down in one of them that the other \
                 exists.",
                from - 1
            ),
            Together::Strangers => {
                format!("{first} and {second} are not copies of one record: not even their first entry is the same.")
            }
        }
    }
}

/// Compares them entry by entry, as bytes.
pub(super) fn compare(first: impl Read, second: impl Read) -> io::Result<Together> {
    let (mut first, mut second) = (BufReader::new(first), BufReader::new(second));
    let (mut one, mut other) = (Vec::new(), Vec::new());
    let mut entry = 0;
    loop {
        one.clear();
        other.clear();
        let ends = (
            first.read_until(b'\n', &mut one)? == 0,
            second.read_until(b'\n', &mut other)? == 0,
        );
        return Ok(match ends {
            (true, true) => Together::Same,
            (ended, false) | (false, ended) if ended => Together::Longer {
                first: !ends.0,
                from: entry,
            },
            _ if one == other => {
                entry += 1;
                continue;
            }
            _ if entry == 0 => Together::Strangers,
            _ => Together::Parted { from: entry },
        });
    }
}

#[cfg(test)]
mod tests;
