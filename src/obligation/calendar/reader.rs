//! Reads a file of calendars; every mistake in it at once.

use std::collections::BTreeMap;

use chrono::Weekday;

use super::day::weekday_named;
use super::{Calendar, Calendars, Day, Holiday, Observed, saturday_and_sunday};
use crate::obligation::sheet::{Sheet, is_id};
use crate::schema::diagnostic::Diagnostic;
use crate::schema::yaml::{Content, Key, Node};
use crate::text::{Passage, did_you_mean};

const FIELDS: [&str; 8] = [
    "title", "source", "as-of", "weekend", "from", "until", "note", "holidays",
];

const HOLIDAY_FIELDS: [&str; 6] = ["name", "day", "on", "since", "until", "observed"];

impl Calendars {
    /// Reads the text of a file of calendars. `file` is its name in messages.
    ///
    /// # Errors
    /// Every mistake in it, by place.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        Sheet::read(file, text, |sheet, root| {
            let mut calendars = BTreeMap::new();
            for (name, node) in sheet.entries_of(root, "calendars", "a file of calendars") {
                if !is_id(&name.text) {
                    let message = format!("`{}` cannot be the name of a calendar", name.text);
                    let help = "use lower-case letters, digits and single `-`, such as `us-federal`";
                    sheet.fault("bad-id", &name.at, message, Some(help.to_owned()));
                }
                calendars.insert(name.text.clone().into(), calendar(sheet, name, node));
            }
            Calendars(calendars)
        })
    }
}

fn calendar(sheet: &mut Sheet<'_>, name: &Key, node: &Node) -> Calendar {
    let what = format!("calendar `{}`", name.text);
    let mut calendar = Calendar {
        title: Passage::default(),
        source: Passage::default(),
        ..Calendar::weekdays_only()
    };
    let fields = sheet.fields(node, &FIELDS, &what);
    let (mut from, mut until) = (None, None);
    for (key, node) in &fields {
        match key.text.as_str() {
            "title" => calendar.title = sheet.some_words(key, node).into(),
            "source" => calendar.source = sheet.some_words(key, node).into(),
            "as-of" => calendar.as_of = sheet.month(key, node).into(),
            "weekend" => calendar.weekend = weekend(sheet, key, node),
            "from" => from = sheet.year(key, node),
            "until" => until = sheet.year(key, node).map(|year| (year, node.at.clone())),
            "note" => calendar.note = sheet.words(key, node).map(Passage::from),
            _ => calendar.holidays = holidays(sheet, node),
        }
    }
    if let Content::Map(_) = &node.content {
        for (field, example) in [
            ("title", "United States, federal"),
            ("source", "5 U.S.C. 6103"),
            ("as-of", "2026-01"),
            ("from", "2024"),
            ("until", "2028"),
            ("holidays", "[{name: Christmas, day: 12-25}]"),
        ] {
            sheet.needs(&name.at, &what, &fields, field, example);
        }
    }
    if let (Some(from), Some((until, at))) = (from, &until)
        && *until < from
    {
        sheet.fault("bad-date", at, format!("it ends before it begins, in {from}"), None);
    }
    calendar.from = from.unwrap_or(calendar.from);
    calendar.until = until.map_or(calendar.until, |(until, _)| until);
    calendar
}

fn weekend(sheet: &mut Sheet<'_>, key: &Key, node: &Node) -> Vec<Weekday> {
    let mut weekend = Vec::new();
    for (words, at) in sheet.items(key, node) {
        match weekday_named(&words.to_lowercase()) {
            Some(weekday) if weekend.contains(&weekday) => {
                sheet.fault("duplicate-key", &at, format!("`{words}` stands here twice"), None);
            }
            Some(weekday) => weekend.push(weekday),
            None => {
                let help = Some("write the days out, such as `[friday, saturday]`".to_owned());
                sheet.fault("bad-option", &at, format!("`{words}` is no day of the week"), help);
            }
        }
    }
    if weekend.len() == 7 {
        let message = "seven days of weekend leave no day to work on";
        sheet.fault("bad-option", &node.at, message, None);
        return saturday_and_sunday();
    }
    weekend
}

fn holidays(sheet: &mut Sheet<'_>, node: &Node) -> Vec<Holiday> {
    let items = match &node.content {
        Content::List(items) => items.as_slice(),
        Content::Empty => &[],
        _ => {
            let help = Some("write a line each, such as `- {name: Christmas, day: 12-25}`".to_owned());
            sheet.fault("wrong-type", &node.at, "`holidays` is a list", help);
            &[]
        }
    };
    items.iter().map(|item| holiday(sheet, item)).collect()
}

fn holiday(sheet: &mut Sheet<'_>, node: &Node) -> Holiday {
    let mut holiday = Holiday {
        name: Passage::default(),
        day: None,
        on: Vec::new(),
        since: None,
        until: None,
        observed: None,
    };
    let what = "a holiday";
    let fields = sheet.fields(node, &HOLIDAY_FIELDS, what);
    let place = |name: &str| {
        let field = fields.iter().find(|(key, _)| key.text == name);
        field.map(|(key, _)| key.at.clone())
    };
    for (key, node) in &fields {
        match key.text.as_str() {
            "name" => holiday.name = sheet.some_words(key, node).into(),
            "day" => holiday.day = day(sheet, key, node),
            "on" => {
                for (words, at) in sheet.items(key, node) {
                    holiday.on.extend(sheet.date(&words, &at));
                }
            }
            "since" => holiday.since = sheet.year(key, node),
            "until" => holiday.until = sheet.year(key, node),
            _ => holiday.observed = observed(sheet, key, node),
        }
    }
    let Content::Map(_) = &node.content else { return holiday };
    sheet.needs(&node.at, what, &fields, "name", "Christmas");
    match (place("day"), place("on")) {
        (None, None) => sheet.needs(&node.at, what, &fields, "day", "12-25"),
        (Some(_), Some(at)) => {
            let help = Some("make two holidays of it".to_owned());
            sheet.fault("does-not-fit", &at, "a holiday has either `day` or `on`", help);
        }
        (None, Some(_)) => {
            if let Some(at) = place("observed") {
                let help = Some("write the dates on which it is kept".to_owned());
                sheet.fault("does-not-fit", &at, "dates under `on` do not move", help);
            }
        }
        (Some(_), None) => {}
    }
    if let (Some(since), Some(until), Some(at)) = (holiday.since, holiday.until, place("until"))
        && until < since
    {
        sheet.fault("bad-date", &at, format!("it ends before it begins, in {since}"), None);
    }
    holiday
}

fn day(sheet: &mut Sheet<'_>, key: &Key, node: &Node) -> Option<Day> {
    let words = sheet.some_words(key, node);
    match Day::parse(&words) {
        Ok(day) => Some(day),
        Err(_) if words.is_empty() => None,
        Err(why) => {
            sheet.fault("bad-date", &node.at, why, None);
            None
        }
    }
}

fn observed(sheet: &mut Sheet<'_>, key: &Key, node: &Node) -> Option<Observed> {
    let words = sheet.words(key, node)?;
    let found = Observed::ALL.iter().find(|(name, _)| *name == words);
    if found.is_none() {
        let names = Observed::ALL.map(|(name, _)| name);
        let help = match did_you_mean(&words, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", crate::text::list(&names, "or")),
        };
        let message = format!("`{words}` is no way to move a holiday");
        sheet.fault("bad-option", &node.at, message, Some(help));
    }
    found.map(|(_, observed)| *observed)
}
