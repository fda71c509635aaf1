use proptest::prelude::{any, proptest};

use super::CopiedCode;
use crate::incident::{Hash, Receipt};

const SIGNS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn right() -> Receipt {
    Receipt::new("2026-11-20-k7f3", 42, Hash::of(b"x"))
}

fn suspects(text: &str) -> Vec<String> {
    match CopiedCode::read(text) {
        Some(CopiedCode::Wrong(code)) => code.suspects(),
        other => panic!("`{text}` is {other:?}"),
    }
}

#[test]
fn a_code_is_read_as_people_type_it() {
    let receipt = right();
    let text = receipt.to_string();
    assert_eq!(text, "k7f3-42-5NRH-CGNQ-4TR4-80B2-7N");
    for typed in [
        text.clone(),
        text.to_lowercase(),
        text.to_uppercase(),
        format!("  {} ", text.replace("5NRH-CGNQ", "5nrhcgnq")),
        text.replace('-', " "),
        text.replace('-', "–"),
        text.replace("80B2", "8OB2"),
    ] {
        assert_eq!(
            CopiedCode::read(&typed),
            Some(CopiedCode::Right(receipt.clone())),
            "{typed}"
        );
    }
    assert!(receipt.matches(Hash::of(b"x")) && !receipt.matches(Hash::of(b"y")));
    assert!(receipt.is_of("2026-11-20-k7f3") && !receipt.is_of("2026-11-20-k7f4"));
}

#[test]
fn a_code_of_an_older_breach_has_no_check_signs() {
    assert_eq!(
        CopiedCode::read("k7f3-42-5NRH-CGNQ-4TR4-80B2"),
        Some(CopiedCode::Unchecked(right()))
    );
    assert_eq!(
        CopiedCode::read("k7f3-42-5nrhcgnq4tr480b2"),
        Some(CopiedCode::Unchecked(right()))
    );
}

#[test]
fn what_is_no_code_is_told_from_one_that_was_copied_wrongly() {
    for text in [
        "",
        "k7f3",
        "k7f3-42",
        "nonsense",
        "k7f3-42-5NRH",
        "2026-11-20-k7f3",
        "the code on the paper, please",
    ] {
        assert_eq!(CopiedCode::read(text), None, "{text}");
    }
    assert_eq!(CopiedCode::read(&"0123456789abcdef".repeat(4)), None);
    for (text, expected) in [
        ("k7f3-x-5NRH-CGNQ-4TR4-80B2-7N", vec!["X"]),
        ("k7f3-42-5NRH-CGNQ-4TR4-80U2-7N", vec!["80U2"]),
        ("k7f3-42-5NRH-CGN-4TR4-80B2-7N", vec!["CGN"]),
        ("k7f3-42-5NRH-CGNQQ-4TR4-80B2-7N", vec!["CGNQQ"]),
        ("k7f3-42-5NRH-CGNQ-4TR4-80B2-7", vec![]),
        ("k7f3-42-5NRH-CGQN-4TR4-80B2-7N", vec!["CGQN"]),
        ("k7f3-24-5NRH-CGNQ-4TR4-80B2-7N", vec!["24"]),
        ("k7f3-42-SNRH-CGNQ-4TR4-80B2-7N", vec!["SNRH"]),
        ("7kf3-42-5NRH-CGNQ-4TR4-80B2-7N", vec!["7kf3"]),
    ] {
        assert_eq!(suspects(text), expected, "{text}");
    }
}

/// Codes whose incident, number and head take turns in being short, long, even and alike.
fn codes() -> Vec<Receipt> {
    let mut codes = vec![right()];
    for (incident, seq) in [
        ("a", 0),
        ("hvgq", 9),
        ("2026-11-20-nzqw", 10),
        ("0000", 99),
        ("zzzz", 1_000_000),
        ("k7f3", u64::MAX),
        ("drill-2", 347),
    ] {
        for salt in 0..2u8 {
            codes.push(Receipt::new(incident, seq, Hash::of(&[salt, seq.to_le_bytes()[0]])));
        }
        codes.push(Receipt::new(incident, seq, Hash::NONE));
        codes.push(Receipt::new(incident, seq, Hash([0xff; 32])));
    }
    codes
}

