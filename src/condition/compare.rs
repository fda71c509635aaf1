//! Two values beside each other.
//!
//! A number with a bound is a range: `at least 4000` has no upper end, and `about 4000` reaches 20 % to either side, so a
//! comparison with a number within that reach is unknown. Amounts compare in the same currency only.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rust_decimal::Decimal;

use super::tree::{Literal, Operator};
use super::truth::Truth;
use crate::fact::amount::{read_duration, read_money};
use crate::fact::narrower::is_chosen;
use crate::fact::{Answer, Bound, IsoDuration, Value};

/// One side of a comparison, when it is known.
#[derive(Clone, Debug)]
pub(super) enum Side<'a> {
    Literal(&'a Literal),
    List(Vec<&'a Literal>),
    Value(&'a Value, Option<Bound>),
}

impl<'a> Side<'a> {
    pub(super) fn of(answer: &'a Answer) -> Option<Self> {
        match answer {
            Answer::Known { value, bound } => Some(Side::Value(value, *bound)),
            Answer::Unknown | Answer::None { .. } => None,
        }
    }
}

/// Compares two sides; what cannot be compared is unknown.
pub(super) fn compare(operator: Operator, left: &Side<'_>, right: &Side<'_>) -> Truth {
    let same = || {
        let same = Truth::from(texts(left)? == texts(right)?);
        match operator {
            Operator::Equal => Some(same),
            Operator::NotEqual => Some(!same),
            _ => None,
        }
    };
    ranges(left, right)
        .map(|(left, right)| in_order(operator, &left, &right))
        .or_else(same)
        .unwrap_or(Truth::Unknown)
}

/// Whether the item is one of the list's, or one of the chosen options.
pub(super) fn among(item: &Side<'_>, group: &Side<'_>) -> Truth {
    match group {
        Side::List(literals) => literals.iter().fold(Truth::False, |found, literal| {
            found.or(compare(Operator::Equal, item, &Side::Literal(literal)))
        }),
        Side::Value(Value::MultiSelect(options), _) => match texts(item) {
            Some(texts) => Truth::from(texts.iter().all(|text| is_chosen(options, text))),
            None => Truth::Unknown,
        },
        _ => Truth::Unknown,
    }
}

/// What has no order, as a set of texts.
fn texts<'s>(side: &'s Side<'_>) -> Option<BTreeSet<&'s str>> {
    let yes_no = |yes: bool| if yes { "true" } else { "false" };
    let texts: Vec<&str> = match side {
        Side::Literal(Literal::Text(text)) => vec![text],
        Side::Literal(Literal::YesNo(yes)) => vec![yes_no(*yes)],
        Side::Value(Value::YesNo(yes), _) => vec![yes_no(*yes)],
        Side::Value(Value::Text(text) | Value::Select(text) | Value::Person(text), _) => vec![text],
        Side::Value(Value::MultiSelect(options), _) => options.iter().map(String::as_str).collect(),
        Side::List(literals) => literals
            .iter()
            .map(|literal| match literal {
                Literal::Text(text) => Some(text.as_str()),
                Literal::Number(_) | Literal::YesNo(_) => None,
            })
            .collect::<Option<_>>()?,
        _ => return None,
    };
    Some(texts.into_iter().collect())
}

/// From the least to the most it can be; `None` is no end.
struct Range<T> {
    least: Option<T>,
    most: Option<T>,
}

#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Measure {
    Number(Decimal),
    Instant(DateTime<FixedOffset>),
    Day(NaiveDate),
    Seconds(u64),
}

fn ranges(left: &Side<'_>, right: &Side<'_>) -> Option<(Range<Measure>, Range<Measure>)> {
    // A literal takes the type of the value beside it.
    match (left, right) {
        (Side::Value(value, bound), Side::Literal(literal)) => {
            let literal = literal_like(literal, value)?;
            pair((value, *bound), (&literal, None))
        }
        (Side::Literal(literal), Side::Value(value, bound)) => {
            let literal = literal_like(literal, value)?;
            pair((&literal, None), (value, *bound))
        }
        (Side::Value(left, left_bound), Side::Value(right, right_bound)) => {
            pair((left, *left_bound), (right, *right_bound))
        }
        _ => None,
    }
}

/// The value that a literal stands for beside a value of this type.
fn literal_like(literal: &Literal, value: &Value) -> Option<Value> {
    match (literal, value) {
        (Literal::Number(number), Value::Number(_)) => Some(Value::Number(*number)),
        (Literal::Text(text), Value::Date(_) | Value::DateTime(_) | Value::Period(_)) => read_when(text),
        (Literal::Text(text), Value::Duration(_)) => read_duration(text).ok().map(Value::Duration),
        (Literal::Text(text), Value::Money { .. }) => {
            let (amount, currency) = read_money(text).ok()?;
            Some(Value::Money { amount, currency })
        }
        _ => None,
    }
}

/// A date or an instant as a literal writes it: `2026-11-20` or RFC 3339.
pub(super) fn read_when(text: &str) -> Option<Value> {
    let day = text.parse().map(Value::Date);
    day.or_else(|_| DateTime::parse_from_rfc3339(text).map(Value::DateTime))
        .ok()
}

fn pair(left: (&Value, Option<Bound>), right: (&Value, Option<Bound>)) -> Option<(Range<Measure>, Range<Measure>)> {
    let point = |measure| Range {
        least: Some(measure),
        most: Some(measure),
    };
    Some(match (left.0, right.0) {
        (Value::Number(a), Value::Number(b)) => (number(*a, left.1), number(*b, right.1)),
        (
            Value::Money { amount: a, currency },
            Value::Money {
                amount: b,
                currency: other,
            },
        ) => {
            if currency != other {
                return None;
            }
            (number(*a, left.1), number(*b, right.1))
        }
        (Value::DateTime(a), Value::DateTime(b)) => (point(Measure::Instant(*a)), point(Measure::Instant(*b))),
        (Value::Date(a), Value::Date(b)) => (point(Measure::Day(*a)), point(Measure::Day(*b))),
        // A day beside an instant: the instant's own day, where it was told.
        (Value::Date(a), Value::DateTime(b)) => (point(Measure::Day(*a)), point(Measure::Day(b.date_naive()))),
        (Value::DateTime(a), Value::Date(b)) => (point(Measure::Day(a.date_naive())), point(Measure::Day(*b))),
        // A month and a year are any of their days.
        (Value::Period(_), other) | (other, Value::Period(_)) if days_of(other).is_some() => {
            (days_of(left.0)?, days_of(right.0)?)
        }
        (Value::Duration(a), Value::Duration(b)) => (point(seconds(a)), point(seconds(b))),
        _ => return None,
    })
}

/// The days that a time may be on.
fn days_of(value: &Value) -> Option<Range<Measure>> {
    let (first, last) = match (value, value.period()) {
        (Value::DateTime(at), _) => (at.date_naive(), at.date_naive()),
        (_, period) => (period?.first, period?.last()),
    };
    Some(Range {
        least: Some(Measure::Day(first)),
        most: Some(Measure::Day(last)),
    })
}

fn seconds(length: &IsoDuration) -> Measure {
    Measure::Seconds(u64::from(length.days) * 86_400 + u64::from(length.seconds))
}

fn number(number: Decimal, bound: Option<Bound>) -> Range<Measure> {
    let reach = number.abs() / Decimal::from(5);
    let (least, most) = match bound {
        None => (Some(number), Some(number)),
        Some(Bound::AtLeast) => (Some(number), None),
        Some(Bound::AtMost) => (None, Some(number)),
        Some(Bound::About) => (number.checked_sub(reach), number.checked_add(reach)),
    };
    Range {
        least: least.map(Measure::Number),
        most: most.map(Measure::Number),
    }
}

fn in_order(operator: Operator, left: &Range<Measure>, right: &Range<Measure>) -> Truth {
    // Surely below: the most of one is less than (or, where equal counts, as much as) the least of the other.
    let below = |a: &Range<Measure>, b: &Range<Measure>| a.most.zip(b.least).is_some_and(|(a, b)| a < b);
    let up_to = |a: &Range<Measure>, b: &Range<Measure>| a.most.zip(b.least).is_some_and(|(a, b)| a <= b);
    let settled = |holds: bool, fails: bool| match (holds, fails) {
        (true, _) => Truth::True,
        (_, true) => Truth::False,
        _ => Truth::Unknown,
    };
    match operator {
        Operator::Less => settled(below(left, right), up_to(right, left)),
        Operator::Greater => settled(below(right, left), up_to(left, right)),
        Operator::LessOrEqual => settled(up_to(left, right), below(right, left)),
        Operator::GreaterOrEqual => settled(up_to(right, left), below(left, right)),
        Operator::Equal => settled(
            up_to(left, right) && up_to(right, left),
            below(left, right) || below(right, left),
        ),
        Operator::NotEqual => !in_order(Operator::Equal, left, right),
    }
}
