//! The folder store: `<store>/<incident>/record.jsonl`, locked, written and synced so that what was acknowledged survives a
//! kill or a power cut, and so that what was not acknowledged is never half there. Only two things ever touch a record: an
//! append, and the cutting off of a proven torn end that has been copied aside first.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustix::io::Errno;

use super::aside::{mark_logged, set_aside, unlogged};
use super::building::{build, discard, ensure_root, make_hidden, sweep};
use super::disk::{Disk, File, Folder, How, Lock, RealDisk};
use super::error::{StoreError, words};
use super::id::IncidentId;
use super::kept_files::{self, FILES};
use super::position::{Position, hex, sha256};
use super::scan::{self, End, LINE_LIMIT_BYTES, Torn};
use super::steps::{RECORD, failed, is, open_ours, open_regular, shown, write_all};
use super::{Appended, Glance, KeptFile, Make, Since, Store, Stored, Streamed, Warning};

/// The largest record that is read into memory at once.
const READ_LIMIT_BYTES: u64 = 1024 * 1024 * 1024;

/// How long a writer waits for another one, the waiting of a reader just before it included.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a reader waits for the end of a line that is being written. That takes a writer milliseconds, and what stands
/// before it can be read without.
const READER_PATIENCE: Duration = Duration::from_secs(1);
const FIRST_PAUSE: Duration = Duration::from_millis(1);
const LONGEST_PAUSE: Duration = Duration::from_millis(5);

/// Records in a folder of their own.
pub struct FolderStore {
    root: PathBuf,
    disk: Arc<dyn Disk>,
    patience: Duration,
    /// How long was waited since a lock was last had, or given up.
    waited: Mutex<Duration>,
    /// Records on which a write or a sync has failed: nothing more is acknowledged there.
    spent: Mutex<BTreeSet<IncidentId>>,
    /// Records whose name in the store's folder is known to be durable.
    anchored: Mutex<BTreeSet<IncidentId>>,
}

impl FolderStore {
    /// The store in this folder, which is made with its first incident.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self::with(root, Arc::new(RealDisk), PATIENCE)
    }

    /// The same on another disk, or with another time to wait for a lock.
    pub fn with(root: impl Into<PathBuf>, disk: Arc<dyn Disk>, patience: Duration) -> Self {
        Self {
            root: root.into(),
            disk,
            patience,
            waited: Mutex::default(),
            spent: Mutex::new(BTreeSet::new()),
            anchored: Mutex::new(BTreeSet::new()),
        }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }
}

impl Store for FolderStore {
    fn create(&self, id: &IncidentId, lines: &[u8]) -> Result<Position, StoreError> {
        let place = self.location(id);
        if !are_lines(lines) {
            return Err(StoreError::NotLines { place });
        }
        let root = ensure_root(&*self.disk, &self.root)?;
        let root_place = shown(&self.root);
        let hidden = make_hidden(&*root, id).map_err(failed("make a folder in", &root_place))?;
        let built = build(&*root, &hidden, lines).map_err(failed("write to", &place));
        let renamed = built.and_then(|()| match root.rename_new(&hidden, id.as_str()) {
            Ok(()) => Ok(()),
            Err(error) if is_taken(&error) => Err(StoreError::AlreadyExists { id: id.clone() }),
            Err(error) => Err(failed("make", &place)(error)),
        });
        if let Err(error) = renamed {
            discard(&*root, &hidden);
            return Err(error);
        }
        if let Err(error) = root.sync() {
            insert(&self.spent, id);
            return Err(not_durable("sync", &root_place)(error));
        }
        sweep(&*root);
        Ok(Position::of(lines))
    }

