//! A file of facts, for a question without an incident: "and with 501 residents?"
//!
//! Reads and checks; every mistake at once, with its place.
//!
//! ```yaml
//! format: 1
//! zone: Europe/Berlin
//! facts:
//!   aware_at: 2026-11-03 14:05
//!   persons_by_jurisdiction: {Germany: 8000}
//! notices:
//!   eu-gdpr-33-sa: 2026-11-05 10:00
//! ```

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::case_facts::{CaseFacts, Notices};
use super::count::When;
use super::fields::CASE_FILE;
use super::rulebook::Rulebook;
use crate::fact::read::Asked;
use crate::fact::read::node::FileAnswers;
use crate::fact::{Answer, Kind, Value};
use crate::schema::diagnostic::{self, Diagnostic};
use crate::schema::node::{entries, field, field_text, items, text};
use crate::schema::reader::{MOST_FAULTS, fits};
use crate::schema::source::{Parsed, Text, card_numbers, other_format};
use crate::schema::yaml::{Content, Key, Node};
use crate::text::did_you_mean;
use crate::time::Zone;

/// The years in which something can have happened, or be due.
const YEARS: RangeInclusive<i32> = 1900..=2200;

/// Facts that have another name now, which files of an earlier version say.
const FORMER_FACTS: [(&str, &str); 1] = [("other_data_counts", "data_kind_counts")];

/// The zone that a file of facts names for itself.
pub fn zone_of_file(text: &str) -> Option<Zone> {
    let parsed = Parsed::read("", text).ok()?;
    Zone::parse(field_text(&parsed.tree, "zone")?).ok()
}

/// Reads a file of facts about one business. `zone` is where its local times are read unless it names one itself.
pub fn read_case(
    file: &str,
    text: &str,
    book: &Rulebook,
    now: DateTime<Utc>,
    zone: Zone,
) -> Result<CaseFacts, Vec<Diagnostic>> {
    let mut cases = read_cases(file, text, book, now, zone)?;
    Ok(cases.swap_remove(0).1)
}

/// Reads a file of facts: a case for each of its entities, with the facts of all and its own, or one without a name.
pub fn read_cases(
    file: &str,
    text: &str,
    book: &Rulebook,
    now: DateTime<Utc>,
    zone: Zone,
) -> Result<Vec<(Option<String>, CaseFacts)>, Vec<Diagnostic>> {
    let parsed = Parsed::read(file, text)?;
    let Parsed { text, tree: root } = &parsed;
    let mut found = card_numbers(text);
    for fault in &mut found {
        fault.help = Some("remove it; this text is shown".to_owned());
    }
    if field(root, "format").is_some() {
        found.extend(other_format(&parsed));
    }
    fits(text, root, &CASE_FILE, &mut found);
    // The zone first, wherever it stands: times are read in it.
    let zone = field_text(root, "zone")
        .and_then(|zone| Zone::parse(zone).ok())
        .unwrap_or(zone);
    let mut reader = Reader {
        text,
        book,
        asked: Asked { now, zone },
        case: CaseFacts::new(zone),
        found,
    };
    reader.read(root);
    let of_all = reader.case.clone();
    let mut cases = Vec::new();
    for (name, own) in field(root, "entities").map(entries).unwrap_or_default() {
        reader.case = of_all.clone();
        for (key, node) in entries(own) {
            reader.case.answers.remove(&key.text);
            reader.case.tables.remove(&key.text);
            reader.fact(key, node);
        }
        cases.push((
            Some(name.text.clone()),
            std::mem::replace(&mut reader.case, of_all.clone()),
        ));
    }
    if cases.is_empty() {
        cases.push((None, of_all));
    }
    let mut found = reader.found;
    diagnostic::sort(&mut found);
    found.truncate(MOST_FAULTS);
    if found.is_empty() { Ok(cases) } else { Err(found) }
}

