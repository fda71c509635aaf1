//! The signs of a check code: Crockford's base 32 in groups of four, made to be read aloud and copied by hand.

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 4;

/// Writes bytes as base 32 signs in groups of four: ten bytes become `K7QF-2M9D-7XWT-4HCB`.
pub fn check_code(bytes: &[u8]) -> String {
    let mut code = String::with_capacity(bytes.len() * 2);
    let mut signs = 0;
    let mut push = |code: &mut String, five_bits: u32| {
        if signs > 0 && signs % GROUP == 0 {
            code.push('-');
        }
        code.push(char::from(SIGNS[(five_bits & 31) as usize]));
        signs += 1;
    };
    let (mut held, mut held_bits) = (0u32, 0u32);
    for byte in bytes {
        held = (held << 8 | u32::from(*byte)) & 0xfff;
        held_bits += 8;
        while held_bits >= 5 {
            held_bits -= 5;
            push(&mut code, held >> held_bits);
        }
    }
    if held_bits > 0 {
        push(&mut code, held << (5 - held_bits));
    }
    code
}

/// Reads the signs of a check code back. Forgives lower case, `O` for zero, `I` and `L` for one, and dashes or spaces
/// that are missing or elsewhere. `None` when another character occurs or the signs do not make whole bytes.
pub fn read_check_code(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut held, mut held_bits) = (0u32, 0u32);
    for sign in text.chars() {
        if is_gap(sign) {
            continue;
        }
        let sign = plain_sign(sign);
        let five_bits = SIGNS.iter().position(|known| char::from(*known) == sign)?;
        held = (held << 5 | five_bits as u32) & 0xfff;
        held_bits += 5;
        if held_bits >= 8 {
            held_bits -= 8;
            bytes.push((held >> held_bits & 0xff) as u8);
        }
    }
    let rest = held & ((1 << held_bits) - 1);
    (held_bits < 5 && rest == 0).then_some(bytes)
}

/// The two signs that stand at the end of a check code and fit nothing but these `symbols` (see [`symbol`]).
///
/// All are read as one number in base 32, and the two signs make it leave 1 when divided by 1021: a prime above every
/// difference of two symbols, in which neither 32 nor any power of it that occurs leaves 1. So every one wrong sign, every
/// swap of two, and the two signs themselves are covered, however long the number before them is.
pub fn check_signs(symbols: impl IntoIterator<Item = u32>) -> [char; 2] {
    let shifted = symbols.into_iter().chain([0, 0]).fold(START, remainder);
    let value = (CHECK_PRIME + 1 - shifted) % CHECK_PRIME;
    [value / 32, value % 32].map(|five_bits| char::from(SIGNS[five_bits as usize]))
}

/// Whether symbols, the two check signs among them, fit one another.
pub fn fits(symbols: &[u32]) -> bool {
    symbols.iter().copied().fold(START, remainder) == 1
        // The largest values of two signs would pass for the smallest.
        && !matches!(symbols, [.., 31, 29..=31])
}

const CHECK_PRIME: u32 = 1021;

/// With nothing to begin with, zeros in front would not count.
const START: u32 = 1;

fn remainder(before: u32, symbol: u32) -> u32 {
    (before * 32 + symbol) % CHECK_PRIME
}

/// What a character counts as in a check code: the value of a sign, or a number above them for every other one. Look-alikes
/// and the cases of a letter count the same.
pub fn symbol(character: char) -> u32 {
    let sign = plain_sign(character);
    match SIGNS.iter().position(|known| char::from(*known) == sign) {
        Some(five_bits) => five_bits as u32,
        None => 32 + u32::from(sign) % (CHECK_PRIME - 64),
    }
}

/// A character as it is written in a check code: upper case, `O` as zero, `I` and `L` as one.
pub fn plain_sign(character: char) -> char {
    match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

fn is_gap(character: char) -> bool {
    is_dash(character) || character.is_whitespace()
}

/// Whether a character is a dash of any width.
pub fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2014}')
}
