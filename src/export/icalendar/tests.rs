//! Calendar files as whole texts, and that no text leaves its property.
#![expect(clippy::unwrap_used, reason = "a test that cannot read its sample should stop")]

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};
use proptest::strategy::Strategy;

use super::{CalendarItem, ContentLines, calendar};

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn open() -> CalendarItem {
    CalendarItem {
        uid: "k7f3.us-ca-ag".to_owned(),
        summary: "Deadline 1 of incident k7f3".to_owned(),
        due: at("2026-12-21T22:40:00Z"),
        details: None,
        revision: 0,
        stamp: at("2026-11-22T09:15:30.25Z"),
        changed: at("2026-11-21T23:41:07Z"),
        settled: None,
        withdrawn: false,
    }
}

fn check(items: &[CalendarItem], expected: &str) {
    assert_eq!(calendar(items), expected.replace('\n', "\r\n"));
}

/// The calendar without what is the same in all of them.
fn inside(items: &[CalendarItem]) -> String {
    let whole = calendar(items);
    let begun = whole.strip_prefix(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//breach//breach//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n\
         X-WR-CALNAME:Deadlines\r\n",
    );
    let ended = begun.and_then(|rest| rest.strip_suffix("END:VCALENDAR\r\n"));
    ended.unwrap().replace("\r\n", "\n")
}

#[test]
fn an_open_deadline() {
    check(
        &[open()],
        "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//breach//breach//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Deadlines
BEGIN:VTODO
UID:481c34ddf717da245d9a5b67b34cda41-task
DTSTAMP:20261122T091530Z
LAST-MODIFIED:20261121T234107Z
SEQUENCE:0
CLASS:CONFIDENTIAL
CATEGORIES:DEADLINE
DUE:20261221T224000Z
STATUS:NEEDS-ACTION
SUMMARY:Deadline 1 of incident k7f3
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER;RELATED=END:-PT24H
DESCRIPTION:Due in 24 hours: Deadline 1 of incident k7f3
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER;RELATED=END:-PT4H
DESCRIPTION:Due in 4 hours: Deadline 1 of incident k7f3
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER;RELATED=END:-PT1H
DESCRIPTION:Due in 1 hour: Deadline 1 of incident k7f3
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER;RELATED=END:PT0S
DESCRIPTION:Due now: Deadline 1 of incident k7f3
END:VALARM
END:VTODO
BEGIN:VEVENT
UID:481c34ddf717da245d9a5b67b34cda41-event
DTSTAMP:20261122T091530Z
LAST-MODIFIED:20261121T234107Z
SEQUENCE:0
CLASS:CONFIDENTIAL
CATEGORIES:DEADLINE
DTSTART:20261221T221000Z
DTEND:20261221T224000Z
TRANSP:TRANSPARENT
STATUS:CONFIRMED
SUMMARY:Deadline 1 of incident k7f3
DESCRIPTION:The deadline is the end of this event.
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT23H30M
DESCRIPTION:Due in 24 hours: Deadline 1 of incident k7f3
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT3H30M
DESCRIPTION:Due in 4 hours: Deadline 1 of incident k7f3
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT30M
DESCRIPTION:Due in 1 hour: Deadline 1 of incident k7f3
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:PT0S
DESCRIPTION:Due in 30 minutes: Deadline 1 of incident k7f3
END:VALARM
END:VEVENT
END:VCALENDAR
",
    );
}

