//! Keeps the README and the manual true: their sessions are sessions, their YAML is read, their scripts check a record, their
//! commands and files are there.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use breach::commands::Cli;
use breach::incident::{Hash, Receipt};
use breach::manual::TOPICS;
use breach::playbook::Library;
use clap::CommandFactory;

use crate::harness::Breach;
use crate::tidy::dependencies;

const README: &str = include_str!("../../README.md");

/// More words than this belong into the manual.
const LONGEST_README: usize = 2500;

/// What is typed at the prompts of each command in the README's session, in order.
const SESSION: &[(&str, &[&str])] = &[
    (
        "breach start --drill",
        &[
            "2",
            "Tom Becker",
            "Acquirer: 61 cards, fraud after use at our shop, 12 Oct to 18 Nov",
            "23:40",
            "go on",
            "/note @Ana phone 22:50 card capture is stopped, the machines are on",
            "yes",
            "/leave",
        ],
    ),
    ("breach verify -i drill-2026-11-20-k7f3", &[]),
];

/// The commands of the README's session about deadlines; nothing is typed at prompts there.
const DEADLINES: &[&str] = &[
    r#"breach start card-data-breach --no-walk --as "Tom Becker" --at 23:40"#,
    "breach fact set card_brands visa",
    "breach fact set contract_duties acquirer",
    "breach fact set suspected_at 23:40",
    "breach fact set card_suspected yes",
];

/// Days on which every example has to work: the end of a February with and without a 29th, a change to summer time, the
/// first and the last day of a year, and a day long after all that the examples name.
const DAYS: [&str; 6] = [
    "2026-11-20T23:43:00Z",
    "2027-01-01T00:10:00Z",
    "2027-03-28T01:30:00Z",
    "2028-02-29T12:00:00Z",
    "2029-12-31T23:59:00Z",
    "2041-07-14T08:00:00Z",
];

/// The README and every page of the manual, by file.
fn pages() -> Vec<(String, &'static str)> {
    let mut pages = vec![("README.md".to_owned(), README)];
    pages.extend(
        TOPICS
            .iter()
            .map(|topic| (format!("src/manual/{}.md", topic.name), topic.markdown)),
    );
    pages
}

/// One page of the manual.
fn page(name: &str) -> &'static str {
    breach::manual::topic(name).expect("a page of the manual").markdown
}

#[test]
fn the_readme_is_short() {
    let words = README.split_whitespace().count();
    assert!(words <= LONGEST_README, "the README has {words} words");
}

#[test]
fn every_page_is_named_in_the_readme_and_shown_by_help() {
    let files: BTreeSet<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/manual"))
        .expect("the folder can be read")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name in UTF-8")
        })
        .filter_map(|name| name.strip_suffix(".md").map(str::to_owned))
        .collect();
    let topics: BTreeSet<String> = TOPICS.iter().map(|topic| topic.name.to_owned()).collect();
    assert_eq!(files, topics, "src/manual, and `TOPICS`");
    for topic in TOPICS {
        let name = topic.name;
        assert!(
            README.contains(&format!("[`breach help {name}`](src/manual/{name}.md)")),
            "the README does not name `breach help {name}`"
        );
        let shown = Breach::new().run(&format!("help {name}")).ok().quiet().stdout;
        let title = topic.markdown.lines().next().and_then(|line| line.strip_prefix("# "));
        assert_eq!(shown.lines().next(), title);
    }
}

#[test]
fn the_session_is_made_by_the_program() {
    let written = fences(README, "console")
        .into_iter()
        .next()
        .expect("a session in the README");
    let mut breach = Breach::new();
    let mut shown = String::new();
    for (command, typed) in SESSION {
        breach.types(typed.iter().copied());
        let ran = breach.run(command.trim_start_matches("breach").trim()).ok();
        shown.push_str(&format!("$ {command}\n{}\n", ran.screen.trim_end_matches('\n')));
        if command != &SESSION[SESSION.len() - 1].0 {
            shown.push('\n');
        }
    }
    let shown = shown.replace("$DIR/store", "/home/tom/.local/share/breach");
    let shown: String = shown.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    if without_hashes(&shown) != without_hashes(&written) {
        renew("README.md", README, &written, &shown);
    }
}

