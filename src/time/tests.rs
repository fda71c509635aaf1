#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::{any, proptest};

use super::{NotUnderstood, Precision, Span, Zone, read_date, read_deadline, read_moment, words};

fn london() -> Zone {
    Zone::parse("Europe/London").unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Sunday 22 November 2026, 14:30 in London.
fn now() -> DateTime<Utc> {
    utc("2026-11-22T14:30:20Z")
}

fn said(text: &str) -> String {
    match read_moment(text, now(), london()) {
        Ok(moment) => format!("{} {:?}", moment.at.format("%Y-%m-%dT%H:%M:%S%:z"), moment.precision),
        Err(error) => error.to_string(),
    }
}

fn awaited(text: &str) -> String {
    match read_deadline(text, now(), london()) {
        Ok(moment) => moment.at.format("%Y-%m-%dT%H:%M%:z").to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn moments_are_read_as_people_type_them() {
    for (text, expected) in [
        ("14:05", "2026-11-22T14:05:00+00:00 Exact"),
        ("2:05pm", "2026-11-22T14:05:00+00:00 Exact"),
        ("2:05 PM", "2026-11-22T14:05:00+00:00 Exact"),
        ("2pm", "2026-11-22T14:00:00+00:00 Exact"),
        ("12:10 am", "2026-11-22T00:10:00+00:00 Exact"),
        ("14:31", "2026-11-22T14:31:00+00:00 Exact"),
        ("14:33", "2026-11-21T14:33:00+00:00 Exact"),
        ("23.40", "2026-11-21T23:40:00+00:00 Exact"),
        ("yesterday 23:50", "2026-11-21T23:50:00+00:00 Exact"),
        ("23:50 yesterday", "2026-11-21T23:50:00+00:00 Exact"),
        ("today 08:00", "2026-11-22T08:00:00+00:00 Exact"),
        ("Fri 23:40", "2026-11-20T23:40:00+00:00 Exact"),
        ("friday at 23:40", "2026-11-20T23:40:00+00:00 Exact"),
        ("Sun 08:00", "2026-11-22T08:00:00+00:00 Exact"),
        ("Sun 23:00", "2026-11-15T23:00:00+00:00 Exact"),
        ("20 Nov 23:40", "2026-11-20T23:40:00+00:00 Exact"),
        ("Fri 20 Nov, 23:40", "2026-11-20T23:40:00+00:00 Exact"),
        ("Nov 20th 23:40", "2026-11-20T23:40:00+00:00 Exact"),
        ("20 Dec 23:40", "2025-12-20T23:40:00+00:00 Exact"),
        ("20 June 2026 23:40", "2026-06-20T23:40:00+01:00 Exact"),
        ("2026-11-20 23:40", "2026-11-20T23:40:00+00:00 Exact"),
        ("2026-11-20T23:40", "2026-11-20T23:40:00+00:00 Exact"),
        ("2026-11-20T23:40+01:00", "2026-11-20T23:40:00+01:00 Exact"),
        ("2026-11-20 23:40 +0100", "2026-11-20T23:40:00+01:00 Exact"),
        ("2026-11-20T23:40:33.5Z", "2026-11-20T23:40:33+00:00 Exact"),
        ("20 min ago", "2026-11-22T14:10:00+00:00 About"),
        ("an hour ago", "2026-11-22T13:30:00+00:00 About"),
        ("2 hours ago", "2026-11-22T12:30:00+00:00 About"),
        ("two hours ago", "2026-11-22T12:30:00+00:00 About"),
        ("90m ago", "2026-11-22T13:00:00+00:00 About"),
        ("3 days ago", "2026-11-19T14:30:00+00:00 About"),
        ("now", "2026-11-22T14:30:20+00:00 Exact"),
        ("about 23:40", "2026-11-21T23:40:00+00:00 About"),
        ("~23:40", "2026-11-21T23:40:00+00:00 About"),
        ("~ yesterday 23:40", "2026-11-21T23:40:00+00:00 About"),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_moment_is_refused_in_a_sentence() {
    let example =
        "write it like `14:05`, `yesterday 23:50`, `Fri 23:40`, `20 Nov 23:40`, `20 min ago` or `about 23:40`";
    for text in [
        "",
        "soon",
        "25:00",
        "14:5",
        "13pm",
        "yesterday",
        "31 Feb 12:00",
        "11/12/2026 08:00",
        "in 2 hours",
    ] {
        assert_eq!(said(text), format!("`{text}` is not clear; {example}"));
    }
    assert_eq!(
        said("today 18:00"),
        "Sunday 22 Nov 2026, 18:00 has not come yet; give the time when it happened"
    );
    assert_eq!(
        said("2027-01-01T00:00Z"),
        "Friday 1 Jan 2027, 00:00 has not come yet; give the time when it happened"
    );
}

#[test]
fn a_time_that_comes_twice_is_asked_about() {
    let after = utc("2026-10-25T09:00:00Z");
    let twice = read_moment("01:30", after, london()).unwrap_err();
    assert_eq!(
        twice,
        NotUnderstood::Twice {
            earlier: "2026-10-25T01:30:00+01:00".parse().unwrap(),
            later: "2026-10-25T01:30:00+00:00".parse().unwrap(),
        }
    );
    assert_eq!(
        twice.to_string(),
        "Sunday 25 Oct 2026, 01:30 came twice, as clocks were put back; write `2026-10-25T01:30+01:00` for the first or \
         `2026-10-25T01:30+00:00` for the second"
    );
    let between = utc("2026-10-25T00:45:00Z");
    let first = read_moment("01:30", between, london()).unwrap();
    assert_eq!(first.at.to_rfc3339(), "2026-10-25T01:30:00+01:00");
}

#[test]
fn a_time_that_never_came_is_refused() {
    let after = utc("2026-03-29T09:00:00Z");
    assert_eq!(
        read_moment("01:30", after, london()).unwrap_err().to_string(),
        "Sunday 29 Mar 2026, 01:30 never came in London, as clocks were put forward; give the time before or after"
    );
    let before = utc("2026-03-29T00:30:00Z");
    let yesterday = read_moment("01:30", before, london()).unwrap();
    assert_eq!(yesterday.at.to_rfc3339(), "2026-03-28T01:30:00+00:00");
}

#[test]
fn deadlines_lie_ahead() {
    for (text, expected) in [
        ("07:00", "2026-11-23T07:00+00:00"),
        ("until 18:00", "2026-11-22T18:00+00:00"),
        ("tomorrow 09:00", "2026-11-23T09:00+00:00"),
        ("in 2 hours", "2026-11-22T16:30+00:00"),
        ("in 3 days", "2026-11-25T14:30+00:00"),
        ("Sat 07:00", "2026-11-28T07:00+00:00"),
        ("Sun 07:00", "2026-11-29T07:00+00:00"),
        ("1 Feb 07:00", "2027-02-01T07:00+00:00"),
        (
            "2026-11-20 07:00",
            "Friday 20 Nov 2026, 07:00 is over; give a future time",
        ),
        (
            "2 hours ago",
            "`2 hours ago` is not clear; write it like `07:00`, `tomorrow 09:00`, `Sat 07:00`, `in 2 hours` or \
             `2026-11-23 09:00`",
        ),
    ] {
        assert_eq!(awaited(text), expected, "{text}");
    }
}

#[test]
fn days_are_read() {
    let read = |text: &str| read_date(text, now(), london()).map(|day| day.to_string());
    for (text, expected) in [
        ("2026-11-20", "2026-11-20"),
        ("20 Nov", "2026-11-20"),
        ("5 January", "2027-01-05"),
        ("20 Nov 2024", "2024-11-20"),
        ("20.11.2026", "2026-11-20"),
        ("20/11/2026", "2026-11-20"),
        ("today", "2026-11-22"),
        ("yesterday", "2026-11-21"),
        ("Friday", "2026-11-20"),
    ] {
        assert_eq!(read(text), Ok(expected.to_owned()), "{text}");
    }
    assert_eq!(
        read("11/12/2026").unwrap_err().to_string(),
        "`11/12/2026` is not clear; write it like `2026-11-20`, `20 Nov 2026` or `yesterday`"
    );
}

#[test]
fn zones_have_names_and_cities() {
    assert_eq!(london().name(), "Europe/London");
    assert_eq!(london().city(), "London");
    assert_eq!(Zone::parse("America/New_York").unwrap().city(), "New York");
    assert_eq!(Zone::UTC.city(), "UTC");
    assert_eq!(
        Zone::parse("london").unwrap_err(),
        "no time zone is called `london`; did you mean `Europe/London`?"
    );
    assert_eq!(
        Zone::parse("Europe/Lodnon").unwrap_err(),
        "no time zone is called `Europe/Lodnon`; did you mean `Europe/London`?"
    );
    assert_eq!(
        Zone::parse("?").unwrap_err(),
        "no time zone is called `?`; a zone is written like `Europe/London` or `America/New_York`"
    );
}

#[test]
fn times_are_shown_by_the_wall_clock() {
    let at = utc("2026-11-20T23:40:00Z");
    assert_eq!(words::clock(at, london()), "Fri 23:40");
    assert_eq!(words::day_clock(at, london()), "Fri 20 Nov 23:40");
    assert_eq!(words::full(at, london()), "Friday 20 Nov 2026, 23:40");
    assert_eq!(words::clock_near(at, now(), london()), "Fri 23:40");
    assert_eq!(
        words::clock_near(utc("2026-11-12T23:40:00Z"), now(), london()),
        "Thu 12 Nov 23:40"
    );
    assert_eq!(
        words::clock_near(utc("2025-06-12T22:40:00Z"), now(), london()),
        "Thu 12 Jun 2025 23:40"
    );
    assert_eq!(
        words::day(NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()),
        "Fri 20 Nov 2026"
    );
}

#[test]
fn distances_are_told_in_words() {
    for (minutes, expected) in [
        (0, "just now"),
        (1, "one minute ago"),
        (3, "three minutes ago"),
        (20, "20 minutes ago"),
        (60, "an hour ago"),
        (125, "two hours ago"),
        (15 * 60, "yesterday"),
        (14 * 60, "14 hours ago"),
        (3 * 1440, "three days ago"),
        (-120, "in two hours"),
        (-1440, "tomorrow"),
    ] {
        assert_eq!(
            words::ago(now() - TimeDelta::minutes(minutes), now(), london()),
            expected,
            "{minutes}"
        );
    }
}

#[test]
fn what_remains_is_short() {
    for (minutes, expected) in [
        (38, "38 min"),
        (19 * 60 + 38, "19 h 38 min"),
        (60, "1 h"),
        (2 * 1440 + 19 * 60 + 20, "2 d 19 h"),
        (2 * 1440, "2 d"),
        (0, "less than 1 min"),
        (-3, "passed 3 min ago"),
    ] {
        assert_eq!(words::remaining(TimeDelta::minutes(minutes)), expected);
    }
    assert_eq!(words::remaining(TimeDelta::seconds(-3)), "passed just now");
}

#[test]
fn spans_are_read_and_printed() {
    for (text, expected) in [
        ("15 minutes", "15 minutes"),
        ("1 hour", "1 hour"),
        ("72 hours", "72 hours"),
        ("1 days", "1 day"),
        ("2 weeks", "2 weeks"),
        ("5 business days", "5 business days"),
        ("15m", "15 minutes"),
        ("72h", "72 hours"),
        ("3d", "3 days"),
        ("2w", "2 weeks"),
        ("5bd", "5 business days"),
    ] {
        let span = Span::parse(text).unwrap();
        assert_eq!(span.to_string(), expected);
        assert_eq!(Span::parse(expected), Ok(span));
        let json = serde_json::to_string(&span).unwrap();
        assert_eq!(json, format!("\"{expected}\""));
        assert_eq!(serde_json::from_str::<Span>(&json).unwrap(), span);
    }
    for (text, expected) in [
        (
            "2 months",
            "`2 months` has no fixed length; write it in days or weeks, such as `30 days`",
        ),
        ("0 days", "`0 days` is too short; the smallest is `1 minute`"),
        (
            "30 s",
            "`30 s` is finer than playbooks count; the smallest is `1 minute`",
        ),
        ("99999999999 h", "`99999999999 h` is longer than ten years"),
        (
            "soon",
            "`soon` is not a duration; write it like `30 minutes`, `72 hours`, `3 days`, `2 weeks` or `5 business days`",
        ),
        (
            "days",
            "`days` is not a duration; write it like `30 minutes`, `72 hours`, `3 days`, `2 weeks` or `5 business days`",
        ),
    ] {
        assert_eq!(Span::parse(text).unwrap_err(), expected);
    }
}

#[test]
fn days_keep_the_wall_clock_and_hours_do_not() {
    let after = |span: &str, at: &str| Span::parse(span).unwrap().after(utc(at), london()).to_rfc3339();
    assert_eq!(after("24 hours", "2026-10-24T22:40:00Z"), "2026-10-25T22:40:00+00:00");
    assert_eq!(after("1 day", "2026-10-24T22:40:00Z"), "2026-10-25T23:40:00+00:00");
    assert_eq!(after("1 day", "2026-10-24T00:30:00Z"), "2026-10-25T00:30:00+00:00");
    assert_eq!(after("1 day", "2026-03-28T01:30:00Z"), "2026-03-29T01:30:00+00:00");
    assert_eq!(after("2 weeks", "2026-11-20T23:40:00Z"), "2026-12-04T23:40:00+00:00");
    assert_eq!(
        after("5 business days", "2026-11-20T10:00:00Z"),
        "2026-11-27T10:00:00+00:00"
    );
    assert_eq!(
        after("1 business day", "2026-11-21T10:00:00Z"),
        "2026-11-23T10:00:00+00:00"
    );
    let before = Span::parse("2 business days")
        .unwrap()
        .before(utc("2026-11-23T10:00:00Z"), london());
    assert_eq!(before.to_rfc3339(), "2026-11-19T10:00:00+00:00");
}

proptest! {
    #[test]
    fn reading_never_panics(text in any::<String>()) {
        let _ = read_moment(&text, now(), london());
        let _ = read_deadline(&text, now(), london());
        let _ = read_date(&text, now(), london());
        let _ = Span::parse(&text);
        let _ = Zone::parse(&text);
    }

    #[test]
    fn near_times_never_panic(text in "(~|about |until |in )?[0-9a-y]{0,12}[ .:/-][0-9]{1,6}( ?(pm|ago|nov|fri|days?|Z|[+]01:00))?( ago| [0-9:]{1,6})?") {
        let _ = read_moment(&text, now(), london());
        let _ = read_deadline(&text, now(), london());
        let _ = read_date(&text, now(), london());
        let _ = Span::parse(&text);
    }

    #[test]
    fn what_is_shown_in_full_is_read_back(minutes in 0i64..400_000) {
        let at = now() - TimeDelta::seconds(20) - TimeDelta::minutes(minutes);
        match read_moment(&words::full(at, london()), now(), london()) {
            Ok(read) => assert_eq!(read.at.to_utc(), at),
            Err(error) => assert!(matches!(error, NotUnderstood::Twice { .. })),
        }
    }
}

#[test]
fn a_moment_is_said_back() {
    let exact = read_moment("20 Nov 23:40", now(), london()).unwrap();
    assert_eq!(
        (exact.said_back(london()).as_str(), exact.precision),
        ("Friday 20 Nov 2026, 23:40", Precision::Exact)
    );
    let about = read_moment("~20 Nov 23:40", now(), london()).unwrap();
    assert_eq!(about.said_back(london()), "about Friday 20 Nov 2026, 23:40");
}
