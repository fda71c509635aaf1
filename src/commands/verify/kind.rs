//! What a file is that somebody wants checked: a record, an export of ours, or something else, which is named and accused of
//! nothing.

/// How much of a file is looked at.
pub(super) const LOOKED_AT_BYTES: usize = 64 * 1024;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Record,
    /// A record that ends before its first line does.
    CutShort,
    /// A JSON export, whose lines can be checked.
    Export,
    /// Anything else: what it is, as the rest of a sentence that begins with `It is`.
    Other(&'static str),
}

/// What other files begin with.
const SIGNATURES: [(&[u8], &str); 14] = [
    (
        b"\x1f\x8b",
        "a compressed file (gzip): unpack it, and verify what is in it",
    ),
    (
        b"PK\x03\x04",
        "a compressed folder (zip), or a document of an office program",
    ),
    (
        b"\xfd7zXZ",
        "a compressed file (xz): unpack it, and verify what is in it",
    ),
    (
        b"\x28\xb5\x2f\xfd",
        "a compressed file (zstd): unpack it, and verify what is in it",
    ),
    (b"BZh", "a compressed file (bzip2): unpack it, and verify what is in it"),
    (b"7z\xbc\xaf", "a compressed folder (7z)"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x7fELF", "a program"),
    (
        b"\"incident\",\"drill\",\"edition\",\"record\"",
        "a CSV export: the timeline for spreadsheets, which carries the hash of each entry and not its bytes",
    ),
    (b"BEGIN:VCALENDAR", "a file of calendar dates"),
    (
        b"\xff\xfe",
        "a text in UTF-16, as some shells write it: copy the file itself, and not what a program prints of it",
    ),
    (
        b"\xfe\xff",
        "a text in UTF-16, as some shells write it: copy the file itself, and not what a program prints of it",
    ),
];

/// What begins so. `is_all` says that nothing follows.
pub(super) fn of(start: &[u8], is_all: bool) -> FileKind {
    if start.is_empty() {
        return FileKind::Other("empty");
    }
    if start.starts_with(b"{\"seq\":") {
        let has_line = start.contains(&b'\n') || !is_all;
        return if has_line { FileKind::Record } else { FileKind::CutShort };
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| start.starts_with(signature)) {
        return FileKind::Other(what);
    }
    let text = String::from_utf8_lossy(start);
    let json = text.trim_start_matches('\u{feff}').trim_start();
    if json.starts_with('{') && json.contains("\"breach.record/") {
        return FileKind::Export;
    }
    if text
        .lines()
        .any(|line| line.contains("\"seq\":") && line.contains("\"prev\":\""))
    {
        return FileKind::Record;
    }
    let title = |before: &str| text.contains(before) && text.contains(": report");
    FileKind::Other(if json.starts_with('{') && json.contains("\"breach.") {
        "what another command writes with `--json`"
    } else if json.starts_with("# Incident ") && title("# Incident ") {
        "the report as Markdown, which is for people"
    } else if json.starts_with("<!doctype html>") && title("<title>Incident ") {
        "the report as HTML, which is for people"
    } else if text.contains('\0') || text.contains('\u{fffd}') {
        "neither text nor any kind of file that is known here"
    } else {
        "a text that holds no entry"
    })
}

#[cfg(test)]
mod tests;
