//! `@Ana phone 22:50 page is down`: who said so, how, and when, in front of any text.

use chrono::{DateTime, FixedOffset, Utc};

use crate::incident::event::NOT_SAID;
use crate::incident::state::same_person;
use crate::incident::{Access, Occurred, Precision, ReportedBy};
use crate::journal::Draft;
use crate::time::{self, NotUnderstood, Unit, When, Zone, read_moment, read_when};

/// Words that name a channel, and what is written down for them.
const CHANNELS: [(&str, &str); 17] = [
    ("phone", "phone"),
    ("call", "phone"),
    ("voicemail", "voicemail"),
    ("mail", "e-mail"),
    ("email", "e-mail"),
    ("e-mail", "e-mail"),
    ("chat", "chat"),
    ("slack", "chat"),
    ("teams", "chat"),
    ("signal", "chat"),
    ("whatsapp", "chat"),
    ("sms", "text message"),
    ("text", "text message"),
    ("person", "in person"),
    ("in-person", "in person"),
    ("meeting", "meeting"),
    ("portal", "portal"),
];

/// Text with what its front said about its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// Who did it or said so.
    pub by: String,
    /// They said so themselves, to whoever types; else whoever types knows it.
    pub is_told: bool,
    pub channel: Option<String>,
    pub occurred: Option<Occurred>,
    pub text: String,
}

/// Words in front of a name that are no name yet.
const TITLES: [&str; 11] = [
    "dr", "prof", "mr", "mrs", "ms", "miss", "mx", "sir", "herr", "frau", "madame",
];

/// Small words inside a name.
const PARTICLES: [&str; 12] = [
    "van", "von", "der", "den", "de", "di", "da", "la", "le", "du", "del", "bin",
];

/// A front of a text whose time reads in several ways, or in none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsettled {
    /// The rest of it, without a time.
    pub heard: Box<Attribution>,
    pub why: NotUnderstood,
}

/// Reads the front of a text. `None` when it does not begin with `@` and a name. `people` are the names known so far: a
/// first name that fits exactly one of them stands for it.
pub fn attribution(
    text: &str,
    people: &[String],
    now: DateTime<Utc>,
    zone: Zone,
) -> Result<Option<Attribution>, Unsettled> {
    let Some(rest) = text.trim_start().strip_prefix('@') else {
        return Ok(None);
    };
    let (name, rest) = split_name(rest, people, now, zone);
    if name.is_empty() {
        return Ok(None);
    }
    let (said, after) = match next_word(rest) {
        ("by" | "via", behind) if channel_of(next_word(behind).0).is_some() => next_word(behind),
        word => word,
    };
    let channel = channel_of(said);
    let rest = if channel.is_some() { after } else { rest };
    let (occurred, text) = leading_moment(rest, now, zone);
    let heard = Attribution {
        by: full_name(name, people),
        is_told: true,
        channel: channel.map(str::to_owned),
        occurred: None,
        text: text.trim().to_owned(),
    };
    match occurred.transpose() {
        Ok(occurred) => Ok(Some(Attribution { occurred, ..heard })),
        Err(why) => Err(Unsettled {
            heard: Box::new(heard),
            why,
        }),
    }
}

fn channel_of(word: &str) -> Option<&'static str> {
    let word = word.trim_end_matches([',', ':']);
    let known = CHANNELS.iter().find(|(said, _)| said.eq_ignore_ascii_case(word));
    known.map(|(_, channel)| *channel)
}

/// A name in front of a text: in quotes, one that is known, or one word with its title. More words that look like names
/// belong to it when a comma, a colon, a channel or a time follows: `Jonas Weil phone 16:58`.
fn split_name<'t>(text: &'t str, people: &[String], now: DateTime<Utc>, zone: Zone) -> (&'t str, &'t str) {
    const LONGEST: usize = 5;
    for (open, close) in [('"', '"'), ('“', '”'), ('„', '“')] {
        if let Some((name, rest)) = text.strip_prefix(open).and_then(|rest| rest.split_once(close)) {
            return (name.trim(), rest.trim_start_matches([',', ':']).trim_start());
        }
    }
    let at = |end: usize| {
        let (name, rest) = text.split_at(end);
        (name.trim_end().trim_end_matches([',', ':']), rest.trim_start())
    };
    let known = people.iter().filter_map(|known| {
        let begins = text.get(..known.len())?.eq_ignore_ascii_case(known);
        let ends = !text[known.len()..].starts_with(char::is_alphanumeric);
        (begins && ends).then_some(known.len())
    });
    if let Some(end) = known.max() {
        let (name, rest) = text.split_at(end);
        return (name, rest.trim_start_matches([',', ':']).trim_start());
    }
    let mut first = None;
    let mut end = 0;
    for word in text.split_inclusive(char::is_whitespace).take(LONGEST) {
        let bare = word.trim();
        let plain = bare.trim_end_matches(['.', ',', ':']).to_lowercase();
        if first.is_some() {
            let rest = &text[end..];
            if channel_of(bare).is_some() || leading_moment(rest, now, zone).0.is_some() {
                return at(end);
            }
            let is_name = bare.starts_with(char::is_uppercase) || PARTICLES.contains(&plain.as_str());
            if !is_name {
                break;
            }
        }
        end += word.len();
        if bare.ends_with([',', ':']) {
            return at(end);
        }
        if first.is_none() && !TITLES.contains(&plain.as_str()) {
            first = Some(end);
        }
    }
    at(first.unwrap_or(end))
}

/// When something happened, who did it, who said so and who may read it: the same for all entries of one report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    pub occurred: Option<Occurred>,
    /// Who did it, when not the writer.
    pub actor: Option<String>,
    /// Who said so, and how.
    pub told: Option<ReportedBy>,
    pub access: Option<Access>,
}

