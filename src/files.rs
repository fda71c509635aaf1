//! Files that are not records: read with a limit, and never waited for.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;
use sha2::{Digest, Sha256};

use crate::fact::Value;
use crate::hash::hex;

/// Why a file could not be read, or a folder not be made.
#[derive(Debug)]
pub enum FileError {
    Io(io::Error),
    NotRegular,
    TooLarge,
    NotText,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FileError::Io(error) => return f.write_str(&plain(error)),
            FileError::NotRegular => "it is not a regular file",
            FileError::TooLarge => "it is larger than 4 MiB",
            FileError::NotText => "it is not UTF-8 text",
        })
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            FileError::Io(error) => Some(error),
            FileError::NotRegular | FileError::TooLarge | FileError::NotText => None,
        }
    }
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        FileError::Io(error)
    }
}

/// Makes a folder that only its owner can look into, with those above it.
pub fn make_folder(path: &Path) -> Result<(), FileError> {
    use std::os::unix::fs::DirBuilderExt;
    let missing: Vec<&Path> = path.ancestors().take_while(|folder| !folder.exists()).collect();
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made?;
    for folder in missing.iter().filter_map(|folder| folder.parent()) {
        // A new name that a power cut takes back takes with it what was written below it. A folder above may not be ours to
        // open, and what is written into the new one is synced by its writer.
        let _ = File::open(if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        })
        .and_then(|folder| folder.sync_all());
    }
    Ok(())
}

/// An operating system's error in plain words.
pub fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::QuotaExceeded => "your disk quota is used up".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read".to_owned(),
        io::ErrorKind::PermissionDenied => "this login is not permitted to".to_owned(),
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        _ => error
            .to_string()
            .split(" (os error")
            .next()
            .unwrap_or_default()
            .split(" at path")
            .next()
            .unwrap_or_default()
            .to_owned(),
    }
}

/// What identifies a file that stays where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes, 64 hex digits.
    pub sha256: String,
}

impl From<Fingerprint> for Value {
    fn from(file: Fingerprint) -> Self {
        Value::File {
            name: file.name,
            size: file.size,
            sha256: file.sha256,
        }
    }
}

/// Reads a regular file once and takes its size and SHA-256. Pipes, devices and folders are refused without waiting.
pub fn fingerprint(path: &Path) -> Result<Fingerprint, FileError> {
    let mut file = open_regular(path)?;
    let mut digest = Sha256::new();
    let mut size = 0;
    let mut buffer = vec![0; 128 * 1024];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        size += count as u64;
        digest.update(&buffer[..count]);
    }
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok(Fingerprint {
        name,
        size,
        sha256: hex(&digest.finalize()),
    })
}

/// The longest text file that is read as input, in bytes.
const MAX_TEXT_BYTES: u64 = 4 * 1024 * 1024;

/// Reads a regular text file of bounded size.
pub fn read_text(path: &Path) -> Result<String, FileError> {
    let file = open_regular(path)?;
    let mut bytes = Vec::new();
    file.take(MAX_TEXT_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        return Err(FileError::TooLarge);
    }
    String::from_utf8(bytes).map_err(|_| FileError::NotText)
}

fn open_regular(path: &Path) -> Result<File, FileError> {
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(i32::try_from((OFlags::NONBLOCK | OFlags::CLOEXEC).bits()).unwrap_or(0))
        .open(path)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(FileError::NotRegular);
    }
    Ok(file)
}
