//! A length of time as laws write it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A length of time as laws write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub amount: u32,
    pub unit: Unit,
}

/// The units in which laws count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Hours,
    /// Days of the calendar, to the end of the last.
    Days,
    /// Days that are neither weekend nor holiday, to the end of the last.
    BusinessDays,
    /// Months of the calendar, to the end of the last day.
    Months,
    /// Years of the calendar, to the end of the last day.
    Years,
}

impl Limit {
    /// Reads `72 hours`, `45 days`, `15 business days`, `1 month`, `5 years`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is not a time limit; write it like `72 hours`, `45 days`, `15 business days`, `1 month` or `2 years`"
            )
        };
        let words: Vec<&str> = text.split_whitespace().collect();
        let (amount, unit) = words.split_first().ok_or_else(wrong)?;
        let amount: i64 = amount.parse().map_err(|_| wrong())?;
        let (unit, most) = match unit.join(" ").to_lowercase().as_str() {
            "hour" | "hours" => (Unit::Hours, 87_600),
            "day" | "days" => (Unit::Days, 3_650),
            "business day" | "business days" => (Unit::BusinessDays, 2_600),
            "month" | "months" => (Unit::Months, 120),
            "year" | "years" => (Unit::Years, 100),
            _ => return Err(wrong()),
        };
        match u32::try_from(amount) {
            Ok(0) => Err(format!("`{text}` is too short")),
            Ok(amount) if amount <= most => Ok(Limit { amount, unit }),
            Ok(_) => Err(format!("`{text}` is longer than any law has")),
            Err(_) if amount > 0 => Err(format!("`{text}` is longer than any law has")),
            Err(_) => Err(format!("`{text}` is negative; a limit runs forward")),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Hours => "hour",
            Unit::Days => "day",
            Unit::BusinessDays => "business day",
            Unit::Months => "month",
            Unit::Years => "year",
        };
        let plural = if self.amount == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.amount)
    }
}

impl Serialize for Limit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Limit::parse(&text).map_err(serde::de::Error::custom)
    }
}
