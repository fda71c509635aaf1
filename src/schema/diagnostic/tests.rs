use super::{Also, Diagnostic, Severity, render, sort, summary};

const TEXT: &str = "first: 1\nsecond: two \u{1b}[31m\nthird: 漢字 and more\n";

fn texts() -> Vec<(String, String)> {
    vec![("our.yaml".to_owned(), TEXT.to_owned())]
}

#[test]
fn a_mistake_is_drawn_with_its_line_and_what_to_write() {
    let mistake = Diagnostic::at("wrong-type", "our.yaml", TEXT, 17..20, "this is not a number").helped("write `2`");
    assert_eq!((mistake.line, mistake.column), (2, 9));
    assert_eq!(
        render(&[mistake], &texts(), 80, false),
        " --> our.yaml:2:9\n  |\n2 | second: two ␛[31m\n  |         ^^^ this is not a number; write `2`\n"
    );
}

#[test]
fn what_does_not_fit_beside_the_line_stands_below_it() {
    let mistake = Diagnostic::at("wrong-type", "our.yaml", TEXT, 17..20, "this is not a number")
        .helped("write a number such as `2`, without quotes");
    assert_eq!(
        render(std::slice::from_ref(&mistake), &texts(), 40, false),
        " --> our.yaml:2:9\n  |\n2 | second: two ␛[31m\n  |         ^^^ this is not a number\n  \
         = write a number such as `2`, without\n    quotes\n"
    );
    assert_eq!(
        render(&[mistake], &texts(), 30, false),
        " --> our.yaml:2:9\n  |\n2 | second: two ␛[31m\n  |         ^^^\n  = this is not a number\n  \
         = write a number such as\n    `2`, without quotes\n"
    );
}

#[test]
fn wide_signs_and_other_places_line_up() {
    let mut mistake = Diagnostic::at("duplicate-key", "our.yaml", TEXT, 36..42, "appears twice");
    mistake.also.push(Also {
        span: 0..5,
        label: "first here".to_owned(),
    });
    assert_eq!(
        render(&[mistake], &texts(), 80, false),
        " --> our.yaml:3:8\n  |\n1 | first: 1\n  | ----- first here\n2 | second: two ␛[31m\n3 | third: 漢字 and more\n  \
         |        ^^^^^^ appears twice\n"
    );
}

#[test]
fn a_mistake_of_a_whole_file_is_a_sentence() {
    let mistake = Diagnostic::whole("not-utf8", "our\u{1b}.yaml", "is not UTF-8 text").helped("save it again as UTF-8");
    assert_eq!(
        render(&[mistake], &[], 80, false),
        "  `our\\x1b.yaml` is not UTF-8 text; save it again as UTF-8\n"
    );
}

#[test]
fn colour_changes_nothing_but_colour() {
    let mistake = Diagnostic::at("wrong-type", "our.yaml", TEXT, 17..20, "this is not a number");
    let coloured = render(std::slice::from_ref(&mistake), &texts(), 80, true);
    assert!(coloured.contains("\u{1b}["));
    assert!(!render(&[mistake], &texts(), 80, false).contains('\u{1b}'));
}

#[test]
fn the_summary_counts_by_file_and_sorting_keeps_files_together() {
    let mut all = vec![
        Diagnostic::at("b", "our.yaml", TEXT, 17..20, "late"),
        Diagnostic::at("a", "steps/x.yaml", TEXT, 0..1, "elsewhere"),
        Diagnostic::at("a", "our.yaml", TEXT, 0..1, "early"),
    ];
    sort(&mut all);
    let order: Vec<&str> = all.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(order, ["early", "late", "elsewhere"]);
    assert_eq!(summary(&all), "`our.yaml` has 2 mistakes, `steps/x.yaml` has 1 mistake");
    assert!(all.iter().all(|diagnostic| diagnostic.severity == Severity::Error));
}

#[test]
fn places_outside_of_a_text_are_drawn_at_its_end() {
    let mistake = Diagnostic::at(
        "syntax",
        "our.yaml",
        TEXT,
        TEXT.len() - 1..9_001,
        "the text ends too early",
    );
    assert_eq!(
        render(&[mistake], &texts(), 80, false),
        " --> our.yaml:3:19\n  |\n3 | third: 漢字 and more\n  |                     ^ the text ends too early\n"
    );
}
