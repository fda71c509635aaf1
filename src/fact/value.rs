//! The content of an answer, and its JSON.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};
use rust_decimal::Decimal;
use serde_json::json;

use super::kind::Kind;
use crate::time::{Period, Unit};

/// One row of a table: column name to cell. Cells left empty are absent.
pub type Row = BTreeMap<String, Value>;

/// A length of time as ISO 8601 writes it (`PT90M`, `P3D`). Kept in two parts, since a day is not always 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IsoDuration {
    pub days: u32,
    pub seconds: u32,
}

/// A value. Its JSON is plain (`true`, `"4000"`, `{"amount":"12.50","currency":"EUR"}`); the type that stands beside it in
/// the record says how to read it: see [`Value::to_json`] and [`Value::from_json`].
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text of one or more lines. JSON: string.
    Text(String),
    /// Yes or no. JSON: boolean.
    YesNo(bool),
    /// A decimal number. JSON: string, so that no reader rounds it.
    Number(Decimal),
    /// An amount. JSON: `{"amount": string, "currency": string}`.
    Money {
        amount: Decimal,
        /// ISO 4217 code, upper case.
        currency: String,
    },
    /// A calendar day. JSON: `"YYYY-MM-DD"`.
    Date(NaiveDate),
    /// An instant with the offset it was told in. JSON: RFC 3339 string.
    DateTime(DateTime<FixedOffset>),
    /// A month or a year, where no day was said. JSON: `"YYYY-MM"` or `"YYYY"`.
    Period(Period),
    /// A length of time. JSON: ISO 8601 string.
    Duration(IsoDuration),
    /// The chosen option. JSON: string.
    Select(String),
    /// The chosen options, in the order of the question. JSON: array of strings.
    MultiSelect(Vec<String>),
    /// One row of a table. JSON: object of cells.
    Row(Row),
    /// A person. JSON: `{"name": string}`.
    Person(String),
    /// A file that stays outside the record. JSON: `{"name": string, "size": number, "sha256": string}`.
    File {
        /// Its name as given, without folders.
        name: String,
        /// Size in bytes.
        size: u64,
        /// SHA-256 of its bytes, 64 hex digits.
        sha256: String,
    },
}

impl Value {
    /// A day, a month or a year.
    pub fn of_period(period: Period) -> Self {
        match period.unit {
            Unit::Day => Value::Date(period.first),
            Unit::Month | Unit::Year => Value::Period(period),
        }
    }

    /// The day, month or year that it names, when it names no more.
    pub fn period(&self) -> Option<Period> {
        match self {
            Value::Date(first) => Some(Period {
                first: *first,
                unit: Unit::Day,
            }),
            Value::Period(period) => Some(*period),
            _ => None,
        }
    }

