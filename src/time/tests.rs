#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::{any, proptest};

use super::{Exactness, NotUnderstood, Span, When, Zone, format, read_date, read_deadline, read_moment, read_when};

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
        ("yesterday 23:50", "2026-11-21T23:50:00+00:00 Exact"),
        ("23:50 yesterday", "2026-11-21T23:50:00+00:00 Exact"),
        ("today 08:00", "2026-11-22T08:00:00+00:00 Exact"),
        ("Fri 23:40", "2026-11-20T23:40:00+00:00 Exact"),
        ("friday at 23:40", "2026-11-20T23:40:00+00:00 Exact"),
        ("Sun 08:00", "2026-11-22T08:00:00+00:00 Exact"),
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
        ("~ yesterday 23:40", "2026-11-21T23:40:00+00:00 About"),
        ("~13:40", "2026-11-22T13:40:00+00:00 About"),
        ("13.40", "2026-11-22T13:40:00+00:00 Exact"),
        ("0930", "2026-11-22T09:30:00+00:00 Exact"),
        ("yesterday 2340", "2026-11-21T23:40:00+00:00 Exact"),
        ("13h40", "2026-11-22T13:40:00+00:00 Exact"),
        ("yesterday 23h40", "2026-11-21T23:40:00+00:00 Exact"),
        ("9h", "2026-11-22T09:00:00+00:00 Exact"),
        ("last night 23:10", "2026-11-21T23:10:00+00:00 Exact"),
        ("last night 11:10", "2026-11-21T23:10:00+00:00 Exact"),
        ("last night at 2:30", "2026-11-22T02:30:00+00:00 Exact"),
        ("this morning 8:30", "2026-11-22T08:30:00+00:00 Exact"),
        ("this morning around 9", "2026-11-22T09:00:00+00:00 About"),
        ("yesterday 2010", "2026-11-21T20:10:00+00:00 Exact"),
        ("9 o'clock this morning", "2026-11-22T09:00:00+00:00 Exact"),
        ("around 9 in the morning", "2026-11-22T09:00:00+00:00 About"),
        ("today 9 o’clock", "2026-11-22T09:00:00+00:00 Exact"),
        ("yesterday evening 8:15", "2026-11-21T20:15:00+00:00 Exact"),
        ("Friday afternoon 3:15", "2026-11-20T15:15:00+00:00 Exact"),
        ("last Friday 18:00", "2026-11-20T18:00:00+00:00 Exact"),
        ("last Sunday 08:00", "2026-11-15T08:00:00+00:00 Exact"),
        ("20/11 23:40", "2026-11-20T23:40:00+00:00 Exact"),
        ("11/20/2026 23:40", "2026-11-20T23:40:00+00:00 Exact"),
        ("20.11. 23:40", "2026-11-20T23:40:00+00:00 Exact"),
        ("11/11 08:00", "2026-11-11T08:00:00+00:00 Exact"),
        ("21 Nov 19:02 Lisbon", "2026-11-21T19:02:00+00:00 Exact"),
        ("21 Nov 19:02 new york", "2026-11-21T19:02:00-05:00 Exact"),
        ("yesterday 23:40 Europe/Berlin", "2026-11-21T23:40:00+01:00 Exact"),
        ("2026-11-16 09:00 Asia/Singapore", "2026-11-16T09:00:00+08:00 Exact"),
        ("09:00 UTC", "2026-11-22T09:00:00+00:00 Exact"),
        ("09:00Z", "2026-11-22T09:00:00+00:00 Exact"),
        ("09:00+01:00", "2026-11-22T09:00:00+01:00 Exact"),
        ("09:00 UTC+1", "2026-11-22T09:00:00+01:00 Exact"),
        ("about 09:00 CET", "2026-11-22T09:00:00+01:00 About"),
        ("Fri 23:40 EST", "2026-11-20T23:40:00-05:00 Exact"),
        ("Fri, 20 Nov 2026 09:00:00 +0100", "2026-11-20T09:00:00+01:00 Exact"),
        (
            "Fri, 20 Nov 2026 09:00:33 +0100 (CET)",
            "2026-11-20T09:00:33+01:00 Exact",
        ),
        ("Date: Fri, 20 Nov 2026 09:00:00 GMT", "2026-11-20T09:00:00+00:00 Exact"),
        ("20 Nov 2026 09:00 -0500", "2026-11-20T09:00:00-05:00 Exact"),
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
        "31 Feb 12:00",
        "in 2 hours",
        "09:00 Atlantis",
        "this morning 14:00",
        "next Friday 09:00",
        "9",
    ] {
        assert_eq!(said(text), format!("`{text}` is not clear; {example}"));
    }
    for (text, example) in [
        ("yesterday", "21 Nov 09:00"),
        ("this morning", "22 Nov 08:30"),
        ("last night", "21 Nov 23:10"),
        ("yesterday evening", "21 Nov 19:30"),
        ("24 Oct 2026", "24 Oct 09:00"),
        ("last Friday", "20 Nov 09:00"),
        ("November 2026", "22 Nov 2026 09:00"),
    ] {
        assert_eq!(
            said(text),
            format!(
                "`{text}` says no time of day; add it, as in `{example}`, or `about` and the time if it is not exact"
            )
        );
    }
    assert_eq!(
        said("tomorrow"),
        "Mon 23 Nov 2026 has not come yet; give the day when it happened"
    );
    assert_eq!(awaited("yesterday"), "Sat 21 Nov 2026 is over; give a future time");
    assert_eq!(
        said("Mon, 20 Nov 2026 09:00:00 +0100"),
        "20 Nov 2026 is a Friday; leave the day of the week out, or mend the date"
    );
    assert_eq!(
        said("09:00 CST"),
        "`CST` means several offsets; write the offset, such as `-06:00`, or a place, such as `America/Chicago`"
    );
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
fn a_time_that_reads_in_two_ways_is_a_question() {
    for (text, expected) in [
        (
            "14:33",
            "which day? Write `2026-11-21 14:33` for Saturday 21 Nov 2026, 14:33, or `2026-11-22 14:33` for Sunday 22 Nov \
             2026, 14:33, which has not come yet",
        ),
        (
            "about 23:40",
            "which day? Write `about 2026-11-21 23:40` for Saturday 21 Nov 2026, 23:40, or `about 2026-11-22 23:40` for \
             Sunday 22 Nov 2026, 23:40, which has not come yet",
        ),
        (
            "Sun 23:00",
            "which day? Write `2026-11-15 23:00` for Sunday 15 Nov 2026, 23:00, or `2026-11-22 23:00` for Sunday 22 Nov \
             2026, 23:00, which has not come yet",
        ),
        (
            "17:00 CET",
            "which day? Write `2026-11-21 16:00` for Saturday 21 Nov 2026, 16:00, or `2026-11-22 16:00` for Sunday 22 Nov \
             2026, 16:00, which has not come yet",
        ),
        (
            "5/11 23:40",
            "day or month first? Write `2026-11-05 23:40` for Thursday 5 Nov 2026, 23:40, or `2026-05-11 23:40` for Monday \
             11 May 2026, 23:40",
        ),
        (
            "around 9",
            "morning or evening? Write `about 2026-11-22 09:00` for Sunday 22 Nov 2026, 09:00, or `about 2026-11-21 21:00` \
             for Saturday 21 Nov 2026, 21:00",
        ),
        (
            "yesterday 9 o'clock",
            "morning or evening? Write `2026-11-21 09:00` for Saturday 21 Nov 2026, 09:00, or `2026-11-21 21:00` for \
             Saturday 21 Nov 2026, 21:00",
        ),
    ] {
        let why = read_moment(text, now(), london()).unwrap_err();
        assert_eq!(why.to_string(), expected, "{text}");
        assert!(why.readings().is_some(), "{text}");
    }
    assert_eq!(
        said("5/11"),
        "day or month first? Write `2026-11-05` for Thu 5 Nov 2026, or `2026-05-11` for Mon 11 May 2026"
    );
}

