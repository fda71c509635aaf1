#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;

use proptest::prelude::{any, proptest};
use rust_decimal::Decimal;

use super::{Condition, Fault, Seen, Truth, Verdict};
use crate::fact::{Answer, Bound, Column, Kind, Value};

fn options(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn kind_of(name: &str) -> Option<Kind> {
    Some(match name {
        "yes" | "no" | "open" | "unanswered" => Kind::YesNo,
        "n" | "least" | "most" | "about" | "m" | "steps.n" => Kind::Number,
        "loss" | "fine" => Kind::Money,
        "day" => Kind::Date,
        "at" | "same" | "later" => Kind::DateTime,
        "length" => Kind::Duration,
        "status" => Kind::Select(options(&["suspected", "confirmed", "refuted"])),
        "other" => Kind::Select(options(&["red", "green"])),
        "types" | "types2" => Kind::MultiSelect(options(&["card", "name", "email"])),
        "title" => Kind::Text,
        "rows" | "norows" => Kind::Table(vec![Column {
            name: "a".to_owned(),
            kind: Kind::Text,
        }]),
        "file" => Kind::File,
        _ => return None,
    })
}

fn answers() -> BTreeMap<&'static str, Answer> {
    let number = |n: i64, bound| Answer::Known {
        value: Value::Number(Decimal::from(n)),
        bound,
    };
    let at = |text: &str| Answer::known(Value::DateTime(text.parse().unwrap()));
    let money = |amount: i64, currency: &str| {
        Answer::known(Value::Money {
            amount: Decimal::from(amount),
            currency: currency.to_owned(),
        })
    };
    BTreeMap::from([
        ("yes", Answer::known(Value::YesNo(true))),
        ("no", Answer::known(Value::YesNo(false))),
        ("open", Answer::Unknown),
        (
            "title",
            Answer::None {
                reason: "gone".to_owned(),
            },
        ),
        ("n", number(500, None)),
        ("steps.n", number(7, None)),
        ("least", number(4000, Some(Bound::AtLeast))),
        ("most", number(400, Some(Bound::AtMost))),
        ("about", number(1000, Some(Bound::About))),
        ("loss", money(500, "EUR")),
        ("fine", money(500, "USD")),
        ("day", Answer::known(Value::Date("2026-11-21".parse().unwrap()))),
        ("at", at("2026-11-21T00:30:00+01:00")),
        ("same", at("2026-11-20T23:30:00Z")),
        ("later", at("2026-11-20T19:00:00-05:00")),
        (
            "length",
            Answer::known(Value::Duration(crate::fact::IsoDuration { days: 1, seconds: 0 })),
        ),
        ("status", Answer::known(Value::Select("confirmed".to_owned()))),
        ("types", Answer::known(Value::MultiSelect(options(&["card", "email"])))),
        ("types2", Answer::known(Value::MultiSelect(options(&["email", "card"])))),
    ])
}

fn verdict(text: &str) -> Verdict {
    let answers = answers();
    let condition = Condition::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    condition.evaluate(&|name| match name {
        "rows" => Seen::Rows(2),
        "norows" => Seen::Rows(0),
        name => answers.get(name).map_or(Seen::Unanswered, Seen::Answered),
    })
}

fn faults(text: &str) -> Vec<(&'static str, String, String)> {
    let found: Vec<Fault> = match Condition::parse(text) {
        Ok(condition) => condition.check(&kind_of),
        Err(fault) => vec![fault],
    };
    found
        .into_iter()
        .map(|fault| (fault.code, text[fault.at.clone()].to_owned(), fault.to_string()))
        .collect()
}