    fn read(&self, id: &IncidentId) -> Result<Stored, StoreError> {
        let place = self.location(id);
        let Opened { file, bytes, .. } = self.open_record(id, How::Read)?;
        if bytes > READ_LIMIT_BYTES {
            return Err(StoreError::TooLarge {
                place,
                bytes,
                limit: READ_LIMIT_BYTES,
            });
        }
        let reading = failed("read", &place);
        let mut all = scan::read_exactly(&*file, 0, bytes).map_err(&reading)?;
        let mut whole = scan::whole_end(&all);
        let mut end = End::Whole;
        if whole < all.len() {
            // A writer may be in the middle: look again when there is none.
            end = End::InFlight;
            if self.lock(&*file, Lock::Shared, &place)? {
                let now = file.facts().map_err(&reading)?.bytes;
                all.truncate(whole);
                all.append(&mut scan::read_exactly(&*file, whole as u64, now).map_err(&reading)?);
                file.unlock().map_err(&reading)?;
                whole += scan::whole_end(&all[whole..]);
                end = if whole == all.len() {
                    End::Whole
                } else {
                    End::Torn(Torn::of(all[whole..].to_vec()))
                };
            }
        }
        if whole == 0 {
            return Err(StoreError::EmptyRecord { place });
        }
        Ok(Stored { bytes: all, whole, end })
    }

    fn read_after(&self, id: &IncidentId, seen: &Position) -> Result<Vec<u8>, StoreError> {
        let record = self.open_record(id, How::Read)?;
        let mut lines = self.bytes_after(id, &*record.file, record.bytes, seen)?;
        lines.truncate(scan::whole_end(&lines));
        Ok(lines)
    }

    fn stream(&self, id: &IncidentId) -> Result<Streamed, StoreError> {
        let place = self.location(id);
        let Opened { file, bytes, .. } = self.open_record(id, How::Read)?;
        let streamed = self.stream_open(file, bytes, place.clone())?;
        match streamed.whole {
            0 => Err(StoreError::EmptyRecord { place }),
            _ => Ok(streamed),
        }
    }

    fn append(&self, id: &IncidentId, seen: &Position, make: &mut Make<'_>) -> Result<Appended, StoreError> {
        let place = self.location(id);
        if contains(&self.spent, id) {
            return Err(StoreError::Spent { place });
        }
        let record = self.open_record(id, How::Append)?;
        let file = &*record.file;
        if !self.lock(file, Lock::Exclusive, &place)? {
            let waited_ms = u64::try_from(self.patience.as_millis()).unwrap_or(u64::MAX);
            return Err(StoreError::Busy {
                place,
                holder: file.holder(),
                waited_ms,
            });
        }
        let appended = self.append_locked(id, &record, seen, make);
        // Closing the file would end the lock too; a child forked meanwhile may keep a copy of it open.
        let _ = file.unlock();
        appended
    }

    fn peek(&self, id: &IncidentId, each: &mut dyn FnMut(&[u8]) -> ControlFlow<()>) -> Result<Glance, StoreError> {
        let place = self.location(id);
        let Opened { file, bytes, .. } = self.open_record(id, How::Read)?;
        let reading = failed("read", &place);
        let first_line = first_line(&*file, bytes).map_err(&reading)?;
        let Some(first_line) = first_line else {
            return Err(StoreError::EmptyRecord { place });
        };
        scan::newest_first(&*file, bytes, &mut |_, line| each(line)).map_err(&reading)?;
        Ok(Glance { first_line, bytes })
    }

    fn keep_file(&self, id: &IncidentId, from: &mut dyn Read) -> Result<KeptFile, StoreError> {
        let place = self.files_place(id);
        if contains(&self.spent, id) {
            return Err(StoreError::Spent { place });
        }
        let record = self.open_record(id, How::Read)?;
        let kept = kept_files::copy_in(&*record.folder, from, &place)?;
        self.durably(id, &record, || {
            kept_files::sync_names(&*record.folder).map_err(not_durable("sync", &place))
        })?;
        Ok(kept)
    }

    fn kept_file(&self, id: &IncidentId, sha256: &[u8; 32]) -> Result<Option<Box<dyn Read + Send>>, StoreError> {
        let place = self.files_place(id);
        let folder = self.open_record(id, How::Read)?.folder;
        let opened = open_ours(&*folder, FILES, &place).and_then(|files| {
            let name = hex(sha256);
            open_regular(&*files, &name, How::Read, &format!("{place}/{name}"))
        });
        match opened {
            Ok((file, end)) => Ok(Some(Box::new(BytesReader { file, at: 0, end }))),
            Err(None) => Ok(None),
            Err(Some(error)) => Err(error),
        }
    }

