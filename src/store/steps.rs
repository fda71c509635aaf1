//! What every step on a disk has in common: the name of a record's file, a write that is whole, and an error that says what
//! was being done.

use std::io;
use std::path::Path;

use rustix::io::Errno;

use super::disk::File;
use super::error::{StoreError, words};

/// The name of the file that holds an incident's record.
pub const RECORD: &str = "record.jsonl";

pub(super) fn write_all(file: &dyn File, bytes: &[u8]) -> io::Result<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        match file.append(rest)? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            count => rest = &rest[count..],
        }
    }
    Ok(())
}

pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

pub(super) fn is(error: &io::Error, errno: Errno) -> bool {
    error.raw_os_error() == Some(errno.raw_os_error())
}

pub(super) fn failed(doing: &'static str, place: &str) -> impl Fn(io::Error) -> StoreError + use<> {
    let place = place.to_owned();
    move |error| StoreError::Failed {
        doing,
        place: place.clone(),
        reason: words(&error),
    }
}
