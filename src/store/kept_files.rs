//! Files kept beside a record: `files/<sha256>`, each under the SHA-256 of what it holds. A file is copied and hashed in one
//! pass under a hidden name, synced, and renamed, so that under a hash nothing half copied ever stands. What a file was
//! called is data of whoever keeps it and never part of a path.

use std::io::{self, Read};

use rustix::io::Errno;
use sha2::{Digest, Sha256};

use super::disk::{File, Folder, How, Lock, is_running};
use super::error::{Refused, StoreError};
use super::position::hex;
use super::steps::{failed, is, open_ours, write_all};

/// The folder of an incident's kept files.
pub(super) const FILES: &str = "files";
/// How the name of a file begins that is being copied; the process and a number follow.
const PART: &str = ".part-";
const PIECE_BYTES: usize = 256 * 1024;

/// What was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Of the bytes as they were read, which is the name they are kept under.
    pub sha256: [u8; 32],
    pub bytes: u64,
}

/// Copies a file to its end. Its bytes are durable when this returns, and its name once [`sync_names`] has been called.
pub(super) fn copy_in(folder: &dyn Folder, from: &mut dyn Read, place: &str) -> Result<KeptFile, StoreError> {
    match folder.make_folder(FILES) {
        Err(error) if !is(&error, Errno::EXIST) => return Err(failed("make", place)(error)),
        _ => {}
    }
    let gone = || failed("open", place)(Errno::NOENT.into());
    let files = open_ours(folder, FILES, place).map_err(|error| error.unwrap_or_else(gone))?;
    sweep(&*files);
    let (part, file) = new_part(&*files).map_err(failed("make a file in", place))?;
    let kept = copy(from, &*file, place).and_then(|kept| {
        file.sync().map_err(failed("sync a file in", place))?;
        // Whatever stood under this name, the bytes just read stand there now.
        files
            .rename_over(&part, &hex(&kept.sha256))
            .map_err(failed("name a file in", place))?;
        Ok(kept)
    });
    if kept.is_err() {
        let _ = files.remove_file(&part);
    }
    kept
}

/// Makes the names of kept files durable, and the name of their folder, which a killed writer may have left unsynced.
pub(super) fn sync_names(folder: &dyn Folder) -> io::Result<()> {
    folder.open_folder(FILES)?.sync()?;
    folder.sync()
}

/// The names of all kept files, sorted, and of what else lies among them; not of what is being copied.
pub(super) fn names(folder: &dyn Folder, place: &str) -> Result<Vec<String>, StoreError> {
    let files = match open_ours(folder, FILES, place) {
        Ok(files) => files,
        Err(None) => return Ok(Vec::new()),
        Err(Some(error)) => return Err(error),
    };
    let names = files.names().map_err(failed("read", place))?;
    let mut names: Vec<String> = names.into_iter().map(|(name, _)| name).collect();
    names.retain(|name| !name.starts_with(PART));
    names.sort();
    Ok(names)
}

fn new_part(files: &dyn Folder) -> io::Result<(String, Box<dyn File>)> {
    let pid = std::process::id();
    let mut turn = 0;
    loop {
        let name = format!("{PART}{pid}-{turn}");
        match files.open_file(&name, How::New) {
            Err(error) if is(&error, Errno::EXIST) && turn < 1000 => turn += 1,
            Err(error) => return Err(error),
            Ok(file) => {
                // Says to whoever sweeps up that this is not left over. Where there are no locks, the process is asked for.
                let _ = file.try_lock(Lock::Exclusive);
                return Ok((name, file));
            }
        }
    }
}

fn copy(from: &mut dyn Read, to: &dyn File, place: &str) -> Result<KeptFile, StoreError> {
    let mut digest = Sha256::new();
    let mut bytes = 0;
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let count = match from.read(&mut piece) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(StoreError::Refused(Refused::because(error))),
        };
        if count == 0 {
            let sha256 = digest.finalize().into();
            return Ok(KeptFile { sha256, bytes });
        }
        digest.update(&piece[..count]);
        write_all(to, &piece[..count]).map_err(failed("write a file in", place))?;
        bytes += count as u64;
    }
}

/// Removes what writers left behind that were killed: those whose process is gone, and who hold no lock from elsewhere.
fn sweep(files: &dyn Folder) {
    for (name, _) in files.names().unwrap_or_default() {
        let pid = name
            .strip_prefix(PART)
            .and_then(|rest| rest.split('-').next()?.parse().ok());
        if pid.is_none_or(is_running) {
            continue;
        }
        let part = files.open_file(&name, How::Read);
        if part.is_ok_and(|part| part.try_lock(Lock::Exclusive).unwrap_or(false)) {
            let _ = files.remove_file(&name);
        }
    }
}