#[test]
fn a_settled_deadline_with_details_and_a_withdrawn_one() {
    let settled = CalendarItem {
        details: Some(
            "Cal. Civ. Code 1798.82; confirmed, checked 2026-06\r\nRead C:\\law\\ca.txt. Zürich 東京. Counsel decides."
                .to_owned(),
        ),
        revision: 2,
        settled: Some(at("2026-12-01T08:00:00Z")),
        ..open()
    };
    let withdrawn = CalendarItem {
        uid: "k7f3.eu-gdpr-authority".to_owned(),
        summary: "Deadline 2 of incident k7f3".to_owned(),
        details: None,
        revision: u32::MAX,
        withdrawn: true,
        ..settled.clone()
    };
    assert_eq!(
        inside(&[settled, withdrawn]),
        "\
BEGIN:VTODO
UID:481c34ddf717da245d9a5b67b34cda41-task
DTSTAMP:20261122T091530Z
LAST-MODIFIED:20261121T234107Z
SEQUENCE:2
CLASS:CONFIDENTIAL
CATEGORIES:DEADLINE
DUE:20261221T224000Z
STATUS:COMPLETED
COMPLETED:20261201T080000Z
PERCENT-COMPLETE:100
SUMMARY:Deadline 1 of incident k7f3
DESCRIPTION:Cal. Civ. Code 1798.82\\; confirmed\\, checked 2026-06\\nRead C:\\\\
 law\\\\ca.txt. Zürich 東京. Counsel decides.
END:VTODO
BEGIN:VEVENT
UID:481c34ddf717da245d9a5b67b34cda41-event
DTSTAMP:20261122T091530Z
LAST-MODIFIED:20261121T234107Z
SEQUENCE:2
CLASS:CONFIDENTIAL
CATEGORIES:DEADLINE
DTSTART:20261221T221000Z
DTEND:20261221T224000Z
TRANSP:TRANSPARENT
STATUS:CONFIRMED
SUMMARY:Done: Deadline 1 of incident k7f3
DESCRIPTION:The deadline is the end of this event.\\nCal. Civ. Code 1798.82\\
 ; confirmed\\, checked 2026-06\\nRead C:\\\\law\\\\ca.txt. Zürich 東京. Couns
 el decides.
END:VEVENT
BEGIN:VTODO
UID:1154c8280db6f717ffb132fe4354d96c-task
DTSTAMP:20261122T091530Z
LAST-MODIFIED:20261121T234107Z
SEQUENCE:2147483647
CLASS:CONFIDENTIAL
CATEGORIES:DEADLINE
DUE:20261221T224000Z
STATUS:CANCELLED
SUMMARY:Deadline 2 of incident k7f3
END:VTODO
BEGIN:VEVENT
UID:1154c8280db6f717ffb132fe4354d96c-event
DTSTAMP:20261122T091530Z
LAST-MODIFIED:20261121T234107Z
SEQUENCE:2147483647
CLASS:CONFIDENTIAL
CATEGORIES:DEADLINE
DTSTART:20261221T221000Z
DTEND:20261221T224000Z
TRANSP:TRANSPARENT
STATUS:CANCELLED
SUMMARY:Withdrawn: Deadline 2 of incident k7f3
DESCRIPTION:The deadline is the end of this event.
END:VEVENT
"
    );
}

/// The alarms set with this much time left, as their words for the task and for the event.
fn alarms(minutes: i64, seconds: i64) -> (Vec<String>, Vec<String>) {
    let item = CalendarItem {
        stamp: open().due - TimeDelta::minutes(minutes) - TimeDelta::seconds(seconds),
        ..open()
    };
    let text = inside(&[item]);
    let (task, event) = text.split_once("BEGIN:VEVENT\n").unwrap();
    let words = |text: &str| -> Vec<String> {
        text.lines()
            .filter_map(|line| line.strip_prefix("DESCRIPTION:Due ")?.split(": ").next())
            .map(str::to_owned)
            .collect()
    };
    (words(task), words(event))
}

#[test]
fn an_alarm_that_would_have_rung_already_is_left_out() {
    let (day, four, one) = ("in 24 hours", "in 4 hours", "in 1 hour");
    let half = "in 30 minutes";
    for (minutes, seconds, of_task, of_event) in [
        (1440, 1, vec![day, four, one, "now"], vec![day, four, one, half]),
        (1440, 0, vec![four, one, "now"], vec![four, one, half]),
        (240, 0, vec![one, "now"], vec![one, half]),
        (60, 0, vec!["now"], vec![half]),
        (30, 0, vec!["now"], vec![]),
        (0, 1, vec!["now"], vec![]),
        (0, 0, vec![], vec![]),
        (-9000, 0, vec![], vec![]),
    ] {
        let expected = (
            of_task.into_iter().map(str::to_owned).collect(),
            of_event.into_iter().map(str::to_owned).collect(),
        );
        assert_eq!(alarms(minutes, seconds), expected, "{minutes} min {seconds} s left");
    }
}

