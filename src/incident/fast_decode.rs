//! The plain line: one that stands exactly as [`Entry::seal`](super::Entry::seal) writes it, with nothing escaped before
//! its data. Nearly every line is plain, and is read here many times faster than a reader of any JSON could.
//!
//! This must never judge: what is not plain, right or wrong, is left to the reader of JSON, and what is taken here reads
//! the same there.

use chrono::{DateTime, Utc};

use super::entry::{Entry, Mono};
use super::event::Event;
use super::provenance::{By, Via};
use crate::hash::{Hash, digits};

/// Reads a plain line, without its LF. `None` says nothing about the line but that it is not plain.
pub(super) fn open_plain(line: &str) -> Option<Entry> {
    let mut rest = Rest(line);
    let seq = rest.skip("{\"seq\":")?.number()?;
    let at = rest.skip(",\"at\":\"")?.text()?;
    let boot = rest.skip(",\"mono\":{\"boot\":\"")?.text()?;
    let ms = rest.skip(",\"ms\":")?.number()?;
    let salted = rest.skip("},\"salt\":\"")?.text()?;
    let name = rest.skip(",\"by\":{\"name\":\"")?.text()?;
    let role = rest.optional(",\"role\":\"")?;
    let login = rest.skip(",\"login\":\"")?.text()?;
    let host = rest.skip(",\"host\":\"")?.text()?;
    let via = match rest.skip(",\"via\":\"")?.text()? {
        "terminal" => Via::Terminal,
        "command" => Via::Command,
        "script" => Via::Script,
        _ => return None,
    };
    rest.skip("}")?;
    let actor = rest.optional(",\"actor\":\"")?;
    let drill = rest.skip(",\"drill\":true").is_some();
    let prev = rest.skip(",\"prev\":\"")?.text()?;
    let event = rest.skip(",\"event\":\"")?.text()?;
    let data = rest.skip(",\"data\":")?.0.strip_suffix('}')?;
    Some(Entry {
        seq,
        at: DateTime::parse_from_rfc3339(at).ok()?.with_timezone(&Utc),
        mono: Mono {
            boot: boot.to_owned(),
            ms,
        },
        clock: None,
        salt: digits(salted)?,
        by: By {
            name: name.to_owned(),
            role: role.map(str::to_owned),
            login: login.to_owned(),
            host: host.to_owned(),
            via,
        },
        actor: actor.map(str::to_owned),
        told: None,
        drill,
        access: None,
        occurred: None,
        zone: None,
        prev: Hash::parse(prev)?,
        event: Event::decode(event, data).ok()?,
    })
}

/// What of a line was not read yet.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// Steps over this text, if it stands here.
    fn skip(&mut self, text: &str) -> Option<&mut Self> {
        self.0 = self.0.strip_prefix(text)?;
        Some(self)
    }

    /// The text up to the closing quote, which is stepped over; none if anything in it is escaped.
    fn text(&mut self) -> Option<&'a str> {
        let is_end = |byte: &u8| *byte == b'"' || *byte == b'\\' || *byte < b' ';
        let end = self.0.as_bytes().iter().position(is_end)?;
        let (text, after) = self.0.split_at(end);
        self.0 = after.strip_prefix('"')?;
        Some(text)
    }

    /// A text that may be left out with its key: `None` if what stands here is not plain.
    fn optional(&mut self, key: &str) -> Option<Option<&'a str>> {
        match self.skip(key) {
            Some(rest) => rest.text().map(Some),
            None => Some(None),
        }
    }

    /// A whole number, written without needless zeros.
    fn number(&mut self) -> Option<u64> {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = self.0.split_at(digits);
        if number.starts_with('0') && digits > 1 {
            return None;
        }
        self.0 = after;
        number.parse().ok()
    }
}
