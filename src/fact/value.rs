//! The content of an answer, and its JSON.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// One row of a table: column name to cell. Cells left empty are absent.
pub type Row = BTreeMap<String, Value>;

/// A length of time as ISO 8601 writes it (`PT90M`, `P3D`). Kept in two parts, since a day is not always 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IsoDuration {
    /// Whole days.
    pub days: u32,
    /// Seconds beyond the days.
    pub seconds: u32,
}

/// A value. Externally tagged in JSON (`{"number":"4000"}`), so that a record can be read without its playbook:
/// text, yes-no, select and person carry strings and booleans, number a decimal string, date `YYYY-MM-DD`, date-time
/// RFC 3339 with its offset, duration ISO 8601.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Value {
    /// Text of one or more lines.
    Text(String),
    /// Yes or no.
    YesNo(bool),
    /// A decimal number, written as a string so that no reader rounds it.
    Number(#[serde(with = "decimal_string")] Decimal),
    /// An amount.
    Money {
        /// How much.
        #[serde(with = "decimal_string")]
        amount: Decimal,
        /// ISO 4217 code, upper case.
        currency: String,
    },
    /// A calendar day.
    Date(NaiveDate),
    /// An instant with the offset it was told in.
    DateTime(DateTime<FixedOffset>),
    /// A length of time.
    Duration(#[serde(with = "iso_duration")] IsoDuration),
    /// The chosen option.
    Select(String),
    /// The chosen options, in the order of the question.
    MultiSelect(Vec<String>),
    /// One row of a table.
    Row(Row),
    /// A person's name.
    Person(String),
    /// A file that stays outside the record.
    File {
        /// Its name as given, without folders.
        name: String,
        /// Size in bytes.
        size: u64,
        /// SHA-256 of its bytes, 64 hex digits.
        sha256: String,
    },
}

/// Decimal numbers as JSON strings.
mod decimal_string {
    use std::str::FromStr;

    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(number: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&number.to_string())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Decimal::from_str(&text).map_err(serde::de::Error::custom)
    }
}

/// Durations as ISO 8601 strings.
mod iso_duration {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::IsoDuration;

    pub(super) fn serialize<S: Serializer>(duration: &IsoDuration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&duration.to_string())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<IsoDuration, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        IsoDuration::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{text}` is not an ISO 8601 duration in days, hours, minutes and seconds"
            ))
        })
    }
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