    fn kept_files(&self, id: &IncidentId) -> Result<Vec<String>, StoreError> {
        kept_files::names(&*self.open_record(id, How::Read)?.folder, &self.files_place(id))
    }

    fn list(&self) -> Result<Vec<IncidentId>, StoreError> {
        let place = shown(&self.root);
        let root = match self.disk.open_folder(&self.root) {
            Ok(root) => root,
            Err(error) if is(&error, Errno::NOENT) => return Ok(Vec::new()),
            Err(error) => return Err(failed("open", &place)(error)),
        };
        let mut ids = Vec::new();
        for (name, is_folder) in root.names().map_err(failed("read", &place))? {
            let Ok(id) = IncidentId::parse(&name) else { continue };
            // What may not be looked into may be an incident, and one whose record was removed still is.
            let record = || root.what_is(&format!("{name}/{RECORD}"));
            if id.is_made() || is_folder && !matches!(record(), Ok(None)) {
                ids.push(id);
            }
        }
        ids.sort();
        Ok(ids)
    }

    fn location(&self, id: &IncidentId) -> String {
        shown(&self.root.join(id.as_str()).join(RECORD))
    }

    fn warnings(&self) -> Vec<Warning> {
        // A store that cannot be looked at is reported by the first thing done with it.
        let Ok(root) = self.disk.open_folder(&self.root) else {
            return Vec::new();
        };
        let Ok(facts) = root.facts() else { return Vec::new() };
        let holds_record = |name: &str| matches!(root.what_is(&format!("{name}/{RECORD}")), Ok(Some(_)));
        let mut odd: Vec<Warning> = root
            .names()
            .unwrap_or_default()
            .into_iter()
            .filter(|(name, is_folder)| *is_folder && !name.starts_with('.') && IncidentId::parse(name).is_err())
            .filter(|(name, _)| holds_record(name))
            .map(|(name, _)| Warning::OddName {
                place: shown(&self.root.join(name).join(RECORD)),
            })
            .collect();
        odd.sort_by_key(ToString::to_string);
        let place = shown(&self.root);
        let open = (facts.mode & 0o077 != 0).then(|| Warning::OpenToOthers {
            place: place.clone(),
            mode: facts.mode,
        });
        let shared = facts.shared_by.map(|kind| Warning::SharedFileSystem { place, kind });
        open.into_iter().chain(shared).chain(odd).collect()
    }
}

impl FolderStore {
    fn files_place(&self, id: &IncidentId) -> String {
        shown(&self.root.join(id.as_str()).join(FILES))
    }

    fn append_locked(
        &self,
        id: &IncidentId,
        record: &Opened,
        seen: &Position,
        make: &mut Make<'_>,
    ) -> Result<Appended, StoreError> {
        let place = &self.location(id);
        let (folder, file) = (&*record.folder, &*record.file);
        let reading = failed("read", place);
        let facts = file.facts().map_err(&reading)?;
        if !facts.named {
            return Err(StoreError::RecordGone {
                place: place.to_owned(),
            });
        }
        let tail = self.bytes_after(id, file, facts.bytes, seen)?;
        let (lines, rest) = tail.split_at(scan::whole_end(&tail));
        let position = seen.after(lines);
        if position.bytes == 0 {
            return Err(StoreError::EmptyRecord {
                place: place.to_owned(),
            });
        }
        let mut torn = unlogged(folder).map_err(failed("read what was kept aside beside", place))?;
        let fresh = (!rest.is_empty()).then(|| Torn::of(rest.to_vec()));
        torn.extend(
            fresh
                .iter()
                .filter(|fresh| !torn.contains(fresh))
                .cloned()
                .collect::<Vec<_>>(),
        );

        let bytes = make(Since {
            lines,
            torn: &torn,
            position: &position,
        })
        .map_err(StoreError::Refused)?;
        if bytes.is_empty() {
            self.durably(id, record, || file.sync().map_err(not_durable("sync", place)))?;
            return Ok(Appended { position });
        }
        if !are_lines(&bytes) {
            return Err(StoreError::NotLines {
                place: place.to_owned(),
            });
        }
        if let Some(fresh) = &fresh {
            set_aside(folder, fresh).map_err(failed("keep the torn end aside beside", place))?;
        }
        self.durably(id, record, || {
            if fresh.is_some() {
                let cut = file.truncate(position.bytes).and_then(|()| file.sync());
                cut.map_err(not_durable("cut the torn end off", place))?;
            }
            write_all(file, &bytes).map_err(not_durable("write to", place))?;
            file.sync().map_err(not_durable("sync", place))
        })?;
        mark_logged(folder, &torn);
        Ok(Appended {
            position: position.after(&bytes),
        })
    }

