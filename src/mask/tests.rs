use std::borrow::Cow;

use proptest::prelude::{any, prop, proptest};
use proptest::strategy::Strategy;

use super::mask_cards;

fn masked(text: &str) -> String {
    mask_cards(text).text.into_owned()
}

#[test]
fn every_usual_way_of_writing_a_card_is_masked() {
    for text in [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "4111_1111_1111_1111",
        "4111\u{a0}1111\u{202f}1111\u{2009}1111",
        "4111 - 1111 - 1111 - 1111",
        "4111 1111-1111.1111",
        "411111 1111111111",
        "41111111 11111111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "41 11 11 11 11 11 11 11",
        "411 111 111 111 111 1",
        "4111\u{200b}1111\u{200b}1111\u{feff}1111",
        "4111\u{202e}1111 1111 1111",
        "４１１１　１１１１　１１１１　１１１１",
        "٤١١١ ١١١١ ١١١١ ١١١١",
        "۴۱۱۱۱۱۱۱۱۱۱۱۱۱۱۱",
    ] {
        assert_eq!(masked(text), "[card number ending 1111]", "{text}");
    }
}

#[test]
fn every_length_is_masked() {
    for (text, shown) in [
        ("4222222222222", "[card number ending 2222]"),
        ("4222 222 222 222", "[card number ending 2222]"),
        ("30569309025904", "[card number ending 5904]"),
        ("3056 930902 5904", "[card number ending 5904]"),
        ("378282246310005", "[card number ending 0005]"),
        ("3782 822463 10005", "[card number ending 0005]"),
        ("5555555555554444", "[card number ending 4444]"),
        ("2223003122003222", "[card number ending 3222]"),
        ("6200000000000000000", "[card number ending 0000]"),
        ("6200 0000 0000 0000 000", "[card number ending 0000]"),
    ] {
        assert_eq!(masked(text), shown);
    }
}

#[test]
fn a_card_is_found_inside_longer_text() {
    assert_eq!(
        masked("Visa 4111 1111 1111 1111 12/27 737, Amex 378282246310005."),
        "Visa [card number ending 1111] 12/27 737, Amex [card number ending 0005]."
    );
    assert_eq!(
        masked("4111 1111 1111 1111 2026-11-20"),
        "[card number ending 1111] 2026-11-20"
    );
    assert_eq!(
        masked("2026-11-20 4111 1111 1111 1111"),
        "2026-11-20 [card number ending 1111]"
    );
    assert_eq!(
        masked("row 17 4111111111111111 61"),
        "row 17 [card number ending 1111] 61"
    );
    assert_eq!(
        masked("card_4111111111111111.png"),
        "card_[card number ending 1111].png"
    );
    assert_eq!(
        masked("%B4111111111111111^DOE/J^2712"),
        "%B[card number ending 1111]^DOE/J^2712"
    );
    assert_eq!(
        masked("{\"pan\":\"4111111111111111\"}"),
        "{\"pan\":\"[card number ending 1111]\"}"
    );
    assert_eq!(
        masked("12345 4111111111111111 67890 1"),
        "12345 [card number ending 1111] 67890 1"
    );
}

#[test]
fn every_card_is_counted() {
    let masked = mask_cards("4111111111111111, 5555555555554444\n4111111111111111");
    assert_eq!(masked.count, 3);
    assert_eq!(
        masked.text,
        "[card number ending 1111], [card number ending 4444]\n[card number ending 1111]"
    );
}

#[test]
fn what_is_no_card_stays() {
    for text in [
        "4111111111111112",
        "case 88213, +44 20 7946 0100 and +44 20 7946 0188",
        "+4915112345678",
        "2026-11-22T01:20:33.123456Z and 2026-11-22 01:20:33.123456+01:00",
        "2026-11-20 2026-11-28",
        "20261120234012",
        "1763776812127 1763776812123453",
        "192.168.100.101 192.168.100.102 10.0.0.1",
        "00000000000000000000000000000000",
        "4111111111111111411111111111111141111111",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41111111111111111b934ca49599",
        "41111111-1111-1111-a111-111111111111",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
        "4111\t1111\t1111\t1111",
        "4111 1111\n1111 1111",
        "0000 0000 0000 0000",
    ] {
        let masked = mask_cards(text);
        assert!(
            matches!(masked.text, Cow::Borrowed(same) if same == text),
            "{text} became {}",
            masked.text
        );
        assert_eq!(masked.count, 0);
    }
}

/// The last digit that makes these pass the Luhn check, worked out by trying, not by the code under test.
fn completed(mut digits: Vec<u8>) -> Vec<u8> {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, u32::from(*digit)) {
            (0, digit) if digit > 4 => digit * 2 - 9,
            (0, digit) => digit * 2,
            (_, digit) => digit,
        })
        .sum();
    digits.push(((10 - sum % 10) % 10) as u8);
    digits
}

fn a_card() -> impl Strategy<Value = String> {
    (prop::collection::vec(0u8..10, 11..18), 3u8..7).prop_map(|(mut digits, first)| {
        digits.insert(0, first);
        completed(digits).iter().map(|digit| char::from(b'0' + digit)).collect()
    })
}

proptest! {
    #[test]
    fn no_delimited_card_is_left(
        card in a_card(),
        sizes in prop::collection::vec(4usize..7, 4),
        signs in prop::collection::vec("[ ._-]|\u{a0}| - ", 4),
        before in "(\\PC*[^\\pN\\pL+])?",
        after in "([^\\pN\\pL]\\PC*)?",
    ) {
        // Dates and addresses beside it are set apart, so digits in the neighbourhood are welcome.
        let mut written = String::new();
        let (mut at, mut group) = (0, 0);
        while at < card.len() {
            let end = (at + sizes[group % 4]).min(card.len());
            if at > 0 {
                written.push_str(&signs[group % 4]);
            }
            written.push_str(&card[at..end]);
            at = end;
            group += 1;
        }
        let text = format!("{before}{written}{after}");
        let masked = mask_cards(&text);
        assert!(masked.count >= 1, "{text}");
        assert!(!masked.text.contains(&written), "{text} became {}", masked.text);
    }

    #[test]
    fn masking_again_changes_nothing(text in "[0-9 .+a-f-]{0,120}") {
        let once = masked(&text);
        let twice = mask_cards(&once);
        assert_eq!((twice.text.as_ref(), twice.count), (once.as_str(), 0));
    }

    #[test]
    fn any_text_can_be_masked(text in any::<String>()) {
        let once = masked(&text);
        assert_eq!(masked(&once), once);
    }
}
