//! Which groups of a stretch of digits are a card number.

use std::ops::Range;

use super::issuer::is_issued;
use super::other::{is_expiry, is_named, is_said_to_be_none, is_track_two};
use super::{FEWEST_DIGITS, MOST_DIGITS, MOST_SEPARATORS, digit, escape, is_separator};

/// A card number, and everything that overlaps with it and passes as one.
pub(super) struct Found {
    pub(super) at: Range<usize>,
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
pub(super) fn cards_in(text: &str, stretch: Range<usize>, accounts: &[Range<usize>]) -> Vec<Found> {
    let mut groups = groups_in(text, stretch);
    raise_walls(text, &mut groups);
    let is_account = |at: &Range<usize>| {
        accounts
            .iter()
            .any(|account| account.start <= at.start && at.end <= account.end)
    };
    let mut found: Vec<(Found, (bool, bool))> = Vec::new();
    for first in 0..groups.len() {
        for card in cards_in_run(text, &groups[first]) {
            if !is_account(&card.at) {
                add(&mut found, card, (true, true));
            }
        }
        let mut digits = Vec::with_capacity(MOST_DIGITS);
        for last in first..groups.len() {
            if groups[last].walled || digits.len() + groups[last].digits.len() > MOST_DIGITS {
                break;
            }
            digits.extend_from_slice(&groups[last].digits);
            let at = groups[first].at.start..groups[last].at.end;
            let is_card = digits.len() >= FEWEST_DIGITS
                && luhn(&digits)
                && is_issued(&digits)
                && grouped_like_a_card(text, &groups, first, last)
                && !is_something_else(text, &digits, &at)
                && !(first == last && is_named(text, at.start, digits.len()))
                && !is_account(&at);
            if is_card {
                let likelihood = (matches!(digits[0], 2..=6), matches!(digits.len(), 14..=16));
                let last_four = last_four(&digits);
                add(&mut found, Found { at, last_four }, likelihood);
            }
        }
    }
    found.into_iter().map(|(found, _)| found).collect()
}

fn add(found: &mut Vec<(Found, (bool, bool))>, card: Found, likelihood: (bool, bool)) {
    match found.last_mut() {
        Some((before, likelihood_before)) if card.at.start < before.at.end => {
            before.at.end = before.at.end.max(card.at.end);
            if likelihood > *likelihood_before {
                *likelihood_before = likelihood;
                before.last_four = card.last_four;
            }
        }
        _ => found.push((card, likelihood)),
    }
}

fn last_four(digits: &[u8]) -> [u8; 4] {
    [0, 1, 2, 3].map(|index| digits[digits.len() - 4 + index])
}

/// Cards that are only a part of one run: with what belongs to a card behind it, two of them, or the front of track 2.
fn cards_in_run(text: &str, run: &Group) -> Vec<Found> {
    const LENGTHS: [usize; 4] = [16, 15, 14, 19];
    let digits = &run.digits;
    let is_card = |digits: &[u8]| luhn(digits) && is_issued(digits);
    if digits.len() < FEWEST_DIGITS || run.walled || is_said_to_be_none(text, run.at.start) {
        return Vec::new();
    }
    // Digits of other scripts are wider, so places are found by counting.
    let place = |digit: usize| {
        let run = &text[run.at.clone()];
        run.char_indices().nth(digit).map_or(run.len(), |(at, _)| at)
    };
    let part = |from: usize, to: usize, card: &[u8]| Found {
        at: run.at.start + place(from)..run.at.start + place(to),
        last_four: last_four(card),
    };
    if is_track_two(&text[run.at.end..]) {
        // In front of it may stand the tag and the length of the field.
        let longest = LENGTHS.into_iter().chain([13, 17, 18]).find(|length| {
            let from = digits.len().checked_sub(*length);
            from.is_some_and(|from| matches!(from, 0 | 2 | 4) && is_card(&digits[from..]))
        });
        if let Some(length) = longest {
            let from = digits.len() - length;
            return vec![part(from, digits.len(), &digits[from..])];
        }
    }
    for length in LENGTHS {
        let Some((card, rest)) = digits.split_at_checked(length) else {
            continue;
        };
        if !is_card(card) {
            continue;
        }
        let has_expiry = match rest.len() {
            4 => is_expiry(rest),
            6 => is_expiry(rest),
            7 | 8 => is_expiry(&rest[..4]),
            _ => false,
        };
        // A run that is a card as a whole is taken as that.
        if has_expiry {
            return vec![part(0, digits.len(), card)];
        }
        if rest.len() >= 14 && LENGTHS.contains(&rest.len()) && is_card(rest) {
            return vec![part(0, length, card), part(length, digits.len(), rest)];
        }
    }
    Vec::new()
}

fn groups_in(text: &str, stretch: Range<usize>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut escaped_to = 0;
    for (offset, character) in text[stretch.clone()].char_indices() {
        let at = stretch.start + offset;
        if let Some(space) = escape(&text[at..]) {
            escaped_to = at + space.len();
        }
        if at < escaped_to {
            continue;
        }
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
    if !(first..last).all(|before| is_tight(separator(text, groups, before))) {
        return laid_out_like_a_card(text, groups, first, last, &sizes);
    }
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

fn is_tight(gap: &str) -> bool {
    gap.chars().count() <= MOST_SEPARATORS && gap.chars().all(is_separator)
}

/// Groups as on a card, with the same between all of them or one line's end among them, that are not a part of a longer row.
fn laid_out_like_a_card(text: &str, groups: &[Group], first: usize, last: usize, sizes: &[usize]) -> bool {
    let is_layout = matches!(
        sizes,
        [4, 4, 4, 4] | [4, 6, 5] | [4, 6, 4] | [4, 4, 4, 4, 3] | [6, 13] | [8, 8]
    );
    if !is_layout {
        return false;
    }
    let is_wrap = |gap: &str| gap.chars().filter(|sign| *sign == '\n').count() == 1;
    let gaps: Vec<&str> = (first..last).map(|before| separator(text, groups, before)).collect();
    let (wraps, within): (Vec<&str>, Vec<&str>) = gaps.iter().copied().partition(|gap| is_wrap(gap));
    let is_plain = |gap: &&str| gap.chars().all(|sign| is_separator(sign) || matches!(sign, '/' | '\t'));
    let is_even = within.windows(2).all(|pair| pair[0] == pair[1]) || within.iter().all(is_plain);
    let Some(gap) = within.first() else { return false };
    let goes_on = |before: usize| separator(text, groups, before) == *gap;
    wraps.len() <= 1
        && is_even
        && !(first > 0 && goes_on(first - 1) && groups[first - 1].digits.len() == 4)
        && !(last + 1 < groups.len() && goes_on(last) && groups[last + 1].digits.len() == 4)
}

/// Whether digits that would pass for a card are known to be something else.
fn is_something_else(text: &str, digits: &[u8], at: &Range<usize>) -> bool {
    let begins_with_a_day = is_day(&digits[..4], &digits[4..6], &digits[6..8]);
    let is_telephone = text[..at.start].ends_with('+') && digits.len() <= 15;
    begins_with_a_day
        || is_telephone
        || is_stamp(digits)
        || is_said_to_be_none(text, at.start)
        || is_hexadecimal(text, at)
}

/// Whether digits are a time to the thousandth of a second, as machines write it: `YYMMDDhhmmssmmm`. Only where few cards
/// begin so.
fn is_stamp(digits: &[u8]) -> bool {
    let two = |at: usize| digits[at] * 10 + digits[at + 1];
    digits.len() == 15
        && digits[0] == 1
        && matches!(two(2), 1..=12)
        && matches!(two(4), 1..=31)
        && two(6) < 24
        && two(8) < 60
        && two(10) < 60
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