fn is_accepted(line: &[char]) -> bool {
    let text: String = line.iter().collect();
    matches!(CopiedCode::read(&text), Some(CopiedCode::Right(_)))
}

/// How the signs of a code are compared: as they are read.
fn plain(line: &[char]) -> String {
    line.iter().map(|sign| crate::text::plain_sign(*sign)).collect()
}

/// The code without the dashes that only part groups.
fn signs_of(receipt: &Receipt) -> Vec<char> {
    let text = receipt.to_string();
    let mut parts = text.splitn(3, '-');
    let (incident, number, code) = (parts.next(), parts.next(), parts.next());
    let code = code.unwrap_or_default().replace('-', "");
    format!("{}-{}-{code}", incident.unwrap_or_default(), number.unwrap_or_default())
        .chars()
        .collect()
}

#[test]
fn every_one_wrong_sign_is_noticed() {
    let mut tried = 0;
    for code in codes() {
        let signs = signs_of(&code);
        assert!(is_accepted(&signs), "{code}");
        for place in 0..signs.len() {
            for sign in SIGNS.chars().chain(['U', '-', 'é']) {
                let mut slipped = signs.clone();
                slipped[place] = sign;
                if plain(&slipped) != plain(&signs) {
                    assert!(!is_accepted(&slipped), "{code}: {sign} at {place}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 20_000, "{tried}");
}

#[test]
fn every_swap_of_any_two_signs_is_noticed() {
    let mut tried = 0;
    for code in codes() {
        let signs = signs_of(&code);
        for first in 0..signs.len() {
            for second in first + 1..signs.len() {
                let mut swapped = signs.clone();
                swapped.swap(first, second);
                if plain(&swapped) != plain(&signs) {
                    assert!(!is_accepted(&swapped), "{code}: {first} and {second}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 8_000, "{tried}");
}

#[test]
fn the_part_with_a_usual_slip_is_named() {
    let (mut named, mut misled, mut tried) = (0, 0, 0);
    for code in codes().into_iter().take(6) {
        let text = code.to_string();
        let signs: Vec<char> = text.chars().collect();
        for place in 0..signs.len() - 1 {
            if signs[place] == '-' || signs[place + 1] == '-' || signs[place] == signs[place + 1] {
                continue;
            }
            let mut swapped = signs.clone();
            swapped.swap(place, place + 1);
            let before = signs[..place].iter().filter(|sign| **sign == '-').count();
            let swapped: String = swapped.iter().collect();
            let part = swapped.split('-').nth(before).unwrap_or_default().to_lowercase();
            let suspects = suspects(&swapped);
            tried += 1;
            if suspects.iter().any(|suspect| suspect.to_lowercase() == part) {
                named += 1;
            } else if !suspects.is_empty() {
                misled += 1;
            }
        }
    }
    assert_eq!(misled, 0, "a swap is always among the suspects");
    assert!(named * 100 >= tried * 95, "{named} of {tried}");
}

proptest! {
    #[test]
    fn every_code_comes_back(incident in "[0-9a-hjkmnp-z]{1,6}", seq in any::<u64>(), head in any::<[u8; 32]>()) {
        let receipt = Receipt::new(&incident, seq, Hash(head));
        assert_eq!(
            CopiedCode::read(&receipt.to_string()).and_then(|code| code.receipt().map(|read| (read.seq, read.bits))),
            Some((receipt.seq, receipt.bits))
        );
    }

    #[test]
    fn reading_a_code_never_panics(text in any::<String>(), near in "[a-zA-Z0-9é -]{0,50}") {
        let _ = CopiedCode::read(&text);
        let _ = CopiedCode::read(&near);
    }
}
