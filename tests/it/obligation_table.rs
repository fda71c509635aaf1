//! The rules that are built in, held against the table of the research they were carried over from: limits, starts,
//! numbers of people and sources must not drift. What the table has no column for (who is bound, conditions, exemptions)
//! is for other tests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use breach::schema::yaml::{Content, Node, tree};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/playbooks/obligations");
const TABLE: &str = include_str!("../data/obligations.csv");
/// First and last days, for which the table has no columns.
const DAYS: &str = include_str!("../data/obligations/days.csv");
/// How many rows the table has.
const ROWS: usize = 432;
/// Where a rule says better what its row means: row, column, what the rule has, and why.
const BETTER: [(&str, &str, &str, &str); 4] = [
    (
        "cl-subjects",
        "law_citation",
        "Law 19.628 as amended by Law 21.719, in force 1 Dec 2026",
        "the row says `as above`, which a rule on its own cannot",
    ),
    (
        "cn-cac-1h",
        "min_count",
        "1000001",
        "what makes an incident relatively major stands in the row of 4 hours; `significant_incident` is the other way in",
    ),
    (
        "cn-cac-final",
        "min_count",
        "1000001",
        "it follows the reports of 1 and 4 hours, and is due whenever one of them is",
    ),
    (
        "jp-appi-prelim",
        "min_count",
        "1001",
        "the number is one of four ways in, and the row's 1 belongs to the other three, which the rule has as conditions",
    ),
];

/// What is compared, by the names of the table's columns; `max_count` stands in `count_scope` there.
type Row = BTreeMap<&'static str, String>;

/// Reports every difference at once: somebody who edits forty rules wants to see all forty.
#[test]
fn the_rules_say_what_the_table_says() {
    let mut found = Vec::new();
    let table = table(&mut found);
    let rules = rules(&mut found);
    for (id, row) in &table {
        let Some((file, rule)) = rules.get(id) else {
            found.push(format!("{id}: no rule"));
            continue;
        };
        for (field, expected) in row {
            let better = BETTER.iter().find(|(row, column, ..)| row == id && column == field);
            let expected = match better {
                Some((_, _, better, why)) => {
                    assert_ne!(better, expected, "{id} {field} no longer differs: {why}");
                    *better
                }
                None => expected.as_str(),
            };
            if rule[field] != expected {
                found.push(format!(
                    "{id} ({file}) {field}: the table has `{expected}`, the rule `{}`",
                    rule[field]
                ));
            }
        }
    }
    let known: BTreeSet<&String> = table.keys().collect();
    for (id, (file, _)) in rules.iter().filter(|(id, _)| !known.contains(id)) {
        found.push(format!("{id} ({file}): not in the table"));
    }
    assert!(found.is_empty(), "{} differences\n{}", found.len(), found.join("\n"));
}

fn table(found: &mut Vec<String>) -> BTreeMap<String, Row> {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let columns = reader.headers().expect("a first line with names").clone();
    let mut rows = BTreeMap::new();
    let mut count = 0;
    for record in reader.records() {
        let record = record.expect("a row with as many cells as the first line");
        count += 1;
        let cell = |column: &str| {
            let at = columns.iter().position(|name| name == column);
            record[at.unwrap_or_else(|| panic!("no column `{column}`"))].to_owned()
        };
        let confidence = cell("confidence");
        let source = cell("source");
        let source = source.strip_prefix(&format!("{confidence}: ")).unwrap_or(&source);
        let ceiling = cell("count_scope");
        let ceiling = ceiling.split_once("max ").map_or("", |(_, number)| number);
        let row = Row::from([
            ("jurisdiction", cell("jurisdiction_code")),
            ("law_citation", cell("law_citation")),
            ("notify_whom", cell("notify_whom")),
            ("min_count", cell("min_count")),
            ("max_count", ceiling.to_owned()),
            ("deadline_amount", cell("deadline_amount")),
            ("deadline_unit", cell("deadline_unit")),
            ("clock_start_event", cell("clock_start_event")),
            ("relative_bound", cell("relative_bound")),
            ("count_event_day", cell("count_event_day")),
            ("row_kind", cell("row_kind")),
            ("status", cell("status")),
            ("confidence", confidence),
            ("source", source.to_owned()),
            ("as_of", cell("as_of")),
            ("from", String::new()),
            ("until", String::new()),
        ]);
        if rows.insert(cell("id"), row).is_some() {
            found.push(format!("{}: twice in the table", cell("id")));
        }
    }
    assert_eq!(count, ROWS);
    for record in csv::Reader::from_reader(DAYS.as_bytes()).records() {
        let record = record.expect("an id and two days");
        let row = rows.get_mut(&record[0]).expect("a row of the table");
        row.insert("from", record[1].to_owned());
        row.insert("until", record[2].to_owned());
    }
    rows
}

