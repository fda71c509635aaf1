//! How a folder store makes a new incident: under a hidden name, synced, then renamed into place, so that it is there wholly
//! or not at all, and still there after a power cut.

use std::io;
use std::path::Path;

use rustix::io::Errno;

use super::disk::{Disk, Folder, How, Lock, is_running};
use super::error::StoreError;
use super::id::IncidentId;
use super::steps::{RECORD, failed, is, shown, write_all};

/// Opens the store's folder, making it and what is missing above it, and makes its name durable up to the root.
pub(super) fn ensure_root(disk: &dyn Disk, root: &Path) -> Result<Box<dyn Folder>, StoreError> {
    let above: Vec<&Path> = root.ancestors().filter(|path| !path.as_os_str().is_empty()).collect();
    let missing = above
        .iter()
        .position(|path| disk.open_folder(path).is_ok())
        .unwrap_or(above.len());
    for path in above[..missing].iter().rev() {
        match disk.make_folder(path) {
            Err(error) if !is(&error, Errno::EXIST) => return Err(failed("make", &shown(path))(error)),
            _ => {}
        }
    }
    // A creator killed before us may have made folders and not have synced them, so every name above is synced. One that
    // was there before, and whose parent this login may not open, was not made by us.
    for (index, path) in above.iter().enumerate() {
        let parent = match path.parent() {
            Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
            Some(parent) => parent,
            None => break,
        };
        let needed = index < missing;
        match disk.open_folder(parent).map(|folder| folder.sync()) {
            Ok(Err(error)) if needed || index == 0 => return Err(failed("sync", &shown(parent))(error)),
            Err(error) if needed => return Err(failed("open", &shown(parent))(error)),
            _ => {}
        }
    }
    disk.open_folder(root).map_err(failed("open", &shown(root)))
}

/// Makes a hidden folder to build an incident in. One that a killed creator left behind is passed by.
pub(super) fn make_hidden(root: &dyn Folder, id: &IncidentId) -> io::Result<String> {
    let pid = std::process::id();
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    for turn in 0..1000 {
        let name = format!(".new-{id}-{pid}-{turn}");
        match root.make_folder(&name) {
            Ok(()) => return Ok(name),
            Err(error) if is(&error, Errno::EXIST) => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

pub(super) fn build(root: &dyn Folder, hidden: &str, lines: &[u8]) -> io::Result<()> {
    let folder = root.open_folder(hidden)?;
    let file = folder.open_file(RECORD, How::New)?;
    // Says to whoever sweeps up that this is not left over. Where there are no locks, the process is asked for.
    let _ = file.try_lock(Lock::Exclusive);
    write_all(&*file, lines)?;
    file.sync()?;
    folder.sync()
}

/// Removes what creators left behind that were killed: those whose process is gone, and who hold no lock from elsewhere. What
/// cannot be removed stays hidden.
pub(super) fn sweep(root: &dyn Folder) {
    for (name, _) in root.names().unwrap_or_default() {
        let pid = name
            .strip_prefix(".new-")
            .and_then(|rest| rest.rsplit('-').nth(1)?.parse().ok());
        if pid.is_none_or(is_running) {
            continue;
        }
        let record = root
            .open_folder(&name)
            .and_then(|folder| folder.open_file(RECORD, How::Read));
        if record.is_ok_and(|record| record.try_lock(Lock::Exclusive).unwrap_or(false)) {
            discard(root, &name);
        }
    }
}

/// Takes back what could not be finished; what cannot be removed either stays hidden.
pub(super) fn discard(root: &dyn Folder, hidden: &str) {
    if let Ok(folder) = root.open_folder(hidden) {
        let _ = folder.remove_file(RECORD);
    }
    let _ = root.remove_folder(hidden);
}
