//! Where the wall clock hangs that somebody read a time from: a named zone, or an offset.

use chrono::{DateTime, FixedOffset, LocalResult, NaiveDateTime, TimeZone, Utc};

use crate::time::Zone;

#[derive(Clone, Copy)]
pub(super) enum Place {
    Zone(Zone),
    Offset(FixedOffset),
}

impl Place {
    pub(super) fn at(self, now: &DateTime<Utc>) -> DateTime<FixedOffset> {
        match self {
            Place::Zone(zone) => zone.at(now),
            Place::Offset(offset) => now.with_timezone(&offset),
        }
    }

    pub(super) fn instants(self, local: NaiveDateTime) -> LocalResult<DateTime<FixedOffset>> {
        match self {
            Place::Zone(zone) => zone.instants(local),
            Place::Offset(offset) => offset.from_local_datetime(&local),
        }
    }
}

/// Short names that mean one offset, in minutes.
const SHORT: [(&str, i32); 33] = [
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("ut", 0),
    ("wet", 0),
    ("west", 60),
    ("cet", 60),
    ("cest", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("sast", 120),
    ("nst", -210),
    ("ndt", -150),
    ("est", -300),
    ("edt", -240),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
    ("jst", 540),
    ("kst", 540),
    ("sgt", 480),
    ("hkt", 480),
    ("awst", 480),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
];

/// Short names that several places use for different offsets.
const SHARED: [&str; 5] = ["cst", "ist", "bst", "ast", "amt"];

/// What the words behind a time say about its place.
pub(super) enum ZoneWord {
    Known(Place),
    /// A short name that means several offsets.
    Shared,
}

/// Reads `UTC`, `CET`, `+0100`, `UTC+1`, `Europe/Berlin`, `Berlin`.
pub(super) fn read_place(words: &[&str]) -> Option<ZoneWord> {
    let joined = words.join("_");
    let lower = joined.to_lowercase();
    // `est` and `west` are words, too; `EST` and `WEST` are not.
    let is_short =
        joined.chars().all(|sign| sign.is_ascii_uppercase()) || matches!(lower.as_str(), "utc" | "gmt" | "z");
    if let Some((_, minutes)) = SHORT.iter().find(|(name, _)| is_short && *name == lower) {
        return offset(*minutes).map(ZoneWord::Known);
    }
    if is_short && SHARED.contains(&lower.as_str()) {
        return Some(ZoneWord::Shared);
    }
    let bare = lower.strip_prefix("utc").or_else(|| lower.strip_prefix("gmt"));
    if let Some(minutes) = read_offset(bare.unwrap_or(&lower)) {
        return offset(minutes).map(ZoneWord::Known);
    }
    let is_name = |text: &str| {
        text.chars()
            .all(|sign| sign.is_ascii_alphanumeric() || "/_-+".contains(sign))
    };
    if !is_name(&joined) || joined.len() < 3 {
        return None;
    }
    if let Ok(zone) = Zone::parse(&joined)
        && joined.contains('/')
    {
        return Some(ZoneWord::Known(Place::Zone(zone)));
    }
    let title = title_case(&joined);
    if joined.contains('/') {
        return Zone::parse(&title).ok().map(|zone| ZoneWord::Known(Place::Zone(zone)));
    }
    const REGIONS: [&str; 9] = [
        "Europe",
        "America",
        "Asia",
        "Africa",
        "Australia",
        "Pacific",
        "Atlantic",
        "Indian",
        "Arctic",
    ];
    let mut cities = REGIONS
        .iter()
        .filter_map(|region| Zone::parse(&format!("{region}/{title}")).ok());
    match (cities.next(), cities.next()) {
        (Some(only), None) => Some(ZoneWord::Known(Place::Zone(only))),
        _ => None,
    }
}

/// `+01:00`, `-0530`, `+1`, in minutes.
fn read_offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-" | "−", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "00"),
    };
    let value = |part: &str| {
        let fine = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        fine.then(|| part.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (value(hours)?, value(minutes)?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn offset(minutes: i32) -> Option<Place> {
    FixedOffset::east_opt(minutes * 60).map(Place::Offset)
}

fn title_case(name: &str) -> String {
    let mut starts = true;
    name.chars()
        .map(|sign| {
            let cased = if starts {
                sign.to_ascii_uppercase()
            } else {
                sign.to_ascii_lowercase()
            };
            starts = !sign.is_ascii_alphanumeric();
            cased
        })
        .collect()
}