#[test]
fn the_deadlines_are_made_by_the_program() {
    let written = fences(page("rules"), "console")
        .into_iter()
        .next()
        .expect("a session in the page about rules");
    let mut breach = Breach::new();
    breach.no_terminal();
    let mut shown = String::new();
    for command in DEADLINES {
        let ran = breach.run(command.trim_start_matches("breach").trim()).ok();
        shown.push_str(&format!("$ {command}\n{}\n\n", ran.screen.trim_matches('\n')));
    }
    let shown = format!("{}\n", shown.trim_end());
    if shown != written {
        renew("src/manual/rules.md", page("rules"), &written, &shown);
    }
}

/// Says what a session must read, or writes it into its page with `BLESS=1`.
fn renew(path: &str, page: &str, written: &str, shown: &str) {
    let is_blessed = std::env::var_os("BLESS").is_some_and(|bless| bless == "1");
    assert!(is_blessed, "the session in {path} must read:\n\n{shown}");
    let fence = |text: &str| format!("```console\n{text}```\n");
    let renewed = page.replace(&fence(written), &fence(shown));
    std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), renewed).expect("the page can be written");
}

/// The text with every hash and check code blotted out: they change with each word of a playbook.
fn without_hashes(text: &str) -> String {
    let is_code = |word: &str| word.len() > 24 && word.contains("k7f3-");
    let is_hash = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let bare = word.trim_end();
            if is_code(bare) || is_hash(bare) {
                word.replace(bare, "…")
            } else {
                word.to_owned()
            }
        })
        .collect()
}

#[test]
fn playbooks_in_it_have_no_mistakes() {
    let written: Vec<String> = fences(page("playbooks"), "yaml");
    let playbooks: Vec<&String> = written.iter().filter(|text| text.starts_with("playbook: ")).collect();
    assert_eq!(playbooks.len(), 1, "playbooks in the page about them");
    for text in playbooks {
        let id = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("playbook: "))
            .expect("an id");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(format!("{id}.yaml"));
        std::fs::write(&file, text).expect("the file can be written");
        if let Err(rejected) = Library::new(None).load(file.to_str().expect("UTF-8")) {
            panic!("{}\n{}", rejected.summary(), rejected.render(100, false));
        }
    }
}

#[test]
fn the_facts_in_it_are_assessed() {
    let written = fences(page("rules"), "yaml");
    let facts = written
        .iter()
        .find(|text| text.contains("\nfacts:\n"))
        .expect("a file of facts");
    let mut breach = Breach::new();
    breach.no_terminal().file("facts.yaml", facts);
    let assess = "obligation assess --facts facts.yaml --now 2026-12-01";
    assert!(fences(page("rules"), "sh").contains(&format!("breach {assess}\n")));
    for day in DAYS {
        breach.set_clock(day).run(assess).ok();
    }
    let told = breach.run(&format!("{assess} --json")).ok();
    let item = &serde_json::from_str::<serde_json::Value>(&told.stdout).expect("JSON")["items"][0];
    let outcomes: Vec<String> = [
        "us-ca-individuals",
        "us-ca-ag",
        "us-tx-individuals",
        "us-tx-ag",
        "us-ny-individuals",
    ]
    .iter()
    .map(|id| {
        let all = item["obligations"].as_array().expect("a list");
        let duty = all.iter().find(|duty| duty["id"] == *id).expect("the rule");
        format!("{id} {} {}", duty["applies"], duty["clock"]["due_at"])
    })
    .collect();
    assert_eq!(
        outcomes,
        [
            "us-ca-individuals \"yes\" \"2026-12-21T07:59:59Z\"",
            "us-ca-ag \"yes\" \"2026-12-16T07:59:59Z\"",
            "us-tx-individuals \"yes\" \"2027-01-23T05:59:59Z\"",
            "us-tx-ag \"unknown\" \"2026-12-24T05:59:59Z\"",
            "us-ny-individuals \"unknown\" \"2026-12-21T04:59:59Z\"",
        ]
    );
}

#[test]
fn the_rule_in_it_takes_the_place_of_the_built_in_one() {
    let written = fences(page("rules"), "yaml");
    let rule = written
        .iter()
        .find(|text| text.contains("\nrules:\n"))
        .expect("a file of rules");
    let mut breach = Breach::new();
    breach.no_terminal().obligations("california", rule);
    breach.run("obligation check").ok();
    let told = breach.run("obligation show us-ca-ag --json").ok();
    let item = &serde_json::from_str::<serde_json::Value>(&told.stdout).expect("JSON")["items"][0];
    let rule = item.get("rule").unwrap_or(item);
    assert_eq!(rule["clock"]["within"], "10 days");
}

