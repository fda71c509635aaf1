#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;

use super::{
    Closed, Counted, When, closed, due, end_of_day, end_of_year, formal_latest, noon_of_next_working_day, start_of_day,
};
use crate::obligation::calendar::Calendar;
use crate::obligation::limit::{Limit, Unit};
use crate::obligation::reader;
use crate::obligation::rulebook::Contents;
use crate::schema::source::Text;
use crate::time::Zone;

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Two holidays around a weekend, two that move, and nothing after 2027.
fn calendar() -> Calendar {
    let text = "format: 1
calendars:
  a-country:
    title: A country
    source: a test
    as-of: 2026-01
    from: 2000
    until: 2027
    holidays:
      - {name: New Year's Day, day: 01-01, observed: nearest-weekday}
      - {name: Thanksgiving, day: 4th thursday of november}
      - {name: Christmas, day: 12-25, observed: nearest-weekday}
";
    let file = Text {
        file: "calendars.yaml".to_owned(),
        text: text.to_owned(),
    };
    let read = reader::read(&Contents::default(), &[file], true).unwrap();
    read.calendars.get("a-country").unwrap().clone()
}

/// An instant, as the local date, time and abbreviation of a zone's offset.
fn local(at: DateTime<Utc>, zone: Zone) -> String {
    zone.at(&at).format("%a %Y-%m-%d %H:%M:%S %z").to_string()
}

fn counted(start: &str, limit: &str, name: &str, count_event_day: bool) -> String {
    let start = match start.parse() {
        Ok(day) => When::On(day),
        Err(_) => When::At(utc(start)),
    };
    match due(
        start,
        Limit::parse(limit).unwrap(),
        zone(name),
        &calendar(),
        count_event_day,
    ) {
        Some(Counted { at, beyond }) => {
            format!(
                "{}{}",
                local(at, zone(name)),
                if beyond { ", holidays unknown" } else { "" }
            )
        }
        None => "not counted".to_owned(),
    }
}

#[test]
fn limits_end_where_the_law_says() {
    for (start, limit, zone, expected) in [
        // Elapsed hours, over a weekend and over the nights in which clocks change.
        (
            "2026-11-03T13:05:00Z",
            "72 hours",
            "Europe/Berlin",
            "Fri 2026-11-06 14:05:00 +0100",
        ),
        (
            "2026-11-19T21:10:00Z",
            "72 hours",
            "Europe/Berlin",
            "Sun 2026-11-22 22:10:00 +0100",
        ),
        (
            "2026-10-24T12:00:00Z",
            "24 hours",
            "Europe/Berlin",
            "Sun 2026-10-25 13:00:00 +0100",
        ),
        (
            "2026-03-28T13:00:00Z",
            "24 hours",
            "Europe/Berlin",
            "Sun 2026-03-29 15:00:00 +0200",
        ),
        (
            "2026-11-03",
            "72 hours",
            "Europe/Berlin",
            "Fri 2026-11-06 00:00:00 +0100",
        ),
        // Days to the end of the last, the event in the zone of the law.
        (
            "2026-11-20T02:00:00Z",
            "30 days",
            "America/Los_Angeles",
            "Sat 2026-12-19 23:59:59 -0800",
        ),
        (
            "2026-11-20T02:00:00Z",
            "30 days",
            "Europe/Berlin",
            "Sun 2026-12-20 23:59:59 +0100",
        ),
        (
            "2026-11-20",
            "30 days",
            "Pacific/Auckland",
            "Sun 2026-12-20 23:59:59 +1300",
        ),
        ("2026-10-24", "1 day", "Europe/Berlin", "Sun 2026-10-25 23:59:59 +0100"),
        // Business days: Thanksgiving is none, and 1 January 2028 is kept on 31 December 2027.
        (
            "2026-11-23",
            "4 business days",
            "America/New_York",
            "Mon 2026-11-30 23:59:59 -0500",
        ),
        (
            "2026-11-21",
            "4 business days",
            "America/New_York",
            "Fri 2026-11-27 23:59:59 -0500",
        ),
        (
            "2027-12-30",
            "1 business day",
            "America/New_York",
            "Mon 2028-01-03 23:59:59 -0500, holidays unknown",
        ),
        (
            "2027-12-20",
            "3 business days",
            "America/New_York",
            "Thu 2027-12-23 23:59:59 -0500",
        ),
        (
            "2027-12-23",
            "1 business day",
            "America/New_York",
            "Mon 2027-12-27 23:59:59 -0500",
        ),
        // Months and years to the day of the same number, or the last.
        (
            "2026-11-23T10:00:00Z",
            "1 month",
            "Europe/Berlin",
            "Wed 2026-12-23 23:59:59 +0100",
        ),
        (
            "2027-01-31",
            "1 month",
            "Europe/Berlin",
            "Sun 2027-02-28 23:59:59 +0100",
        ),
        (
            "2028-01-31",
            "1 month",
            "Europe/Berlin",
            "Tue 2028-02-29 23:59:59 +0100",
        ),
        (
            "2028-02-29",
            "5 years",
            "Europe/Berlin",
            "Mon 2033-02-28 23:59:59 +0100",
        ),
        // The last years that are counted.
        ("9999-12-30", "1 day", "UTC", "Fri 9999-12-31 23:59:59 +0000"),
        ("9999-12-30", "2 days", "UTC", "not counted"),
        ("9999-12-30", "60 hours", "UTC", "not counted"),
        ("9999-12-30", "3 business days", "UTC", "not counted"),
    ] {
        assert_eq!(
            counted(start, limit, zone, false),
            expected,
            "{limit} after {start} in {zone}"
        );
    }
}

#[test]
fn the_day_of_the_event_may_be_day_one() {
    for (start, limit, expected) in [
        ("2026-11-02", "30 days", "Tue 2026-12-01 23:59:59 +0900"),
        ("2026-11-02", "1 day", "Mon 2026-11-02 23:59:59 +0900"),
        ("2026-11-02", "2 business days", "Tue 2026-11-03 23:59:59 +0900"),
        ("2026-11-01", "2 business days", "Tue 2026-11-03 23:59:59 +0900"),
        ("2027-01-28", "1 month", "Sat 2027-02-27 23:59:59 +0900"),
        ("2027-01-31", "1 month", "Sun 2027-02-28 23:59:59 +0900"),
        ("2027-02-01", "1 month", "Sun 2027-02-28 23:59:59 +0900"),
        ("2027-03-01", "1 year", "Tue 2028-02-29 23:59:59 +0900"),
    ] {
        assert_eq!(
            counted(start, limit, "Asia/Tokyo", true),
            expected,
            "{limit} from {start}"
        );
    }
}

#[test]
fn a_day_has_a_first_and_a_last_second_whatever_clocks_do() {
    for (date, name, first, last) in [
        (
            "2026-11-20",
            "Europe/Berlin",
            "2026-11-19T23:00:00Z",
            "2026-11-20T22:59:59Z",
        ),
        // 23:59:59 comes twice: clocks go back at midnight.
        (
            "2018-02-17",
            "America/Sao_Paulo",
            "2018-02-17T02:00:00Z",
            "2018-02-18T01:59:59Z",
        ),
        // 00:00 is skipped: clocks go forward at midnight.
        (
            "2018-11-04",
            "America/Sao_Paulo",
            "2018-11-04T03:00:00Z",
            "2018-11-05T01:59:59Z",
        ),
        // 23:00 to 23:59:59 is skipped.
        (
            "2025-03-29",
            "America/Scoresbysund",
            "2025-03-29T02:00:00Z",
            "2025-03-30T00:59:59Z",
        ),
        // The whole day is skipped.
        (
            "2011-12-30",
            "Pacific/Apia",
            "2011-12-30T10:00:00Z",
            "2011-12-30T09:59:59Z",
        ),
    ] {
        assert_eq!(
            (start_of_day(day(date), zone(name)), end_of_day(day(date), zone(name))),
            (Some(utc(first)), Some(utc(last))),
            "{date} in {name}"
        );
    }
}

#[test]
fn a_year_ends_with_its_last_day_and_sixty_days_after_it_comes_march() {
    let filed = |event: &str| {
        let start = end_of_year(When::At(utc(event)), zone("America/New_York")).unwrap();
        let limit = Limit::parse("60 days").unwrap();
        let counted = due(start, limit, zone("America/New_York"), &calendar(), false).unwrap();
        (start, local(counted.at, zone("America/New_York")))
    };
    assert_eq!(
        filed("2026-11-20T12:00:00Z"),
        (When::On(day("2026-12-31")), "Mon 2027-03-01 23:59:59 -0500".to_owned())
    );
    // Still 2027 in New York.
    assert_eq!(
        filed("2028-01-01T03:00:00Z"),
        (When::On(day("2027-12-31")), "Tue 2028-02-29 23:59:59 -0500".to_owned())
    );
}

#[test]
fn the_formal_limit_runs_from_the_next_full_hour() {
    for (start, expected) in [
        ("2026-11-03T13:05:00Z", "2026-11-06T14:00:00Z"),
        ("2026-11-03T13:00:00Z", "2026-11-06T14:00:00Z"),
        ("2026-11-03T13:59:59.5Z", "2026-11-06T14:00:00Z"),
        ("1969-12-31T23:30:00Z", "1970-01-04T00:00:00Z"),
    ] {
        assert_eq!(formal_latest(utc(start), 72), Some(utc(expected)), "{start}");
    }
    assert_eq!(formal_latest(DateTime::<Utc>::MAX_UTC, 72), None);
}

#[test]
fn noon_of_the_next_working_day_helps_only_when_offices_are_closed() {
    let moved = |at: &str| noon_of_next_working_day(utc(at), zone("Europe/Berlin"), &calendar()).unwrap();
    let at = |at: &str, beyond| Counted { at: utc(at), beyond };
    assert_eq!(moved("2026-11-22T15:00:00Z"), at("2026-11-23T11:00:00Z", false));
    assert_eq!(moved("2026-11-23T12:00:00Z"), at("2026-11-23T12:00:00Z", false));
    // Saturday in Berlin already, Friday still in UTC.
    assert_eq!(moved("2026-11-20T23:30:00Z"), at("2026-11-23T11:00:00Z", false));
    // Christmas is a Friday.
    assert_eq!(moved("2026-12-25T12:00:00Z"), at("2026-12-28T11:00:00Z", false));
    assert_eq!(moved("2028-01-01T12:00:00Z"), at("2028-01-03T11:00:00Z", true));
}

#[test]
fn a_closed_day_names_the_working_day_before_it() {
    let hint = |at: &str| {
        let closed: Option<Closed> = closed(utc(at), zone("America/New_York"), &calendar());
        closed.map(|closed| closed.hint())
    };
    assert_eq!(
        hint("2026-12-20T12:00:00Z").as_deref(),
        Some("falls on a Sunday, file by Fri 2026-12-18")
    );
    assert_eq!(
        hint("2026-12-26T12:00:00Z").as_deref(),
        Some("falls on a Saturday, file by Thu 2026-12-24")
    );
    assert_eq!(
        hint("2026-11-26T12:00:00Z").as_deref(),
        Some("falls on a holiday (Thanksgiving), file by Wed 2026-11-25")
    );
    assert_eq!(hint("2026-11-27T12:00:00Z"), None);
}

#[test]
fn a_calendar_without_working_days_ends_nothing() {
    let never = Calendar {
        weekend: [0, 1, 2, 3, 4, 5, 6]
            .map(|nth| chrono::Weekday::try_from(nth).unwrap())
            .to_vec(),
        ..Calendar::weekdays_only()
    };
    let start = When::On(day("2026-11-20"));
    let limit = Limit::parse("1 business day").unwrap();
    assert_eq!(due(start, limit, Zone::UTC, &never, false), None);
    assert_eq!(
        noon_of_next_working_day(utc("2026-11-20T12:00:00Z"), Zone::UTC, &never),
        None
    );
    assert_eq!(closed(utc("2026-11-20T12:00:00Z"), Zone::UTC, &never), None);
}

const UNITS: [Unit; 5] = [Unit::Hours, Unit::Days, Unit::BusinessDays, Unit::Months, Unit::Years];

/// Zones with daylight saving at midnight, half hours, skipped days, and none of these.
const ZONES: [&str; 12] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "America/Scoresbysund",
    "Asia/Kolkata",
    "Asia/Gaza",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Africa/Cairo",
];

