#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use proptest::prelude::{any, proptest};

use super::describe::{answer_words, answer_words_as_told, value_words};
use super::read::{by_number, is_one_cell};
use super::{Answer, Asked, Column, Kind, Value, read_answer, read_csv, read_row};
use crate::time::Zone;

fn london() -> Zone {
    Zone::parse("Europe/London").unwrap()
}

fn asked() -> Asked {
    Asked {
        now: "2026-11-22T14:30:20Z".parse().unwrap(),
        zone: london(),
    }
}

fn options(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn column(name: &str, kind: Kind) -> Column {
    Column {
        name: name.to_owned(),
        kind,
    }
}

/// The answer's JSON, or the sentence that refuses it.
fn read(text: &str, kind: &Kind) -> String {
    read_answer(text, kind, &asked()).map_or_else(|error| error, |answer| answer.to_json().to_string())
}

#[test]
fn every_kind_takes_unknown_and_none() {
    let kinds = [
        Kind::Text,
        Kind::YesNo,
        Kind::Number,
        Kind::Money,
        Kind::Date,
        Kind::DateTime,
        Kind::Duration,
        Kind::Select(options(&["a"])),
        Kind::MultiSelect(options(&["a"])),
        Kind::Table(vec![column("a", Kind::Text)]),
        Kind::Person,
        Kind::File,
    ];
    for kind in &kinds {
        for text in ["unknown", "Don't know", "don’t know", " ? "] {
            assert_eq!(read(text, kind), r#"{"unknown":true}"#);
        }
        assert_eq!(read("none: sent by web form", kind), r#"{"none":"sent by web form"}"#);
        assert_eq!(
            read("none:", kind),
            "`none:` needs its reason, like `none: sent by web form`; `none` alone is an answer too"
        );
        assert_eq!(read(" ", kind), "nothing was typed; write `unknown` if nobody knows");
    }
}

#[test]
fn nothing_is_an_answer_wherever_it_can_be_meant_and_elsewhere_says_what_to_write() {
    let none = r#"{"none":""}"#;
    for kind in [
        Kind::Date,
        Kind::DateTime,
        Kind::Duration,
        Kind::MultiSelect(options(&["a"])),
        Kind::Table(vec![column("a", Kind::Text)]),
        Kind::Person,
        Kind::File,
    ] {
        for text in ["none", "None", "nothing", "no", "nobody", "never", "n/a"] {
            assert_eq!(read(text, &kind), none, "{text} for {kind}");
        }
    }
    assert_eq!(read("none", &Kind::Select(options(&["a"]))), none);
    // An option of that name is the option, and a text is a text.
    assert_eq!(
        read("none", &Kind::Select(options(&["all", "none"]))),
        r#"{"value":"none"}"#
    );
    assert_eq!(read("no", &Kind::Select(options(&["yes", "no"]))), r#"{"value":"no"}"#);
    assert_eq!(read("nothing", &Kind::Text), r#"{"value":"nothing"}"#);
    assert_eq!(
        read("none", &Kind::Number),
        "write `0`, or `none: why` if there is no number"
    );
    assert_eq!(
        read("none", &Kind::YesNo),
        "write `no`, or `none: why` if it cannot be asked here"
    );
}

#[test]
fn options_take_everyday_words_and_what_is_none_of_them_is_named_alone() {
    let kinds = options(&[
        "name",
        "postal-address",
        "e-mail",
        "phone",
        "date-of-birth",
        "government-id",
        "bank-account",
        "card-number",
        "health",
        "health-insurance",
        "employment-and-pay",
        "other",
        "thirteen",
    ]);
    let multi = Kind::MultiSelect(kinds);
    for (text, expected) in [
        (
            "name, bank account, salary",
            r#"{"value":["name","bank-account","employment-and-pay"]}"#,
        ),
        ("email and passport", r#"{"value":["e-mail","government-id"]}"#),
        ("health; birthday", r#"{"value":["date-of-birth","health"]}"#),
        (
            "name, shoe size, phone",
            "unknown option `shoe size`; write one of the list, such as `name`, `postal-address` or `e-mail`; understood: \
             `name` and `phone`",
        ),
    ] {
        assert_eq!(read(text, &multi), expected, "{text}");
    }
}

/// Narrower options take the everyday words, and former ones stay an answer that nobody is offered.
#[test]
fn former_options_are_read_and_no_longer_offered() {
    let kinds = options(&[
        "name",
        "social-security-number",
        "passport-number",
        "bank-account-number",
        "bank-account-with-code",
        "government-id",
        "bank-account",
    ]);
    assert_eq!(super::narrower::offered(&kinds), &kinds[..5]);
    // A list without the narrower ones is somebody's own.
    assert_eq!(super::narrower::offered(&kinds[5..]), &kinds[5..]);
    let multi = Kind::MultiSelect(kinds);
    for (text, expected) in [
        (
            "passport, ssn",
            r#"{"value":["social-security-number","passport-number"]}"#,
        ),
        ("iban", r#"{"value":["bank-account-number"]}"#),
        ("government-id", r#"{"value":["government-id"]}"#),
        (
            "gov",
            "unknown option `gov`; write `name`, `social-security-number`, `passport-number`, `bank-account-number` or \
                 `bank-account-with-code`",
        ),
    ] {
        assert_eq!(read(text, &multi), expected, "{text}");
    }
    let chosen = |chosen: &str, option: &str| super::narrower::is_chosen(&options(&[chosen]), option);
    assert!(chosen("government-id", "passport-number"));
    assert!(chosen("passport-number", "government-id"));
    assert!(!chosen("passport-number", "tax-id"));
    assert!(!chosen("name", "government-id"));
}

#[test]
fn numbers_of_a_list_on_the_screen_stand_for_its_options() {
    let thirteen: Vec<String> = (1..=13).map(|number| format!("option-{number}")).collect();
    for (typed, meant) in [
        ("13", "option-13"),
        ("1 13", "option-1, option-13"),
        ("1,3", "option-1, option-3"),
        ("2, option-4", "option-2, option-4"),
        ("14", "14"),
        ("0", "0"),
        ("some words", "some words"),
    ] {
        assert_eq!(by_number(typed, &thirteen), meant, "{typed}");
    }
    // An option that is a number is itself.
    assert_eq!(by_number("2", &options(&["3", "2"])), "2");
}

#[test]
fn the_first_cell_of_a_row_alone_is_told_from_a_row() {
    let cards = [column("brand", Kind::Text), column("cards", Kind::Number)];
    let check = [
        column("check", Kind::Text),
        column("result", Kind::Text),
        column("speaks_for", Kind::Select(options(&["ours", "not-ours"]))),
    ];
    for row in ["Visa 61", "Visa; 61", "Visa\t61", "Visa, 61", "American Express 61"] {
        assert!(!is_one_cell(row, &cards), "{row}");
    }
    assert!(is_one_cell("Visa", &cards));
    for cell in ["the sample", "the sample against our customers", "a, b"] {
        assert!(is_one_cell(cell, &check), "{cell}");
    }
    for row in ["a; b; c", "a; b", "a, b, c", "a | b | c"] {
        assert!(!is_one_cell(row, &check), "{row}");
    }
    assert!(!is_one_cell("anything at all", &cards[..1]));
}

#[test]
fn answers_are_read_by_kind() {
    let select = Kind::Select(options(&["suspected", "confirmed", "refuted", "ruled-out"]));
    let multi = Kind::MultiSelect(options(&["card", "name", "postal address"]));
    for (text, kind, expected) in [
        ("Y", &Kind::YesNo, r#"{"value":true}"#),
        ("no", &Kind::YesNo, r#"{"value":false}"#),
        (
            "maybe",
            &Kind::YesNo,
            "`maybe` is not clear; write `yes`, `no` or `unknown`",
        ),
        ("4000", &Kind::Number, r#"{"value":"4000"}"#),
        ("4 000", &Kind::Number, r#"{"value":"4000"}"#),
        ("1,234,567", &Kind::Number, r#"{"value":"1234567"}"#),
        ("1.234,5", &Kind::Number, r#"{"value":"1234.5"}"#),
        (
            "-3",
            &Kind::Number,
            "`-3` is less than none; write `unknown` if nobody knows",
        ),
        ("-0", &Kind::Number, r#"{"value":"0"}"#),
        (
            "at least -3",
            &Kind::Number,
            "`-3` is less than none; write `unknown` if nobody knows",
        ),
        (
            "EUR -5",
            &Kind::Money,
            "`EUR -5` is less than none; write `unknown` if nobody knows",
        ),
        ("0.125", &Kind::Number, r#"{"value":"0.125"}"#),
        (
            "4,000",
            &Kind::Number,
            "`4,000` can be read in two ways; write `4000`, or `4.0000` if it is a fraction",
        ),
        (
            "many",
            &Kind::Number,
            "`many` is not a number; write it in digits, like `4000` or `12.5`",
        ),
        (
            "1,2,3",
            &Kind::Number,
            "`1,2,3` is not a number; write it in digits, like `4000` or `12.5`",
        ),
        ("~4000", &Kind::Number, r#"{"bound":"about","value":"4000"}"#),
        ("About 4000", &Kind::Number, r#"{"bound":"about","value":"4000"}"#),
        ("at least 4000", &Kind::Number, r#"{"bound":"at-least","value":"4000"}"#),
        ("up to 4000", &Kind::Number, r#"{"bound":"at-most","value":"4000"}"#),
        (
            "EUR 1200.50",
            &Kind::Money,
            r#"{"value":{"amount":"1200.50","currency":"EUR"}}"#,
        ),
        (
            "~1200.50 eur",
            &Kind::Money,
            r#"{"bound":"about","value":{"amount":"1200.50","currency":"EUR"}}"#,
        ),
        ("£500", &Kind::Money, r#"{"value":{"amount":"500","currency":"GBP"}}"#),
        (
            "500",
            &Kind::Money,
            "`500` is not an amount of money; write it with its currency, like `EUR 1200.50`",
        ),
        ("20 Nov", &Kind::Date, r#"{"value":"2026-11-20"}"#),
        ("Fri 23:40", &Kind::DateTime, r#"{"value":"2026-11-20T23:40:00Z"}"#),
        ("2 hours", &Kind::Duration, r#"{"value":"PT2H"}"#),
        ("1 h 30 min", &Kind::Duration, r#"{"value":"PT1H30M"}"#),
        ("P3D", &Kind::Duration, r#"{"value":"P3D"}"#),
        (
            "soon",
            &Kind::Duration,
            "`soon` is not a length of time; write it like `90 min`, `2 hours` or `3 days`",
        ),
        ("Confirmed", &select, r#"{"value":"confirmed"}"#),
        // A number stands for an option only where the list is on the screen.
        (
            "2",
            &select,
            "unknown option `2`; write `suspected`, `confirmed`, `refuted` or `ruled-out`",
        ),
        ("s", &select, r#"{"value":"suspected"}"#),
        ("ruled out", &select, r#"{"value":"ruled-out"}"#),
        ("r", &select, "`r` fits several options: `refuted` and `ruled-out`"),
        (
            "9",
            &select,
            "unknown option `9`; write `suspected`, `confirmed`, `refuted` or `ruled-out`",
        ),
        (
            "confirmd",
            &select,
            "unknown option `confirmd`; did you mean `confirmed`?",
        ),
        ("address, card", &multi, r#"{"value":["card","postal address"]}"#),
        ("name and card", &multi, r#"{"value":["card","name"]}"#),
        (
            ",",
            &multi,
            "`,` names no option; write `card`, `name` or `postal address`",
        ),
        ("Ana Ruiz", &Kind::Person, r#"{"value":{"name":"Ana Ruiz"}}"#),
        ("case 88213", &Kind::Text, r#"{"value":"case 88213"}"#),
        (
            "letter.pdf",
            &Kind::File,
            "expected a file; give its path, `unknown` or `none: why`",
        ),
    ] {
        assert_eq!(read(text, kind), expected, "{text}");
    }
}

fn brands() -> Vec<Column> {
    vec![column("brand", Kind::Text), column("count", Kind::Number)]
}

fn row(text: &str, columns: &[Column]) -> String {
    read_row(text, columns, &asked()).map_or_else(|error| error, |row| Value::Row(row).to_json().to_string())
}

#[test]
fn a_row_is_a_line() {
    for text in ["Visa 61", "Visa\t61", "Visa; 61", "Visa,61", "Visa | 61"] {
        assert_eq!(row(text, &brands()), r#"{"brand":"Visa","count":"61"}"#, "{text}");
    }
    assert_eq!(
        row("Visa Electron 61", &brands()),
        r#"{"brand":"Visa Electron","count":"61"}"#
    );
    assert_eq!(row("Visa;", &brands()), r#"{"brand":"Visa"}"#);
    assert_eq!(row("\t61", &brands()), r#"{"count":"61"}"#);
    assert_eq!(
        row("Visa; many", &brands()),
        "count: `many` is not a number; write it in digits, like `4000` or `12.5`"
    );
    assert_eq!(
        row("Visa", &brands()),
        "`Visa` does not make 2 cells; write brand and count with `;` between them"
    );
    assert_eq!(row("a\tb\tc", &brands()), "3 cells for 2 columns: brand and count");
    assert_eq!(row(" ", &brands()), "nothing was typed; a row needs at least one cell");
    assert_eq!(row("-;-", &brands()), "every cell is empty; a row needs at least one");
    assert_eq!(
        row("one, two", &[column("basis", Kind::Text)]),
        r#"{"basis":"one, two"}"#
    );
}

#[test]
fn rows_come_from_csv() {
    let read = |text: &str| {
        read_csv(text, &brands(), &asked()).map(|rows| {
            rows.into_iter()
                .map(|row| Value::Row(row).to_json().to_string())
                .collect::<Vec<_>>()
        })
    };
    let expected = Ok(vec![
        r#"{"brand":"Visa, debit","count":"61"}"#.to_owned(),
        r#"{"brand":"Amex"}"#.to_owned(),
    ]);
    assert_eq!(read("Count,Brand\n61,\"Visa, debit\"\n,Amex\n"), expected);
    assert_eq!(read("\u{feff}count;brand\r\n61;Visa, debit\r\n\r\n;Amex\r\n"), expected);
    assert_eq!(
        read("brand,count\nVisa,many\nAmex\n"),
        Err(vec![
            "line 2, count: `many` is not a number; write it in digits, like `4000` or `12.5`".to_owned(),
            "line 3: 1 cell for 2 columns".to_owned(),
        ])
    );
    assert_eq!(
        read("brnd,weather\n"),
        Err(vec![
            "line 1: no column is called `brnd`; did you mean `brand`?".to_owned(),
            "line 1: no column is called `weather`; the columns are brand and count".to_owned(),
        ])
    );
}

#[test]
fn answers_are_told_in_words() {
    let words = |text: &str, kind: &Kind| answer_words(&read_answer(text, kind, &asked()).unwrap(), london());
    assert_eq!(words("y", &Kind::YesNo), "yes");
    assert_eq!(words("~4000", &Kind::Number), "about 4000");
    assert_eq!(words("at least 4000", &Kind::Number), "at least 4000");
    assert_eq!(words("up to 4000 EUR", &Kind::Money), "at most EUR 4000");
    assert_eq!(words("Fri 23:40", &Kind::DateTime), "Fri 20 Nov 2026 23:40");
    assert_eq!(words("about Fri 23:40", &Kind::DateTime), "about Fri 20 Nov 2026 23:40");
    assert_eq!(words("20 Nov", &Kind::Date), "Fri 20 Nov 2026");
    assert_eq!(words("90 min", &Kind::Duration), "1 hour 30 minutes");
    assert_eq!(words("?", &Kind::Text), "unknown");
    assert_eq!(words("none: sent by web form", &Kind::File), "none: sent by web form");
    let multi = Kind::MultiSelect(options(&["a", "b", "c"]));
    assert_eq!(words("c,a,b", &multi), "a, b and c");
    let row = read_row("Visa 61", &brands(), &asked()).unwrap();
    assert_eq!(value_words(&Value::Row(row), london()), "brand: Visa; count: 61");
    let told = Answer::known(Value::DateTime("2026-11-20T23:40:00+09:00".parse().unwrap()));
    assert_eq!(answer_words(&told, london()), "Fri 20 Nov 2026 14:40");
    assert_eq!(answer_words_as_told(&told), "Fri 20 Nov 2026 23:40");
}

proptest! {
    #[test]
    fn reading_never_panics(text in any::<String>(), near in "[0-9 .,'EURa-z£€~-]{0,20}") {
        let table = Kind::Table(brands());
        let multi = Kind::MultiSelect(options(&["a", "b"]));
        for text in [&text, &near] {
            for kind in [&Kind::Number, &Kind::Money, &Kind::Date, &Kind::DateTime, &Kind::Duration, &table, &multi] {
                let _ = read_answer(text, kind, &asked());
            }
            let _ = read_csv(text, &brands(), &asked());
        }
    }

    #[test]
    fn numbers_come_back(number in 0..i64::MAX, places in 0u32..6) {
        let number = rust_decimal::Decimal::new(number, places);
        let written = number.to_string();
        if let Ok(Answer::Known { value: Value::Number(read), .. }) = read_answer(&written, &Kind::Number, &asked()) {
            assert_eq!(read, number);
        } else {
            let (_, fraction) = written.split_once('.').expect("only a fraction is ambiguous");
            assert_eq!(fraction.len(), 3);
        }
    }
}
