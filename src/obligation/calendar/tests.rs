use chrono::{Datelike, NaiveDate, Weekday};

use super::{Calendar, Calendars, Day, Observed};
use crate::document::tests::golden;
use crate::obligation::reader;
use crate::obligation::rulebook::Contents;
use crate::schema::source::Text;

const BUILT_IN: &str = include_str!("../../../playbooks/obligations/calendars.yaml");

fn read(text: &str) -> Result<Calendars, String> {
    let file = Text {
        file: "our.yaml".to_owned(),
        text: text.to_owned(),
    };
    let read = reader::read(&Contents::default(), &[file], true);
    read.map(|contents| contents.calendars)
        .map_err(|rejected| rejected.render(120, false))
}

fn built_in() -> Calendars {
    read(BUILT_IN).expect("no mistakes")
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// The holidays of a year that fall on a working day of the week.
fn days(calendar: &str, year: i32) -> String {
    let calendars = built_in();
    let calendar = calendars.get(calendar).expect("a calendar");
    let days = calendar.holidays(year).into_keys();
    let days: Vec<String> = days
        .filter(|day| !calendar.is_weekend(*day))
        .map(|day| day.format("%m-%d").to_string())
        .collect();
    days.join(" ")
}

#[test]
fn the_years_that_were_looked_up_are_right() {
    for (calendar, year, expected) in [
        (
            "us-federal",
            2026,
            "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
        ),
        // New Year's Day of 2028 is a Saturday.
        (
            "us-federal",
            2027,
            "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
        ),
        // Before Juneteenth was one.
        (
            "us-federal",
            2020,
            "01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25",
        ),
        ("brazil", 2023, "04-07 04-21 05-01 09-07 10-12 11-02 11-15 12-25"),
        ("brazil", 2026, "01-01 04-03 04-21 05-01 09-07 10-12 11-02 11-20 12-25"),
        (
            "colombia",
            2026,
            "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-20 08-07 08-17 10-12 11-02 11-16 12-08 12-25",
        ),
        ("australia", 2027, "01-01 01-26 03-26 03-29 12-27 12-28"),
        // Christmas on a Sunday goes past Boxing Day.
        ("england-wales", 2033, "01-03 04-15 04-18 05-02 05-30 08-29 12-26 12-27"),
        ("germany", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 12-25"),
        (
            "greece",
            2026,
            "01-01 01-06 02-23 03-25 04-10 04-13 05-01 06-01 10-28 12-25",
        ),
        (
            "japan",
            2026,
            "01-01 01-12 02-11 02-23 03-20 04-29 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23",
        ),
        ("canada", 2026, "01-01 04-03 05-18 07-01 09-07 09-30 10-12 11-11 12-25"),
        ("ireland", 2030, "01-01 02-01 04-22 05-06 06-03 08-05 10-28 12-25 12-26"),
        (
            "iceland",
            2026,
            "01-01 04-02 04-03 04-06 04-23 05-01 05-14 05-25 06-17 08-03 12-25",
        ),
        ("singapore", 2028, ""),
    ] {
        assert_eq!(days(calendar, year), expected, "{calendar} {year}");
    }
}

#[test]
fn easter_is_where_tables_have_it() {
    for (year, western, orthodox) in [
        (1970, "1970-03-29", "1970-04-26"),
        (2000, "2000-04-23", "2000-04-30"),
        (2024, "2024-03-31", "2024-05-05"),
        (2026, "2026-04-05", "2026-04-12"),
        (2038, "2038-04-25", "2038-04-25"),
        (2100, "2100-03-28", "2100-05-02"),
        (2285, "2285-03-22", "2285-04-26"),
    ] {
        let day = |text: &str| Day::parse(text).expect("a day").in_year(year);
        assert_eq!(
            (day("easter"), day("orthodox easter")),
            (Some(date(western)), Some(date(orthodox))),
            "{year}"
        );
    }
}

#[test]
fn days_are_read_found_and_printed() {
    for (text, found) in [
        ("12-25", Some("2026-12-25")),
        ("02-29", None),
        ("4th thursday of november", Some("2026-11-26")),
        ("5th monday of april", None),
        ("last monday of may", Some("2026-05-25")),
        ("friday on or after 06-19", Some("2026-06-19")),
        ("monday before 05-25", Some("2026-05-18")),
        ("easter", Some("2026-04-05")),
        ("easter - 2", Some("2026-04-03")),
        ("orthodox easter + 50", Some("2026-06-01")),
    ] {
        let day = Day::parse(text).expect("a day");
        assert_eq!(day.to_string(), text);
        assert_eq!(day.in_year(2026), found.map(date), "{text}");
        assert_eq!(serde_json::to_value(day).expect("JSON"), text);
    }
    for wrong in [
        "",
        "13-01",
        "02-30",
        "1-1",
        "0th monday of may",
        "6th monday of may",
        "last day of may",
        "monday before",
        "easter -2",
        "easter + 101",
        "orthodox",
    ] {
        let why = format!(
            "`{wrong}` is not a day of the year; write it like `12-25`, `4th thursday of november`, `last monday of may`, \
             `friday on or after 06-19`, `monday before 05-25`, `easter - 2` or `orthodox easter + 1`"
        );
        assert_eq!(Day::parse(wrong), Err(why));
    }
}

#[test]
fn a_calendar_knows_what_it_does_not_know() {
    let calendars = built_in();
    let singapore = calendars.get("singapore").expect("a calendar");
    assert_eq!(
        [2023, 2024, 2027, 2028].map(|year| singapore.knows(year)),
        [false, true, true, false]
    );
    assert_eq!(singapore.holiday(date("2027-12-24")), None);
    assert_eq!(singapore.holiday(date("2026-12-25")), Some("Christmas Day"));
    // In a year that it does not know, only weekends are no working days.
    assert!(singapore.is_working_day(date("2028-01-03")) && !singapore.is_working_day(date("2028-01-01")));
    let mere = Calendar::weekdays_only();
    assert!(mere.is_working_day(date("2026-12-25")) && !mere.is_working_day(date("2026-12-26")));
    assert!(!mere.knows(2026));
}

/// A day is a holiday in the calendar's year exactly if it is one by itself, also where it moves over a turn of the year.
#[test]
fn a_year_and_its_days_agree() {
    let calendars = built_in();
    for name in calendars.names() {
        let calendar = calendars.get(name).expect("a calendar");
        let of_years: Vec<NaiveDate> = (2026..=2029)
            .flat_map(|year| calendar.holidays(year).into_keys())
            .collect();
        let one_by_one: Vec<NaiveDate> = date("2026-01-01")
            .iter_days()
            .take_while(|day| day.year() < 2030)
            .filter(|day| calendar.holiday(*day).is_some())
            .collect();
        assert_eq!(of_years, one_by_one, "{name}");
    }
}

#[test]
fn own_calendars_add_and_replace() {
    let own = read(
        "format: 1\ncalendars:\n  india:\n    title: Ours\n    source: us\n    as-of: 2026-01\n    weekend: [friday, \
         Saturday]\n    from: 2026\n    until: 2027\n    note: |\n      nothing\n      at all\n    holidays: []\n",
    )
    .expect("no mistakes");
    let mut calendars = built_in();
    let before = calendars.names().count();
    calendars.0.extend(own.0);
    assert_eq!(calendars.names().count(), before);
    let ours = Calendar {
        title: "Ours".into(),
        source: "us".into(),
        as_of: "2026-01".into(),
        weekend: vec![Weekday::Fri, Weekday::Sat],
        from: 2026,
        until: 2027,
        note: Some("nothing at all".into()),
        holidays: Vec::new(),
    };
    assert_eq!(calendars.get("india"), Some(&ours));
}

#[test]
fn json_says_what_was_read() {
    let own = "format: 1\ncalendars:\n  a: {title: A, source: a, as-of: 2026-01, from: 2026, until: 2026, \
               holidays: [{name: Christmas, day: 12-25, observed: next-monday}]}\n";
    let calendars = read(own).expect("no mistakes");
    assert_eq!(
        serde_json::to_value(&calendars).expect("JSON"),
        serde_json::json!({"a": {
            "title": "A", "source": "a", "as-of": "2026-01", "weekend": ["Sat", "Sun"], "from": 2026, "until": 2026,
            "holidays": [{"name": "Christmas", "day": "12-25", "observed": "next-monday"}],
        }})
    );
    for (name, observed) in Observed::ALL {
        assert_eq!(serde_json::to_value(observed).expect("JSON"), name);
    }
    let kept = calendars.get("a").expect("a calendar").holidays(2026);
    assert_eq!(
        kept.into_iter().collect::<Vec<_>>(),
        [(date("2026-12-28"), "Christmas")]
    );
}

#[test]
fn every_mistake_is_told_at_once() {
    let mistakes = read(include_str!("mistakes.yaml")).expect_err("mistakes");
    assert_eq!(mistakes, golden("obligation/calendar/mistakes.stderr", &mistakes));
}