#[test]
fn logic_has_three_values() {
    use Truth::{False, True, Unknown};
    let spelled = [("yes", True), ("no", False), ("open", Unknown)];
    let and = [[True, False, Unknown], [False, False, False], [Unknown, False, Unknown]];
    let or = [[True, True, True], [True, False, Unknown], [True, Unknown, Unknown]];
    for (row, (left, left_truth)) in spelled.iter().enumerate() {
        assert_eq!(verdict(left).truth, *left_truth);
        for (column, (right, _)) in spelled.iter().enumerate() {
            assert_eq!(
                verdict(&format!("{left} and {right}")).truth,
                and[row][column],
                "{left} and {right}"
            );
            assert_eq!(
                verdict(&format!("{left} or {right}")).truth,
                or[row][column],
                "{left} or {right}"
            );
        }
    }
    assert_eq!(verdict("not yes").truth, False);
    assert_eq!(verdict("not no").truth, True);
    assert_eq!(verdict("not open").truth, Unknown);
    assert_eq!(verdict("not unanswered").truth, Unknown);
}

#[test]
fn every_operator_has_three_outcomes() {
    for (holds, fails, unknown) in [
        ("n == 500", "n == 501", "m == 500"),
        ("n != 501", "n != 500", "m != 500"),
        ("n < 501", "n < 500", "m < 500"),
        ("n <= 500", "n <= 499", "m <= 500"),
        ("n > 499", "n > 500", "m > 500"),
        ("n >= 500", "n >= 501", "m >= 500"),
        ("499 < n", "500 < n", "500 < m"),
        ("n in [1, 500]", "n in [1, 2]", "m in [1, 2]"),
        ("n not in [1, 2]", "n not in [500]", "m not in [1]"),
        ("status == 'confirmed'", "status == 'refuted'", "other == 'red'"),
        (
            "status in ['suspected', 'confirmed']",
            "status in ['refuted']",
            "other in ['red']",
        ),
        (
            "status not in ['refuted']",
            "status not in ['confirmed']",
            "other not in ['red']",
        ),
        ("'card' in types", "'name' in types", "title in types"),
        ("'name' not in types", "'card' not in types", "title not in types"),
        ("types == ['email', 'card']", "types == ['card']", "title == 'x'"),
        ("types == types2", "types != types2", "least == 5000"),
        ("yes == true", "yes == false", "open == true"),
        ("yes != no", "yes == no", "yes == open"),
        ("least > 500", "least <= 500", "least > 5000"),
        ("most <= 500", "most > 500", "most > 300"),
        ("least != 500", "least == 500", "least == 4000"),
        ("about > 500", "about > 1300", "about > 1100"),
        ("about != 500", "about == 500", "about == 1000"),
        ("about < 1201", "about < 799", "about < 1200"),
        ("loss >= 'EUR 500'", "loss > 'EUR 500'", "loss > 'USD 1'"),
        ("loss == '500 EUR'", "loss != 'EUR 500'", "loss == fine"),
        ("length > '23 hours'", "length < 'PT24H'", "length < m"),
        ("at == same", "at != same", "at == open"),
        ("at < later", "at > later", "at < unanswered"),
        (
            "at == '2026-11-20T23:30:00Z'",
            "at > '2026-11-20T23:30:00Z'",
            "at == 'never'",
        ),
        ("at == day", "same == day", "day == 'never'"),
        (
            "day > '2026-11-20'",
            "day < '2026-11-21'",
            "open and day > '2026-11-20'",
        ),
        ("at >= '2026-11-21'", "same >= '2026-11-21'", "at >= title"),
    ] {
        assert_eq!(verdict(holds).truth, Truth::True, "{holds}");
        assert_eq!(verdict(fails).truth, Truth::False, "{fails}");
        assert_eq!(verdict(unknown).truth, Truth::Unknown, "{unknown}");
    }
}

#[test]
fn what_is_known_is_never_unknown() {
    for (text, holds) in [
        ("yes is known", true),
        ("no is known", true),
        ("least is known", true),
        ("open is known", false),
        ("title is known", false),
        ("unanswered is known", false),
        ("rows is known", true),
        ("norows is known", false),
    ] {
        assert_eq!(verdict(text).truth, Truth::from(holds), "{text}");
        let negated = text.replace("is known", "is not known");
        assert_eq!(verdict(&negated).truth, Truth::from(!holds), "{negated}");
    }
}

#[test]
fn precedence_is_that_of_jinja() {
    assert_eq!(verdict("yes or yes and no").truth, Truth::True);
    assert_eq!(verdict("(yes or yes) and no").truth, Truth::False);
    assert_eq!(verdict("not no and no").truth, Truth::False);
    assert_eq!(verdict("not n == 1").truth, Truth::True);
    assert_eq!(verdict("not title is known and not 'name' in types").truth, Truth::True);
}