#[test]
fn a_day_a_month_or_a_year_is_an_answer() {
    let when = |text: &str| match read_when(text, now(), london()) {
        Ok(when) => format!(
            "{}, from {}{}",
            when.said_back(london()),
            when.begins(london()).format("%Y-%m-%dT%H:%M%:z"),
            match when {
                When::Period { period, .. } => format!(" to {}", period.last()),
                When::Moment(_) => String::new(),
            }
        ),
        Err(why) => why.to_string(),
    };
    for (text, expected) in [
        (
            "2026-10-12",
            "Mon 12 Oct 2026, hour not written down, from 2026-10-12T00:00+01:00 to 2026-10-12",
        ),
        (
            "about 12 Oct",
            "about Mon 12 Oct 2026, hour not written down, from 2026-10-12T00:00+01:00 to 2026-10-12",
        ),
        (
            "last Friday",
            "Fri 20 Nov 2026, hour not written down, from 2026-11-20T00:00+00:00 to 2026-11-20",
        ),
        (
            "yesterday",
            "Sat 21 Nov 2026, hour not written down, from 2026-11-21T00:00+00:00 to 2026-11-21",
        ),
        (
            "23 Nov",
            "Sun 23 Nov 2025, hour not written down, from 2025-11-23T00:00+00:00 to 2025-11-23",
        ),
        (
            "20.11.",
            "Fri 20 Nov 2026, hour not written down, from 2026-11-20T00:00+00:00 to 2026-11-20",
        ),
        (
            "November 2026",
            "November 2026, day not written down, from 2026-11-01T00:00+00:00 to 2026-11-30",
        ),
        (
            "2026-11",
            "November 2026, day not written down, from 2026-11-01T00:00+00:00 to 2026-11-30",
        ),
        (
            "about 11/2026",
            "about November 2026, day not written down, from 2026-11-01T00:00+00:00 to 2026-11-30",
        ),
        (
            "December",
            "December 2025, day not written down, from 2025-12-01T00:00+00:00 to 2025-12-31",
        ),
        (
            "2025",
            "2025, day not written down, from 2025-01-01T00:00+00:00 to 2025-12-31",
        ),
        ("Fri 23:40", "Friday 20 Nov 2026, 23:40, from 2026-11-20T23:40+00:00"),
        (
            "23 Nov 2026",
            "Mon 23 Nov 2026 has not come yet; give the day when it happened",
        ),
        ("2027", "Fri 1 Jan 2027 has not come yet; give the day when it happened"),
        (
            "this morning",
            "`this morning` says no time of day; add it, as in `22 Nov 08:30`, or `about` and the time if it is not exact",
        ),
        (
            "3/11",
            "day or month first? Write `2026-11-03` for Tue 3 Nov 2026, or `2026-03-11` for Wed 11 Mar 2026",
        ),
    ] {
        assert_eq!(when(text), expected, "{text}");
    }
}