/// Every rule of the folder by its id, with the file it stands in.
fn rules(found: &mut Vec<String>) -> BTreeMap<String, (String, Row)> {
    let mut rules = BTreeMap::new();
    let mut files: Vec<_> = std::fs::read_dir(FOLDER)
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    for path in files {
        let name = file_name(&path);
        let text = std::fs::read_to_string(&path).expect("the file can be read");
        let file = match tree(&text) {
            Ok(file) => file,
            Err(faults) => {
                found.push(format!("{name}: {}", faults[0].message));
                continue;
            }
        };
        let Some(Content::Map(entries)) = field(&file, "rules").map(|rules| &rules.content) else {
            continue;
        };
        for (id, rule) in entries {
            let row = row(&file, rule);
            if let Some((other, _)) = rules.insert(id.text.clone(), (name.clone(), row)) {
                found.push(format!("{}: in {other} and in {name}", id.text));
            }
        }
    }
    rules
}

/// A rule in the words of the table. What it does not say itself, its file says for it.
fn row(file: &Node, rule: &Node) -> Row {
    let said = |name: &str| field(rule, name).or_else(|| field(file, name));
    let part = |name: &str, part: &str| said(name).and_then(|whole| field(whole, part)).map(words);
    let text = |name: &str| said(name).map(words).unwrap_or_default();
    let of_a_kind = |name: Option<String>, default: &str| name.unwrap_or_else(|| default.to_owned()).replace('-', "_");
    let within = part("clock", "within").unwrap_or_default();
    let (amount, unit) = within.split_once(' ').unwrap_or(("", "none"));
    let plural = if amount == "1" { "s" } else { "" };
    let first_day_counts = part("clock", "count-event-day").as_deref() == Some("true");
    Row::from([
        ("jurisdiction", said("jurisdiction").map(list).unwrap_or_default()),
        ("law_citation", text("law")),
        ("notify_whom", text("tell")),
        ("min_count", part("people", "at-least").unwrap_or_default()),
        ("max_count", part("people", "at-most").unwrap_or_default()),
        ("deadline_amount", amount.to_owned()),
        ("deadline_unit", format!("{unit}{plural}").replace(' ', "_")),
        ("clock_start_event", part("clock", "after").unwrap_or_default()),
        ("relative_bound", of_a_kind(part("clock", "relative"), "none")),
        (
            "count_event_day",
            if first_day_counts { "yes" } else { "no" }.to_owned(),
        ),
        ("row_kind", of_a_kind(said("kind").map(words), "duty")),
        ("status", of_a_kind(said("status").map(words), "in_force")),
        ("confidence", text("confidence")),
        ("source", text("source")),
        ("as_of", text("as-of")),
        ("from", text("from")),
        ("until", text("until")),
    ])
}

fn field<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    match &node.content {
        Content::Map(entries) => entries.iter().find(|(key, _)| key.text == name).map(|(_, value)| value),
        _ => None,
    }
}

fn words(node: &Node) -> String {
    match &node.content {
        Content::Text { text, .. } => text.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

fn list(node: &Node) -> String {
    match &node.content {
        Content::List(items) => items.iter().map(words).collect::<Vec<_>>().join("|"),
        _ => words(node),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