#[test]
fn a_verdict_tells_what_it_saw_and_waits_for() {
    assert_eq!(
        verdict("(m > 5 or open) and status == 'confirmed' and rows is known and m < 9"),
        Verdict {
            truth: Truth::Unknown,
            waits_for: vec!["m".into(), "open".into()],
            seen: vec![
                ("m".into(), "not answered".to_owned()),
                ("open".into(), "unknown".to_owned()),
                ("status".into(), "confirmed".to_owned()),
                ("rows".into(), "2 rows".to_owned()),
            ],
        }
    );
    let settled = verdict("no and open and about > 5");
    assert_eq!((settled.truth, settled.waits_for), (Truth::False, Vec::new()));
    assert_eq!(verdict("about > 1100").waits_for, ["about"]);
    assert_eq!(verdict("loss == fine").waits_for, ["loss", "fine"]);
}

#[test]
fn names_are_listed_once() {
    let condition = Condition::parse("n > 5 and steps.n is known or n < 2").unwrap();
    assert_eq!(condition.names(), [("n".into(), 0..1), ("steps.n".into(), 10..17)]);
}

#[test]
fn a_condition_is_kept_as_its_text() {
    let condition = Condition::parse("  n >  5 ").unwrap();
    assert_eq!(condition.text(), "  n >  5 ");
    let json = serde_json::to_string(&condition).unwrap();
    assert_eq!(json, "\"  n >  5 \"");
    assert_eq!(serde_json::from_str::<Condition>(&json).unwrap(), condition);
    assert_eq!(
        serde_json::from_str::<Condition>("\"n =\"").unwrap_err().to_string(),
        "`=` has no meaning here; write `==`"
    );
}

#[test]
fn sound_conditions_have_no_faults() {
    for text in [
        "yes and not no",
        "n > 500 and loss > 'EUR 5' and day < '2026-01-01' and at >= '2026-11-20T23:40:00+01:00'",
        "status in ['suspected', 'confirmed',] or 'card' in types and status != 'refuted'",
        "length <= '72 hours' and rows is known and file is not known",
        "at > day and types == ['card'] and title == 'x' and n == m and yes == false",
    ] {
        assert_eq!(faults(text), [], "{text}");
    }
}

#[test]
fn faults_in_spelling_are_explained() {
    for (text, at, message) in [
        ("", "", "the condition is empty; write a fact's name"),
        ("n = 5", "=", "`=` has no meaning here; write `==`"),
        ("yes && no", "&&", "`&&` has no meaning here; write `and`"),
        ("yes || no", "||", "`||` has no meaning here; write `or`"),
        ("!yes", "!", "`!` has no meaning here; write `not`"),
        ("yes AND no", "AND", "`AND` is written in small letters; write `and`"),
        (
            "confirm-card.window is known",
            "confirm-card.window",
            "`confirm-card.window` reads as a subtraction; write `confirm_card.window`",
        ),
        (
            "n - 5 > 1",
            "-",
            "`-`: a condition cannot calculate; in names of steps write `_` for `-`",
        ),
        (
            "title == 'x",
            "'x",
            "the text that begins with ' has no end; close it with '",
        ),
        (
            "title == ‘x’",
            "‘",
            "typographic quotes do not mark a text; write straight quotes, like `'text'`",
        ),
        (
            "n > 4k",
            "4k",
            "`4k` is not a number; write digits, like `500`, and put dates in quotes, like `'2026-11-20'`",
        ),
        (
            "a..b",
            "a..b",
            "`a..b` is not a name; a name is written like `persons_total` or `step_id.name`",
        ),
        (
            "n # 5",
            "#",
            "`#` has no meaning here; a condition has names, `'text'`, numbers and comparisons",
        ),
        ("n >", "", "the condition ends where a name or a literal is expected"),
        (
            "yes no",
            "no",
            "expected `and`, `or`, a comparison or the end, found `no`",
        ),
        ("(yes", "", "the condition ends where `)` is expected"),
        (
            "1 < n < 5",
            "<",
            "comparisons cannot be chained; join two of them with `and`",
        ),
        (
            "status in [red]",
            "red",
            "expected a literal or `]`, found `red`; put it in quotes: `'red'`",
        ),
        ("status in ['a' 'b']", "'b'", "expected `,` or `]`, found `'b'`"),
        (
            "n is 5",
            "5",
            "expected `known`, found `5`; write `is known` or `is not known`, or compare with `==`",
        ),
        ("5 is known", "is known", "`is known` follows the name of a fact"),
    ] {
        assert_eq!(faults(text), [("syntax", at.to_owned(), message.to_owned())], "{text}");
    }
    let long = "x".repeat(4097);
    assert_eq!(
        faults(&long),
        [(
            "too-long",
            long.clone(),
            "the condition has 4097 bytes; 4096 are allowed".to_owned()
        )]
    );
    let deep = format!("{}yes{}", "(".repeat(33), ")".repeat(33));
    assert_eq!(
        faults(&deep),
        [(
            "too-deep",
            "yes".to_owned(),
            "the condition is nested deeper than 32".to_owned()
        )]
    );
    assert_eq!(faults(&format!("{}yes{}", "(".repeat(32), ")".repeat(32))), []);
    let chained = vec!["y"; 600].join(" or ");
    assert_eq!(
        faults(&chained),
        [(
            "too-deep",
            "or".to_owned(),
            "the condition has too many parts".to_owned()
        )]
    );
}