#[test]
fn hostile_text_stays_where_it_belongs() {
    let item = CalendarItem {
        uid: "x\r\nATTACH:http://x.test".to_owned(),
        summary: "a,b;c\\n\r\nEND:VTODO\rBEGIN:VALARM\n\u{1b}[31m\u{0}\u{85}\u{2028}\u{202e}:\"^\t".to_owned(),
        due: at("2026-11-22T09:15:30Z"),
        withdrawn: true,
        ..open()
    };
    let task = inside(&[item])
        .split("END:VTODO\nBEGIN:VEVENT")
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(
        task,
        r#"BEGIN:VTODO
UID:93ee744edf0c38a2485a7f663d1292b9-task
DTSTAMP:20261122T091530Z
LAST-MODIFIED:20261121T234107Z
SEQUENCE:0
CLASS:CONFIDENTIAL
CATEGORIES:DEADLINE
DUE:20261122T091530Z
STATUS:CANCELLED
SUMMARY:a\,b\;c\\n\nEND:VTODO\nBEGIN:VALARM\n\\x1b[31m\\x00\\u{85}\\u{2028}
 \\u{202e}:"^"#
            .to_owned()
            + "\t\n"
    );
}

#[test]
fn years_that_the_format_cannot_say_become_the_nearest_it_can() {
    let item = |due| CalendarItem {
        due,
        withdrawn: true,
        ..open()
    };
    let times = |due| -> Vec<String> {
        let text = inside(&[item(due)]);
        let is_time = |line: &&str| line.starts_with("DUE") || line.starts_with("DTSTART") || line.starts_with("DTEND");
        text.lines().filter(is_time).map(str::to_owned).collect()
    };
    assert_eq!(
        times(DateTime::<Utc>::MAX_UTC),
        [
            "DUE:99991231T235959Z",
            "DTSTART:99991231T232959Z",
            "DTEND:99991231T235959Z"
        ]
    );
    assert_eq!(
        times(DateTime::<Utc>::MIN_UTC),
        [
            "DUE:00010101T000000Z",
            "DTSTART:00010101T000000Z",
            "DTEND:00010101T000000Z"
        ]
    );
    assert_eq!(
        times(at("2026-12-31T23:59:60.5Z")),
        [
            "DUE:20261231T235959Z",
            "DTSTART:20261231T232959Z",
            "DTEND:20261231T235959Z"
        ]
    );
}

#[test]
fn lines_are_folded_at_75_bytes_and_between_characters() {
    let folded = |line: &str| {
        let mut lines = ContentLines(String::new());
        lines.add(line);
        lines.0
    };
    let a = "a".repeat(75);
    let b = "b".repeat(74);
    assert_eq!(folded(""), "\r\n");
    assert_eq!(folded(&a), format!("{a}\r\n"));
    assert_eq!(folded(&format!("{a}{b}")), format!("{a}\r\n {b}\r\n"));
    assert_eq!(folded(&format!("{a}{b}c")), format!("{a}\r\n {b}\r\n c\r\n"));
    assert_eq!(folded(&format!("{}東", &a[..73])), format!("{}\r\n 東\r\n", &a[..73]));
    assert_eq!(
        folded(&format!("{a}{}🔒", &b[..71])),
        format!("{a}\r\n {}\r\n 🔒\r\n", &b[..71])
    );
    assert_eq!(folded(&format!("{a} b")), format!("{a}\r\n  b\r\n"));
}

/// The lines as they were before they were folded.
fn unfolded(text: &str) -> Vec<String> {
    let whole = text.strip_suffix("\r\n").expect("the last line has an end");
    let whole = whole.replace("\r\n ", "");
    whole.split("\r\n").map(str::to_owned).collect()
}

/// The text that a value stands for; `None` if it cannot be one.
fn meant(value: &str) -> Option<String> {
    let mut meant = String::new();
    let mut signs = value.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => meant.push(match signs.next()? {
                'n' => '\n',
                sign @ ('\\' | ';' | ',') => sign,
                _ => return None,
            }),
            ',' | ';' => return None,
            sign if sign.is_control() && sign != '\t' => return None,
            sign => meant.push(sign),
        }
    }
    Some(meant)
}

