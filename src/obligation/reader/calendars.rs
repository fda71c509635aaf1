//! Calendars: what can only be said of several of their fields together.

use super::BookReader;
use super::about::About;
use crate::obligation::fields::CALENDAR;
use crate::schema::node::{entries, field, field_text, items, text};
use crate::schema::source::{Parsed, Text};
use crate::schema::value;
use crate::schema::yaml::{Key, Node};

impl BookReader<'_> {
    pub(super) fn calendars(&mut self, files: &[(About, Parsed)]) {
        for part in self.parts(files, About::Calendars) {
            self.years(part.file, part.node, "from");
            self.weekend(part.file, part.node);
            for holiday in field(part.node, "holidays").map(items).unwrap_or_default() {
                self.holiday(part.file, holiday);
                self.years(part.file, holiday, "since");
            }
            if let Some(calendar) = value::read(part.node, &CALENDAR, None) {
                let name = part.key.text.as_str().into();
                self.contents.calendars.0.insert(name, calendar);
            }
        }
    }

    /// The last year is not before the first.
    fn years(&mut self, file: &Text, node: &Node, first: &str) {
        let year = |name: &str| field_text(node, name).and_then(|year| year.parse::<i32>().ok());
        if let (Some(from), Some(until), Some(at)) = (year(first), year("until"), field(node, "until"))
            && until < from
        {
            let message = format!("it ends before it begins, in {from}");
            self.found.push(file.fault("bad-date", at.at.clone(), message));
        }
    }

    fn weekend(&mut self, file: &Text, node: &Node) {
        let Some(weekend) = field(node, "weekend") else { return };
        let mut days: Vec<String> = Vec::new();
        for (day, item) in items(weekend).iter().filter_map(|item| Some((text(item)?, item))) {
            let small = day.to_lowercase();
            if days.contains(&small) {
                let message = format!("`{day}` appears twice");
                self.found.push(file.fault("duplicate-key", item.at.clone(), message));
            }
            days.push(small);
        }
        days.sort();
        days.dedup();
        if days.len() >= 7 {
            let message = "seven days of weekend leave no day to work on";
            self.found.push(file.fault("bad-option", weekend.at.clone(), message));
        }
    }

    fn holiday(&mut self, file: &Text, node: &Node) {
        let key = |name: &str| -> Option<&Key> {
            let mut keys = entries(node).iter().map(|(key, _)| key);
            keys.find(|key| key.text == name)
        };
        let fault = match (key("day"), key("on"), key("observed")) {
            (None, None, _) if !entries(node).is_empty() => file
                .fault("missing-field", node.at.clone(), "a holiday has no `day`")
                .helped("add `day: 12-25`"),
            (Some(_), Some(on), _) => file
                .fault("does-not-fit", on.at.clone(), "a holiday has either `day` or `on`")
                .helped("make two holidays of it"),
            (None, Some(_), Some(observed)) => file
                .fault("does-not-fit", observed.at.clone(), "dates under `on` do not move")
                .helped("write the dates on which it is kept"),
            _ => return,
        };
        self.found.push(fault);
    }
}
