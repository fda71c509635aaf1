//! `@Ana phone 22:50 page is down`: who said so, how, and when, in front of any text.

use chrono::{DateTime, FixedOffset, Utc};

use crate::incident::event::NOT_SAID;
use crate::incident::state::same_person;
use crate::incident::{Access, Occurred, Precision, ReportedBy};
use crate::journal::Draft;
use crate::time::{self, Moment, NotUnderstood, Zone, read_moment};

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

/// Reads the front of a text. `None` when it does not begin with `@` and a name. `people` are the names known so far: a
/// first name that fits exactly one of them stands for it.
pub fn attribution(
    text: &str,
    people: &[String],
    now: DateTime<Utc>,
    zone: Zone,
) -> Result<Option<Attribution>, NotUnderstood> {
    let Some(rest) = text.trim_start().strip_prefix('@') else {
        return Ok(None);
    };
    let (name, rest) = match rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((name, rest)) => (name.trim(), rest.trim_start()),
        None => next_word(rest),
    };
    if name.is_empty() {
        return Ok(None);
    }
    let (word, after) = next_word(rest);
    let channel = CHANNELS
        .iter()
        .find(|(said, _)| said.eq_ignore_ascii_case(word))
        .map(|(_, channel)| *channel);
    let rest = if channel.is_some() { after } else { rest };
    let (occurred, text) = leading_moment(rest, now, zone)?;
    Ok(Some(Attribution {
        by: full_name(name, people),
        is_told: true,
        channel: channel.map(str::to_owned),
        occurred,
        text: text.trim().to_owned(),
    }))
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

/// A time as somebody said it; `unknown` is one.
pub fn occurred(text: &str, now: DateTime<Utc>, zone: Zone) -> Result<Occurred, NotUnderstood> {
    if matches!(text.trim(), "unknown" | "?") {
        return Ok(Occurred {
            at: None,
            precision: Precision::Unknown,
        });
    }
    read_moment(text, now, zone).map(happened_at)
}

/// A moment that was understood, as the record keeps it.
pub fn happened_at(moment: Moment) -> Occurred {
    Occurred {
        at: Some(moment.at),
        precision: match moment.precision {
            time::Exactness::Exact => Precision::Exact,
            time::Exactness::About => Precision::About,
        },
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

/// The longest beginning of up to five words that reads as a time and holds a digit or a word that only a time has.
fn leading_moment(text: &str, now: DateTime<Utc>, zone: Zone) -> Result<(Option<Occurred>, &str), NotUnderstood> {
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
            Ok(_) => return Ok((Some(occurred(words, now, zone)?), &text[end..])),
            // A day alone, or a part of it, may as well belong to what is told.
            Err(
                NotUnderstood::FutureDay { .. }
                | NotUnderstood::Unclear { .. }
                | NotUnderstood::NoClock { .. }
                | NotUnderstood::EitherDay { .. },
            ) => {}
            Err(other) => return Err(other),
        }
    }
    Ok((None, text))
}