#[test]
fn the_profiles_have_no_mistakes() {
    let written = fences(page("profile"), "yaml");
    assert_eq!(written.len(), 2, "profiles in the page about them");
    for profile in written {
        let mut breach = Breach::new();
        breach.profile(&profile);
        breach.run("profile check").ok().quiet();
    }
}

#[test]
fn the_answers_file_is_followed_on_any_day() {
    let written = fences(page("answers"), "yaml");
    let answers = written
        .iter()
        .find(|text| text.starts_with("answers: "))
        .expect("an answers file");
    for day in DAYS {
        let mut breach = Breach::new();
        breach.no_terminal().set_clock(day).file("answers.yaml", answers);
        breach
            .run("start payment-provider-breach --answers answers.yaml")
            .ok()
            .quiet();
    }
}

/// The lines of the first script of a page, run one after the other.
fn run_all(breach: &mut Breach, script: &str) {
    for line in script.lines() {
        breach
            .run(line.strip_prefix("breach ").expect("a command of ours"))
            .ok();
    }
}

#[test]
fn the_commands_of_the_pages_work_on_any_day() {
    for day in DAYS {
        let mut breach = Breach::new();
        breach.no_terminal().set_clock(day);
        breach.run(r#"--as "Tom Becker" start card-data-breach --no-walk"#).ok();
        run_all(&mut breach, &fences(page("answers"), "sh")[0]);

        let mut breach = Breach::new();
        breach.no_terminal().set_clock(day);
        for command in DEADLINES {
            // On some of these days it is not that late yet, and then a person says the day.
            let command = command.replace("23:40", "\"yesterday 23:40\"");
            breach.run(command.trim_start_matches("breach").trim()).ok();
        }
    }
}

/// The first column of each marked table of fields, by the name in its mark.
fn fields(name: &str) -> BTreeSet<String> {
    let mark = format!("<!-- fields: {name} -->");
    let (_, marked) = TOPICS
        .iter()
        .find_map(|topic| topic.markdown.split_once(&mark))
        .unwrap_or_else(|| panic!("the manual has a table marked `{mark}`"));
    let (table, _) = marked
        .split_once("<!-- end of fields -->")
        .expect("the end of the table");
    table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .filter_map(|line| line.split(" | ").next())
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_table_of_fields_of_a_step_has_all_that_can_be_asked_for() {
    let schema = breach::formats::FileFormat::Step.schema();
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let known: BTreeSet<String> = schema["properties"]
        .as_object()
        .expect("fields")
        .keys()
        .cloned()
        .collect();
    let unknown: Vec<String> = fields("step").difference(&known).cloned().collect();
    assert_eq!(unknown, Vec::<String>::new(), "fields in the manual that no step has");
}

/// Whatever else a reader says of empty fields, it knows every one that the manual lists.
#[test]
fn the_table_of_a_profile_names_nothing_that_its_reader_does_not_know() {
    let mut breach = Breach::new();
    breach.no_terminal();
    let empty: String = fields("profile")
        .into_iter()
        .map(|field| format!("{field}:\n"))
        .collect();
    breach.profile(&empty);
    let said = breach.run("profile check").exits(3).stderr;
    let unknown: Vec<&str> = said.lines().filter(|line| line.contains("no field")).collect();
    assert_eq!(unknown, Vec::<&str>::new());
}

/// A whole record, and what its last line hashes to.
fn record(folder: &Path) -> (Vec<u8>, String) {
    let mut breach = Breach::new();
    breach
        .run("--as Tom start payment-provider-breach --no-walk --at 23:40")
        .ok();
    let bytes = format!("{}\n", breach.lines().join("\n")).into_bytes();
    let lines = breach.lines();
    let last = lines.last().expect("a last line");
    std::fs::write(folder.join("record.jsonl"), &bytes).expect("the record can be written");
    (bytes, Hash::of(last.as_bytes()).to_string())
}

/// Runs a script of the page about the record on the file `record.jsonl` of this folder.
fn check_by_hand(language: &str, program: &str, folder: &Path) -> Output {
    let script = fences(page("record"), language)
        .into_iter()
        .find(|script| script.contains("<record.jsonl") || script.contains("open(\"record.jsonl\""))
        .unwrap_or_else(|| panic!("the page about the record has a script in {language}"));
    std::fs::write(folder.join("script"), script).expect("the script can be written");
    Command::new(program)
        .arg("script")
        .current_dir(folder)
        .output()
        .unwrap_or_else(|error| panic!("`{program}` runs: {error}"))
}

#[test]
fn a_record_can_be_checked_by_hand() {
    checked_by_hand("sh", "sh");
}

#[test]
#[ignore = "needs Python: tests/run installs it"]
fn a_record_can_be_checked_by_hand_with_python() {
    checked_by_hand("python", "python3");
}

fn checked_by_hand(language: &str, program: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("record.jsonl");
    let (bytes, head) = record(folder.path());
    let count = bytes.iter().filter(|byte| **byte == b'\n').count();

    let whole = check_by_hand(language, program, folder.path());
    let said = String::from_utf8_lossy(&whole.stdout).into_owned();
    let errors = String::from_utf8_lossy(&whole.stderr).into_owned();
    let last = count - 1;
    let receipt = Receipt::new("x", last as u64, Hash::parse(&head).expect("a hash")).to_string();
    let code = match language {
        // By hand it is the head's part alone, without what shows a slip.
        "python" => format!(
            "check code {}\n",
            &receipt[format!("x-{last}-").len()..receipt.len() - 3]
        ),
        _ => String::new(),
    };
    assert_eq!(
        (said, errors),
        (format!("{count} entries, head {head}\n{code}"), String::new()),
        "{program} on a whole record"
    );
    assert!(whole.status.success(), "{program} on a whole record");

    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let flipped = String::from_utf8(bytes.clone())
        .expect("UTF-8")
        .replacen("Tom", "Tim", 1);
    let with_nul = [lines[0], b"\0".as_slice(), &lines[1..].concat()].concat();
    let with_carriage_returns = String::from_utf8(bytes.clone()).expect("UTF-8").replace('\n', "\r\n");
    let changes: [(&str, Vec<u8>); 6] = [
        ("a changed letter", flipped.into_bytes()),
        ("a missing line", [lines[0], &lines[2..].concat()].concat()),
        ("a doubled line", [lines[0], lines[0], &lines[1..].concat()].concat()),
        (
            "lines in another order",
            [lines[1], lines[0], &lines[2..].concat()].concat(),
        ),
        ("a byte that cannot be seen", with_nul),
        ("other line ends", with_carriage_returns.into_bytes()),
    ];
    for (what, changed) in changes {
        std::fs::write(&path, changed).expect("the record can be written");
        let found = check_by_hand(language, program, folder.path());
        assert!(!found.status.success(), "{program} overlooks {what}");
    }
    std::fs::write(&path, &bytes[..bytes.len() - 10]).expect("the record can be written");
    assert!(
        !check_by_hand(language, program, folder.path()).status.success(),
        "{program} overlooks a torn end"
    );
}

/// Every `breach …` that the README and the manual tell somebody to type.
fn told_commands() -> Vec<String> {
    let fenced: Vec<String> = pages()
        .iter()
        .flat_map(|(_, text)| fences(text, "sh"))
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let outside: String = outside_fences();
    let quoted: Vec<String> = outside.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    fenced
        .into_iter()
        .chain(quoted)
        .map(|text| {
            text.trim()
                .trim_start_matches("$ ")
                .replace("cargo run --release --locked --", "breach")
        })
        .filter(|text| text == "breach" || text.starts_with("breach "))
        .collect()
}

#[test]
fn every_command_in_it_is_there() {
    let mut root = Cli::command();
    root.build();
    let told = told_commands();
    assert!(told.len() > 20, "the pages tell what to type");
    for line in told {
        let mut command = &root;
        for word in line.split_whitespace().skip(1).take_while(|word| *word != "#") {
            let word = word.trim_matches(['[', ']', ',', '.', ';']);
            if let Some(option) = word.strip_prefix("--") {
                let option = option.split('=').next().unwrap_or(option);
                let is_there = matches!(option, "help" | "version")
                    || command
                        .get_arguments()
                        .any(|argument| argument.get_long() == Some(option));
                assert!(is_there, "`{line}`: `{}` has no `--{option}`", command.get_name());
            } else if let Some(sub) = command.find_subcommand(word) {
                command = sub;
            } else {
                let is_value = command.get_subcommands().next().is_none();
                let is_placeholder = word.chars().all(|letter| !letter.is_lowercase());
                assert!(
                    is_value || is_placeholder,
                    "`{line}`: `{}` has no `{word}`",
                    command.get_name()
                );
            }
        }
    }
}

#[test]
fn steps_and_playbooks_it_names_are_there() {
    let library = Library::new(None);
    let listed: Vec<String> = library.list().into_iter().map(|listed| listed.id).collect();
    let steps: BTreeSet<String> = listed
        .iter()
        .filter_map(|id| library.load(id).ok())
        .flat_map(|loaded| loaded.playbook.steps.into_iter().map(|step| step.id))
        .collect();
    for line in told_commands() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let ["breach", "step", _, step, ..] = words.as_slice()
            && step.starts_with(char::is_lowercase)
        {
            assert!(steps.contains(*step), "`{line}`: no playbook has the step `{step}`");
        }
        if let Some(at) = words.iter().position(|word| *word == "--from") {
            assert!(
                listed.iter().any(|id| words.get(at + 1) == Some(&id.as_str())),
                "`{line}`"
            );
        }
    }
}

#[test]
fn every_command_is_told() {
    let told: BTreeSet<String> = told_commands()
        .iter()
        .filter_map(|line| line.split_whitespace().nth(1).map(str::to_owned))
        .collect();
    let missing: Vec<String> = Cli::command()
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .filter(|name| !told.contains(name))
        .collect();
    assert_eq!(
        missing,
        Vec::<String>::new(),
        "commands that neither the README nor the manual names"
    );
}

#[test]
fn every_dependency_is_explained() {
    let explained = first_column("| crate |");
    let used: BTreeSet<String> = ["[dependencies]", "[dev-dependencies]"]
        .into_iter()
        .flat_map(dependencies)
        .filter(|name| name != "breach")
        .collect();
    assert_eq!(
        explained, used,
        "the table of crates in src/manual/program.md, and Cargo.toml"
    );
}

#[test]
fn every_variable_it_names_is_read() {
    let read: BTreeSet<String> = [
        "BREACH_AS",
        "BREACH_STORE",
        "EDITOR",
        "HOME",
        "NO_COLOR",
        "TZ",
        "VISUAL",
    ]
    .map(str::to_owned)
    .into();
    let mut named = first_column("| variable |");
    named.retain(|name| !name.starts_with("XDG_") && name != "TERM" && name != "COLUMNS");
    assert_eq!(named, read);
}

#[test]
fn files_and_folders_they_point_at_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = outside_fences();
    let quoted = text.split('`').skip(1).step_by(2).filter(|text| {
        ["src/", "tests/", "playbooks/", "benches/"]
            .iter()
            .any(|folder| text.starts_with(folder))
    });
    let linked = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|link| !link.starts_with("https://"));
    let missing: Vec<&str> = quoted
        .chain(linked)
        .filter(|path| !path.contains('<') && !root.join(path.trim_end_matches('/')).exists())
        .collect();
    assert_eq!(missing, Vec::<&str>::new(), "the pages point at what does not exist");
}

