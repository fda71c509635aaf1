use chrono::{DateTime, Utc};

use super::attribution;
use crate::time::{Zone, format};

fn zone() -> Zone {
    Zone::parse("Europe/London").expect("a zone")
}

fn now() -> DateTime<Utc> {
    "2026-11-20T23:43:00Z".parse().expect("a time")
}

/// Who, how, when and what.
fn read(text: &str) -> [String; 4] {
    let people = ["Tom Becker", "Maria del Mar"].map(str::to_owned);
    let heard = attribution(text, &people, now(), zone())
        .expect("one reading")
        .expect("a name");
    let at = heard.occurred.and_then(|occurred| occurred.at);
    [
        heard.by,
        heard.channel.unwrap_or_default(),
        at.map(|at| format::clock(at, zone())).unwrap_or_default(),
        heard.text,
    ]
}

#[test]
fn a_name_of_several_words_ends_where_a_channel_or_a_time_begins() {
    for (text, expected) in [
        ("@Ana phone 22:50 it is off", ["Ana", "phone", "Fri 22:50", "it is off"]),
        (
            "@Jonas Weil phone 16:58 it is off",
            ["Jonas Weil", "phone", "Fri 16:58", "it is off"],
        ),
        (
            "@Jonas Weil 16:58 it is off",
            ["Jonas Weil", "", "Fri 16:58", "it is off"],
        ),
        ("@Dr. Sommer phone it is off", ["Dr. Sommer", "phone", "", "it is off"]),
        ("@Dr. Sommer it is off", ["Dr. Sommer", "", "", "it is off"]),
        (
            "@Ms Okafor by phone, 09:18 said no",
            ["Ms Okafor", "phone", "Fri 09:18", "said no"],
        ),
        (
            "@Jan van der Berg chat it is off",
            ["Jan van der Berg", "chat", "", "it is off"],
        ),
        (
            "@Jonas Weil, phone: it is off",
            ["Jonas Weil", "phone", "", "it is off"],
        ),
        ("@Jonas Weil: it is off", ["Jonas Weil", "", "", "it is off"]),
        (
            "@\"help desk of the bank\" phone no case yet",
            ["help desk of the bank", "phone", "", "no case yet"],
        ),
        ("@“Jonas Weil” it is off", ["Jonas Weil", "", "", "it is off"]),
        ("@Ana The page is off", ["Ana", "", "", "The page is off"]),
        (
            "@Ana Visa called back at noon",
            ["Ana", "", "", "Visa called back at noon"],
        ),
        ("@Maria del Mar it is off", ["Maria del Mar", "", "", "it is off"]),
        ("@Maria it is off", ["Maria del Mar", "", "", "it is off"]),
        ("@Tom Becker", ["Tom Becker", "", "", ""]),
        (
            "@\u{5c71}\u{7530} phone 22:50 \u{505c}\u{6b62}",
            ["\u{5c71}\u{7530}", "phone", "Fri 22:50", "\u{505c}\u{6b62}"],
        ),
    ] {
        assert_eq!(read(text), expected.map(str::to_owned), "{text}");
    }
}

#[test]
fn only_in_front_of_a_text_a_name_says_who_told_it() {
    for text in ["see @Bob phone 22:50 off", "@", "@ Bob", "", "bob@shop.example wrote"] {
        assert_eq!(attribution(text, &[], now(), zone()), Ok(None), "{text}");
    }
}

#[test]
fn a_time_that_reads_in_two_ways_keeps_the_rest_of_what_was_said() {
    let unsettled = attribution("@Jonas Weil phone 23:50 it is off", &[], now(), zone()).expect_err("two readings");
    assert_eq!(
        unsettled
            .why
            .readings()
            .map(|both| both.map(|when| format::clock(when.begins(zone()), zone()))),
        Some(["Thu 23:50".to_owned(), "Fri 23:50".to_owned()])
    );
    assert_eq!(
        (unsettled.heard.by.as_str(), unsettled.heard.text.as_str()),
        ("Jonas Weil", "it is off")
    );
}
