//! The few file operations a folder of records needs, each one small enough to be made to fail in a test. Knows folders,
//! files and locks; it must not know what a record, a line or an incident is. Links are never followed below the store.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::time::Duration;

use rustix::fs::{
    AtFlags, CWD, Dir, FileType, FlockOperation, Mode, OFlags, RenameFlags, fchmod, flock, fstat, fsync, ftruncate,
    mkdirat, openat, renameat, renameat_with, statat, unlinkat,
};
use rustix::io::{Errno, pread, retry_on_intr, write};

/// The way in: folders by path.
pub trait Disk: Send + Sync {
    /// Opens a folder by its path, which may lead through links.
    fn open_folder(&self, path: &Path) -> io::Result<Box<dyn Folder>>;
    /// Makes one folder, closed to others.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Lets time pass while somebody else holds a lock.
    fn pause(&self, time: Duration);
}

/// An open folder. Names are single path parts.
pub trait Folder: Send {
    /// Opens a folder in this one, unless it is a link.
    fn open_folder(&self, name: &str) -> io::Result<Box<dyn Folder>>;
    /// Makes a folder in this one, closed to others.
    fn make_folder(&self, name: &str) -> io::Result<()>;
    /// Opens a file in this folder, unless it is a link.
    fn open_file(&self, name: &str, how: How) -> io::Result<Box<dyn File>>;
    /// Renames a folder, unless something stands at the new name.
    fn rename_new(&self, from: &str, to: &str) -> io::Result<()>;
    /// Renames a file over whatever file stands at the new name.
    fn rename_over(&self, from: &str, to: &str) -> io::Result<()>;
    fn remove_file(&self, name: &str) -> io::Result<()>;
    fn remove_folder(&self, name: &str) -> io::Result<()>;
    /// All names in this folder that are text, in no order, each with whether it is a folder (a link is not).
    fn names(&self) -> io::Result<Vec<(String, bool)>>;
    /// What stands at a path that begins in this folder, in words; none where nothing does. A link is not followed.
    fn what_is(&self, path: &str) -> io::Result<Option<&'static str>>;
    /// Makes the names in this folder durable.
    fn sync(&self) -> io::Result<()>;
    /// What this folder lies on and who may use it.
    fn facts(&self) -> io::Result<FolderFacts>;
}

/// An open file. Closing it ends its lock.
pub trait File: Send {
    fn facts(&self) -> io::Result<FileFacts>;
    /// Reads at a place; 0 means the end.
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize>;
    /// Writes at the end, perhaps not all of it; says how much.
    fn append(&self, bytes: &[u8]) -> io::Result<usize>;
    fn truncate(&self, len: u64) -> io::Result<()>;
    /// Makes the bytes and the size durable.
    fn sync(&self) -> io::Result<()>;
    /// Takes the lock, or says that somebody else has it.
    fn try_lock(&self, lock: Lock) -> io::Result<bool>;
    fn unlock(&self) -> io::Result<()>;
    /// The process that holds the lock, if the system says.
    fn holder(&self) -> Option<u32>;
}

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// An existing file, for reading.
    Read,
    /// An existing file, for reading and for writing at its end.
    Append,
    /// A file that must not exist yet, for writing at its end.
    New,
    /// A new file, or an old one emptied, for writing at its end.
    Afresh,
}

/// The two kinds of lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    Shared,
    Exclusive,
}

/// A file's size and kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileFacts {
    pub bytes: u64,
    /// Whether it is an ordinary file.
    pub regular: bool,
    /// Whether it still has a name anywhere.
    pub named: bool,
}

/// What a folder lies on and who may use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FolderFacts {
    /// Its permission bits.
    pub mode: u32,
    /// The kind of file system, where it is one whose locks and syncs cannot be relied on.
    pub shared_by: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn open_folder(&self, path: &Path) -> io::Result<Box<dyn Folder>> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let fd = retry_on_intr(|| openat(CWD, path, flags, Mode::empty()))?;
        Ok(Box::new(RealFolder(fd)))
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        make_closed_folder(CWD, path)
    }

    fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

struct RealFolder(OwnedFd);