#[test]
fn faults_in_meaning_are_explained() {
    for (text, code, at, message) in [
        (
            "card_suspectd",
            "unknown-fact",
            "card_suspectd",
            "no question asks for `card_suspectd`",
        ),
        (
            "status",
            "wrong-type",
            "status",
            "`status` is a select, not a yes-no; write `status == 'suspected'`",
        ),
        (
            "types",
            "wrong-type",
            "types",
            "`types` is a multi-select, not a yes-no; write `'card' in types`",
        ),
        (
            "yes and n",
            "wrong-type",
            "n",
            "`n` is a number, not a yes-no; write `n > 0`",
        ),
        (
            "not title",
            "wrong-type",
            "title",
            "`title` is a text, not a yes-no; write `title is known`",
        ),
        (
            "'x'",
            "wrong-type",
            "'x'",
            "`'x'` is neither true nor false; compare it with a fact",
        ),
        (
            "yes or true",
            "impossible-comparison",
            "true",
            "`true` alone is always true",
        ),
        (
            "status > 'refuted'",
            "wrong-type",
            "status > 'refuted'",
            "`status` is a select, which has no order; compare it with `==`, `!=` or `in`",
        ),
        (
            "rows == 'x'",
            "wrong-type",
            "rows == 'x'",
            "`rows` is a table, which has nothing to compare; write `rows is known`",
        ),
        (
            "status == 'confirmd'",
            "impossible-comparison",
            "'confirmd'",
            "unknown option `confirmd` of `status`; did you mean `'confirmed'`?",
        ),
        (
            "status in ['suspected', 'x']",
            "impossible-comparison",
            "'x'",
            "unknown option `x` of `status`; the options are `suspected`, `confirmed` and `refuted`",
        ),
        (
            "'x' in types",
            "impossible-comparison",
            "'x'",
            "unknown option `x` of `types`; the options are `card`, `name` and `email`",
        ),
        (
            "types == 'card'",
            "wrong-type",
            "'card'",
            "`types` is a multi-select, and one text is none; write `'card' in types`",
        ),
        (
            "n > '500'",
            "impossible-comparison",
            "'500'",
            "`n` is a number, and `'500'` is none; write a number without quotes, like `500`",
        ),
        (
            "yes == 'yes'",
            "impossible-comparison",
            "'yes'",
            "`yes` is a yes-no, and `'yes'` is none; write `yes` or `not yes`",
        ),
        (
            "loss > 500",
            "impossible-comparison",
            "500",
            "`loss` is a money, and `500` is none; write the amount with its currency, like `'EUR 500'`",
        ),
        (
            "at > 'yesterday'",
            "impossible-comparison",
            "'yesterday'",
            "`at` is a date-time, and `'yesterday'` is none; write a date, like `'2026-11-20'`, or RFC 3339",
        ),
        (
            "length > 5",
            "impossible-comparison",
            "5",
            "`length` is a duration, and `5` is none; write a length of time, like `'2 hours'`",
        ),
        (
            "title == 5",
            "impossible-comparison",
            "5",
            "`title` is a text, and `5` is none; write a text, like `'text'`",
        ),
        (
            "1 == 2",
            "impossible-comparison",
            "1 == 2",
            "two literals are always or never equal; name a fact",
        ),
        (
            "'a' in ['a']",
            "impossible-comparison",
            "'a' in ['a']",
            "two literals are always or never equal; name a fact",
        ),
        (
            "n == n",
            "impossible-comparison",
            "n == n",
            "`n` is compared with itself",
        ),
        (
            "n == day",
            "impossible-comparison",
            "n == day",
            "`n` is a number and `day` a date: no two of their values are equal",
        ),
        (
            "status == other",
            "impossible-comparison",
            "status == other",
            "`status` is a select and `other` a select: no two of their values are equal",
        ),
        (
            "status in []",
            "impossible-comparison",
            "status in []",
            "nothing is in an empty list",
        ),
        (
            "status == ['refuted']",
            "impossible-comparison",
            "['refuted']",
            "`status` is a select, and a list is none; write `status in […]`",
        ),
        (
            "types in ['card']",
            "wrong-type",
            "types in ['card']",
            "`types` is a multi-select, and a list has single values; write `'card' in types`",
        ),
        (
            "yes in ['x']",
            "wrong-type",
            "yes in ['x']",
            "`yes` is a yes-no, which needs no list; write `yes` or `not yes`",
        ),
        (
            "other in types",
            "impossible-comparison",
            "other in types",
            "`other` is a select, and is never in `types`",
        ),
        (
            "'x' in title",
            "wrong-type",
            "title",
            "`title` is a text, and nothing is in it; write a multi-select or a list after `in`",
        ),
        (
            "n in 5",
            "wrong-type",
            "5",
            "`5` is one value, and nothing is in it; write a multi-select or a list after `in`",
        ),
        (
            "n == (yes or no)",
            "wrong-type",
            "(yes or no)",
            "`(yes or no)` is a condition, not a value; join conditions with `and` or `or`",
        ),
    ] {
        assert_eq!(faults(text), [(code, at.to_owned(), message.to_owned())], "{text}");
    }
}