/// Text of every sort, and more of what could do harm than chance would bring.
fn text() -> impl Strategy<Value = String> {
    let part = proptest::prop_oneof![
        any::<String>(),
        "[ -~]{0,90}",
        "[\r\n\\\\;,:\t nN]{0,9}",
        "(END:VEVENT|BEGIN:VALARM|\r\n ?|\u{85}|\u{2028}|東|🔒)",
    ];
    prop::collection::vec(part, 0..5).prop_map(|parts| parts.concat())
}

/// What a reader is to get from a text.
fn shown(text: &str) -> String {
    crate::text::visible(&text.replace("\r\n", "\n").replace('\r', "\n")).into_owned()
}

proptest! {
    #[test]
    fn unfolding_gives_back_what_was_folded(lines in prop::collection::vec("X[^\r\n]{0,200}", 1..5)) {
        let mut folded = ContentLines(String::new());
        for line in &lines {
            folded.add(line);
        }
        prop_assert_eq!(unfolded(&folded.0), lines);
        prop_assert!(folded.0.split("\r\n").all(|line| line.len() <= 75));
    }

    #[test]
    fn no_text_leaves_its_property(
        uid in text(),
        summary in text(),
        details in proptest::option::of(text()),
        due in any::<i64>(),
        left in -100_000i64..100_000,
        revision in any::<u32>(),
        is_settled in any::<bool>(),
        withdrawn in any::<bool>(),
    ) {
        let due = DateTime::from_timestamp(due >> 22, 0).unwrap();
        let stamp = due - TimeDelta::seconds(left);
        let settled = is_settled.then_some(stamp);
        let plain = CalendarItem { uid: "x".to_owned(), summary: String::new(), details: details.is_some().then(String::new), due,
            revision, stamp, changed: stamp, settled, withdrawn };
        let item = CalendarItem { uid, summary: summary.clone(), details: details.clone(), ..plain.clone() };

        let written = calendar(&[item]);
        prop_assert!(written.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
        let lines = unfolded(&written);
        let bare = unfolded(&calendar(&[plain]));
        prop_assert_eq!(lines.len(), bare.len());
        for (line, bare) in lines.iter().zip(&bare) {
            let is_text = bare.starts_with("SUMMARY:") || bare.starts_with("DESCRIPTION:");
            if is_text {
                let (name, value) = line.split_once(':').unwrap();
                let (bare_name, bare_value) = bare.split_once(':').unwrap();
                prop_assert_eq!(name, bare_name);
                let of_alarm = bare_value.starts_with("Due ");
                let added = if name == "SUMMARY" || of_alarm { shown(&summary) } else { details.as_deref().map(shown).unwrap_or_default() };
                let expected = format!("{}{added}", meant(bare_value).unwrap());
                prop_assert_eq!(meant(value), Some(expected));
            } else if bare.starts_with("UID:") {
                let digits = line.trim_start_matches("UID:").trim_end_matches("-task").trim_end_matches("-event");
                prop_assert!(digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()), "{}", line);
            } else {
                prop_assert_eq!(line, bare);
            }
        }
    }

    #[test]
    fn a_uid_is_the_same_for_the_same_deadline_only(one in text(), other in text(), revision in any::<u32>()) {
        let uids = |uid: &str, revision| -> Vec<String> {
            let item = CalendarItem { uid: uid.to_owned(), revision, ..open() };
            inside(&[item]).lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect()
        };
        let first = uids(&one, 0);
        prop_assert_eq!(&first, &uids(&one, revision));
        prop_assert!(first[0] != first[1]);
        prop_assert_eq!(one == other, first == uids(&other, 0));
    }
}