impl Source {
    /// Adds it to a draft. What the draft says of itself stays where this says nothing.
    pub fn mark(&self, draft: Draft) -> Draft {
        Draft {
            occurred: self.occurred.or(draft.occurred),
            actor: self.actor.clone().or(draft.actor),
            told: self.told.clone().or(draft.told),
            access: self.access.or(draft.access),
            ..draft
        }
    }

    /// The moment, if one is known.
    pub fn at(&self) -> Option<DateTime<FixedOffset>> {
        self.occurred.and_then(|occurred| occurred.at)
    }
}

impl From<&Attribution> for Source {
    /// As the source of a deed: whoever told it also did it.
    fn from(heard: &Attribution) -> Self {
        Source {
            occurred: heard.occurred,
            actor: Some(heard.by.clone()),
            told: heard.is_told.then(|| heard.told()),
            access: None,
        }
    }
}

impl Attribution {
    /// Who said so and how, as the record keeps it.
    pub fn told(&self) -> ReportedBy {
        ReportedBy {
            by: self.by.clone(),
            channel: self.channel.clone().unwrap_or_else(|| NOT_SAID.to_owned()),
        }
    }

    /// Marks a draft as told. On a step or a gate whoever told it is also who did it.
    pub fn mark(&self, draft: Draft, is_deed: bool) -> Draft {
        Draft {
            told: self.is_told.then(|| self.told()),
            occurred: self.occurred.or(draft.occurred),
            actor: if is_deed { Some(self.by.clone()) } else { draft.actor },
            ..draft
        }
    }
}

/// A time as exactly as somebody said it; `unknown` is one.
pub fn occurred(text: &str, now: DateTime<Utc>, zone: Zone) -> Result<Occurred, NotUnderstood> {
    if matches!(text.trim(), "unknown" | "?") {
        return Ok(Occurred {
            at: None,
            precision: Precision::Unknown,
            about: false,
        });
    }
    read_when(text, now, zone).map(|when| happened(when, zone))
}

/// A time that was understood, as the record keeps it: of a day, a month or a year its first moment, and that no more was said.
pub fn happened(when: When, zone: Zone) -> Occurred {
    let (precision, about) = match when {
        When::Moment(moment) => match moment.precision {
            time::Exactness::Exact => (Precision::Exact, false),
            time::Exactness::About => (Precision::About, false),
        },
        When::Period { period, about } => match period.unit {
            Unit::Day => (Precision::Day, about),
            Unit::Month => (Precision::Month, about),
            Unit::Year => (Precision::Year, about),
        },
    };
    Occurred {
        at: Some(when.begins(zone)),
        precision,
        about,
    }
}

/// The one known person whose name this is or begins; else the name as typed.
pub fn full_name(name: &str, people: &[String]) -> String {
    if let Some(exact) = people.iter().find(|known| same_person(known, name)) {
        return exact.clone();
    }
    let wanted = name.to_lowercase();
    let mut fits: Vec<&String> = people
        .iter()
        .filter(|known| known.split_whitespace().any(|part| part.to_lowercase() == wanted))
        .collect();
    fits.dedup();
    match fits.as_slice() {
        [only] => (*only).clone(),
        _ => name.to_owned(),
    }
}

fn next_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    match text.split_once(char::is_whitespace) {
        Some((word, rest)) => (word, rest.trim_start()),
        None => (text, ""),
    }
}

/// Whether a time has a word behind it that reads as a city, and more likely begins what is told: `22:50 Lisbon is down`.
fn ends_in_place(words: &str, now: DateTime<Utc>, zone: Zone) -> bool {
    let is_plain = |word: &str| {
        word.chars().all(char::is_alphabetic)
            && word.chars().any(char::is_lowercase)
            && !matches!(
                word.to_lowercase().as_str(),
                "am" | "pm" | "utc" | "gmt" | "ago" | "now"
            )
            && time::read_date(word, now, zone).is_err()
    };
    let mut rest = words;
    while let Some((before, last)) = rest.rsplit_once(char::is_whitespace)
        && is_plain(last)
    {
        rest = before.trim_end();
        if read_moment(rest, now, zone).is_ok() {
            return true;
        }
    }
    false
}

/// The longest beginning of up to five words that reads as a time and holds a digit or a word that only a time has, and what
/// follows it.
fn leading_moment(text: &str, now: DateTime<Utc>, zone: Zone) -> (Option<Result<Occurred, NotUnderstood>>, &str) {
    let ends: Vec<usize> = text
        .char_indices()
        .filter(|(_, letter)| letter.is_whitespace())
        .map(|(at, _)| at)
        .chain([text.len()])
        .take(5)
        .collect();
    for end in ends.into_iter().rev() {
        let words = text[..end].trim();
        // Behind these words a number counts something more often than it says the hour: `about 1200 customers`.
        let ends_in_number = words.rsplit(char::is_whitespace).next().is_some_and(|word| {
            word.trim_start_matches('~')
                .chars()
                .all(|letter| letter.is_ascii_digit())
        });
        if words.is_empty() || ends_in_number || ends_in_place(words, now, zone) {
            continue;
        }
        match read_moment(words, now, zone) {
            Ok(moment) => return (Some(Ok(happened(When::Moment(moment), zone))), &text[end..]),
            // A day alone, or a part of it, may as well belong to what is told.
            Err(
                NotUnderstood::FutureDay { .. }
                | NotUnderstood::Unclear { .. }
                | NotUnderstood::NoClock { .. }
                | NotUnderstood::EitherDay { .. },
            ) => {}
            Err(other) => return (Some(Err(other)), &text[end..]),
        }
    }
    (None, text)
}

#[cfg(test)]
mod tests;