#[test]
fn all_faults_come_at_once() {
    let found = faults("nobody and n == 'x' or status == 'y'");
    let places: Vec<(&str, &str)> = found.iter().map(|(code, at, _)| (*code, at.as_str())).collect();
    assert_eq!(
        places,
        [
            ("unknown-fact", "nobody"),
            ("impossible-comparison", "'x'"),
            ("impossible-comparison", "'y'"),
        ]
    );
}

fn try_all(text: &str) {
    if let Ok(condition) = Condition::parse(text) {
        condition.names();
        condition.check(&kind_of);
        verdict(text);
    }
}

proptest! {
    #[test]
    fn any_text_can_be_tried(text in any::<String>()) {
        try_all(&text);
    }

    #[test]
    fn any_words_can_be_tried(
        words in "((yes|open|n|about|loss|at|day|types|rows|length|'x'|'2026-01-01'|5|-1.5|\\(|\\)|\\[|\\]|,|==|<|>=|and|or|not|in|is|known|true) ?){0,12}",
    ) {
        try_all(&words);
    }

    #[test]
    fn any_two_can_be_compared(
        left in "yes|open|n|least|about|loss|fine|at|day|types|rows|length|status|title|'x'|5|\\['card'\\]",
        sign in "==|!=|<|<=|>|>=|in|not in",
        right in "yes|open|n|most|about|loss|at|same|day|types|rows|length|status|title|'x'|5|\\['card', 5\\]",
    ) {
        try_all(&format!("{left} {sign} {right}"));
    }
}
