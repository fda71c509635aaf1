#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Contents, MAX_RULES, Text, read};
use crate::fact::Kind;
use crate::obligation::builtin;
use crate::obligation::fork::copy;
use crate::obligation::library::Obligations;
use crate::obligation::rulebook::{Origin, Rulebook};
use crate::playbook::Rejected;

/// Every code that a file of obligations can be refused with. Each has a sample in `tests/data/obligations/invalid/`.
const CODES: [&str; 38] = [
    "bad-condition",
    "bad-date",
    "bad-id",
    "bad-limit",
    "bad-option",
    "card-number",
    "does-not-fit",
    "duplicate-alias",
    "duplicate-id",
    "duplicate-key",
    "empty-file",
    "fact-name-clash",
    "impossible-comparison",
    "missing-field",
    "negative-amount",
    "nesting",
    "not-a-file",
    "not-utf8",
    "notice-cycle",
    "place-cycle",
    "syntax",
    "too-large",
    "too-many-rules",
    "unknown-calendar",
    "unknown-fact",
    "unknown-field",
    "unknown-jurisdiction",
    "unknown-option",
    "unknown-place",
    "unknown-regime",
    "unknown-rule",
    "unknown-start",
    "unknown-unit",
    "unknown-zone",
    "unreadable",
    "with-cycle",
    "wrong-format",
    "wrong-type",
];

const INVALID: &str = "tests/data/obligations/invalid";

fn text(file: &str, text: &str) -> Text {
    Text {
        file: file.to_owned(),
        text: text.to_owned(),
    }
}

fn samples(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    paths.sort();
    paths
}

fn shown(rejected: &Rejected) -> String {
    format!("error: {}\n\n{}", rejected.summary(), rejected.render(80, false))
}

fn refused(path: &Path) -> Option<Rejected> {
    let checked = Obligations::default()
        .check(&[path.to_owned()], Path::new("."))
        .unwrap();
    checked.into_iter().next().unwrap().rejected
}

fn codes(rejected: &Rejected) -> BTreeSet<&'static str> {
    rejected.diagnostics.iter().map(|fault| fault.code).collect()
}

/// Compares with a file; `BLESS=1 cargo test` writes it, to be read before it is committed.
fn same_as_file(path: &Path, text: &str) -> Result<(), String> {
    if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        fs::write(path, text).unwrap();
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == text {
        return Ok(());
    }
    Err(format!("{} differs; now:\n{text}", path.display()))
}