    /// The JSON of this value, without its type.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Value::Text(text) | Value::Select(text) => json!(text),
            Value::YesNo(yes) => json!(yes),
            Value::Number(number) => json!(number.to_string()),
            Value::Money { amount, currency } => json!({"amount": amount.to_string(), "currency": currency}),
            Value::Date(day) => json!(day.format("%Y-%m-%d").to_string()),
            Value::DateTime(at) => json!(at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            Value::Period(period) => json!(period.written()),
            Value::Duration(length) => json!(length.to_string()),
            Value::MultiSelect(options) => json!(options),
            Value::Row(cells) => {
                json!(
                    cells
                        .iter()
                        .map(|(name, cell)| (name.clone(), cell.to_json()))
                        .collect::<serde_json::Map<_, _>>()
                )
            }
            Value::Person(name) => json!({"name": name}),
            Value::File { name, size, sha256 } => json!({"name": name, "size": size, "sha256": sha256}),
        }
    }

    /// Reads the JSON of a value of this type. Options are not checked: a playbook may have changed since.
    pub fn from_json(kind: &Kind, json: &serde_json::Value) -> Result<Self, String> {
        let text = || json.as_str().ok_or_else(|| format!("a {kind} is written as a string"));
        match kind {
            Kind::Text | Kind::LongText => Ok(Value::Text(text()?.to_owned())),
            Kind::YesNo => json
                .as_bool()
                .map(Value::YesNo)
                .ok_or_else(|| "a yes-no is written as true or false".to_owned()),
            Kind::Number => decimal(text()?).map(Value::Number),
            Kind::Money => {
                let fields = exactly(json, ["amount", "currency"])?;
                Ok(Value::Money {
                    amount: decimal(fields[0].as_str().ok_or("an amount is written as a string")?)?,
                    currency: fields[1]
                        .as_str()
                        .ok_or("a currency is written as a string")?
                        .to_owned(),
                })
            }
            Kind::Date => Period::parse(text()?)
                .map(Value::of_period)
                .ok_or_else(|| "a date is written YYYY-MM-DD, YYYY-MM or YYYY".to_owned()),
            Kind::DateTime => DateTime::parse_from_rfc3339(text()?)
                .map(Value::DateTime)
                .ok()
                .or_else(|| Period::parse(text().ok()?).map(Value::of_period))
                .ok_or_else(|| "a date-time is written as RFC 3339 with its offset, or as a date".to_owned()),
            Kind::Duration => IsoDuration::parse(text()?)
                .map(Value::Duration)
                .ok_or_else(|| "a duration is written as ISO 8601 in days, hours, minutes and seconds".to_owned()),
            Kind::Select(_) => Ok(Value::Select(text()?.to_owned())),
            Kind::MultiSelect(_) => json
                .as_array()
                .and_then(|options| {
                    options
                        .iter()
                        .map(|option| option.as_str().map(str::to_owned))
                        .collect()
                })
                .map(Value::MultiSelect)
                .ok_or_else(|| "a multi-select is written as a list of strings".to_owned()),
            Kind::Table(columns) => {
                let cells = json.as_object().ok_or("a row is written as an object")?;
                let mut row = Row::new();
                for (name, cell) in cells {
                    let column = columns
                        .iter()
                        .find(|column| column.name == *name)
                        .ok_or_else(|| format!("no column `{name}`"))?;
                    row.insert(name.clone(), Value::from_json(&column.kind, cell)?);
                }
                Ok(Value::Row(row))
            }
            Kind::Person => {
                let fields = exactly(json, ["name"])?;
                Ok(Value::Person(
                    fields[0].as_str().ok_or("a name is written as a string")?.to_owned(),
                ))
            }
            Kind::File => {
                let fields = exactly(json, ["name", "size", "sha256"])?;
                Ok(Value::File {
                    name: fields[0]
                        .as_str()
                        .ok_or("a file name is written as a string")?
                        .to_owned(),
                    size: fields[1].as_u64().ok_or("a file size is written as a whole number")?,
                    sha256: fields[2].as_str().ok_or("a SHA-256 is written as a string")?.to_owned(),
                })
            }
        }
    }
}

/// The fields of an object that has these and no others.
fn exactly<'a, const N: usize>(
    json: &'a serde_json::Value,
    names: [&str; N],
) -> Result<[&'a serde_json::Value; N], String> {
    let wrong = || format!("an object with exactly {} is expected", names.join(", "));
    let object = json.as_object().filter(|object| object.len() == N).ok_or_else(wrong)?;
    let mut fields = [json; N];
    for (field, name) in fields.iter_mut().zip(names) {
        *field = object.get(name).ok_or_else(wrong)?;
    }
    Ok(fields)
}

fn decimal(text: &str) -> Result<Decimal, String> {
    text.parse()
        .map_err(|_| "a number is written as a decimal string".to_owned())
}

impl IsoDuration {
    /// Reads `P3D`, `PT90M`, `P1DT2H3M4S`; weeks as `P2W`. No months or years: their length depends on the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('P')?;
        let (date, time) = match rest.split_once('T') {
            Some((_, "")) => return None,
            Some((date, time)) => (date, time),
            None => (rest, ""),
        };
        if date.is_empty() && time.is_empty() {
            return None;
        }
        let mut days: u32 = 0;
        let mut seconds: u32 = 0;
        for (amount, unit) in amounts(date)? {
            days = days.checked_add(match unit {
                'W' => amount.checked_mul(7)?,
                'D' => amount,
                _ => return None,
            })?;
        }
        for (amount, unit) in amounts(time)? {
            seconds = seconds.checked_add(match unit {
                'H' => amount.checked_mul(3600)?,
                'M' => amount.checked_mul(60)?,
                'S' => amount,
                _ => return None,
            })?;
        }
        Some(IsoDuration { days, seconds })
    }
}

impl std::fmt::Display for IsoDuration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("P")?;
        if self.days > 0 {
            write!(f, "{}D", self.days)?;
        }
        if self.seconds > 0 || self.days == 0 {
            f.write_str("T")?;
            let (hours, minutes, seconds) = (self.seconds / 3600, self.seconds % 3600 / 60, self.seconds % 60);
            if hours > 0 {
                write!(f, "{hours}H")?;
            }
            if minutes > 0 {
                write!(f, "{minutes}M")?;
            }
            if seconds > 0 || self.seconds == 0 {
                write!(f, "{seconds}S")?;
            }
        }
        Ok(())
    }
}

/// Splits `1H30M` into amounts and unit letters.
fn amounts(text: &str) -> Option<Vec<(u32, char)>> {
    let mut found = Vec::new();
    let mut digits = String::new();
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            digits.push(letter);
        } else {
            found.push((digits.parse().ok()?, letter));
            digits.clear();
        }
    }
    digits.is_empty().then_some(found)
}
