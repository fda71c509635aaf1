//! Typed text to an answer, by the type of the question.
//!
//! Every question takes `unknown` and `none: reason`. Files are not read here: somebody has to hash them.

pub(crate) mod node;
mod row;

use chrono::{DateTime, Utc};

use super::amount::{read_duration, read_money, read_number};
use super::answer::{Answer, Bound};
use super::kind::Kind;
use super::value::Value;
use crate::text::{did_you_mean, list};
use crate::time::{Exactness, NotUnderstood, Zone, read_date, read_deadline, read_moment};

pub use row::{read_csv, read_row};

/// When and where a question is asked, for answers such as `20 min ago`.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub now: DateTime<Utc>,
    /// The zone in which local times are read.
    pub zone: Zone,
}

/// Reads an answer to a question of this type.
pub fn read_answer(text: &str, kind: &Kind, at: &Asked) -> Result<Answer, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("nothing was typed; write `unknown` if nobody knows".to_owned());
    }
    let lower = text.to_lowercase().replace('’', "'");
    if matches!(
        lower.as_str(),
        "unknown" | "?" | "don't know" | "dont know" | "do not know" | "not known"
    ) {
        return Ok(Answer::Unknown);
    }
    if let Some(("none", _)) = lower.split_once(':')
        && let Some((_, reason)) = text.split_once(':')
    {
        return match reason.trim() {
            "" => Err("`none:` needs its reason, like `none: sent by web form`".to_owned()),
            reason => Ok(Answer::None {
                reason: reason.to_owned(),
            }),
        };
    }
    match kind {
        Kind::Number | Kind::Money => {
            let (bound, rest) = bounded(text);
            let value = read_value(rest, kind, at)?;
            Ok(Answer::Known { value, bound })
        }
        // `about 23:10` is kept as that: others will count from it.
        Kind::DateTime if is_about(text, at) => Ok(Answer::Known {
            value: read_value(text, kind, at)?,
            bound: Some(Bound::About),
        }),
        kind => read_value(text, kind, at).map(Answer::known),
    }
}

fn is_about(time: &str, at: &Asked) -> bool {
    read_moment(time, at.now, at.zone).is_ok_and(|moment| moment.precision == Exactness::About)
}

/// Takes `about`, `at least` or `up to` off a number.
fn bounded(text: &str) -> (Option<Bound>, &str) {
    const WORDS: [(&str, Bound); 14] = [
        ("~", Bound::About),
        ("about ", Bound::About),
        ("around ", Bound::About),
        ("roughly ", Bound::About),
        ("circa ", Bound::About),
        ("ca. ", Bound::About),
        ("at least ", Bound::AtLeast),
        ("min. ", Bound::AtLeast),
        (">=", Bound::AtLeast),
        ("≥", Bound::AtLeast),
        ("up to ", Bound::AtMost),
        ("at most ", Bound::AtMost),
        ("<=", Bound::AtMost),
        ("≤", Bound::AtMost),
    ];
    for (word, bound) in WORDS {
        if let Some((start, rest)) = text.split_at_checked(word.len())
            && start.eq_ignore_ascii_case(word)
        {
            return (Some(bound), rest.trim_start());
        }
    }
    (None, text)
}

/// Reads a value, without `unknown`, `none` and bounds.
fn read_value(text: &str, kind: &Kind, at: &Asked) -> Result<Value, String> {
    match kind {
        Kind::Text | Kind::LongText => Ok(Value::Text(text.to_owned())),
        Kind::Person => Ok(Value::Person(text.to_owned())),
        Kind::YesNo => match text.to_lowercase().as_str() {
            "yes" | "y" => Ok(Value::YesNo(true)),
            "no" | "n" => Ok(Value::YesNo(false)),
            _ => Err(format!("`{text}` is not clear; write `yes`, `no` or `unknown`")),
        },
        Kind::Number => read_number(text).map(Value::Number),
        Kind::Money => read_money(text).map(|(amount, currency)| Value::Money { amount, currency }),
        Kind::Date => read_date(text, at.now, at.zone)
            .map(Value::Date)
            .map_err(|error| error.to_string()),
        Kind::DateTime => {
            // Most times that are asked for lie behind, and a bare time is read so; some lie ahead: police ask to wait until
            // a day, an answer is due on one. A day that was named is taken as it was named.
            match read_moment(text, at.now, at.zone) {
                Ok(moment) => Ok(Value::DateTime(moment.at)),
                Err(NotUnderstood::Future { at }) => Ok(Value::DateTime(at)),
                Err(NotUnderstood::Unclear { .. }) if text.trim_start().starts_with("in ") => {
                    read_deadline(text, at.now, at.zone)
                        .map(|moment| Value::DateTime(moment.at))
                        .map_err(|error| error.to_string())
                }
                Err(error) => Err(error.to_string()),
            }
        }
        Kind::Duration => read_duration(text).map(Value::Duration),
        Kind::Select(options) => option(text, options).map(|option| Value::Select(option.to_owned())),
        Kind::MultiSelect(options) => {
            // One option may itself contain a comma.
            let chosen = match option(text, options) {
                Ok(one) => vec![one],
                Err(_) => text
                    .split([',', ';'])
                    .map(str::trim)
                    .filter(|part| !part.is_empty())
                    .map(|part| option(part, options))
                    .collect::<Result<Vec<_>, _>>()?,
            };
            if chosen.is_empty() {
                return Err(format!("`{text}` names no option; write {}", list(options, "or")));
            }
            let in_order = options.iter().filter(|option| chosen.contains(&option.as_str()));
            Ok(Value::MultiSelect(in_order.cloned().collect()))
        }
        Kind::Table(columns) => read_row(text, columns, at).map(Value::Row),
        Kind::File => Err("expected a file; give its path, `unknown` or `none: why`".to_owned()),
    }
}

/// An option by its text, its number among up to nine, or its unique beginning.
fn option<'a>(text: &str, options: &'a [String]) -> Result<&'a str, String> {
    let plain = |text: &str| text.to_lowercase().replace(['-', '_'], " ");
    let wanted = plain(text);
    if let Some(exact) = options.iter().find(|option| plain(option) == wanted) {
        return Ok(exact);
    }
    if options.len() <= 9
        && let Ok(number @ 1..) = text.parse::<usize>()
        && let Some(numbered) = options.get(number - 1)
    {
        return Ok(numbered);
    }
    let begun: Vec<&String> = options
        .iter()
        .filter(|option| plain(option).starts_with(&wanted))
        .collect();
    match begun.as_slice() {
        [one] => Ok(one),
        [] => match did_you_mean(text, options.iter().map(String::as_str)) {
            Some(meant) => Err(format!("unknown option `{text}`; did you mean `{meant}`?")),
            None => Err(format!("unknown option `{text}`; write {}", list(options, "or"))),
        },
        several => Err(format!("`{text}` begins several options: {}", list(several, "and"))),
    }
}