#[test]
fn every_invalid_sample_is_refused_with_its_whole_output() {
    let mut wrong = Vec::new();
    for path in samples(INVALID) {
        let Some(rejected) = refused(&path) else {
            wrong.push(format!("{} is accepted", path.display()));
            continue;
        };
        wrong.extend(same_as_file(&path.with_extension("stderr"), &shown(&rejected)).err());
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Mistakes that no small text file can show: the code, and the whole output.
fn without_a_sample() -> Vec<(Rejected, &'static str)> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("folder.yaml")).unwrap();
    fs::write(path("large.yaml"), vec![b'x'; 5_000_000]).unwrap();
    let refused = |name: &str| refused(&path(name)).unwrap();
    let mut many = String::from("format: 1\nrules:\n");
    for nth in 0..=MAX_RULES {
        many.push_str(&format!("  r{nth}: {{law: L}}\n"));
    }
    let first = "format: 1\nrules:\n  a-rule: {law: L}\n";
    let base = Contents::default();
    let many = read(&base, &[text("many.yaml", &many)], true).unwrap_err();
    let many = Rejected {
        diagnostics: many
            .diagnostics
            .into_iter()
            .filter(|fault| fault.code == "too-many-rules")
            .collect(),
        ..many
    };
    let twice = read(&base, &[text("a.yaml", first), text("b.yaml", first)], true).unwrap_err();
    let twice = Rejected {
        diagnostics: twice
            .diagnostics
            .into_iter()
            .filter(|fault| fault.code == "duplicate-id")
            .collect(),
        ..twice
    };
    vec![
        (
            refused("folder.yaml"),
            "error: `FOLDER/folder.yaml` is a folder, not a file\n\n",
        ),
        (
            refused("large.yaml"),
            "error: `FOLDER/large.yaml` is larger than 256 KiB, which is the limit\n\n",
        ),
        (refused("absent.yaml"), "error: `FOLDER/absent.yaml` is not there\n\n"),
        (
            Obligations::new(Some(path("large.yaml"))).load().unwrap_err(),
            "error: `FOLDER/large.yaml` cannot be read: it is not a folder\n\n",
        ),
        (many, "error: `many.yaml` has 1 mistake\n\n    --> many.yaml:2003:3\n     |\n2003 |   r2000: {law: L}\n     |   ^^^^^ this is rule 2001; 2000 are the limit\n"),
        (twice, "error: `b.yaml` has 1 mistake\n\n --> b.yaml:3:3\n  |\n3 |   a-rule: {law: L}\n  |   ^^^^^^ `a-rule` is in `a.yaml` too; keep one of the two\n"),
    ]
    .into_iter()
    .map(|(mut rejected, expected)| {
        for diagnostic in &mut rejected.diagnostics {
            diagnostic.file = diagnostic.file.replace(folder.path().to_str().unwrap(), "FOLDER");
        }
        (rejected, expected)
    })
    .collect()
}

#[test]
fn mistakes_without_a_sample_file_have_their_whole_output() {
    for (rejected, expected) in without_a_sample() {
        assert_eq!(shown(&rejected), expected);
    }
}

#[test]
fn every_code_has_its_sample_and_every_sample_a_listed_code() {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for path in samples(INVALID) {
        let rejected = refused(&path).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let codes = codes(&rejected);
        assert!(!CODES.contains(&name) || codes.contains(name), "{name}: {codes:?}");
        seen.extend(codes);
    }
    for (rejected, _) in without_a_sample() {
        seen.extend(codes(&rejected));
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), CODES);
}

/// Whoever copies a rule and changes nothing has changed nothing.
#[test]
fn every_built_in_rule_can_be_copied_and_stays_what_it_is() {
    let made = builtin::rulebook();
    assert!(made.rules.len() > 300, "the rules are built in");
    for rule in &made.rules {
        let copied = copy(&rule.id).unwrap();
        let read = read(&made, &[text("ours.yaml", &copied)], true);
        let read = Rulebook::from(read.unwrap_or_else(|rejected| panic!("{}\n{copied}", shown(&rejected))));
        assert_eq!(read.rule(&rule.id), Some(rule));
        assert_eq!(read.rules.len(), made.rules.len());
        let origin = Origin {
            file: "ours.yaml".into(),
            own: true,
            replaces: true,
        };
        assert_eq!(read.origin(&rule.id), Some(&origin));
    }
    assert_eq!(copy("no-such-rule"), None);
}

/// What the responder says counts; what is built in stays beside it.
#[test]
fn ones_own_replace_what_has_the_same_name_and_add_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let built_in = builtin::rulebook();
    let ours = "
  our-customer:
    jurisdiction: CONTRACT
    law: Our contract
    tell: Our customer
    recipient: contract
    binds: us
    by: our-scheme
    reach: anywhere
    trigger: any breach
    when: our_case
    clock: {within: 5 business days, after: awareness, calendar: our-town}
    deadline: 5 business days
    content: all of it
    encryption: none
    risk: none
    confidence: mixed
    source: our lawyer
    as-of: 2026-01
";
    write(
        "rules.yaml",
        &format!(
            "{}{ours}",
            copy("us-ca-ag")
                .unwrap()
                .replace("15 calendar days", "10 calendar days")
        ),
    );
    write(
        "a.yaml",
        "format: 1\ndefinitions:\n  our_case: {title: ours, when: our_fact or not card_data_suspected}\n",
    );
    write(
        "b.yaml",
        "format: 1\nfacts:\n  our_fact: {type: yes-no, ask: Is it ours?}\n",
    );
    write(
        "c.yaml",
        "format: 1\nregimes:\n  our-scheme: {title: members of our scheme, sectors: [insurer]}\n",
    );
    write(
        "d.yaml",
        "format: 1\ncalendars:\n  our-town: {title: Our town, source: the mayor, as-of: 2026-01, from: 2026, until: 2030, holidays: [{name: Fair, day: 05-02}]}\n",
    );
    write(".hidden.yaml", "no rules at all");
    write("notes.txt", "no rules at all");
    let book = Obligations::new(Some(folder.path().to_owned()))
        .load()
        .map_err(|rejected| shown(&rejected))
        .unwrap();
    let ids = |book: &Rulebook| -> Vec<String> { book.rules.iter().map(|rule| rule.id.to_string()).collect() };
    assert_eq!(ids(&book), [ids(&built_in), vec!["our-customer".to_owned()]].concat());
    let ours = book.rule("our-customer").unwrap();
    assert_eq!(ours.by, ["our-scheme"]);
    assert_eq!(ours.when.as_ref().map(|when| when.text()), Some("our_case"));
    assert!(book.calendars.get("our-town").is_some() && book.calendars.get("us-federal").is_some());
    let regimes: Vec<String> = book.regimes.iter().map(|regime| regime.id.to_string()).collect();
    assert_eq!(regimes.last().map(String::as_str), Some("our-scheme"));
    assert_eq!(book.kind_of("regulated_as"), Some(Kind::MultiSelect(regimes)));
    assert_eq!(book.kind_of("our_case"), Some(Kind::YesNo));
    let from = |id: &str| book.origin(id).map(|origin| (origin.own, origin.replaces));
    assert_eq!(
        [from("us-ca-ag"), from("our-customer"), from("us-ca-individuals")],
        [Some((true, true)), Some((true, false)), Some((false, false))]
    );
}

#[test]
fn rules_with_mistakes_leave_the_built_in_ones() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ours.yaml"), "format: 1\nrules: {}\ncolour: red\n").unwrap();
    let (book, rejected) = Obligations::new(Some(folder.path().to_owned())).load_or_builtin();
    assert_eq!(book, builtin::rulebook());
    assert_eq!(codes(&rejected.unwrap()), BTreeSet::from(["unknown-field"]));
    let nowhere = Obligations::new(Some(folder.path().join("absent")));
    assert_eq!(nowhere.load(), Ok(builtin::rulebook()));
}
