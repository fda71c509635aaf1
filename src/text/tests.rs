use std::borrow::Cow;

use proptest::prelude::{any, proptest};

use super::{
    check_code, clip, count, count_of, did_you_mean, list, list_plain, pad, read_check_code, shell_words, visible,
    visible_line, width, wrap,
};

#[test]
fn plain_text_is_borrowed() {
    for text in ["", "Acquirer: 61 cards\n\tcase 88213", "Zürich, 東京, 👩‍🚀, نام"] {
        assert!(matches!(visible(text), Cow::Borrowed(same) if same == text), "{text}");
    }
    assert!(matches!(visible_line("one line"), Cow::Borrowed("one line")));
}

#[test]
fn dangerous_characters_become_signs() {
    assert_eq!(
        visible("a\x1b[2Jb\x07\rc\x7f\u{9b}31m"),
        "a\\x1b[2Jb\\x07\\rc\\x7f\\u{9b}31m"
    );
    assert_eq!(
        visible("\u{202e}fdp.exe\u{2066}\u{200f}\u{61c}"),
        "\\u{202e}fdp.exe\\u{2066}\\u{200f}\\u{61c}"
    );
    assert_eq!(
        visible("pay\u{200b}pal\u{2060}\u{feff}\u{ad}"),
        "pay\\u{200b}pal\\u{2060}\\u{feff}\\u{ad}"
    );
    assert_eq!(
        visible("a\u{2028}b\u{2029}c\u{e0041}"),
        "a\\u{2028}b\\u{2029}c\\u{e0041}"
    );
}

#[test]
fn a_line_stays_one_line() {
    assert_eq!(visible("a\nlogged #9\tok"), "a\nlogged #9\tok");
    assert_eq!(visible_line("a\nlogged #9\tok\r\n"), "a\\nlogged #9\\tok\\r\\n");
}

#[test]
fn wrapping_counts_columns() {
    assert_eq!(
        wrap("Take the payment page out of service now.", 20, "1  ", "   "),
        ["1  Take the payment", "   page out of", "   service now."]
    );
    assert_eq!(wrap("東京東京 東京", 8, "", ""), ["東京東京", "東京"]);
    assert_eq!(wrap("one\ntwo three", 9, "- ", "  "), ["- one", "  two", "  three"]);
    assert_eq!(wrap("", 20, "", ""), [""]);
    assert_eq!(
        wrap("card-data-breach.yaml", 8, "", ""),
        ["card-dat", "a-breach", ".yaml"]
    );
}

#[test]
fn clipping_and_padding_count_columns() {
    assert_eq!(clip("short", 5), "short");
    assert_eq!(clip("too long", 5), "too…");
    assert_eq!(clip("東京東京", 5), "東京…");
    assert_eq!(clip("東京東京", 4), "東…");
    assert_eq!(clip("abc", 0), "");
    assert_eq!(clip("abc", 1), "…");
    assert_eq!(pad("東京", 6), "東京  ");
    assert_eq!(pad("longer", 3), "longer");
    assert_eq!(width("Zürich 東京"), 11);
}

#[test]
fn numbers_agree_with_their_nouns() {
    assert_eq!(count(0, "step"), "0 steps");
    assert_eq!(count(1, "step"), "1 step");
    assert_eq!(count(2, "step"), "2 steps");
    assert_eq!(count_of(1, "entry", "entries"), "1 entry");
    assert_eq!(count_of(3, "entry", "entries"), "3 entries");
}

#[test]
fn lists_read_as_sentences() {
    assert_eq!(list::<&str>(&[], "or"), "");
    assert_eq!(list(&["a"], "or"), "`a`");
    assert_eq!(list(&["a", "b"], "or"), "`a` or `b`");
    assert_eq!(list(&["a", "b", "c"], "or"), "`a`, `b` or `c`");
    assert_eq!(list_plain(&["a", "b", "c"], "and"), "a, b and c");
}

