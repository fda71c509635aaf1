//! Files of the repository that the program made: the picture in the README, the example report, the playbooks on paper.
//!
//! `BLESS=1 cargo test --test it made` makes them again, to be read before they are committed.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use breach::playbook::Library;

use crate::harness::Breach;
use crate::pty::Start;

/// Where a file of the repository is.
fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares with a file of the repository, or writes it.
#[track_caller]
fn is_made(path: &str, made: &str) {
    if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        std::fs::create_dir_all(file(path).parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(file(path), made).expect("the file can be written");
    }
    let kept = std::fs::read_to_string(file(path)).unwrap_or_default();
    let differs = kept
        .lines()
        .zip(made.lines())
        .position(|(kept, made)| kept != made)
        .unwrap_or(kept.lines().count().min(made.lines().count()));
    assert!(
        kept == made,
        "`{path}` differs from what the program makes, from line {}: `{}`; `BLESS=1 cargo test --test it made` makes it again",
        differs + 1,
        made.lines().nth(differs).unwrap_or_default(),
    );
}

#[test]
fn the_playbooks_are_there_on_paper() {
    let mut breach = Breach::new();
    breach.no_terminal();
    let mut wanted = Vec::new();
    for listed in Library::new(None).list() {
        let path = format!("playbooks/paper/{}.txt", listed.id);
        let shown = breach
            .run(&format!("playbook show {} --format print", listed.id))
            .ok()
            .quiet();
        is_made(&path, &shown.stdout);
        wanted.push(file(&path));
    }
    let mut there: Vec<PathBuf> = std::fs::read_dir(file("playbooks/paper"))
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    there.sort();
    wanted.sort();
    assert_eq!(
        there, wanted,
        "a paper copy for each built-in playbook, and nothing else"
    );
}

/// An evening with a call from the acquirer, told with commands.
const EXAMPLE: &[&str] = &[
    r#"--as "Tom Becker" start card-data-breach --no-walk --at 23:40 --title "Possible card data compromise""#,
    r#"note "@Ana phone 22:50 payment page is down, server still on""#,
    "role assign incident-commander \"Jo Hall\"",
    "fact set card_brands visa",
    "fact set contract_duties acquirer",
    "fact set suspected_at 23:40",
    "fact set card_suspected yes",
    r#"step done isolate-card-systems --at 22:50 --who "Ana Ruiz" --channel phone"#,
    r#"step done notify-acquirer --at 23:42 --notice acquirer-notice --channel phone"#,
    r#"step waiting engage-counsel-and-insurer --on "Dana Weiss" --until "tomorrow 09:00""#,
];

#[test]
fn the_example_report_is_what_the_program_writes() {
    let mut breach = Breach::new();
    breach.no_terminal();
    for command in EXAMPLE {
        breach.run(command).ok();
        breach.minutes_pass(2);
    }
    let report = breach.run("export").ok();
    is_made("tests/data/example-report.md", &report.stdout);
}

#[test]
fn the_picture_is_what_stands_on_the_screen() {
    let home = tempfile::tempdir().expect("a folder");
    let mut terminal = Start::new(env!("CARGO_BIN_EXE_fixed_clock"))
        .arg("start")
        .env("HOME", home.path())
        .size(80, 50)
        .spawn();
    for (question, answer) in [
        ("Number: ", "2"),
        ("Your name, for the record: ", "Tom Becker"),
        ("in their words?", "Acquirer: 61 cards, fraud after use at our shop"),
        ("Arrived when, and read when? ", "23:40"),
    ] {
        terminal.wait_for(question);
        terminal.type_line(answer);
    }
    terminal.wait_for("? for more");
    // The prompt below it may not be there yet.
    let shown = terminal.screen();
    let end = shown.lines().position(|line| line.contains("? for more"));
    let lines = shown.lines().take(end.map_or(usize::MAX, |end| end + 1));
    let screen: Vec<String> = lines.map(str::to_owned).collect();
    terminal.kill();
    is_made("tests/data/walk.svg", &picture(&screen));
}

/// Columns and rows of a cell in the picture.
const CELL: (usize, usize) = (9, 18);
/// Around the screen.
const MARGIN: usize = 18;

/// The lines of a screen as a picture. Each line is as wide as on the screen, whatever letters the reader has.
fn picture(lines: &[String]) -> String {
    let (width, height) = (80 * CELL.0 + 2 * MARGIN, lines.len() * CELL.1 + 2 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
         <title>breach start: the first questions, and the first five minutes</title>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#16181d\"/>\n\
         <g font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"15\" fill=\"#d7dae0\">\n",
    );
    for (row, line) in lines.iter().enumerate() {
        let words = line.trim_start();
        if words.is_empty() {
            continue;
        }
        let columns = breach::text::width(words);
        let x = MARGIN + (breach::text::width(line) - columns) * CELL.0;
        let y = MARGIN + row * CELL.1 + 13;
        let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = writeln!(
            svg,
            "<text x=\"{x}\" y=\"{y}\" textLength=\"{}\" xml:space=\"preserve\">{escaped}</text>",
            columns * CELL.0
        );
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}
