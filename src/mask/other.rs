//! What digits are, when they would pass for a card and are none: an account's IBAN, and a number that says what it is.

use std::ops::Range;

use super::digit;

/// What somebody writes in front of a number that is no card.
const NO_CARD: &[&str] = &["not-a-card", "not a card", "no card number"];

/// Whether the writer says, right in front of it, that what follows is no card number: `not-a-card: 4111…`.
pub(super) fn is_said_to_be_none(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches([' ', '"', '\'', '`', '\u{a0}']);
    before
        .strip_suffix(':')
        .is_some_and(|before| ends_with_one(before, NO_CARD))
}

/// Whether the words right in front of an unbroken number name another kind of number.
pub(super) fn is_named(text: &str, start: usize, digits: usize) -> bool {
    const KINDS: &[&str] = &[
        "order", "invoice", "tracking", "parcel", "shipment", "waybill", "serial", "ticket", "case",
    ];
    const NUMBER: &[&str] = &["number", "no", "nr", "id"];
    let before = text[..start].trim_end_matches([' ', ':', '#', '=', '.', '"', '\u{a0}']);
    if digits == 15 && ends_with_one(before, &["imei"]) {
        return true;
    }
    NUMBER.iter().filter(|word| ends_with_one(before, &[word])).any(|word| {
        ends_with_one(
            before[..before.len() - word.len()].trim_end_matches([' ', '_', '-']),
            KINDS,
        )
    })
}

fn ends_with_one(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let Some(start) = text.len().checked_sub(word.len()) else {
            return false;
        };
        text.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(word))
            && !text[..start].ends_with(char::is_alphanumeric)
    })
}

/// How long the account numbers of each country are.
const IBAN_LENGTHS: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 \
    FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 \
    LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 \
    SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20";

/// Where account numbers stand whose own check digits fit, in one run or in groups.
pub(super) fn ibans(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, pair) in bytes.windows(4).enumerate() {
        let begins = pair[0].is_ascii_alphabetic()
            && pair[1].is_ascii_alphabetic()
            && pair[2].is_ascii_digit()
            && pair[3].is_ascii_digit()
            && !text[..start].ends_with(char::is_alphanumeric);
        if !begins {
            continue;
        }
        let country = text[start..start + 2].to_ascii_uppercase();
        let length = IBAN_LENGTHS.split(' ').find_map(|known| known.strip_prefix(&country));
        let Some(length) = length.and_then(|length| length.parse::<usize>().ok()) else {
            continue;
        };
        let mut signs = Vec::with_capacity(length);
        let mut end = start;
        for (offset, character) in text[start..].char_indices() {
            if signs.len() == length {
                break;
            }
            if character.is_ascii_alphanumeric() {
                signs.push(character.to_ascii_uppercase());
                end = start + offset + 1;
            } else if !matches!(character, ' ' | '-' | '\u{a0}') {
                break;
            }
        }
        if signs.len() == length && !text[end..].starts_with(char::is_alphanumeric) && remainder(&signs) == 1 {
            found.push(start..end);
        }
    }
    found
}

/// The remainder by 97 of an IBAN, its first four signs moved to its end and letters as two digits.
fn remainder(signs: &[char]) -> u32 {
    signs[4..].iter().chain(&signs[..4]).fold(0, |rest, sign| {
        let value = sign.to_digit(36).unwrap_or(0);
        let shifted = if value > 9 { rest * 100 } else { rest * 10 };
        (shifted + value) % 97
    })
}

/// Whether track 2 goes on here: `D` or `=`, and the year and month in which the card runs out.
pub(super) fn is_track_two(rest: &str) -> bool {
    let mut characters = rest.chars();
    let parts = matches!(characters.next(), Some('D' | 'd' | '='));
    let expiry: Vec<u8> = characters.map_while(digit).take(4).collect();
    parts && expiry.len() == 4 && matches!(expiry[2] * 10 + expiry[3], 1..=12)
}

/// Whether digits are a month and a year, or a year and a month, in which a card may run out.
pub(super) fn is_expiry(digits: &[u8]) -> bool {
    let two = |at: usize| digits[at] * 10 + digits[at + 1];
    let (month, year) = (1..=12, 15..=49);
    match digits.len() {
        4 => month.contains(&two(0)) && year.contains(&two(2)) || year.contains(&two(0)) && month.contains(&two(2)),
        6 => month.contains(&two(0)) && two(2) == 20 && year.contains(&two(4)),
        _ => false,
    }
}