    /// Everything behind `seen` in a record of this length, if what was seen still stands where it stood.
    fn bytes_after(
        &self,
        id: &IncidentId,
        file: &dyn File,
        bytes: u64,
        seen: &Position,
    ) -> Result<Vec<u8>, StoreError> {
        let place = self.location(id);
        let reading = failed("read", &place);
        if !still_there(file, bytes, seen).map_err(&reading)? {
            return Err(StoreError::Rewritten {
                place,
                lines: seen.lines,
            });
        }
        if bytes - seen.bytes > READ_LIMIT_BYTES {
            return Err(StoreError::TooLarge {
                place,
                bytes: bytes - seen.bytes,
                limit: READ_LIMIT_BYTES,
            });
        }
        scan::read_exactly(file, seen.bytes, bytes).map_err(&reading)
    }

    /// Does what must be acknowledged only if all of it worked; after a failure this process writes no more to the record.
    fn durably(
        &self,
        id: &IncidentId,
        record: &Opened,
        act: impl FnOnce() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        // A creator killed before its last sync leaves a record whose own name is not durable.
        let anchor = || {
            if contains(&self.anchored, id) {
                return Ok(());
            }
            record.root.sync().map_err(not_durable("sync", &shown(&self.root)))
        };
        let done = anchor().and_then(|()| act());
        insert(if done.is_ok() { &self.anchored } else { &self.spent }, id);
        done
    }

    /// Opens a record, which must be an ordinary file and not empty.
    fn open_record(&self, id: &IncidentId, how: How) -> Result<Opened, StoreError> {
        let place = self.location(id);
        let missing = || StoreError::NotFound {
            id: id.clone(),
            place: shown(&self.root),
        };
        let root = self.disk.open_folder(&self.root).map_err(|error| match error {
            error if is(&error, Errno::NOENT) => missing(),
            error => failed("open", &shown(&self.root))(error),
        })?;
        let folder = open_ours(&*root, id.as_str(), &shown(&self.root.join(id.as_str())))
            .map_err(|error| error.unwrap_or_else(missing))?;
        let (file, bytes) = open_regular(&*folder, RECORD, how, &place).map_err(|error| match error {
            None => StoreError::RecordGone { place: place.clone() },
            Some(error) => error,
        })?;
        if bytes == 0 {
            return Err(StoreError::EmptyRecord { place });
        }
        Ok(Opened {
            root,
            folder,
            file,
            bytes,
        })
    }

    fn stream_open(&self, file: Box<dyn File>, mut bytes: u64, place: String) -> Result<Streamed, StoreError> {
        let reading = failed("read", &place);
        let mut whole = scan::whole_end_of(&*file, bytes).map_err(&reading)?;
        let mut end = End::Whole;
        if whole < bytes {
            if self.lock(&*file, Lock::Shared, &place)? {
                bytes = file.facts().map_err(&reading)?.bytes;
                whole = scan::whole_end_of(&*file, bytes).map_err(&reading)?;
                if whole < bytes {
                    if bytes - whole > LINE_LIMIT_BYTES {
                        return Err(StoreError::TooLarge {
                            place,
                            bytes: bytes - whole,
                            limit: LINE_LIMIT_BYTES,
                        });
                    }
                    end = End::Torn(Torn::of(scan::read_exactly(&*file, whole, bytes).map_err(&reading)?));
                }
                file.unlock().map_err(&reading)?;
            } else {
                end = End::InFlight;
            }
        }
        Ok(Streamed {
            whole,
            end,
            reader: Box::new(BytesReader {
                file,
                at: 0,
                end: whole,
            }),
        })
    }