/// Seconds of 1 January 1970 and 2201.
const SECONDS: std::ops::Range<i64> = 0..7_289_654_400;

fn any_limit() -> impl Strategy<Value = Limit> {
    (1u32..200, proptest::sample::select(&UNITS[..])).prop_map(|(amount, unit)| Limit { amount, unit })
}

fn any_zone() -> impl Strategy<Value = Zone> {
    proptest::sample::select(&ZONES[..]).prop_map(zone)
}

proptest! {
    #[test]
    fn a_later_start_never_ends_earlier(
        seconds in SECONDS, later in 0i64..1_000_000, limit in any_limit(), zone in any_zone(), first in any::<bool>()
    ) {
        let ends = |at: DateTime<Utc>| due(When::At(at), limit, zone, &calendar(), first).unwrap().at;
        let at = DateTime::from_timestamp(seconds, 0).unwrap();
        prop_assert!(ends(at) <= ends(at + TimeDelta::seconds(later)));
        let on = |at: DateTime<Utc>| due(When::On(at.date_naive()), limit, zone, &calendar(), first).unwrap().at;
        prop_assert!(on(at) <= on(at + TimeDelta::seconds(later)));
    }

    #[test]
    fn a_limit_ends_after_its_start(seconds in SECONDS, limit in any_limit(), zone in any_zone()) {
        let at = DateTime::from_timestamp(seconds, 0).unwrap();
        prop_assert!(due(When::At(at), limit, zone, &calendar(), false).unwrap().at > at);
    }

    #[test]
    fn no_time_at_all_panics(
        seconds in DateTime::<Utc>::MIN_UTC.timestamp()..DateTime::<Utc>::MAX_UTC.timestamp(), limit in any_limit(),
        zone in any_zone(), first in any::<bool>()
    ) {
        let at = DateTime::from_timestamp(seconds, 0).unwrap();
        for when in [When::At(at), When::On(at.date_naive())] {
            let _ = due(when, limit, zone, &calendar(), first);
            let _ = end_of_year(when, zone);
        }
        let _ = end_of_day(at.date_naive(), zone);
        let _ = start_of_day(at.date_naive(), zone);
        let _ = formal_latest(at, limit.amount);
        let _ = noon_of_next_working_day(at, zone, &calendar());
        let _ = closed(at, zone, &calendar());
    }
}

#[test]
fn the_largest_numbers_do_not_panic() {
    for unit in UNITS {
        for amount in [0, u32::MAX] {
            for at in [DateTime::<Utc>::MIN_UTC, DateTime::UNIX_EPOCH, DateTime::<Utc>::MAX_UTC] {
                let limit = Limit { amount, unit };
                for when in [When::At(at), When::On(at.date_naive())] {
                    let _ = due(when, limit, Zone::UTC, &calendar(), true);
                }
            }
        }
    }
}
