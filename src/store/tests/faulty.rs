//! A disk that fails on purpose, for tests: the Nth operation goes wrong in a chosen way, and a test tries every N. It wraps
//! any other disk and knows nothing of what is stored.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::io::Errno;

use crate::store::disk::{Disk, File, FileFacts, Folder, FolderFacts, How, Lock};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// This operation fails; the next ones work.
    Once(Errno),
    /// This operation and all after it fail.
    FromHere(Errno),
    /// If this operation is a write, half of it is written, which is no error.
    Short,
    /// If this operation is a write, half of it is written; all operations after it fail.
    ShortThen(Errno),
    /// The machine stops before this operation.
    StopBefore,
    /// The machine stops in the middle of this operation if it is a write, and else right after it.
    StopWithin,
}

/// A disk on which the Nth operation goes wrong.
#[derive(Clone)]
pub(super) struct FaultyDisk {
    disk: Arc<dyn Disk>,
    script: Arc<Mutex<Script>>,
}

struct Script {
    at: usize,
    fault: Fault,
    count: usize,
}

enum Turn {
    Whole,
    Half,
    Last,
}

impl FaultyDisk {
    /// Lets operation `at` (from 1) go wrong.
    pub(super) fn new(disk: Arc<dyn Disk>, at: usize, fault: Fault) -> Self {
        Self {
            disk,
            script: Arc::new(Mutex::new(Script { at, fault, count: 0 })),
        }
    }

    /// Whether operation `at` has been reached.
    pub(super) fn happened(&self) -> bool {
        let script = lock(&self.script);
        script.count >= script.at
    }
}

impl Disk for FaultyDisk {
    fn open_folder(&self, path: &Path) -> io::Result<Box<dyn Folder>> {
        let folder = turn(&self.script, || self.disk.open_folder(path))?;
        Ok(Box::new(FaultyFolder {
            folder,
            script: Arc::clone(&self.script),
        }))
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        turn(&self.script, || self.disk.make_folder(path))
    }

    fn pause(&self, time: Duration) {
        self.disk.pause(time);
    }
}

struct FaultyFolder {
    folder: Box<dyn Folder>,
    script: Arc<Mutex<Script>>,
}

impl Folder for FaultyFolder {
    fn open_folder(&self, name: &str) -> io::Result<Box<dyn Folder>> {
        let folder = turn(&self.script, || self.folder.open_folder(name))?;
        Ok(Box::new(FaultyFolder {
            folder,
            script: Arc::clone(&self.script),
        }))
    }

    fn make_folder(&self, name: &str) -> io::Result<()> {
        turn(&self.script, || self.folder.make_folder(name))
    }

    fn open_file(&self, name: &str, how: How) -> io::Result<Box<dyn File>> {
        let file = turn(&self.script, || self.folder.open_file(name, how))?;
        Ok(Box::new(FaultyFile {
            file,
            script: Arc::clone(&self.script),
        }))
    }

    fn rename_new(&self, from: &str, to: &str) -> io::Result<()> {
        turn(&self.script, || self.folder.rename_new(from, to))
    }

    fn rename_over(&self, from: &str, to: &str) -> io::Result<()> {
        turn(&self.script, || self.folder.rename_over(from, to))
    }

    fn remove_file(&self, name: &str) -> io::Result<()> {
        turn(&self.script, || self.folder.remove_file(name))
    }

    fn remove_folder(&self, name: &str) -> io::Result<()> {
        turn(&self.script, || self.folder.remove_folder(name))
    }

    fn names(&self) -> io::Result<Vec<(String, bool)>> {
        turn(&self.script, || self.folder.names())
    }

    fn what_is(&self, path: &str) -> io::Result<Option<&'static str>> {
        turn(&self.script, || self.folder.what_is(path))
    }

    fn sync(&self) -> io::Result<()> {
        turn(&self.script, || self.folder.sync())
    }

    fn facts(&self) -> io::Result<FolderFacts> {
        turn(&self.script, || self.folder.facts())
    }
}

struct FaultyFile {
    file: Box<dyn File>,
    script: Arc<Mutex<Script>>,
}

impl File for FaultyFile {
    fn facts(&self) -> io::Result<FileFacts> {
        turn(&self.script, || self.file.facts())
    }

    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        turn(&self.script, || self.file.read_at(buffer, at))
    }

    fn append(&self, bytes: &[u8]) -> io::Result<usize> {
        match next(&self.script)? {
            Turn::Whole => self.file.append(bytes),
            Turn::Half => self.file.append(&bytes[..bytes.len().div_ceil(2)]),
            Turn::Last => {
                self.file.append(&bytes[..bytes.len() / 2])?;
                Err(stopped())
            }
        }
    }

    fn truncate(&self, len: u64) -> io::Result<()> {
        turn(&self.script, || self.file.truncate(len))
    }

    fn sync(&self) -> io::Result<()> {
        turn(&self.script, || self.file.sync())
    }

    fn try_lock(&self, lock: Lock) -> io::Result<bool> {
        turn(&self.script, || self.file.try_lock(lock))
    }

    fn unlock(&self) -> io::Result<()> {
        turn(&self.script, || self.file.unlock())
    }

    fn holder(&self) -> Option<u32> {
        self.file.holder()
    }
}

fn turn<T>(script: &Mutex<Script>, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    match next(script)? {
        Turn::Whole | Turn::Half => act(),
        Turn::Last => {
            act()?;
            Err(stopped())
        }
    }
}

fn next(script: &Mutex<Script>) -> io::Result<Turn> {
    let mut script = lock(script);
    script.count += 1;
    let (here, after) = (script.count == script.at, script.count > script.at);
    match script.fault {
        Fault::Once(errno) if here => Err(errno.into()),
        Fault::FromHere(errno) if here || after => Err(errno.into()),
        Fault::ShortThen(errno) if after => Err(errno.into()),
        Fault::Short | Fault::ShortThen(_) if here => Ok(Turn::Half),
        Fault::StopWithin if here => Ok(Turn::Last),
        Fault::StopBefore if here || after => Err(stopped()),
        Fault::StopWithin if after => Err(stopped()),
        _ => Ok(Turn::Whole),
    }
}

fn stopped() -> io::Error {
    io::Error::other("the machine has stopped")
}

fn lock(script: &Mutex<Script>) -> MutexGuard<'_, Script> {
    script.lock().unwrap_or_else(PoisonError::into_inner)
}
