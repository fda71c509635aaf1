//! Files in, text out: with limits, and without ever waiting.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rustix::fs::{FileType, Mode, OFlags};

use crate::text::without_number;

/// A file that cannot be read as text.
#[derive(Debug, PartialEq, Eq)]
pub struct FileFault {
    /// Stable code: `not-a-file`, `too-large`, `not-utf8` or `unreadable`.
    pub code: &'static str,
    /// What is wrong, without the file's name.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// Reads a file, within limits, without ever waiting on a pipe or a device.
pub fn read_file(path: &Path, most_bytes: usize) -> Result<String, FileFault> {
    let unreadable = |error: std::io::Error| FileFault {
        code: "unreadable",
        message: match error.kind() {
            std::io::ErrorKind::NotFound => "is not there".to_owned(),
            std::io::ErrorKind::PermissionDenied => "may not be read by you".to_owned(),
            _ => format!("cannot be read: {}", without_number(&error.to_string())),
        },
        help: None,
    };
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let opened = rustix::fs::open(path, flags, Mode::empty()).map_err(|error| match error {
        // What a socket answers to open().
        rustix::io::Errno::NXIO => not_a_file("a socket"),
        error => unreadable(error.into()),
    })?;
    let stat = rustix::fs::fstat(&opened).map_err(|error| unreadable(error.into()))?;
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => {}
        FileType::Directory => return Err(not_a_file("a folder")),
        FileType::Fifo => return Err(not_a_file("a pipe")),
        _ => return Err(not_a_file("a device")),
    }
    if u64::try_from(stat.st_size).unwrap_or(u64::MAX) > most_bytes as u64 {
        return Err(too_large(most_bytes));
    }
    let mut bytes = Vec::new();
    File::from(opened)
        .take(most_bytes as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() > most_bytes {
        return Err(too_large(most_bytes));
    }
    decode(bytes)
}

/// Bytes to text.
pub fn decode(bytes: Vec<u8>) -> Result<String, FileFault> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = 1 + bytes[..good].iter().filter(|byte| **byte == b'\n').count();
        let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        FileFault {
            code: "not-utf8",
            message: if utf16 {
                "is UTF-16 text, not UTF-8".to_owned()
            } else {
                format!("is not UTF-8 text: line {line}, byte {} of the file", good + 1)
            },
            help: Some("save it again as UTF-8".to_owned()),
        }
    })
}

fn not_a_file(what: &str) -> FileFault {
    FileFault {
        code: "not-a-file",
        message: format!("is {what}, not a file"),
        help: None,
    }
}

fn too_large(most_bytes: usize) -> FileFault {
    FileFault {
        code: "too-large",
        message: format!("is larger than {} KiB, which is the limit", most_bytes / 1024),
        help: None,
    }
}
