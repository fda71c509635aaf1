//! Typed text to an answer, by the type of the question.
//!
//! Every question takes `unknown` and `none: reason`. Files are not read here: somebody has to hash them.

pub(crate) mod node;
mod row;

use chrono::{DateTime, Utc};

use super::amount::{read_duration, read_money, read_number};
use super::answer::{Answer, Bound};
use super::kind::Kind;
use super::narrower::offered;
use super::value::Value;
use crate::text::{did_you_mean, list};
use crate::time::{Exactness, NotUnderstood, When, Zone, read_date, read_deadline, read_when};

pub use row::{is_one_cell, read_cell, read_csv, read_row};

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
    if let Some(answer) = without_value(text, kind) {
        return answer;
    }
    match kind {
        Kind::Number | Kind::Money => {
            let (bound, rest) = bounded(text);
            let value = read_value(rest, kind, at)?;
            Ok(Answer::Known { value, bound })
        }
        // `about 23:10` is kept as that: others will count from it.
        Kind::DateTime | Kind::Date => {
            let (value, about) = read_time(text, kind, at).map_err(|why| why.to_string())?;
            let bound = about.then_some(Bound::About);
            Ok(Answer::Known { value, bound })
        }
        kind => read_value(text, kind, at).map(Answer::known),
    }
}

/// Reads an answer that is the same at any time and place: yes or no, and choices.
pub fn read_choice(text: &str, kind: &Kind) -> Result<Answer, String> {
    let at = Asked {
        now: DateTime::UNIX_EPOCH,
        zone: Zone::UTC,
    };
    match kind {
        Kind::YesNo | Kind::Select(_) | Kind::MultiSelect(_) => read_answer(text, kind, &at),
        _ => Err(format!("`{text}` answers no yes-no question and no choice")),
    }
}

/// Reads what every question takes instead of a value: `unknown`, `none: why`, and `none` where nothing can be meant.
pub fn without_value(text: &str, kind: &Kind) -> Option<Result<Answer, String>> {
    let text = text.trim();
    let lower = text.to_lowercase().replace('’', "'");
    if matches!(
        lower.as_str(),
        "unknown" | "?" | "don't know" | "dont know" | "do not know" | "not known"
    ) {
        return Some(Ok(Answer::Unknown));
    }
    let none = |reason: &str| Answer::None {
        reason: reason.trim().to_owned(),
    };
    if let Some(("none", _)) = lower.split_once(':')
        && let Some((_, reason)) = text.split_once(':')
    {
        return Some(match reason.trim() {
            "" => {
                Err("`none:` needs its reason, like `none: sent by web form`; `none` alone is an answer too".to_owned())
            }
            reason => Ok(none(reason)),
        });
    }
    let is_none = matches!(lower.as_str(), "none" | "nothing" | "n/a" | "not applicable");
    let is_no = is_none || matches!(lower.as_str(), "no" | "never" | "nobody" | "no one" | "nowhere");
    let can_be_none = match kind {
        Kind::Text | Kind::LongText => false,
        Kind::YesNo if is_none => return Some(Err("write `no`, or `none: why` if it cannot be asked here".to_owned())),
        Kind::Number | Kind::Money if is_none => {
            return Some(Err("write `0`, or `none: why` if there is no number".to_owned()));
        }
        Kind::YesNo | Kind::Number | Kind::Money => false,
        Kind::Select(options) => is_none && option(text, options).is_err(),
        Kind::MultiSelect(options) => is_no && option(text, options).is_err(),
        Kind::Date | Kind::DateTime | Kind::Duration | Kind::Table(_) | Kind::Person | Kind::File => is_no,
    };
    can_be_none.then(|| Ok(none("")))
}

/// Reads a time as exactly as it was said, and whether it was said to be rough.
pub fn read_time(text: &str, kind: &Kind, at: &Asked) -> Result<(Value, bool), NotUnderstood> {
    if *kind == Kind::Date
        && let Ok(day) = read_date(text, at.now, at.zone)
    {
        return Ok((Value::Date(day), false));
    }
    // Most times that are asked for lie behind, and a bare time is read so; some lie ahead: police ask to wait until a day, an
    // answer is due on one. A day that was named is taken as it was named.
    match read_when(text, at.now, at.zone) {
        Ok(When::Moment(_)) if *kind == Kind::Date => {
            read_date(text, at.now, at.zone).map(|day| (Value::Date(day), false))
        }
        Ok(When::Moment(moment)) => Ok((Value::DateTime(moment.at), moment.precision == Exactness::About)),
        Ok(When::Period { period, about }) => Ok((Value::of_period(period), about)),
        Err(NotUnderstood::Future { at }) if *kind == Kind::DateTime => Ok((Value::DateTime(at), false)),
        Err(NotUnderstood::FutureDay { day }) => Ok((Value::Date(day), false)),
        Err(NotUnderstood::Unclear { .. }) if *kind == Kind::DateTime && text.trim_start().starts_with("in ") => {
            read_deadline(text, at.now, at.zone).map(|moment| (Value::DateTime(moment.at), false))
        }
        Err(error) => Err(error),
    }
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
        Kind::Number => match read_number(text)? {
            less if less.is_sign_negative() && !less.is_zero() => {
                Err(format!("`{text}` is less than none; write `unknown` if nobody knows"))
            }
            number => Ok(Value::Number(number)),
        },
        Kind::Money => match read_money(text)? {
            (less, _) if less.is_sign_negative() && !less.is_zero() => {
                Err(format!("`{text}` is less than none; write `unknown` if nobody knows"))
            }
            (amount, currency) => Ok(Value::Money { amount, currency }),
        },
        Kind::Date | Kind::DateTime => match read_time(text, kind, at) {
            Ok((value, false)) => Ok(value),
            Ok((_, true)) => Err(format!(
                "`{text}` is rough, and a cell cannot say so; write a day, a month or a year instead"
            )),
            Err(why) => Err(why.to_string()),
        },
        Kind::Duration => read_duration(text).map(Value::Duration),
        Kind::Select(options) => option(text, options).map(|option| Value::Select(option.to_owned())),
        Kind::MultiSelect(options) => {
            let chosen = several(text, options)?;
            let in_order = options.iter().filter(|option| chosen.contains(&option.as_str()));
            Ok(Value::MultiSelect(in_order.cloned().collect()))
        }
        Kind::Table(columns) => read_row(text, columns, at).map(Value::Row),
        Kind::File => Err("expected a file; give its path, `unknown` or `none: why`".to_owned()),
    }
}

