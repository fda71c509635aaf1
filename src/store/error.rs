//! What a store can fail with, in words for somebody who has just been woken. Error numbers are turned into plain sentences
//! here and nowhere else; exit codes are not decided here.

use std::error::Error;
use std::{fmt, io};

use rustix::io::Errno;

use super::id::IncidentId;

/// Why [`super::Store::append`]'s `make` gave no bytes. Carries the caller's own error through the store unchanged.
#[derive(Debug)]
pub struct Refused(pub Box<dyn Error + Send + Sync>);

impl Refused {
    /// Wraps the caller's own error.
    pub fn because(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(error.into())
    }
}

/// What a store can fail with.
#[derive(Debug)]
pub enum StoreError {
    /// There is no such incident.
    NotFound { id: IncidentId, place: String },
    /// There is already an incident of this id.
    AlreadyExists { id: IncidentId },
    /// The incident is there and its record is not. Records are never taken away: tampering.
    RecordGone { place: String },
    /// The record is there and holds no whole line. Records are never built so: tampering.
    EmptyRecord { place: String },
    /// What the caller has already read is no longer there as it was: tampering.
    Rewritten {
        place: String,
        /// How many lines the caller had read.
        lines: u64,
    },
    /// A link, a folder, a pipe or the like stands where something of ours should.
    NotOurs {
        place: String,
        /// What it is, such as `a link`.
        found: &'static str,
        /// What was expected, such as `a folder`.
        expected: &'static str,
    },
    /// Somebody else is writing and did not finish in time.
    Busy {
        place: String,
        /// Who holds it, if the system says.
        holder: Option<u32>,
        waited_ms: u64,
    },
    /// The record is too large to be read at once.
    TooLarge { place: String, bytes: u64, limit: u64 },
    /// Something failed before anything was changed.
    Failed {
        /// What was being done, such as `open`.
        doing: &'static str,
        place: String,
        reason: String,
    },
    /// Something failed after writing had begun: nobody knows what the disk kept. Nothing was acknowledged.
    NotDurable {
        /// What was being done, such as `write to`.
        doing: &'static str,
        place: String,
        reason: String,
    },
    /// An earlier [`StoreError::NotDurable`] ended writing to this record in this process.
    Spent { place: String },
    /// The caller's `make` refused; nothing was changed.
    Refused(Refused),
    /// The caller gave bytes that are not whole lines of text: a bug of ours. Nothing was changed.
    NotLines {
        /// Where they should have gone.
        place: String,
    },
}

impl StoreError {
    /// True where the record shows that somebody interfered with it.
    pub fn is_tampering(&self) -> bool {
        matches!(
            self,
            Self::RecordGone { .. } | Self::EmptyRecord { .. } | Self::Rewritten { .. }
        )
    }

    /// What to do next, where the store knows.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NotFound { .. } => {
                Some("`breach list` shows the incidents of this store; `--store` names another store")
            }
            Self::AlreadyExists { .. } => Some("`breach resume` goes on with it"),
            Self::RecordGone { .. } | Self::EmptyRecord { .. } | Self::Rewritten { .. } => Some(
                "leave the folder as it is, keep a copy, and compare it with the last check code somebody wrote down",
            ),
            Self::NotOurs { .. } => Some("links are not followed; move it away, or name another store with `--store`"),
            Self::Busy { .. } => Some("nothing was lost; type it again, or end the program that holds the record"),
            Self::TooLarge { .. } => Some("`breach verify` can still check it"),
            Self::NotDurable { .. } | Self::Spent { .. } => Some(
                "go on on paper until the disk is mended; then `breach verify` and `breach log` show what was kept",
            ),
            Self::Failed { .. } | Self::Refused(_) | Self::NotLines { .. } => None,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound { id, place } => write!(f, "there is no incident `{id}` at `{place}`"),
            Self::AlreadyExists { id } => write!(f, "incident `{id}` exists already"),
            Self::RecordGone { place } => {
                write!(
                    f,
                    "`{place}` is gone although its incident is there; somebody has removed the record"
                )
            }
            Self::EmptyRecord { place } => {
                write!(
                    f,
                    "`{place}` holds no entry, and no record is ever built so; somebody has emptied it"
                )
            }
            Self::Rewritten { place, lines: 1 } => {
                write!(f, "`{place}` no longer begins with the entry read from it before")
            }
            Self::Rewritten { place, lines } => {
                write!(
                    f,
                    "`{place}` no longer begins with the {lines} entries read from it before"
                )
            }
            Self::NotOurs { place, found, expected } => {
                write!(f, "`{place}` is {found}, not {expected}; it was left alone")
            }
            Self::Busy {
                place,
                holder,
                waited_ms,
            } => {
                write!(f, "`{place}` is being written by ")?;
                match holder {
                    Some(pid) => write!(f, "process {pid}")?,
                    None => f.write_str("another process")?,
                }
                let (seconds, tenths) = (waited_ms / 1000, waited_ms % 1000 / 100);
                match tenths {
                    0 => write!(f, ", and {seconds} s of waiting did not help"),
                    _ => write!(f, ", and {seconds}.{tenths} s of waiting did not help"),
                }
            }
            Self::TooLarge { place, bytes, limit } => {
                write!(
                    f,
                    "`{place}` is too large to read at once ({bytes} bytes; the limit is {limit})"
                )
            }
            Self::Failed { doing, place, reason } => {
                write!(f, "could not {doing} `{place}`: {reason}")
            }
            Self::NotDurable { doing, place, reason } => write!(
                f,
                "could not {doing} `{place}`: {reason}; the entry may or may not be on the disk; it was not acknowledged, \
                 and everything acknowledged before is kept"
            ),
            Self::Spent { place } => write!(
                f,
                "an earlier write to `{place}` failed, so this session logs nothing more there; \
                 everything acknowledged before is kept"
            ),
            Self::Refused(Refused(error)) => write!(f, "{error}"),
            Self::NotLines { place } => {
                write!(f, "a bug in breach: the bytes for `{place}` are not whole lines")
            }
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Refused(Refused(error)) => error.source(),
            _ => None,
        }
    }
}

/// An operating system's error in plain words, without its number.
pub(super) fn words(error: &io::Error) -> String {
    let plain = match Errno::from_io_error(error) {
        Some(Errno::NOSPC) => "the disk is full",
        Some(Errno::DQUOT) => "your disk quota is used up",
        Some(Errno::ROFS) => "the disk can only be read",
        Some(Errno::IO) => "the disk reports errors",
        Some(Errno::ACCESS | Errno::PERM) => "this login is not permitted to",
        Some(Errno::FBIG) => "the file has reached the largest size allowed here",
        Some(Errno::MFILE | Errno::NFILE) => "too many files are open",
        Some(Errno::NOENT) => "it does not exist",
        Some(Errno::EXIST) => "something of that name is already there",
        Some(Errno::NOTDIR) => "it is not a folder (links are not followed)",
        Some(Errno::ISDIR) => "it is a folder",
        Some(Errno::LOOP) => "it is a link, and links are not followed",
        Some(Errno::NOLCK) => "this file system has no locks",
        Some(Errno::STALE) => "the network folder has gone away",
        Some(Errno::NAMETOOLONG) => "the path is too long",
        _ => {
            let text = error.to_string();
            return text.split(" (os error").next().unwrap_or_default().to_owned();
        }
    };
    plain.to_owned()
}
