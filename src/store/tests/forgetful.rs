//! A disk in memory that promises no more than a disk must, for tests: at a power cut it loses every byte and every name that
//! was not synced, or a part of them. Real file systems mostly keep more, and so hide mistakes. The program never uses it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::io::Errno;

use crate::store::disk::{Disk, File, FileFacts, Folder, FolderFacts, How, Lock};

/// What a power cut leaves of bytes that were appended and not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tail {
    Lost,
    Half,
    /// Their length, but zeros instead of them.
    Zeros,
    Kept,
}

/// What a power cut takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PowerCut {
    /// Whether names that were not synced are kept.
    pub(super) names_kept: bool,
    /// What is left of appended bytes.
    pub(super) tail: Tail,
}

/// A disk in memory. Clones are the same disk.
#[derive(Clone)]
pub(super) struct ForgetfulDisk {
    nodes: Arc<Mutex<Vec<Node>>>,
}

#[derive(Default)]
struct Node {
    is_folder: bool,
    bytes: Vec<u8>,
    synced_bytes: Vec<u8>,
    names: BTreeMap<String, usize>,
    synced_names: BTreeMap<String, usize>,
    readers: usize,
    writers: usize,
}

impl Default for ForgetfulDisk {
    fn default() -> Self {
        Self {
            nodes: Arc::new(Mutex::new(vec![Node {
                is_folder: true,
                ..Node::default()
            }])),
        }
    }
}

impl ForgetfulDisk {
    /// An empty disk: one folder, `/`.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Cuts the power. Everything that was open must have been closed.
    pub(super) fn cut_power(&self, cut: PowerCut) {
        for node in self.nodes().iter_mut() {
            if !cut.names_kept {
                node.names = node.synced_names.clone();
            }
            if node.bytes.starts_with(&node.synced_bytes) {
                let (synced, length) = (node.synced_bytes.len(), node.bytes.len());
                match cut.tail {
                    Tail::Lost => node.bytes.truncate(synced),
                    Tail::Half => node.bytes.truncate(synced + (length - synced) / 2),
                    Tail::Zeros => node.bytes[synced..].fill(0),
                    Tail::Kept => {}
                }
            } else if cut.tail == Tail::Lost {
                node.bytes = node.synced_bytes.clone();
            }
            node.synced_names = node.names.clone();
            node.synced_bytes = node.bytes.clone();
        }
    }

    fn nodes(&self) -> MutexGuard<'_, Vec<Node>> {
        self.nodes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn walk(&self, path: &Path) -> io::Result<usize> {
        let nodes = self.nodes();
        let mut at = 0;
        for part in path.components() {
            if let Component::Normal(name) = part {
                let name = name.to_str().ok_or(Errno::INVAL)?;
                at = *nodes[at].names.get(name).ok_or(Errno::NOENT)?;
                if !nodes[at].is_folder {
                    return Err(Errno::NOTDIR.into());
                }
            }
        }
        Ok(at)
    }

    fn add(&self, folder: usize, name: &str, is_folder: bool) -> io::Result<usize> {
        let mut nodes = self.nodes();
        if nodes[folder].names.contains_key(name) {
            return Err(Errno::EXIST.into());
        }
        let new = nodes.len();
        nodes.push(Node {
            is_folder,
            ..Node::default()
        });
        nodes[folder].names.insert(name.to_owned(), new);
        Ok(new)
    }
}

impl Disk for ForgetfulDisk {
    fn open_folder(&self, path: &Path) -> io::Result<Box<dyn Folder>> {
        Ok(Box::new(ForgetfulFolder {
            disk: self.clone(),
            node: self.walk(path)?,
        }))
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let (Some(parent), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
            return Err(Errno::EXIST.into());
        };
        self.add(self.walk(parent)?, name, true).map(drop)
    }

    fn pause(&self, _time: Duration) {
        std::thread::yield_now();
    }
}

struct ForgetfulFolder {
    disk: ForgetfulDisk,
    node: usize,
}

impl ForgetfulFolder {
    fn rename(&self, from: &str, to: &str, over: bool) -> io::Result<()> {
        let names = &mut self.disk.nodes()[self.node].names;
        if !over && names.contains_key(to) {
            return Err(Errno::EXIST.into());
        }
        let moved = names.remove(from).ok_or(Errno::NOENT)?;
        names.insert(to.to_owned(), moved);
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.disk.nodes()[self.node]
            .names
            .remove(name)
            .map(drop)
            .ok_or(Errno::NOENT.into())
    }
}