/// The text of every fence of a page with this word after the backticks.
fn fences(page: &str, info: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(opened) = line.strip_prefix("```") {
            let text: String = lines
                .by_ref()
                .take_while(|line| *line != "```")
                .map(|line| format!("{line}\n"))
                .collect();
            if opened == info {
                found.push(text);
            }
        }
    }
    found
}

/// The README, the manual and the pages beside the README, without what is in fences.
fn outside_fences() -> String {
    let beside = [include_str!("../../CHANGELOG.md"), include_str!("../../SECURITY.md")];
    pages()
        .into_iter()
        .map(|(_, text)| text)
        .chain(beside)
        .flat_map(|text| text.split("```").step_by(2))
        .collect()
}

/// The first cells of the table with this heading, without backticks; several in one cell are taken apart.
fn first_column(heading: &str) -> BTreeSet<String> {
    rows(heading)
        .iter()
        .flat_map(|row| {
            row[0]
                .split(", ")
                .map(|name| name.trim_matches('`').to_owned())
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The cells of the first table whose heading begins like this, row by row.
pub(crate) fn rows(heading: &str) -> Vec<Vec<String>> {
    let rows: Vec<Vec<String>> = pages()
        .iter()
        .flat_map(|(_, text)| text.lines())
        .skip_while(|line| !line.starts_with(heading))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells = line.trim_matches('|').split(" | ");
            cells.map(|cell| cell.trim().to_owned()).collect()
        })
        .collect();
    assert!(!rows.is_empty(), "a page has a table that begins with `{heading}`");
    rows
}
