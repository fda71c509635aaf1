//! Card numbers are taken out of text before it is written anywhere.
//!
//! A card number is 13 to 19 digits of any script that pass the Luhn check, written in one run or in groups. Only the
//! last four digits stay: `[card number ending 1111]`. Knows nothing of records, and keeps neither number nor hash.
//!
//! What is taken for a card, and what is not:
//! - It begins, and is as long, as the numbers that card schemes issue.
//! - Digits belong together across up to three spaces, dashes, dots, underscores or invisible characters, mixed or not.
//!   A window of groups is looked at from every group to every later one, so a date or a security code behind a card
//!   does not hide it. Groups have four digits or more, but for the last; or all have one, two or three digits and the
//!   same separator (digits spelled out); or they are an old 4-3-3-3.
//! - Digits laid out as on a card (4-4-4-4, 4-6-5) belong together across tabs, slashes, bars, quotes and the like too, when
//!   all gaps are the same and the row does not go on; one of the gaps may be the end of a line, as in a wrapped mail.
//! - In one run, the card's expiry and security code may follow it, or another card; `D` or `=` may, as on track 2.
//! - A longer run is no card, nor is a window inside it: it is a serial number, and a part of all windows would pass the
//!   check. Nor are 32 or more hexadecimal digits with a letter among them, a UUID, a calendar date with what follows it, an
//!   IPv4 address, `+` and up to 15 digits (a telephone number), an IBAN that is right, an IMEI or a number of an order,
//!   invoice or parcel that is named so.
//! - `not-a-card:` right in front of a number keeps that one.

mod issuer;
mod other;
mod window;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use other::ibans;
use window::{Found, cards_in};

/// A text without card numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked<'a> {
    /// The text; borrowed when nothing was masked.
    pub text: Cow<'a, str>,
    /// How many numbers were masked.
    pub count: usize,
}

/// Masks every card number in a text. Masking a masked text changes nothing.
pub fn mask_cards(text: &str) -> Masked<'_> {
    let mut masked = Masked {
        text: Cow::Borrowed(text),
        count: 0,
    };
    // What stood beside a number may look different once the number is gone, so look until nothing is found.
    while let Some((text, count)) = mask_once(&masked.text) {
        masked.text = Cow::Owned(text);
        masked.count += count;
    }
    masked
}

fn mask_once(text: &str) -> Option<(String, usize)> {
    let mut masked = String::new();
    let mut count = 0;
    let mut kept_to = 0;
    let mut from = 0;
    let mut accounts = None;
    while let Some(stretch) = next_stretch(text, from) {
        from = stretch.end;
        for Found { at, last_four } in cards_in(text, stretch, accounts.get_or_insert_with(|| ibans(text))) {
            masked.push_str(&text[kept_to..at.start]);
            masked.push_str("[card number ending ");
            masked.extend(last_four.iter().map(|digit| char::from(b'0' + digit)));
            masked.push(']');
            kept_to = at.end;
            count += 1;
        }
    }
    masked.push_str(&text[kept_to..]);
    (count > 0).then_some((masked, count))
}

const FEWEST_DIGITS: usize = 13;
const MOST_DIGITS: usize = 19;
const MOST_SEPARATORS: usize = 3;
/// Between groups that are laid out as on a card.
const MOST_LOOSE_SEPARATORS: usize = 6;

/// The next digits joined by separators that are enough for a card. Most texts have none, and cost one look at each byte.
fn next_stretch(text: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut start, mut end, mut digits, mut separators) = (from, from, 0, 0);
    let mut at = from;
    while at < bytes.len() {
        let (is_digit, is_separator, length) = match bytes[at] {
            b'0'..=b'9' => (true, false, 1),
            byte if byte < 0x80 => {
                let length = escape(&text[at..]).map_or(1, str::len);
                (false, length > 1 || is_loose_separator(char::from(byte)), length)
            }
            _ => {
                let character = text[at..].chars().next()?;
                (
                    digit(character).is_some(),
                    is_loose_separator(character),
                    character.len_utf8(),
                )
            }
        };
        if is_digit {
            if digits == 0 {
                start = at;
            }
            digits += 1;
            separators = 0;
            end = at + length;
        } else if is_separator && separators < MOST_LOOSE_SEPARATORS {
            separators += 1;
        } else if digits >= FEWEST_DIGITS {
            return Some(start..end);
        } else {
            digits = 0;
            separators = 0;
        }
        at += length;
    }
    (digits >= FEWEST_DIGITS).then_some(start..end)
}

/// How an address or a page writes a space.
fn escape(text: &str) -> Option<&str> {
    ["%20", "&nbsp;"].into_iter().find(|space| text.starts_with(space))
}

/// What may stand between the groups of a number that is laid out as on a card.
fn is_loose_separator(character: char) -> bool {
    is_separator(character)
        || matches!(
            character,
            '\t' | '\r' | '\n' | '/' | '|' | ',' | ';' | ':' | '+' | '*' | '"' | '\'' | '`' | '>' | '~'
        )
}

fn is_separator(character: char) -> bool {
    matches!(character,
        ' ' | '-' | '.' | '_' | '\u{a0}' | '\u{ad}' | '\u{b7}' | '\u{61c}' | '\u{2000}'..='\u{2015}'
        | '\u{202a}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{2212}' | '\u{3000}' | '\u{fe58}' | '\u{fe63}'
        | '\u{20e3}' | '\u{fe0f}' | '\u{feff}' | '\u{ff0d}' | '\u{ff0e}')
}

/// The first digit of every decimal script that people type.
const ZEROS: [u32; 20] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040,
    0x17e0, 0x1810, 0x1946, 0xff10,
];

/// The value of a decimal digit of any of those scripts, full-width and mathematical ones included.
fn digit(character: char) -> Option<u8> {
    if character.is_ascii() {
        return character.to_digit(10).map(|value| value as u8);
    }
    let code = u32::from(character);
    match character {
        '\u{b9}' => return Some(1),
        '\u{b2}' | '\u{b3}' => return Some((code - 0xb0) as u8),
        '\u{2070}' | '\u{2074}'..='\u{2079}' | '\u{2080}'..='\u{2089}' => return Some((code & 15) as u8),
        _ => {}
    }
    if (0x1d7ce..=0x1d7ff).contains(&code) {
        return Some(((code - 0x1d7ce) % 10) as u8);
    }
    ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&code))
        .map(|zero| (code - zero) as u8)
}
