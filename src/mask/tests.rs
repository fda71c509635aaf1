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
        "4111\t1111\t1111\t1111",
        "4111 1111\n1111 1111",
        "4111 1111\n> 1111 1111",
        "4111-1111-\r\n1111-1111",
        "4111/1111/1111/1111",
        "4111 1111 / 1111 1111",
        "4111    1111    1111    1111",
        "4111|1111|1111|1111",
        "4111 | 1111 | 1111 | 1111",
        "4111, 1111, 1111, 1111",
        "4111;1111;1111;1111",
        "4111:1111:1111:1111",
        "4111+1111+1111+1111",
        "4111%201111%201111%201111",
        "4111&nbsp;1111&nbsp;1111&nbsp;1111",
        "4111** **1111** **1111** **1111",
        "⁴¹¹¹ ¹¹¹¹ ¹¹¹¹ ¹¹¹¹",
        "4\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}\
         1\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}\
         1\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}1\u{fe0f}\u{20e3}1",
        "41111111111111111227",
        "41111111111111112712",
        "41111111111111111227737",
        "4111111111111111122027",
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
fn what_a_card_machine_writes_is_masked() {
    assert_eq!(
        masked("4111111111111111D25122010000000000000F"),
        "[card number ending 1111]D25122010000000000000F"
    );
    assert_eq!(
        masked("57134111111111111111D25122010000000000000F"),
        "5713[card number ending 1111]D25122010000000000000F"
    );
    assert_eq!(
        masked(";4111111111111111=2512201000000000000?"),
        ";[card number ending 1111]=2512201000000000000?"
    );
    assert_eq!(
        masked("41111111111111115555555555554444"),
        "[card number ending 1111][card number ending 4444]"
    );
    assert_eq!(
        masked("| Visa | 4111 1111 1111 1111 | 12/27 |\n| Amex | 378282246310005 | 01/28 |"),
        "| Visa | [card number ending 1111] | 12/27 |\n| Amex | [card number ending 0005] | 01/28 |"
    );
    assert_eq!(
        masked("\"4111\" \"1111\" \"1111\" \"1111\""),
        "\"[card number ending 1111]\""
    );
    assert_eq!(
        masked("> paid with 4111 1111\n> 1111 1111 on Friday"),
        "> paid with [card number ending 1111] on Friday"
    );
}