#[test]
fn a_time_that_comes_twice_is_asked_about() {
    let after = utc("2026-10-25T09:00:00Z");
    let first = read_moment("01:30 +01:00", after, london()).unwrap();
    assert_eq!(first.said_back(london()), "Sunday 25 Oct 2026, 01:30 +01:00");
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
        ("20 Nov 10:00", "Friday 20 Nov 2026, 10:00 is over; give a future time"),
        ("27/11 10:00", "2026-11-27T10:00+00:00"),
        ("18:00 CET", "2026-11-22T18:00+01:00"),
        (
            "tomorrow",
            "`tomorrow` says no time of day; add it, as in `23 Nov 09:00`, or `about` and the time if it is not exact",
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
        "day or month first? Write `2026-12-11` for Fri 11 Dec 2026, or `2026-11-12` for Thu 12 Nov 2026"
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
    assert_eq!(format::clock(at, london()), "Fri 23:40");
    assert_eq!(format::day_clock(at, london()), "Fri 20 Nov 23:40");
    assert_eq!(format::full(at, london()), "Friday 20 Nov 2026, 23:40");
    assert_eq!(format::clock_near(at, now(), london()), "Fri 23:40");
    assert_eq!(
        format::clock_near(utc("2026-11-12T23:40:00Z"), now(), london()),
        "Thu 12 Nov 23:40"
    );
    assert_eq!(
        format::clock_near(utc("2025-06-12T22:40:00Z"), now(), london()),
        "Thu 12 Jun 2025 23:40"
    );
    assert_eq!(
        format::day(NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()),
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
            format::ago(now() - TimeDelta::minutes(minutes), now(), london()),
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
        assert_eq!(format::remaining(TimeDelta::minutes(minutes)), expected);
    }
    assert_eq!(format::remaining(TimeDelta::seconds(-3)), "passed just now");
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
    fn every_time_is_said_back_as_what_is_kept(
        day in "|today |yesterday |last night |fri |last mon |20 nov |24 oct 2026 |25 oct 2026 |5/11/2026 |2026-03-28 ",
        about in "|about |~",
        hour in 0u32..24,
        minute in 0u32..60,
        written in 0usize..4,
        zone in "| utc| CET| -0500| Asia/Singapore| Lisbon",
    ) {
        let clock = match written {
            0 => format!("{hour:02}:{minute:02}"),
            1 => format!("{hour:02}{minute:02}"),
            2 => format!("{hour}h{minute:02}"),
            _ => format!("{hour:02}:{minute:02}:33"),
        };
        let text = format!("{about}{day}{clock}{zone}");
        let found = match read_moment(&text, now(), london()) {
            Ok(moment) => vec![moment],
            Err(why) => {
                let both = why.readings().into_iter().flatten();
                both.filter_map(|when| match when {
                    When::Moment(moment) => Some(moment),
                    When::Period { .. } => None,
                })
                .collect()
            }
        };
        for moment in found.into_iter().filter(|moment| moment.at.to_utc() <= now()) {
            let said = moment.said_back(london());
            let again = read_moment(&said, now(), london());
            assert_eq!(again.map(|again| (again.at.to_utc(), again.precision)), Ok((moment.at.to_utc(), moment.precision)), "{text}: {said}");
        }
    }

    #[test]
    fn what_is_shown_in_full_is_read_back(minutes in 0i64..400_000) {
        let at = now() - TimeDelta::seconds(20) - TimeDelta::minutes(minutes);
        match read_moment(&format::full(at, london()), now(), london()) {
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
        ("Friday 20 Nov 2026, 23:40", Exactness::Exact)
    );
    let about = read_moment("~20 Nov 23:40", now(), london()).unwrap();
    assert_eq!(about.said_back(london()), "about Friday 20 Nov 2026, 23:40");
}