impl Folder for ForgetfulFolder {
    fn open_folder(&self, name: &str) -> io::Result<Box<dyn Folder>> {
        let nodes = self.disk.nodes();
        let node = *nodes[self.node].names.get(name).ok_or(Errno::NOENT)?;
        if !nodes[node].is_folder {
            return Err(Errno::NOTDIR.into());
        }
        Ok(Box::new(ForgetfulFolder {
            disk: self.disk.clone(),
            node,
        }))
    }

    fn make_folder(&self, name: &str) -> io::Result<()> {
        self.disk.add(self.node, name, true).map(drop)
    }

    fn open_file(&self, name: &str, how: How) -> io::Result<Box<dyn File>> {
        let existing = self.disk.nodes()[self.node].names.get(name).copied();
        let node = match (existing, how) {
            (Some(_), How::New) => return Err(Errno::EXIST.into()),
            (None, How::Read | How::Append) => return Err(Errno::NOENT.into()),
            (Some(node), _) => node,
            (None, How::New | How::Afresh) => self.disk.add(self.node, name, false)?,
        };
        if self.disk.nodes()[node].is_folder {
            return Err(Errno::ISDIR.into());
        }
        if how == How::Afresh {
            self.disk.nodes()[node].bytes.clear();
        }
        Ok(Box::new(ForgetfulFile {
            disk: self.disk.clone(),
            node,
            held: Mutex::new(None),
        }))
    }

    fn rename_new(&self, from: &str, to: &str) -> io::Result<()> {
        self.rename(from, to, false)
    }

    fn rename_over(&self, from: &str, to: &str) -> io::Result<()> {
        self.rename(from, to, true)
    }

    fn remove_file(&self, name: &str) -> io::Result<()> {
        self.remove(name)
    }

    fn remove_folder(&self, name: &str) -> io::Result<()> {
        self.remove(name)
    }

    fn names(&self) -> io::Result<Vec<(String, bool)>> {
        let nodes = self.disk.nodes();
        Ok(nodes[self.node]
            .names
            .iter()
            .map(|(name, node)| (name.clone(), nodes[*node].is_folder))
            .collect())
    }

    fn what_is(&self, path: &str) -> io::Result<Option<&'static str>> {
        let nodes = self.disk.nodes();
        let mut node = self.node;
        for name in path.split('/') {
            match nodes[node].names.get(name) {
                Some(inner) => node = *inner,
                None => return Ok(None),
            }
        }
        Ok(Some(if nodes[node].is_folder {
            "a folder"
        } else {
            "an ordinary file"
        }))
    }

    fn sync(&self) -> io::Result<()> {
        let node = &mut self.disk.nodes()[self.node];
        node.synced_names = node.names.clone();
        Ok(())
    }

    fn facts(&self) -> io::Result<FolderFacts> {
        Ok(FolderFacts {
            mode: 0o700,
            shared_by: None,
        })
    }
}

struct ForgetfulFile {
    disk: ForgetfulDisk,
    node: usize,
    held: Mutex<Option<Lock>>,
}

impl File for ForgetfulFile {
    fn facts(&self) -> io::Result<FileFacts> {
        Ok(FileFacts {
            bytes: self.disk.nodes()[self.node].bytes.len() as u64,
            regular: true,
            named: true,
        })
    }

    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        let nodes = self.disk.nodes();
        let rest = usize::try_from(at)
            .ok()
            .and_then(|at| nodes[self.node].bytes.get(at..))
            .unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }

    fn append(&self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.nodes()[self.node].bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn truncate(&self, len: u64) -> io::Result<()> {
        let len = usize::try_from(len).map_err(|_| Errno::FBIG)?;
        self.disk.nodes()[self.node].bytes.resize(len, 0);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let node = &mut self.disk.nodes()[self.node];
        node.synced_bytes = node.bytes.clone();
        Ok(())
    }

    fn try_lock(&self, lock: Lock) -> io::Result<bool> {
        let node = &mut self.disk.nodes()[self.node];
        match lock {
            Lock::Shared if node.writers == 0 => node.readers += 1,
            Lock::Exclusive if node.writers == 0 && node.readers == 0 => node.writers += 1,
            _ => return Ok(false),
        }
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(lock);
        Ok(true)
    }

    fn unlock(&self) -> io::Result<()> {
        let node = &mut self.disk.nodes()[self.node];
        match self.held.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(Lock::Shared) => node.readers -= 1,
            Some(Lock::Exclusive) => node.writers -= 1,
            None => {}
        }
        Ok(())
    }

    fn holder(&self) -> Option<u32> {
        None
    }
}

impl Drop for ForgetfulFile {
    fn drop(&mut self) {
        let _ = self.unlock();
    }
}