struct Reader<'a> {
    text: &'a Text,
    book: &'a Rulebook,
    asked: Asked,
    case: CaseFacts,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn read(&mut self, root: &Node) {
        let named = |name: &str| field(root, name).map(entries).unwrap_or_default();
        for (key, node) in named("facts") {
            if self.found.len() < MOST_FAULTS {
                self.fact(key, node);
            }
        }
        for (key, node) in named("notices") {
            let times = match &node.content {
                Content::List(times) => times,
                _ => std::slice::from_ref(node),
            };
            if self.is_rule(key) {
                let made: Vec<When> = times.iter().filter_map(|time| self.time(time)).collect();
                let made = Notices::of(made.into_iter(), self.asked.zone);
                self.case.notices.extend(made.map(|made| (key.text.clone(), made)));
            }
        }
        for (key, node) in named("police-delays") {
            if self.is_rule(key) {
                let until = self.time(node);
                self.case.delays.extend(until.map(|until| (key.text.clone(), until)));
            }
        }
    }

    fn fact(&mut self, key: &Key, node: &Node) {
        let name = FORMER_FACTS.iter().find(|(former, _)| *former == key.text);
        let name = name.map_or(key.text.as_str(), |(_, now)| now);
        let Some(fact) = self.book.fact(name) else {
            let facts = self.book.facts.iter().chain(&self.book.shared);
            let near = did_you_mean(&key.text, facts.map(|fact| fact.name.as_str()));
            let fault = self.text.fault(
                "unknown-fact",
                key.at.clone(),
                format!("no fact is called `{}`", key.text),
            );
            let help = near.map(|near| format!("did you mean `{near}`?"));
            return self.found.push(Diagnostic { help, ..fault });
        };
        // Left empty: nobody has answered.
        if matches!(&node.content, Content::Empty) || matches!(&node.content, Content::List(items) if items.is_empty())
        {
            return;
        }
        let is_unknown = text(node).is_some_and(|text| text.trim().eq_ignore_ascii_case("unknown"));
        if key.text == "established_in" && !is_unknown {
            self.seats(node);
        }
        for answer in self.answers(node, &fact.kind) {
            match answer {
                Answer::Known {
                    value: Value::Row(row), ..
                } => self.case.tables.entry(key.text.clone()).or_default().push(row),
                answer => drop(self.case.answers.insert(name.to_owned(), answer)),
            }
        }
    }

    /// Where a business sits decides which laws bind it, so that what is no place, or may be two, is a slip. Where people
    /// live may be unknown.
    fn seats(&mut self, node: &Node) {
        if let Some((message, help)) = text(node).and_then(|place| self.book.places.misplaced(place)) {
            let fault = self.text.fault("unknown-place", node.at.clone(), message);
            self.found.push(fault.helped(help));
        }
        items(node).iter().for_each(|item| self.seats(item));
        for (_, cell) in entries(node).iter().filter(|(key, _)| key.text == "place") {
            self.seats(cell);
        }
    }

    /// The answers to a question of this type. A day where a time is asked for is a time of which only the day is known.
    fn answers(&mut self, node: &Node, kind: &Kind) -> Vec<Answer> {
        let day = text(node)
            .filter(|_| *kind == Kind::DateTime)
            .and_then(|text| text.trim().parse::<NaiveDate>().ok());
        let answers = match day {
            Some(day) => vec![Answer::known(Value::Date(day))],
            None => {
                let mut read = FileAnswers {
                    text: self.text,
                    asked: self.asked,
                    for_record: false,
                    file: &|_| Err("rules ask for no files".to_owned()),
                    found: &mut self.found,
                };
                read.answers(node, kind)
            }
        };
        let year = answers.first().and_then(|answer| match answer.value()? {
            Value::Date(day) => Some(day.year()),
            Value::DateTime(at) => Some(at.year()),
            _ => None,
        });
        if year.is_some_and(|year| !YEARS.contains(&year)) {
            let written = text(node).unwrap_or_default().trim();
            let message = format!("`{written}` is outside the years {} to {}", YEARS.start(), YEARS.end());
            self.found.push(self.text.fault("bad-answer", node.at.clone(), message));
        }
        answers
    }

    fn is_rule(&mut self, key: &Key) -> bool {
        let is_rule = self.book.rule(&key.text).is_some();
        if !is_rule {
            let near = did_you_mean(&key.text, self.book.rules.iter().map(|rule| rule.id.as_str()));
            let message = format!("no obligation is called `{}`", key.text);
            let fault = self.text.fault("unknown-rule", key.at.clone(), message);
            let help = near.map(|near| format!("did you mean `{near}`?"));
            self.found.push(Diagnostic { help, ..fault });
        }
        is_rule
    }

    fn time(&mut self, node: &Node) -> Option<When> {
        // Anything else than one text the table has refused.
        text(node)?;
        match self.answers(node, &Kind::DateTime).first()?.value()? {
            Value::Date(day) => Some(When::On(*day)),
            Value::DateTime(at) => Some(When::At(at.to_utc())),
            _ => None,
        }
    }
}