/// Options with commas between them, or with `and`. What is none of them is named, and the others are not lost sight of.
fn several<'a>(text: &str, options: &'a [String]) -> Result<Vec<&'a str>, String> {
    // One option may itself contain a comma, or an `and`.
    if let Ok(one) = option(text, options) {
        return Ok(vec![one]);
    }
    let mut chosen = Vec::new();
    let mut wrong = Vec::new();
    let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    for part in parts {
        match option(part, options) {
            Ok(one) => chosen.push(one),
            Err(why) => {
                let split: Result<Vec<&str>, _> = part.split(" and ").map(|word| option(word, options)).collect();
                match split {
                    Ok(both) if both.len() > 1 => chosen.extend(both),
                    _ => wrong.push(why),
                }
            }
        }
    }
    match (wrong.as_slice(), chosen.as_slice()) {
        ([], []) => Err(format!(
            "`{text}` names no option; write {}",
            list(offered(options), "or")
        )),
        ([], _) => Ok(chosen),
        (wrong, []) => Err(wrong.join("; ")),
        (wrong, chosen) => Err(format!("{}; understood: {}", wrong.join("; "), list(chosen, "and"))),
    }
}

/// Everyday words for what options call otherwise.
const EVERYDAY: [(&str, &str); 21] = [
    ("salary", "pay"),
    ("salaries", "pay"),
    ("wages", "pay"),
    ("payroll", "pay"),
    ("email", "e mail"),
    ("mail", "e mail"),
    ("telephone", "phone"),
    ("mobile", "phone"),
    ("birthday", "birth"),
    ("login", "user name"),
    ("logins", "user name"),
    ("passport", "government id"),
    ("ssn", "social security"),
    ("ssn", "government id"),
    ("license", "driver licence"),
    ("driving licence", "driver licence"),
    ("iban", "bank account number"),
    ("iban", "bank account"),
    ("medical", "health"),
    ("kids", "childrens"),
    ("cvv", "card security code"),
];

/// An option by its text, by a beginning that only it has, or by words that only it has.
fn option<'a>(text: &str, options: &'a [String]) -> Result<&'a str, String> {
    let plain = |text: &str| text.trim().to_lowercase().replace(['-', '_'], " ");
    let wanted = plain(text);
    if let Some(exact) = options.iter().find(|option| plain(option) == wanted) {
        return Ok(exact);
    }
    let begins = |option: &&String| plain(option).starts_with(&wanted);
    let has_words = |option: &&String, said: &str| {
        let of_option = plain(option);
        let mut words = said.split(' ').filter(|word| !word.is_empty()).peekable();
        words.peek().is_some() && words.all(|word| of_option.split(' ').any(|known| known == word))
    };
    let options = offered(options);
    let mut found: Vec<&String> = options.iter().filter(begins).collect();
    let mut meant: Vec<&str> = EVERYDAY
        .iter()
        .filter(|(word, _)| *word == wanted)
        .map(|(_, meant)| *meant)
        .collect();
    if meant.is_empty() {
        meant.push(&wanted);
    }
    for said in meant {
        if found.is_empty() {
            found = options.iter().filter(|option| has_words(option, said)).collect();
        }
    }
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let near = did_you_mean(text, options.iter().map(String::as_str));
            Err(match near {
                Some(meant) => format!("unknown option `{text}`; did you mean `{meant}`?"),
                None if options.len() > LISTED => {
                    format!(
                        "unknown option `{text}`; write one of the list, such as {}",
                        list(&options[..3], "or")
                    )
                }
                None => format!("unknown option `{text}`; write {}", list(options, "or")),
            })
        }
        several => Err(format!("`{text}` fits several options: {}", list(several, "and"))),
    }
}

/// More options than this are not repeated in a message.
const LISTED: usize = 12;

/// Numbers of a list that stands on the screen as the options that they stand for; other words stay.
pub fn by_number(text: &str, options: &[String]) -> String {
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let named = |word: &str| options.get(word.parse::<usize>().ok()?.checked_sub(1)?);
    if options.iter().any(|option| option == text.trim()) {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
    let parts = if words.iter().all(|word| is_number(word)) {
        words
    } else {
        text.split([',', ';']).map(str::trim).collect()
    };
    let meant: Vec<&str> = parts
        .into_iter()
        .map(|part| named(part).filter(|_| is_number(part)).map_or(part, String::as_str))
        .collect();
    meant.join(", ")
}