impl Folder for RealFolder {
    fn open_folder(&self, name: &str) -> io::Result<Box<dyn Folder>> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = retry_on_intr(|| openat(&self.0, name, flags, Mode::empty()))?;
        Ok(Box::new(RealFolder(fd)))
    }

    fn make_folder(&self, name: &str) -> io::Result<()> {
        make_closed_folder(&self.0, Path::new(name))
    }

    fn open_file(&self, name: &str, how: How) -> io::Result<Box<dyn File>> {
        // Without NONBLOCK, a pipe put in a file's place would hold us for ever.
        let always = OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
        let flags = match how {
            How::Read => OFlags::RDONLY,
            How::Append => OFlags::RDWR | OFlags::APPEND,
            How::New => OFlags::RDWR | OFlags::APPEND | OFlags::CREATE | OFlags::EXCL,
            How::Afresh => OFlags::RDWR | OFlags::APPEND | OFlags::CREATE | OFlags::TRUNC,
        };
        let owner_only = Mode::RUSR | Mode::WUSR;
        let fd = retry_on_intr(|| openat(&self.0, name, flags | always, owner_only))?;
        if matches!(how, How::New | How::Afresh) {
            // An umask can take the owner's own bits away.
            fchmod(&fd, owner_only)?;
        }
        Ok(Box::new(RealFile(fd)))
    }

    fn rename_new(&self, from: &str, to: &str) -> io::Result<()> {
        match retry_on_intr(|| renameat_with(&self.0, from, &self.0, to, RenameFlags::NOREPLACE)) {
            // Where the file system cannot do it, a plain rename of a folder still never replaces anything but an empty folder.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                Ok(retry_on_intr(|| renameat(&self.0, from, &self.0, to))?)
            }
            other => Ok(other?),
        }
    }

    fn rename_over(&self, from: &str, to: &str) -> io::Result<()> {
        Ok(retry_on_intr(|| renameat(&self.0, from, &self.0, to))?)
    }

    fn remove_file(&self, name: &str) -> io::Result<()> {
        Ok(retry_on_intr(|| unlinkat(&self.0, name, AtFlags::empty()))?)
    }

    fn remove_folder(&self, name: &str) -> io::Result<()> {
        Ok(retry_on_intr(|| unlinkat(&self.0, name, AtFlags::REMOVEDIR))?)
    }

    fn names(&self) -> io::Result<Vec<(String, bool)>> {
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.0)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().to_str() else { continue };
            if name == "." || name == ".." {
                continue;
            }
            let kind = match entry.file_type() {
                FileType::Unknown => self.kind(name)?,
                known => known,
            };
            names.push((name.to_owned(), kind == FileType::Directory));
        }
        Ok(names)
    }

    fn what_is(&self, path: &str) -> io::Result<Option<&'static str>> {
        match self.kind(path) {
            Ok(kind) => Ok(Some(match kind {
                FileType::RegularFile => "an ordinary file",
                FileType::Directory => "a folder",
                FileType::Symlink => "a link",
                FileType::Fifo => "a pipe",
                FileType::Socket => "a socket",
                _ => "a device",
            })),
            Err(Errno::NOENT | Errno::NOTDIR) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn sync(&self) -> io::Result<()> {
        match retry_on_intr(|| fsync(&self.0)) {
            // Some file systems keep names durable by themselves and refuse to be asked.
            Err(Errno::INVAL | Errno::OPNOTSUPP) => Ok(()),
            other => Ok(other?),
        }
    }

    fn facts(&self) -> io::Result<FolderFacts> {
        let mode = Mode::from_raw_mode(fstat(&self.0)?.st_mode).bits() & 0o777;
        #[cfg(target_os = "linux")]
        let shared_by = shared_kind(rustix::fs::fstatfs(&self.0)?.f_type as u64 & 0xffff_ffff);
        #[cfg(not(target_os = "linux"))]
        let shared_by = None;
        #[allow(clippy::useless_conversion, reason = "the type of a mode differs between systems")]
        Ok(FolderFacts {
            mode: u32::from(mode),
            shared_by,
        })
    }
}

impl RealFolder {
    fn kind(&self, path: &str) -> Result<FileType, Errno> {
        let stat = retry_on_intr(|| statat(&self.0, path, AtFlags::SYMLINK_NOFOLLOW))?;
        Ok(FileType::from_raw_mode(stat.st_mode))
    }
}

