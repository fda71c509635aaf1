//! Which groups of a stretch of digits are a card number.

use std::ops::Range;

use super::{FEWEST_DIGITS, MOST_DIGITS, digit};

/// A card number, and everything that overlaps with it and passes as one.
pub(super) struct Found {
    /// Where it stands.
    pub(super) at: Range<usize>,
    /// Its last four digits.
    pub(super) last_four: [u8; 4],
}

/// Digits that stand next to each other.
struct Group {
    at: Range<usize>,
    digits: Vec<u8>,
    /// Part of a date or an address.
    walled: bool,
}

/// The card numbers in a stretch of digits and separators, in order, none overlapping.
pub(super) fn cards_in(text: &str, stretch: Range<usize>) -> Vec<Found> {
    let stretch_start = stretch.start;
    let mut groups = groups_in(text, stretch);
    raise_walls(text, &mut groups);
    let mut found: Vec<(Found, (bool, bool))> = Vec::new();
    for first in 0..groups.len() {
        let mut digits = Vec::with_capacity(MOST_DIGITS);
        for last in first..groups.len() {
            if groups[last].walled || digits.len() + groups[last].digits.len() > MOST_DIGITS {
                break;
            }
            digits.extend_from_slice(&groups[last].digits);
            let at = groups[first].at.start..groups[last].at.end;
            let is_card = digits.len() >= FEWEST_DIGITS
                && luhn(&digits)
                && grouped_like_a_card(text, &groups, first, last)
                && !is_something_else(text, &digits, &at, stretch_start);
            if !is_card {
                continue;
            }
            let last_four = [0, 1, 2, 3].map(|index| digits[digits.len() - 4 + index]);
            let likelihood = (matches!(digits[0], 2..=6), matches!(digits.len(), 14..=16));
            match found.last_mut() {
                Some((before, likelihood_before)) if at.start < before.at.end => {
                    before.at.end = before.at.end.max(at.end);
                    if likelihood > *likelihood_before {
                        *likelihood_before = likelihood;
                        before.last_four = last_four;
                    }
                }
                _ => found.push((Found { at, last_four }, likelihood)),
            }
        }
    }
    found.into_iter().map(|(found, _)| found).collect()
}

fn groups_in(text: &str, stretch: Range<usize>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (offset, character) in text[stretch.clone()].char_indices() {
        let at = stretch.start + offset;
        let Some(digit) = digit(character) else { continue };
        let end = at + character.len_utf8();
        match groups.last_mut() {
            Some(group) if group.at.end == at => {
                group.at.end = end;
                group.digits.push(digit);
            }
            _ => groups.push(Group {
                at: at..end,
                digits: vec![digit],
                walled: false,
            }),
        }
    }
    groups
}

fn separator<'a>(text: &'a str, groups: &[Group], before: usize) -> &'a str {
    &text[groups[before].at.end..groups[before + 1].at.start]
}

/// Sets dates and IPv4 addresses apart, so that their digits are not counted into a number beside them.
fn raise_walls(text: &str, groups: &mut [Group]) {
    let joined = |groups: &[Group], first: usize, count: usize, signs: &[&str]| {
        let sign = separator(text, groups, first);
        signs.contains(&sign) && (first..first + count - 1).all(|before| separator(text, groups, before) == sign)
    };
    for first in 0..groups.len() {
        let rest = &groups[first..];
        let is_date = rest.len() >= 3
            && joined(groups, first, 3, &["-", ".", "_"])
            && match [&rest[0].digits, &rest[1].digits, &rest[2].digits].map(Vec::as_slice) {
                [year, month, day] if year.len() == 4 => is_day(year, month, day),
                [day, month, year] if year.len() == 4 => is_day(year, month, day),
                _ => false,
            };
        let is_address = rest.len() >= 4
            && joined(groups, first, 4, &["."])
            && rest[..4]
                .iter()
                .all(|part| part.digits.len() <= 3 && number(&part.digits) <= 255);
        let walled = if is_address { 4 } else { 3 };
        if is_date || is_address {
            groups[first..first + walled]
                .iter_mut()
                .for_each(|group| group.walled = true);
        }
    }
}

fn is_day(year: &[u8], month: &[u8], day: &[u8]) -> bool {
    month.len() <= 2
        && day.len() <= 2
        && matches!(number(year), 1900..=2099)
        && matches!(number(month), 1..=12)
        && matches!(number(day), 1..=31)
}

fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number, digit| number * 10 + u64::from(*digit))
}

fn grouped_like_a_card(text: &str, groups: &[Group], first: usize, last: usize) -> bool {
    let sizes: Vec<usize> = groups[first..=last].iter().map(|group| group.digits.len()).collect();
    let (tail, body) = match sizes.split_last() {
        Some((tail, body)) => (*tail, body),
        None => return false,
    };
    if body.iter().all(|size| *size >= 4) || sizes == [4, 3, 3, 3] {
        return true;
    }
    // Digits spelled out in ones, twos or threes: only a whole series of them, or every table of numbers would do.
    let size = body[0];
    let sign = separator(text, groups, first);
    let continues = |before: usize| {
        separator(text, groups, before) == sign && groups[before].digits.len() == groups[before + 1].digits.len()
    };
    body.iter().all(|other| *other == size)
        && tail <= size
        && (first..last).all(|before| separator(text, groups, before) == sign)
        && !(first > 0 && continues(first - 1))
        && !(last + 1 < groups.len() && continues(last))
}

/// Whether digits that would pass for a card are known to be something else.
fn is_something_else(text: &str, digits: &[u8], at: &Range<usize>, stretch_start: usize) -> bool {
    let is_unix_time = digits[0] == 1 && matches!(digits.len(), 13 | 16 | 19);
    let begins_with_a_day = is_day(&digits[..4], &digits[4..6], &digits[6..8]);
    let is_telephone = at.start == stretch_start && text[..at.start].ends_with('+') && digits.len() <= 15;
    digits[0] == 0 || is_unix_time || begins_with_a_day || is_telephone || is_hexadecimal(text, at)
}

fn is_hexadecimal(text: &str, at: &Range<usize>) -> bool {
    let around = |belongs: fn(char) -> bool| {
        let start = text[..at.start].trim_end_matches(belongs).len();
        let end = text.len() - text[at.end..].trim_start_matches(belongs).len();
        &text[start..end]
    };
    let word = around(|c| c.is_alphanumeric());
    let is_hash = word.len() >= 32
        && word.bytes().all(|byte| byte.is_ascii_hexdigit())
        && word.bytes().any(|byte| byte.is_ascii_alphabetic());
    let dashed = around(|c| c.is_alphanumeric() || c == '-').as_bytes();
    let is_uuid = dashed.len() == 36
        && dashed.iter().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    is_hash || is_uuid
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(*digit) << (place % 2);
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    sum.is_multiple_of(10)
}