    /// Waits for a lock; false if somebody else held it all the time.
    fn lock(&self, file: &dyn File, lock: Lock, place: &str) -> Result<bool, StoreError> {
        let mut in_all = self.waited.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = match lock {
            Lock::Shared => self.patience.min(*in_all + READER_PATIENCE),
            Lock::Exclusive => self.patience,
        };
        let mut pause = FIRST_PAUSE;
        while !file.try_lock(lock).map_err(failed("lock", place))? {
            if *in_all >= limit {
                if lock == Lock::Exclusive {
                    *in_all = Duration::ZERO;
                }
                return Ok(false);
            }
            self.disk.pause(pause);
            *in_all += pause;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        *in_all = Duration::ZERO;
        Ok(true)
    }
}

/// Reads a file that lies outside a store, piece by piece, like [`Store::stream`]. Links are not followed. `None` where no such
/// file is.
pub fn stream_file(path: &Path) -> Result<Option<Streamed>, StoreError> {
    let place = shown(path);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Ok(None);
    };
    let store = FolderStore::new(folder);
    let folder = match store.disk.open_folder(folder) {
        Err(error) if is(&error, Errno::NOENT) || is(&error, Errno::NOTDIR) => return Ok(None),
        folder => folder.map_err(failed("open", &place))?,
    };
    match open_regular(&*folder, name, How::Read, &place) {
        Err(None) => Ok(None),
        Err(Some(error)) => Err(error),
        Ok((file, bytes)) => store.stream_open(file, bytes, place).map(Some),
    }
}

struct Opened {
    root: Box<dyn Folder>,
    folder: Box<dyn Folder>,
    file: Box<dyn File>,
    bytes: u64,
}

/// Gives the bytes of a file up to an end, all of them or an error.
struct BytesReader {
    file: Box<dyn File>,
    at: u64,
    end: u64,
}

impl Read for BytesReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end - self.at)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        if left == 0 {
            return Ok(0);
        }
        match self.file.read_at(&mut buffer[..left], self.at)? {
            0 => Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "it became shorter while it was read",
            )),
            count => {
                self.at += count as u64;
                Ok(count)
            }
        }
    }
}

/// Whether what was seen still stands where it stood: long enough, and with the same head.
fn still_there(file: &dyn File, bytes: u64, seen: &Position) -> io::Result<bool> {
    if seen.bytes > bytes {
        return Ok(false);
    }
    if seen.bytes == 0 {
        return Ok(true);
    }
    let mut same = false;
    scan::newest_first(file, seen.bytes, &mut |at, line| {
        same = at + line.len() as u64 + 1 == seen.bytes && sha256(line) == seen.head;
        ControlFlow::Break(())
    })?;
    Ok(same)
}

fn first_line(file: &dyn File, bytes: u64) -> io::Result<Option<Vec<u8>>> {
    let mut wanted = 4096;
    loop {
        let end = bytes.min(wanted);
        let mut start = scan::read_exactly(file, 0, end)?;
        if let Some(at) = start.iter().position(|byte| *byte == b'\n') {
            start.truncate(at);
            return Ok(Some(start));
        }
        if end == bytes {
            return Ok(None);
        }
        if end >= LINE_LIMIT_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        wanted *= 4;
    }
}

fn contains(ids: &Mutex<BTreeSet<IncidentId>>, id: &IncidentId) -> bool {
    ids.lock().unwrap_or_else(PoisonError::into_inner).contains(id)
}

fn insert(ids: &Mutex<BTreeSet<IncidentId>>, id: &IncidentId) {
    ids.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone());
}

fn are_lines(bytes: &[u8]) -> bool {
    bytes.ends_with(b"\n") && !bytes.contains(&0)
}

/// A folder, or anything else, stands at the name a folder was to be renamed to.
fn is_taken(error: &io::Error) -> bool {
    [Errno::EXIST, Errno::NOTEMPTY, Errno::NOTDIR]
        .iter()
        .any(|errno| is(error, *errno))
}

fn not_durable(doing: &'static str, place: &str) -> impl Fn(io::Error) -> StoreError + use<> {
    let place = place.to_owned();
    move |error| StoreError::NotDurable {
        doing,
        place: place.clone(),
        reason: words(&error),
    }
}
