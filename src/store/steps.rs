//! What every step on a disk has in common: the name of a record's file, a write that is whole, a folder or an ordinary file
//! opened and nothing else in its place, and an error that says what was being done.

use std::io;
use std::path::Path;

use rustix::io::Errno;

use super::disk::{File, Folder, How};
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

/// Opens a folder that is no link. Without an error where nothing has that name.
pub(super) fn open_ours(folder: &dyn Folder, name: &str, place: &str) -> Result<Box<dyn Folder>, Option<StoreError>> {
    folder.open_folder(name).map_err(|error| match error {
        error if is(&error, Errno::NOENT) => None,
        error if is(&error, Errno::NOTDIR) || is(&error, Errno::LOOP) => Some(StoreError::NotOurs {
            place: place.to_owned(),
            found: found(folder, name),
            expected: "a folder",
        }),
        error => Some(failed("open", place)(error)),
    })
}

/// Opens an ordinary file and gives its size. Without an error where nothing has that name.
pub(super) fn open_regular(
    folder: &dyn Folder,
    name: &str,
    how: How,
    place: &str,
) -> Result<(Box<dyn File>, u64), Option<StoreError>> {
    let not_a_file = || StoreError::NotOurs {
        place: place.to_owned(),
        found: found(folder, name),
        expected: "an ordinary file",
    };
    let file = folder.open_file(name, how).map_err(|error| match error {
        error if is(&error, Errno::NOENT) => None,
        error
            if [Errno::LOOP, Errno::ISDIR, Errno::NXIO]
                .iter()
                .any(|errno| is(&error, *errno)) =>
        {
            Some(not_a_file())
        }
        error => Some(failed("open", place)(error)),
    })?;
    let facts = file.facts().map_err(|error| failed("open", place)(error))?;
    if facts.regular {
        Ok((file, facts.bytes))
    } else {
        Err(Some(not_a_file()))
    }
}

/// What stands where something else was expected.
fn found(folder: &dyn Folder, name: &str) -> &'static str {
    folder.what_is(name).ok().flatten().unwrap_or("something else")
}
