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
        let sign = match sign.to_ascii_uppercase() {
            '-' | '\u{2010}'..='\u{2014}' => continue,
            space if space.is_whitespace() => continue,
            'O' => '0',
            'I' | 'L' => '1',
            sign => sign,
        };
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
