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

use std::ops::Range;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::case_facts::{CaseFacts, Notices};
use super::count::When;
use super::rulebook::Rulebook;
use crate::fact::read::{Asked, read_answer, read_row};
use crate::fact::value::Row;
use crate::fact::{Answer, Column, Kind, Value};
use crate::schema::diagnostic::{self, Diagnostic};
use crate::schema::reader::MOST_FAULTS;
use crate::schema::source::Text;
use crate::schema::source::card_numbers;
use crate::schema::yaml::{Content, Key, Node, tree};
use crate::text::{did_you_mean, list};
use crate::time::Zone;

/// The years in which something can have happened, or be due.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

const FIELDS: [&str; 5] = ["format", "zone", "facts", "notices", "police-delays"];

/// Reads a file of facts. `zone` is where its local times are read unless it names one itself.
pub fn read_case(
    file: &str,
    text: &str,
    book: &Rulebook,
    now: DateTime<Utc>,
    zone: Zone,
) -> Result<CaseFacts, Vec<Diagnostic>> {
    let root = tree(text).map_err(|faults| -> Vec<Diagnostic> {
        faults
            .into_iter()
            .map(|fault| Diagnostic::of_yaml(file, text, fault))
            .collect()
    })?;
    let mut reader = Reader {
        file,
        text,
        book,
        now,
        case: CaseFacts::new(zone),
        found: Vec::new(),
    };
    let whole = Text {
        file: file.to_owned(),
        text: text.to_owned(),
    };
    reader
        .found
        .extend(card_numbers(&whole).into_iter().map(|fault| Diagnostic {
            help: Some("remove it; this text is shown".to_owned()),
            ..fault
        }));
    reader.read(&root);
    diagnostic::sort(&mut reader.found);
    if reader.found.is_empty() {
        Ok(reader.case)
    } else {
        Err(reader.found)
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    book: &'a Rulebook,
    now: DateTime<Utc>,
    case: CaseFacts,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn add(&mut self, code: &'static str, at: Range<usize>, message: String, help: Option<String>) {
        if self.is_full() {
            return;
        }
        let mistake = Diagnostic::at(code, self.file, self.text, at, message);
        self.found.push(match help {
            Some(help) => mistake.helped(help),
            None => mistake,
        });
    }

    fn is_full(&self) -> bool {
        self.found.len() >= MOST_FAULTS
    }

    fn read(&mut self, root: &Node) {
        let Content::Map(fields) = &root.content else {
            let message = "a file of facts has fields, such as `facts:`".to_owned();
            return self.add("wrong-type", root.at.clone(), message, None);
        };
        // The zone first, wherever it stands: times are read in it.
        for (key, node) in fields {
            if key.text == "zone"
                && let Some(text) = self.single(key, node)
            {
                match Zone::parse(text) {
                    Ok(zone) => self.case.zone = zone,
                    Err(why) => self.add("unknown-zone", node.at.clone(), why, None),
                }
            }
        }
        let mut has_format = false;
        for (key, node) in fields {
            match key.text.as_str() {
                "zone" => {}
                "format" => {
                    has_format = true;
                    if self.single(key, node).is_some_and(|format| format != "1") {
                        let message = "this breach reads format 1".to_owned();
                        self.add(
                            "wrong-format",
                            node.at.clone(),
                            message,
                            Some("write `format: 1`".to_owned()),
                        );
                    }
                }
                "facts" => self.each(key, node, &mut |reader, key, node| reader.fact(key, node)),
                "notices" => self.each(key, node, &mut |reader, key, node| {
                    let made = reader.times_of_notices(key, node);
                    if let Some(made) = Notices::of(made.into_iter(), reader.case.zone) {
                        reader.case.notices.insert(key.text.clone(), made);
                    }
                }),
                "police-delays" => self.each(key, node, &mut |reader, key, node| {
                    if let Some(at) = reader.time_of_rule(key, node) {
                        reader.case.delays.insert(key.text.clone(), at);
                    }
                }),
                other => {
                    let help = match did_you_mean(other, FIELDS) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("write {}", list(&FIELDS, "or")),
                    };
                    let message = format!("a file of facts has no field `{other}`");
                    self.add("unknown-field", key.at.clone(), message, Some(help));
                }
            }
        }
        if !has_format && self.found.is_empty() {
            let help = Some("add it".to_owned());
            self.add("missing-field", 0..0, "the first line is `format: 1`".to_owned(), help);
        }
    }

    fn each(&mut self, key: &Key, node: &Node, read: &mut dyn FnMut(&mut Self, &Key, &Node)) {
        match &node.content {
            Content::Map(entries) => {
                for (number, (key, node)) in entries.iter().enumerate() {
                    if self.is_full() {
                        return;
                    }
                    if entries[..number].iter().any(|(earlier, _)| earlier.text == key.text) {
                        let message = format!("`{}` appears twice", key.text);
                        self.add("duplicate-key", key.at.clone(), message, Some("remove one".to_owned()));
                        continue;
                    }
                    read(self, key, node);
                }
            }
            Content::Empty => {}
            _ => {
                let message = format!("`{}` holds names with their values", key.text);
                self.add("wrong-type", node.at.clone(), message, None);
            }
        }
    }

    fn single<'n>(&mut self, key: &Key, node: &'n Node) -> Option<&'n str> {
        match &node.content {
            Content::Text { text, .. } => Some(text),
            _ => {
                let message = format!("`{}` is one value", key.text);
                self.add("wrong-type", node.at.clone(), message, None);
                None
            }
        }
    }

    fn fact(&mut self, key: &Key, node: &Node) {
        let Some(fact) = self.book.fact(&key.text) else {
            let names = self
                .book
                .facts
                .iter()
                .chain(&self.book.shared)
                .map(|fact| fact.name.as_str());
            let help = did_you_mean(&key.text, names).map(|near| format!("did you mean `{near}`?"));
            let message = format!("no fact is called `{}`", key.text);
            return self.add("unknown-fact", key.at.clone(), message, help);
        };
        match (&fact.kind, &node.content) {
            // Left empty: nobody has answered.
            (_, Content::Empty) => {}
            (Kind::Table(columns), Content::Text { text, .. }) if is_unknown(text) => {
                let _ = columns;
                self.case.answers.insert(key.text.clone(), Answer::Unknown);
            }
            (Kind::Table(columns), _) => {
                let rows = self.rows(columns, node);
                if key.text == "established_in" {
                    self.seats(node);
                }
                self.case.tables.insert(key.text.clone(), rows);
            }
            (kind, Content::Text { text, .. }) => {
                if let Some(answer) = self.answer(kind, text, node) {
                    self.case.answers.insert(key.text.clone(), answer);
                }
            }
            (Kind::MultiSelect(_), Content::List(items)) => {
                let mut chosen: Vec<String> = Vec::new();
                for item in items {
                    let Some(text) = self.single(key, item) else { continue };
                    match self.answer(&fact.kind, text, item) {
                        Some(Answer::Known {
                            value: Value::MultiSelect(options),
                            ..
                        }) => chosen.extend(options),
                        Some(_) => {
                            let message = format!("`{}` is a whole answer and cannot be part of a list", text.trim());
                            let help = Some(format!("write `{}: {}`", key.text, text.trim()));
                            self.add("wrong-type", item.at.clone(), message, help);
                        }
                        None => {}
                    }
                }
                let Kind::MultiSelect(options) = &fact.kind else { return };
                // An empty list is left empty, too: nobody has answered.
                if chosen.is_empty() {
                    return;
                }
                let in_order = options
                    .iter()
                    .filter(|option| chosen.contains(option))
                    .cloned()
                    .collect();
                let answer = Answer::known(Value::MultiSelect(in_order));
                self.case.answers.insert(key.text.clone(), answer);
            }
            (kind, _) => {
                let message = format!("`{}` is a {kind}, which is one value", key.text);
                self.add("wrong-type", node.at.clone(), message, None);
            }
        }
    }

    /// Where a business sits decides which laws bind it, so that what is no place, or may be two, is a slip. Where people
    /// live may be unknown.
    fn seats(&mut self, node: &Node) {
        match &node.content {
            Content::Text { text, .. } => {
                if let Some((message, help)) = self.book.places.misplaced(text) {
                    self.add("unknown-place", node.at.clone(), message, Some(help));
                }
            }
            Content::List(items) => items.iter().for_each(|item| self.seats(item)),
            Content::Map(cells) => {
                for (_, cell) in cells.iter().filter(|(key, _)| key.text == "place") {
                    self.seats(cell);
                }
            }
            Content::Empty => {}
        }
    }

    /// Rows as a list of mappings or of texts, as one text, or as `first column: second column`.
    fn rows(&mut self, columns: &[Column], node: &Node) -> Vec<Row> {
        match &node.content {
            Content::List(items) => items.iter().filter_map(|item| self.row(columns, item)).collect(),
            Content::Map(entries)
                if !entries
                    .iter()
                    .any(|(key, _)| columns.iter().any(|column| column.name == key.text)) =>
            {
                let pairs: Vec<(&Key, &Node)> = entries.iter().map(|(key, value)| (key, value)).collect();
                pairs
                    .into_iter()
                    .filter_map(|(key, value)| {
                        let [first, second, ..] = columns else {
                            let message = format!("`{}` is a row of one value; nothing belongs to it", key.text);
                            let help = Some(format!("write a list: `[{}]`", key.text));
                            self.add("wrong-type", value.at.clone(), message, help);
                            return None;
                        };
                        let mut row = Row::new();
                        self.cell(&mut row, first, &key.text, key.at.clone());
                        self.value_cell(&mut row, columns, second, key, value);
                        Some(row)
                    })
                    .collect()
            }
            Content::Empty => Vec::new(),
            _ => self.row(columns, node).into_iter().collect(),
        }
    }

    fn row(&mut self, columns: &[Column], node: &Node) -> Option<Row> {
        match &node.content {
            Content::Map(cells) => {
                let mut row = Row::new();
                for (key, value) in cells {
                    let Some(column) = columns.iter().find(|column| column.name == key.text) else {
                        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
                        let help = match did_you_mean(&key.text, names.iter().copied()) {
                            Some(near) => format!("did you mean `{near}`?"),
                            None => format!("the columns are {}", list(&names, "and")),
                        };
                        let message = format!("no column is called `{}`", key.text);
                        self.add("unknown-column", key.at.clone(), message, Some(help));
                        continue;
                    };
                    self.value_cell(&mut row, columns, column, key, value);
                }
                Some(row)
            }
            Content::Text { text, .. } => match read_row(text, columns, &self.asked()) {
                Ok(row) => Some(row),
                Err(why) => {
                    self.add("wrong-type", node.at.clone(), why, None);
                    None
                }
            },
            _ => {
                let message = "a row is written as `{column: value, ...}`".to_owned();
                self.add("wrong-type", node.at.clone(), message, None);
                None
            }
        }
    }

    /// A cell that is written as a value. Left empty, it is left out.
    fn value_cell(&mut self, row: &mut Row, columns: &[Column], column: &Column, key: &Key, value: &Node) {
        if value.content != Content::Empty
            && let Some(text) = self.single(key, value)
        {
            self.counted_cell(row, columns, column, text, value.at.clone());
        }
    }

    /// A cell; `~620`, `at least 620` and `up to 620` of a number go to the column that says how sure it is.
    fn counted_cell(&mut self, row: &mut Row, columns: &[Column], column: &Column, text: &str, at: Range<usize>) {
        let sure = columns.iter().find(|column| column.name == "how_sure");
        if column.kind == Kind::Number
            && let Some(sure) = sure
            && let Ok(Answer::Known {
                value,
                bound: Some(bound),
            }) = read_answer(text, &column.kind, &self.asked())
            && !is_negative(&value)
        {
            let word = match bound {
                crate::fact::Bound::About => "estimate",
                crate::fact::Bound::AtMost => "upper-bound",
                crate::fact::Bound::AtLeast => "lower-bound",
            };
            row.insert(column.name.clone(), value);
            return self.cell(row, sure, word, at);
        }
        self.cell(row, column, text, at);
    }

    fn cell(&mut self, row: &mut Row, column: &Column, text: &str, at: Range<usize>) {
        if matches!(text.trim(), "" | "-" | "?") || (column.kind != Kind::Text && is_unknown(text)) {
            return;
        }
        let one = Column {
            name: column.name.clone(),
            kind: column.kind.clone(),
        };
        // A place may be called `unknown`, and that is an answer.
        if column.kind == Kind::Text {
            row.insert(one.name, Value::Text(text.trim().to_owned()));
            return;
        }
        match read_answer(plain(text), &one.kind, &self.asked()) {
            Ok(Answer::Known { value, .. }) if is_negative(&value) => self.negative(text, at),
            Ok(Answer::Known { value, .. }) => {
                row.insert(one.name, value);
            }
            Ok(_) => {}
            Err(why) => self.add("wrong-type", at, why, None),
        }
    }

    fn answer(&mut self, kind: &Kind, text: &str, node: &Node) -> Option<Answer> {
        if matches!(kind, Kind::DateTime | Kind::Date)
            && let Ok(day) = text.trim().parse::<NaiveDate>()
        {
            return self
                .is_of_this_age(text, day, node)
                .then(|| Answer::known(Value::Date(day)));
        }
        let mut asked = self.asked();
        let mut said = text.trim();
        // A time may name its own zone: `2026-11-16 09:00 Asia/Singapore`.
        if *kind == Kind::DateTime
            && let Some((time, zone)) = said.rsplit_once(' ')
            && let Ok(zone) = Zone::parse(zone)
        {
            asked.zone = zone;
            said = time;
        }
        match read_answer(plain(said), kind, &asked) {
            Ok(answer) => match answer.value() {
                Some(value) if is_negative(value) => {
                    self.negative(text, node.at.clone());
                    None
                }
                Some(Value::DateTime(at)) => self.is_of_this_age(text, at.date_naive(), node).then_some(answer),
                _ => Some(answer),
            },
            Err(why) => {
                let help = match kind {
                    Kind::DateTime | Kind::Date => Some("in a file: `2026-11-20 10:00`, or the day alone".to_owned()),
                    Kind::MultiSelect(_) if text.trim() == "none" => {
                        Some("say why: `none: we take no cards`".to_owned())
                    }
                    _ => None,
                };
                self.add("wrong-type", node.at.clone(), why, help);
                None
            }
        }
    }

    fn negative(&mut self, text: &str, at: Range<usize>) {
        let help = Some("write `unknown` if nobody knows".to_owned());
        self.add("wrong-type", at, format!("`{}` is less than none", text.trim()), help);
    }

    fn is_of_this_age(&mut self, text: &str, day: NaiveDate, node: &Node) -> bool {
        let is_so = YEARS.contains(&day.year());
        if !is_so {
            let message = format!(
                "`{}` is outside the years {} to {}",
                text.trim(),
                YEARS.start(),
                YEARS.end()
            );
            self.add("wrong-type", node.at.clone(), message, None);
        }
        is_so
    }

    /// When notices were made against one rule: one time, or a list of them.
    fn times_of_notices(&mut self, key: &Key, node: &Node) -> Vec<When> {
        match &node.content {
            Content::List(times) if self.is_rule(key) => times.iter().filter_map(|time| self.time(key, time)).collect(),
            Content::List(_) => Vec::new(),
            _ => self.time_of_rule(key, node).into_iter().collect(),
        }
    }

    fn time_of_rule(&mut self, key: &Key, node: &Node) -> Option<When> {
        self.is_rule(key).then(|| self.time(key, node)).flatten()
    }

    fn is_rule(&mut self, key: &Key) -> bool {
        let is_rule = self.book.rule(&key.text).is_some();
        if !is_rule {
            let ids = self.book.rules.iter().map(|rule| rule.id.as_str());
            let help = did_you_mean(&key.text, ids).map(|near| format!("did you mean `{near}`?"));
            let message = format!("no obligation is called `{}`", key.text);
            self.add("unknown-rule", key.at.clone(), message, help);
        }
        is_rule
    }

    fn time(&mut self, key: &Key, node: &Node) -> Option<When> {
        let text = self.single(key, node)?;
        match self.answer(&Kind::DateTime, text, node)?.value()? {
            Value::Date(day) => Some(When::On(*day)),
            Value::DateTime(at) => Some(When::At(at.to_utc())),
            _ => None,
        }
    }

    fn asked(&self) -> Asked {
        Asked {
            now: self.now,
            zone: self.case.zone,
        }
    }
}

fn is_negative(value: &Value) -> bool {
    matches!(value, Value::Number(number) if number.is_sign_negative() && !number.is_zero())
}

fn is_unknown(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case("unknown")
}

/// The booleans of YAML in the words of an answer.
fn plain(text: &str) -> &str {
    match text.trim() {
        "true" => "yes",
        "false" => "no",
        other => other,
    }
}
