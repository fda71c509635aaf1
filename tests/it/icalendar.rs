//! Reads our calendar files with somebody else's parser: the Python package `icalendar`, in the version that
//! `tests/data/python/requirements.txt` names. Knows no command; what is in a file as text is tested beside the code.

use std::fs::File;
use std::io::{Seek, Write};
use std::process::Stdio;

use breach::export::icalendar::{CalendarItem, calendar};
use chrono::{DateTime, Utc};

use super::python::python;

/// What the parser says of a file: everything in it, or why it is refused.
fn read(text: &str) -> Result<String, String> {
    let mut input: File = tempfile::tempfile().expect("a file");
    input.write_all(text.as_bytes()).expect("the file can be written");
    input.rewind().expect("the file can be read from its beginning");
    let ran = python("read_calendar.py", &[], Stdio::from(input));
    let said = String::from_utf8(ran.stdout).expect("UTF-8");
    let errors = String::from_utf8(ran.stderr).expect("UTF-8");
    match (ran.status.code(), said.as_str(), errors.as_str()) {
        (Some(0), _, "") => Ok(said),
        (Some(3), "", _) => Err(errors),
        _ => panic!("the parser broke: {:?}\n{said}\n{errors}", ran.status),
    }
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("a time").to_utc()
}

fn open() -> CalendarItem {
    CalendarItem {
        uid: "k7f3.us-ca-ag".to_owned(),
        summary: "Deadline 1 of incident k7f3".to_owned(),
        due: at("2026-12-21T22:40:00Z"),
        details: None,
        revision: 0,
        stamp: at("2026-11-22T09:15:30Z"),
        changed: at("2026-11-21T23:41:07Z"),
        settled: None,
        withdrawn: false,
    }
}

#[test]
#[ignore = "needs Python with icalendar: tests/run installs it"]
fn another_program_reads_what_we_meant() {
    let near_with_details = CalendarItem {
        uid: "k7f3.eu-gdpr-authority".to_owned(),
        summary: "Tell the authority, 72 hours; \\ \"GDPR\"\r\nEND:VTODO".to_owned(),
        due: at("2026-11-22T12:00:00Z"),
        details: Some(
            "GDPR Art. 33(1); checked 2026-06\nZürich, 東京, 🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒 \u{1b}[31m\u{2028}"
                .to_owned(),
        ),
        revision: 7,
        ..open()
    };
    let settled = CalendarItem {
        uid: "k7f3.us-tx-ag".to_owned(),
        summary: "Deadline 3 of incident k7f3".to_owned(),
        settled: Some(at("2026-11-22T08:00:00Z")),
        revision: 1,
        ..open()
    };
    let withdrawn = CalendarItem {
        uid: "k7f3.us-ny-ag".to_owned(),
        summary: "Deadline 4 of incident k7f3".to_owned(),
        withdrawn: true,
        revision: u32::MAX,
        ..open()
    };
    let written = calendar(&[open(), near_with_details, settled, withdrawn]);
    assert_eq!(
        read(&written),
        Ok(include_str!("../data/icalendar/expected.json").to_owned())
    );
}

#[test]
#[ignore = "needs Python with icalendar: tests/run installs it"]
fn the_parser_refuses_what_is_damaged() {
    let whole = calendar(&[CalendarItem {
        details: Some("a word and a word and a word and a word and a word and a word and a word".to_owned()),
        ..open()
    }]);
    assert!(read(&whole).is_ok(), "the whole file is read: {:?}", read(&whole));
    let damages = [
        (
            "no end of the calendar",
            "END:VCALENDAR\r\n",
            "",
            "VCALENDAR has no end",
        ),
        (
            "no end of a task",
            "END:VTODO\r\n",
            "",
            "line 74 ends what was not begun",
        ),
        (
            "a fold without its space",
            "\r\n ",
            "\r\n",
            "Content line could not be parsed into parts: 'nd a word': Invalid content line",
        ),
        ("no fold", "\r\n ", "", "line 17 has 84 bytes"),
        (
            "a line end of another kind",
            "METHOD:PUBLISH\r\n",
            "METHOD:PUBLISH\n",
            "line 5 has a line end that is not CRLF",
        ),
        (
            "no last line end",
            "END:VCALENDAR\r\n",
            "END:VCALENDAR",
            "the last line has no end",
        ),
        (
            "a month 13",
            "DUE:202612",
            "DUE:202613",
            "Wrong datetime format: 20261321T224000Z",
        ),
        (
            "a day without a time",
            "DUE:20261221T224000Z",
            "DUE:20261221",
            "a value of an unknown kind: datetime.date(2026, 12, 21)",
        ),
        (
            "a local time",
            "DUE:20261221T224000Z",
            "DUE:20261221T224000",
            "a time that is not in UTC: 2026-12-21 22:40:00",
        ),
        (
            "a stamp that is no time",
            "DTSTAMP:20261122T091530Z",
            "DTSTAMP:now",
            "Expected datetime, date, or time. Got: 'now'",
        ),
        (
            "a span that is none",
            "END:-PT24H",
            "END:-24H",
            "Expected datetime, date, or time. Got: '-24H'",
        ),
        (
            "a number that is none",
            "SEQUENCE:0",
            "SEQUENCE:first",
            "Expected int, got: first",
        ),
        (
            "no UID",
            "UID:481c34ddf717da245d9a5b67b34cda41-task\r\n",
            "",
            "VTODO has no UID",
        ),
        (
            "one UID for two",
            "-task\r\n",
            "-event\r\n",
            "two components have the UID 481c34ddf717da245d9a5b67b34cda41-event",
        ),
        (
            "a property twice",
            "SEQUENCE:0\r\n",
            "SEQUENCE:0\r\nSEQUENCE:1\r\n",
            "VTODO has several of SEQUENCE",
        ),
        (
            "a line of no property",
            "CLASS:CONFIDENTIAL\r\n",
            "CLASS:CONFIDENTIAL\r\nand more\r\n",
            "Content line could not be parsed into parts: 'and more': Invalid content line",
        ),
    ];
    for (what, good, bad, reason) in damages {
        assert!(whole.contains(good), "{what}");
        let said = read(&whole.replacen(good, bad, 1));
        assert_eq!(said, Err(format!("refused: {reason}\n")), "{what}");
    }
}