struct RealFile(OwnedFd);

impl File for RealFile {
    fn facts(&self) -> io::Result<FileFacts> {
        let stat = fstat(&self.0)?;
        Ok(FileFacts {
            bytes: u64::try_from(stat.st_size).unwrap_or(0),
            regular: FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile,
            named: stat.st_nlink > 0,
        })
    }

    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        Ok(retry_on_intr(|| pread(&self.0, &mut *buffer, at))?)
    }

    fn append(&self, bytes: &[u8]) -> io::Result<usize> {
        Ok(retry_on_intr(|| write(&self.0, bytes))?)
    }

    fn truncate(&self, len: u64) -> io::Result<()> {
        Ok(retry_on_intr(|| ftruncate(&self.0, len))?)
    }

    fn sync(&self) -> io::Result<()> {
        // An interrupted sync has not failed: nothing was marked clean.
        Ok(retry_on_intr(|| sync_bytes(&self.0))?)
    }

    fn try_lock(&self, lock: Lock) -> io::Result<bool> {
        let operation = match lock {
            Lock::Shared => FlockOperation::NonBlockingLockShared,
            Lock::Exclusive => FlockOperation::NonBlockingLockExclusive,
        };
        match retry_on_intr(|| flock(&self.0, operation)) {
            Ok(()) => Ok(true),
            Err(Errno::WOULDBLOCK) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn unlock(&self) -> io::Result<()> {
        Ok(retry_on_intr(|| flock(&self.0, FlockOperation::Unlock))?)
    }

    fn holder(&self) -> Option<u32> {
        let inode = fstat(&self.0).ok()?.st_ino;
        let table = std::fs::read_to_string("/proc/locks").ok()?;
        holder_in(&table, inode)
    }
}

/// Finds who holds an flock on an inode in the text of `/proc/locks`. The device is not compared: file systems with
/// sub-volumes report another one there than `stat` does.
fn holder_in(table: &str, inode: u64) -> Option<u32> {
    let inode = inode.to_string();
    table.lines().find_map(|line| {
        let mut fields = line.split_whitespace().skip(1);
        let flock = fields.next()? == "FLOCK";
        let pid = fields.nth(2)?.parse().ok()?;
        let same = fields.next()?.rsplit(':').next()? == inode;
        (flock && same).then_some(pid)
    })
}

/// Whether there is a process of this number, or may be.
pub(super) fn is_running(pid: u32) -> bool {
    let pid = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw);
    pid.is_some_and(|pid| rustix::process::test_kill_process(pid) != Err(Errno::SRCH))
}

#[cfg(not(target_vendor = "apple"))]
fn sync_bytes(file: &OwnedFd) -> rustix::io::Result<()> {
    rustix::fs::fdatasync(file)
}

/// Elsewhere a sync returns before the disk has the bytes; here the disk is asked as well.
#[cfg(target_vendor = "apple")]
fn sync_bytes(file: &OwnedFd) -> rustix::io::Result<()> {
    // Network file systems know the plain sync alone.
    rustix::fs::fcntl_fullfsync(file).or_else(|_| fsync(file))
}

fn make_closed_folder<Fd: AsFd>(parent: Fd, path: &Path) -> io::Result<()> {
    let parent = parent.as_fd();
    let owner_only = Mode::RWXU;
    retry_on_intr(|| mkdirat(parent, path, owner_only))?;
    // An umask can take the owner's own bits away.
    let stat = statat(parent, path, AtFlags::SYMLINK_NOFOLLOW)?;
    let is_folder = FileType::from_raw_mode(stat.st_mode) == FileType::Directory;
    if is_folder && Mode::from_raw_mode(stat.st_mode) & Mode::RWXU != Mode::RWXU {
        rustix::fs::chmodat(parent, path, owner_only, AtFlags::empty())?;
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn shared_kind(magic: u64) -> Option<&'static str> {
    Some(match magic {
        0x6969 => "NFS",
        0xff53_4d42 | 0xfe53_4d42 | 0x517b => "SMB",
        0x6573_5546 => "FUSE",
        0x0102_1997 => "9P",
        0x5346_414f | 0x6b41_4653 => "AFS",
        0x00c3_6400 => "Ceph",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