#[test]
fn the_writer_can_say_that_a_number_is_no_card() {
    for text in [
        "not-a-card: 4111111111111111",
        "Not-a-card:4111 1111 1111 1111",
        "the file says not a card: \"4111-1111-1111-1111\"",
        "no card number: 41111111111111111227",
    ] {
        assert_eq!(masked(text), text);
    }
    // It stands for the one number that it stands in front of.
    assert_eq!(
        masked("not-a-card: 4111111111111111, 5555555555554444"),
        "not-a-card: 4111111111111111, [card number ending 4444]"
    );
    assert_eq!(
        masked("not-a-card: 12345 4111 1111 1111 1111"),
        "not-a-card: 12345 [card number ending 1111]"
    );
    assert_eq!(
        masked("this is not a card 4111111111111111"),
        "this is not a card [card number ending 1111]"
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
        "4111\t1111\t1111\t1111\t1111",
        "4111\n1111\n1111\n1111",
        "4111, 1111, 1111, 1111, 1111, 1111",
        "0000 0000 0000 0000",
        "7992739871300000",
        "9111111111111111",
        "DE89 3704 0044 0532 0130 00",
        "AT48 3200 0000 1234 5864",
        "IMEI 490154203237518 and imei: 356938035643809",
        "order number 4111111111111111, tracking no. 6011000990139424",
        "order_id=4111111111111111",
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

/// How schemes number their cards, written down apart from the table under test: first digits and lengths.
const SCHEMES: [(&str, &[usize]); 16] = [
    ("4", &[13, 16, 19]),
    ("51", &[16]),
    ("55", &[16]),
    ("2221", &[16]),
    ("2720", &[16]),
    ("34", &[15]),
    ("37", &[15]),
    ("36", &[14, 16, 19]),
    ("305", &[14, 16]),
    ("6011", &[16, 19]),
    ("65", &[16]),
    ("3528", &[16, 19]),
    ("3589", &[16]),
    ("62", &[16, 17, 18, 19]),
    ("6759", &[13, 16, 18, 19]),
    ("2204", &[16]),
];

/// A card of a scheme, its other digits taken from a list.
fn card_of((first, lengths): (&str, &[usize]), length: usize, digits: &[u8]) -> String {
    let length = lengths[length % lengths.len()];
    let first = first.bytes().map(|digit| digit - b'0');
    let card = completed(first.chain(digits.iter().copied()).take(length - 1).collect());
    card.iter().map(|digit| char::from(b'0' + digit)).collect()
}

fn a_card() -> impl Strategy<Value = String> {
    (0..SCHEMES.len(), 0usize..4, prop::collection::vec(0u8..10, 18))
        .prop_map(|(scheme, length, digits)| card_of(SCHEMES[scheme], length, &digits))
}

/// The same numbers on every machine and in every run.
struct Seeded(u64);

impl Seeded {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn digits(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.below(10) as u8).collect()
    }

    fn number(&mut self, count: usize) -> String {
        self.digits(count)
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect()
    }
}

fn grouped(number: &str, sizes: &[usize], gap: &str) -> String {
    let mut written = String::new();
    let (mut at, mut group) = (0, 0);
    while at < number.len() {
        let end = (at + sizes[group.min(sizes.len() - 1)]).min(number.len());
        if at > 0 {
            written.push_str(gap);
        }
        written.push_str(&number[at..end]);
        at = end;
        group += 1;
    }
    written
}

#[test]
#[expect(clippy::print_stdout, reason = "its figures stand in the manual")]
fn every_card_of_every_scheme_is_masked_in_every_shape() {
    let mut random = Seeded(1);
    let mut shapes = 0;
    for scheme in SCHEMES {
        for round in 0..40 {
            let card = card_of(scheme, round, &random.digits(18));
            let four = [4, 4, 4, 4, 4].as_slice();
            let mut written = vec![
                card.clone(),
                grouped(&card, four, " "),
                grouped(&card, four, "-"),
                grouped(&card, &[6, 13], " "),
                grouped(&card, &[1], " "),
                format!("{card}D30012010000000000000F"),
                format!("{card}=30012010000000000000"),
                format!("pan={card}&exp=1230"),
                format!("|{card}|12/30|"),
                format!("{} 12/30 737", grouped(&card, four, " ")),
            ];
            if matches!(card.len(), 15 | 16 | 19) {
                let sizes: &[usize] = if card.len() == 15 { &[4, 6, 5] } else { four };
                for gap in ["\t", "/", " | ", "; ", "    ", "%20"] {
                    written.push(grouped(&card, sizes, gap));
                }
            }
            if matches!(card.len(), 14..=16) {
                written.push(format!("{card}1230"));
            }
            if card.len() == 16 {
                let (first, second) = card.split_at(8);
                written.push(format!(
                    "{}\n> {}",
                    grouped(first, &[4], " "),
                    grouped(second, &[4], " ")
                ));
            }
            for text in written {
                assert!(mask_cards(&text).count > 0, "{text}");
                shapes += 1;
            }
        }
    }
    println!("{shapes} cards in all shapes: 100 % masked");
}

#[test]
#[expect(clippy::print_stdout, reason = "its figures stand in the manual")]
fn few_other_numbers_are_taken_for_cards() {
    let mut random = Seeded(2);
    let luhn = |random: &mut Seeded, count: usize, first: &str| -> String {
        let first = first.bytes().map(|digit| digit - b'0');
        let digits: Vec<u8> = first.chain(random.digits(count)).take(count - 1).collect();
        completed(digits).iter().map(|digit| char::from(b'0' + digit)).collect()
    };
    let mut share = |name: &str, tries: u32, most: f64, make: &mut dyn FnMut(&mut Seeded) -> String| {
        let masked = (0..tries).filter(|_| mask_cards(&make(&mut random)).count > 0).count();
        let percent = masked as f64 * 100.0 / f64::from(tries);
        println!("{name}: {percent:.2} % of {tries} masked");
        assert!(
            percent <= most,
            "{name}: {percent:.2} %, not more than {most} % expected"
        );
    };
    share("numbers of 13 to 19 digits", 100_000, 3.0, &mut |random| {
        let count = 13 + random.below(7) as usize;
        random.number(count)
    });
    share("numbers of 16 digits", 20_000, 4.2, &mut |random| random.number(16));
    share("case numbers 4-4-4-4", 20_000, 4.2, &mut |random| {
        grouped(&random.number(16), &[4], "-")
    });
    share("IBANs of Germany in groups", 10_000, 0.0, &mut |random| {
        grouped(&iban(random, "DE", 18), &[4], " ")
    });
    share("IBANs of Austria", 10_000, 0.0, &mut |random| iban(random, "AT", 16));
    share("IBANs of Belgium", 10_000, 0.0, &mut |random| iban(random, "BE", 12));
    share("IMEIs", 10_000, 0.0, &mut |random| luhn(random, 15, "35"));
    share("IMEIs, named", 10_000, 0.0, &mut |random| {
        format!("IMEI: {}", luhn(random, 15, ""))
    });
    share("order numbers, named", 10_000, 0.0, &mut |random| {
        format!("order number {}", random.number(16))
    });
    share("times DDMMYYYYhhmmss", 10_000, 0.5, &mut |random| {
        let (day, month, rest) = (random.below(28) + 1, random.below(12) + 1, random.below(86_400));
        let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
        format!("{day:02}{month:02}2026{hour:02}{minute:02}{second:02}")
    });
    share("times in milliseconds", 10_000, 0.0, &mut |random| {
        (1_700_000_000_000 + random.below(200_000_000_000)).to_string()
    });
    share("SHA-256", 10_000, 0.1, &mut |random| {
        (0..4).map(|_| format!("{:016x}", random.next())).collect()
    });
    share("rows of five four-digit numbers", 10_000, 0.0, &mut |random| {
        grouped(&random.number(20), &[4], ", ")
    });
}

/// An account number with the check digits that make it leave 1 by 97.
fn iban(random: &mut Seeded, country: &str, digits: usize) -> String {
    let account = random.number(digits);
    let letters: String = country.bytes().map(|letter| (letter - b'A' + 10).to_string()).collect();
    let rest = format!("{account}{letters}00")
        .bytes()
        .fold(0u64, |rest, digit| (rest * 10 + u64::from(digit - b'0')) % 97);
    format!("{country}{:02}{account}", 98 - rest)
}

proptest! {
    #[test]
    fn no_delimited_card_is_left(
        card in a_card(),
        sizes in prop::collection::vec(4usize..7, 5),
        signs in prop::collection::vec("[ ._-]|\u{a0}| - ", 4),
        before in "(\\PC*[^\\pN\\pL+])?",
        after in "([^\\pN\\pL]\\PC*)?",
    ) {
        // Dates and addresses beside it are set apart, so digits in the neighbourhood are welcome.
        let mut written = String::new();
        let (mut at, mut group) = (0, 0);
        while at < card.len() {
            let end = (at + sizes[group % 5]).min(card.len());
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