#[test]
fn a_command_is_quoted_as_a_shell_needs_it() {
    assert_eq!(
        shell_words(&["tar", "czf", "/mnt/a-b_1.tgz", "x=1"]),
        "tar czf /mnt/a-b_1.tgz x=1"
    );
    assert_eq!(
        shell_words(&[
            "tar",
            "/mnt/usb disk/shop.tgz",
            "$HOME/shop; rm -rf x",
            "",
            "don't",
            "é",
            "~"
        ]),
        "tar '/mnt/usb disk/shop.tgz' '$HOME/shop; rm -rf x' '' 'don'\\''t' 'é' '~'"
    );
}

#[test]
fn slips_and_abbreviations_are_recognised() {
    let facts = ["card_suspected", "card_elements", "own_systems_affected"];
    assert_eq!(did_you_mean("card_suspectd", facts), Some("card_suspected"));
    assert_eq!(did_you_mean("CARD_ELEMENT", facts), Some("card_elements"));
    assert_eq!(did_you_mean("weather", facts), None);
    assert_eq!(
        did_you_mean("tech-lead", ["commander", "technical-lead"]),
        Some("technical-lead")
    );
    assert_eq!(did_you_mean("dnoe", ["done", "later"]), Some("done"));
    assert_eq!(did_you_mean("x", ["y"]), None);
    assert_eq!(did_you_mean("", ["y"]), None);
}

#[test]
fn check_codes_have_a_fixed_alphabet() {
    assert_eq!(check_code(&[]), "");
    assert_eq!(check_code(&[0; 10]), "0000-0000-0000-0000");
    assert_eq!(check_code(&[0xff; 10]), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
    assert_eq!(check_code(b"foobar1234"), "CSQP-YRK1-E8RK-4CSM");
    assert_eq!(check_code(b"f"), "CR");
}

#[test]
fn check_codes_forgive_how_people_write() {
    let bytes = read_check_code("K7QF-2M9D-7XWT-4HCB");
    assert_eq!(bytes.as_deref().map(check_code).as_deref(), Some("K7QF-2M9D-7XWT-4HCB"));
    assert_eq!(read_check_code("k7qf2m9d 7xwt–4hcb"), bytes);
    assert_eq!(
        read_check_code("oO0iIlL1-0000-0000-0000"),
        read_check_code("0001-1111-0000-0000-0000")
    );
    assert_eq!(read_check_code("K7QF-2M9D-7XWT-4HCU"), None);
    assert_eq!(read_check_code("K7Q"), None);
    assert_eq!(read_check_code("CZ"), None);
    assert_eq!(read_check_code(""), Some(Vec::new()));
}

proptest! {
    #[test]
    fn shown_text_is_shown_the_same_again(text in any::<String>()) {
        let once = visible_line(&text).into_owned();
        assert_eq!(visible_line(&once), once.as_str());
        assert!(!once.contains(char::is_control));
    }

    #[test]
    fn clipped_text_fits(text in "\\PC*", columns in 0usize..30) {
        assert!(width(&clip(&text, columns)) <= columns);
    }

    #[test]
    fn check_codes_come_back(bytes in any::<Vec<u8>>()) {
        assert_eq!(read_check_code(&check_code(&bytes)), Some(bytes));
    }

    #[test]
    fn reading_a_check_code_never_panics(text in any::<String>()) {
        let _ = read_check_code(&text);
    }
}

#[test]
fn json_that_could_act_on_a_terminal_is_escaped_and_means_the_same() {
    let value = serde_json::json!({"to": "a\u{1b}[2J\u{9b}31m\u{202e}b\u{7f}\u{e0041}\n\té"});
    let text = format!("{value:#}\n");
    let shown = super::visible_json(&text);
    assert_eq!(
        shown,
        "{\n  \"to\": \"a\\u001b[2J\\u009b31m\\u202eb\\u007f\\udb40\\udc41\\n\\té\"\n}\n"
    );
    let read: Option<serde_json::Value> = serde_json::from_str(&shown).ok();
    assert_eq!(read, Some(value));
    assert!(matches!(
        super::visible_json("{\"a\": \"é\"}\n"),
        std::borrow::Cow::Borrowed(_)
    ));
}
