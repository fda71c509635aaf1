//! Where record bytes live: one append-only sequence of lines for each incident. A store knows bytes, line ends and heads;
//! it must not know playbooks, prompts, event kinds or JSON fields, and it never invents a time, an id or a line.
//! Nothing in [`Store`] speaks of files, so that a shared database can stand behind it as well as a folder.

mod aside;
mod batches;
mod building;
pub mod disk;
mod error;
mod folder;
mod id;
mod kept_files;
mod position;
mod scan;
mod steps;

#[cfg(test)]
mod tests;

use std::fmt;
use std::io::Read;
use std::ops::ControlFlow;

pub use batches::{BATCH_BYTES, in_batches};
pub use error::{Refused, StoreError};
pub use folder::{FolderStore, stream_file};
pub use id::{BadId, Holds, IncidentId};
pub use kept_files::KeptFile;
pub use position::Position;
pub use scan::{End, Torn};
pub use steps::RECORD;
#[cfg(test)]
pub(crate) use tests::memory::MemoryStore;

/// A place that keeps records. Safe to use from several threads and several processes at once.
pub trait Store: Send + Sync {
    /// Builds a new incident with these first lines: durable and visible all at once, or not at all.
    fn create(&self, id: &IncidentId, lines: &[u8]) -> Result<Position, StoreError>;

    /// Reads a whole record as stored.
    fn read(&self, id: &IncidentId) -> Result<Stored, StoreError>;

    /// Reads the whole lines that were added behind `seen`, which must still stand where it stood. The record is opened by
    /// its name again, so that one removed, replaced or cut short is noticed; what lies before `seen` is not read again.
    fn read_after(&self, id: &IncidentId, seen: &Position) -> Result<Vec<u8>, StoreError>;

    /// Reads a record piece by piece, for a verifier whose memory does not grow with the record.
    fn stream(&self, id: &IncidentId) -> Result<Streamed, StoreError>;

    /// Appends under the store's lock. `seen` is what the caller has already folded; `make` gets what others wrote since
    /// and returns the bytes to append (whole lines, or nothing at all), or a refusal, after which nothing is changed.
    /// `make` is called at most once, and must not use the store. `Ok` means durable: where `make` gave nothing to append,
    /// everything that stood there already is.
    fn append(&self, id: &IncidentId, seen: &Position, make: &mut Make<'_>) -> Result<Appended, StoreError>;

    /// Shows whole lines (without their LF), newest first, until `each` breaks or the first line has been shown. What lies
    /// before the last line shown is not read, but for the first line, which is always returned. Takes no lock.
    fn peek(&self, id: &IncidentId, each: &mut dyn FnMut(&[u8]) -> ControlFlow<()>) -> Result<Glance, StoreError>;

    /// Keeps a file beside the record: reads it once, to its end, and keeps the bytes that were read under their SHA-256. `Ok`
    /// means durable. The same bytes are kept once. A reader that fails, such as for a file that changes while it is read, is
    /// a refusal, after which nothing of it is kept.
    fn keep_file(&self, id: &IncidentId, from: &mut dyn Read) -> Result<KeptFile, StoreError>;

    /// Opens a kept file, which fails rather than give fewer bytes than it has; none where nothing has that name. Whether it
    /// still holds what it is named by is for the reader to find out.
    fn kept_file(&self, id: &IncidentId, sha256: &[u8; 32]) -> Result<Option<Box<dyn Read + Send>>, StoreError>;

    /// The names of all kept files, sorted, and of what somebody else put among them.
    fn kept_files(&self, id: &IncidentId) -> Result<Vec<String>, StoreError>;

    /// Every incident that is there, sorted by id: those whose record is gone, is something else, or cannot be got at too.
    fn list(&self) -> Result<Vec<IncidentId>, StoreError>;

    /// Where a record lies, for messages.
    fn location(&self, id: &IncidentId) -> String;

    /// What makes this store less safe than it should be.
    fn warnings(&self) -> Vec<Warning>;
}

/// What [`Store::append`] asks for the bytes to append.
pub type Make<'a> = dyn FnMut(Since<'_>) -> Result<Vec<u8>, Refused> + 'a;

/// What stands between the caller's last look and the lines it is about to append.
#[derive(Debug)]
pub struct Since<'a> {
    /// The whole lines others wrote since, each with its LF.
    pub lines: &'a [u8],
    /// Fragments a crash left behind, which no entry has mentioned yet: to be logged in the same write. A fragment may be
    /// offered again after a second crash, though its entry is already there; its hash tells.
    pub torn: &'a [Torn],
    /// Where the new lines will begin.
    pub position: &'a Position,
}

/// The result of an append.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The end of the record, after the appended lines.
    pub position: Position,
}

/// A record as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub bytes: Vec<u8>,
    /// The end of the last whole line.
    pub whole: usize,
    /// What follows the last whole line.
    pub end: End,
}

impl Stored {
    /// The whole lines, each with its LF.
    pub fn lines(&self) -> &[u8] {
        &self.bytes[..self.whole]
    }

    /// The position behind the last whole line.
    pub fn position(&self) -> Position {
        Position::of(self.lines())
    }
}

/// A record to be read piece by piece.
pub struct Streamed {
    /// The end of the last whole line, and so the number of bytes that `reader` gives: it fails rather than give fewer.
    pub whole: u64,
    /// What follows the last whole line.
    pub end: End,
    pub reader: Box<dyn Read + Send>,
}

impl fmt::Debug for Streamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streamed")
            .field("whole", &self.whole)
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}

/// What a look at a record's ends shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    /// The first line, without its LF.
    pub first_line: Vec<u8>,
    /// The size of the record.
    pub bytes: u64,
}

/// Something that makes a store less safe than it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Other users of this machine can read or change it.
    OpenToOthers {
        place: String,
        /// The permission bits.
        mode: u32,
    },
    /// A record lies in a folder whose name is no incident's: nothing finds it there.
    OddName { place: String },
    /// It lies on a file system whose locks and syncs cannot be relied on.
    SharedFileSystem {
        place: String,
        /// The kind, such as `NFS`.
        kind: &'static str,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::OpenToOthers { place, mode } => {
                write!(
                    f,
                    "`{place}` is open to other users (mode {mode:03o}); close it with `chmod 700 {place}`"
                )
            }
            Warning::OddName { place } => write!(
                f,
                "`{place}` holds a record, and nothing finds it under that name; `breach verify` with its path checks it"
            ),
            Warning::SharedFileSystem { place, kind } => write!(
                f,
                "`{place}` lies on a {kind} file system, where locks and syncs cannot be relied on; \
                 keep the store on a local disk"
            ),
        }
    }
}
