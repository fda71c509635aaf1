//! Checking and exporting, as an outsider does it: the real program and the scripts of the README on record files.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use breach::incident::{Hash, Receipt};

/// The head and the check code of the frozen whole record.
const HEAD: &str = "5396a645b1e64149a4783fac840a4f229f4a31e372c2490becbcb32207eb1ec6";
const CODE: &str = "k7f3-54-AEBA-CHDH-WS0M-K93R-NJ";

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn whole() -> Vec<u8> {
    fs::read(data("records/draft/whole.jsonl")).expect("the frozen record")
}

/// Runs the program in an empty environment.
fn breach(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_breach"))
        .arg0("breach")
        .args(arguments)
        .env_clear()
        .env("HOME", folder)
        .env("TZ", "UTC")
        .env("LOGNAME", "tom")
        .current_dir(folder)
        .output()
        .expect("breach runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A store with one incident whose record is these bytes.
fn store(record: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let incident = folder.path().join("store/2026-11-20-k7f3");
    fs::create_dir_all(&incident).expect("a folder");
    fs::write(incident.join("record.jsonl"), record).expect("a record");
    folder
}

/// Exit code and verdict for a record file outside a store.
fn verdict(bytes: &[u8], more: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("copy.jsonl"), bytes).expect("a record");
    let arguments = [&["verify", "copy.jsonl", "--json"], more].concat();
    let output = breach(folder.path(), &arguments);
    let verdict = serde_json::from_slice::<serde_json::Value>(&output.stdout).map_or_else(
        |_| text(&output.stderr),
        |json| {
            let item = &json["items"][0];
            format!(
                "{} {}",
                item["verdict"].as_str().unwrap_or("?"),
                item["faults"][0]["entry"]
            )
        },
    );
    (output.status.code(), verdict)
}

#[test]
fn verify_a_whole_record_says_what_it_did_not_check() {
    let folder = store(&whole());
    let output = breach(folder.path(), &["--store", "store", "verify", "k7f3"]);
    assert_eq!(text(&output.stderr), "");
    assert_eq!(
        text(&output.stdout),
        format!(
            "  2026-11-20-k7f3  55 entries  WHOLE

  Every entry follows from the one before, up to #54 of Friday 20 Nov 2026,
  23:43 (London).

  Check code   {CODE}
  Head         {HEAD}

  The clock was set while the record was written
    #30: it was ahead

  Not checked
    No check code was given. Whoever controlled this machine could have
    rewritten everything, cut off the end, or changed the last entry, and this
    check would not find it. If somebody wrote a check code down: --check-code
    CODE
    Times are those of this machine's clock; nothing from outside bounds them.
    Whether what was told is true, and what was never told.
    Entries of a newer breach, from #42 (`sample.of-tomorrow`) on: their links
    were checked, their meaning was not.
"
        )
    );
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn verify_names_the_first_bad_entry() {
    let folder = store(&fs::read(data("records/draft/broken.jsonl")).expect("the frozen record"));
    let output = breach(folder.path(), &["--store", "store", "verify"]);
    assert_eq!(output.status.code(), Some(4));
    let shown = text(&output.stdout);
    assert_eq!(
        shown.lines().take(5).collect::<Vec<_>>(),
        [
            "  2026-11-20-k7f3  55 entries  NOT AS IT WAS WRITTEN",
            "",
            "  First bad entry: #4, shows at line 6: it was changed after it was written:",
            "  entry 5 does not follow from it.",
            "  Sound up to #3, whose hash is",
        ]
    );
}

#[test]
fn verify_damaged_files() {
    let whole = whole();
    let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    let without = |place: usize| [&lines[..place], &lines[place + 1..]].concat().concat();
    let mut swapped = lines.clone();
    swapped.swap(3, 4);
    let mut doubled = lines.clone();
    doubled.insert(9, lines[8]);
    let mut nul = whole.clone();
    nul[lines[0].len() + 5] = 0;
    let mut nul_end = whole.clone();
    let last = nul_end.len() - 10;
    nul_end[last] = 0;
    let crlf = text(&whole).replace('\n', "\r\n").into_bytes();
    let cases: [(&str, Vec<u8>, i32, &str); 9] = [
        ("whole", whole.clone(), 0, "whole null"),
        ("deleted", without(7), 4, "tampered 7"),
        ("swapped", swapped.concat(), 4, "tampered 3"),
        ("doubled", doubled.concat(), 4, "tampered 8"),
        ("CRLF", crlf, 4, "tampered 0"),
        ("NUL inside", nul, 4, "tampered 1"),
        ("NUL in the last line", nul_end, 8, "torn null"),
        ("torn", whole[..whole.len() - 3].to_vec(), 8, "torn null"),
        ("cut between entries", lines[..40].concat(), 0, "whole null"),
    ];
    for (name, bytes, code, expected) in cases {
        assert_eq!(verdict(&bytes, &[]), (Some(code), expected.to_owned()), "{name}");
    }
    assert_eq!(verdict(b"", &[]).0, Some(3), "an empty file, wherever it comes from");
    assert_eq!(verdict(b"no line end", &[]).0, Some(3), "no record");
}

#[test]
fn a_check_code_finds_a_cut_end_and_a_rewrite() {
    let whole = whole();
    let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    assert_eq!(
        verdict(&whole, &["--check-code", CODE]),
        (Some(0), "whole null".to_owned())
    );
    assert_eq!(verdict(&whole, &["--check-code", &CODE.to_lowercase()]).0, Some(0));
    assert_eq!(verdict(&whole, &["--head", HEAD]).0, Some(0));
    let cut = lines[..40].concat();
    assert_eq!(
        verdict(&cut, &["--check-code", CODE]),
        (Some(4), "does not match null".to_owned())
    );
    assert_eq!(verdict(&cut, &["--head", HEAD]).0, Some(4));
    let rewritten = Receipt::new("k7f3", 54, Hash::of(b"another")).to_string();
    assert_eq!(
        verdict(&whole, &["--check-code", &rewritten]),
        (Some(4), "does not match null".to_owned())
    );
    assert_eq!(verdict(&whole, &["--check-code", "nonsense"]).0, Some(2));
}

#[test]
fn a_code_that_was_copied_wrongly_says_nothing_about_the_record() {
    let folder = store(&whole());
    let wrong = CODE.replace("CHDH", "HCDH");
    let output = breach(
        folder.path(),
        &["--store", "store", "verify", "k7f3", "--check-code", &wrong],
    );
    assert_eq!(text(&output.stderr), "");
    assert_eq!(
        text(&output.stdout),
        "  2026-11-20-k7f3  55 entries  WHOLE so far as it can be checked alone

  The code was copied wrongly: its signs do not fit one another. Most likely it
  is in \"HCDH\". Compare it with the paper, and try again. Nothing is said here
  about the record.
"
    );
    assert_eq!(output.status.code(), Some(3));
    let whole = whole();
    let said = (Some(3), "code copied wrongly null".to_owned());
    for (right, wrong) in [
        ("AEBA", "AEBC"),
        ("k7f3", "x2x2"),
        ("-54-", "-45-"),
        ("-NJ", "-JN"),
        ("K93R", "K93"),
    ] {
        let code = CODE.replace(right, wrong);
        assert_eq!(verdict(&whole, &["--check-code", &code]), said, "{code}");
    }
    // A record that contradicts itself does so whatever was copied.
    let broken = fs::read(data("records/v1/broken.jsonl")).expect("the frozen record");
    assert_eq!(verdict(&broken, &["--check-code", &wrong]).0, Some(4));
}

#[test]
fn a_code_of_another_incident_is_said_to_be_that() {
    let folder = store(&whole());
    let other = Receipt::new("x2x2", 54, Hash::NONE).to_string();
    let output = breach(
        folder.path(),
        &["--store", "store", "verify", "k7f3", "--check-code", &other],
    );
    assert_eq!(
        text(&output.stdout),
        "  2026-11-20-k7f3  55 entries  WHOLE so far as it can be checked alone

  The check code is of incident x2x2, and this is k7f3. It says nothing about
  this record; verify the other one, or look for the code of this one.
"
    );
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(
        verdict(&whole(), &["--check-code", &other]),
        (Some(3), "code of another incident null".to_owned())
    );
}

#[test]
fn a_code_of_an_older_breach_still_covers_its_entries() {
    let whole = whole();
    let older = &CODE[..CODE.len() - 3];
    assert_eq!(
        verdict(&whole, &["--check-code", older]),
        (Some(0), "whole null".to_owned())
    );
    let folder = store(&whole);
    let other = older.replace("AEBA", "AEBC");
    let output = breach(
        folder.path(),
        &["--store", "store", "verify", "k7f3", "--check-code", &other],
    );
    let said = text(&output.stdout);
    let said: Vec<&str> = said.lines().skip(2).take(6).collect();
    assert_eq!(
        said.join("\n"),
        "  Entry #54 is not the one that the check code was made from: it, or something
  before it, was rewritten, or the code is of another copy that went on by
  itself (`breach verify` with both files compares them), or the code was copied
  wrongly: an older breach made it, without the two signs at its end that would
  show a slip, so compare it with the paper first.
  Every entry follows from the one before, up to #54 of Friday 20 Nov 2026,"
    );
    assert_eq!(output.status.code(), Some(4));
}

#[test]
fn what_is_no_record_is_refused_without_waiting() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    fs::create_dir(here.join("folder")).expect("a folder");
    let made = Command::new("mkfifo")
        .arg(here.join("pipe"))
        .status()
        .expect("mkfifo runs");
    assert!(made.success());
    for (target, code) in [("./folder", 1), ("./pipe", 1), ("./missing", 1), ("nothing", 2)] {
        let output = breach(here, &["verify", target]);
        assert_eq!(output.status.code(), Some(code), "{target}: {}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "", "{target}");
    }
}

#[test]
fn export_writes_the_artefact_and_the_check_code() {
    let folder = store(&whole());
    let here = folder.path();
    let output = breach(here, &["--store", "store", "export", "--format", "csv"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        output.stdout,
        fs::read(data("exports/default.csv")).expect("a golden file")
    );
    assert_eq!(
        text(&output.stderr),
        format!("  Check code   {CODE}\n  Head         {HEAD}\n")
    );
    let output = breach(
        here,
        &["--store", "store", "export", "-o", "full.json", "--edition", "full"],
    );
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
    assert_eq!(
        fs::read(here.join("full.json")).expect("the export"),
        fs::read(data("exports/full.json")).expect("gold")
    );
    assert_eq!(
        text(&output.stdout),
        format!(
            "  2026-11-20-k7f3 written to {}\n  full edition; nothing is left out\n  Check code   {CODE}\n  Head         {HEAD}\n",
            here.join("full.json").display()
        )
    );
}

#[test]
fn export_leaves_folders_and_the_targets_of_links_alone() {
    let folder = store(&whole());
    let here = folder.path();
    fs::write(here.join("target"), "mine").expect("a file");
    std::os::unix::fs::symlink("target", here.join("link.md")).expect("a link");
    let output = breach(here, &["--store", "store", "export", "-o", "link.md"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fs::read_to_string(here.join("target")).expect("a file"), "mine");
    assert!(fs::symlink_metadata(here.join("link.md")).expect("a file").is_symlink());
    let output = breach(here, &["--store", "store", "export", "-o", "store"]);
    assert_eq!(output.status.code(), Some(1));
    let output = breach(here, &["--store", "store", "export", "-o", "missing/x.md"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_broken_or_torn_record_is_exported_and_the_exit_code_says_so() {
    for (name, code, says) in [
        (
            "broken",
            4,
            "**BROKEN RECORD. At least one entry is not as it was written.",
        ),
        ("torn", 8, "**The record ends torn:"),
    ] {
        let folder = store(&fs::read(data(&format!("records/draft/{name}.jsonl"))).expect("the frozen record"));
        let output = breach(folder.path(), &["--store", "store", "export"]);
        assert_eq!(output.status.code(), Some(code), "{name}");
        let third = text(&output.stdout).lines().nth(2).expect("a third line").to_owned();
        assert!(third.starts_with(says), "{third}");
    }
}

#[test]
fn restrict_keeps_an_entry_out_and_log_marks_it() {
    let whole = whole();
    let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    // Before the entry of a newer breach, after which only notes may be written.
    let folder = store(&lines[..42].concat());
    let here = folder.path();
    let restrict = [
        "--store",
        "store",
        "--as",
        "Tom Becker",
        "restrict",
        "#4",
        "--why",
        "names a customer",
    ];
    let output = breach(here, &restrict);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let again = breach(here, &restrict);
    assert_eq!(again.status.code(), Some(5));
    let missing = breach(here, &["--store", "store", "--as", "T", "restrict", "99", "--why", "x"]);
    assert_eq!(missing.status.code(), Some(2));
    let export = breach(here, &["--store", "store", "export"]);
    assert!(!text(&export.stdout).contains("nobody logs in"));
    assert!(!text(&export.stdout).contains("names a customer"));
    let log = breach(here, &["--store", "store", "log", "--from", "4"]);
    assert_eq!(
        text(&log.stdout).lines().take(4).collect::<Vec<_>>(),
        [
            "  k7f3  Possible card data compromise  (London)",
            "",
            "  #4  Fri 20 Nov 23:43  Tom Becker  [restricted]",
            "      agreed, for \"Stop card capture\": nobody logs in",
        ]
    );
    let log = breach(here, &["--store", "store", "log", "--step", "pay", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&log.stdout).expect("JSON");
    assert_eq!(json["format"], "breach.log/1");
    let items: Vec<_> = json["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| &item["seq"])
        .collect();
    assert_eq!(items, [15]);
}

#[test]
fn the_shell_script_of_the_readme_agrees_with_verify() {
    agrees_with_verify("sh", "hand-check/check.sh");
}

#[test]
#[ignore = "needs Python: tests/run installs it"]
fn the_python_script_of_the_readme_agrees_with_verify() {
    agrees_with_verify("python3", "hand-check/check.py");
}

fn agrees_with_verify(program: &str, script: &str) {
    let broken = data("records/draft/broken.jsonl");
    let torn = data("records/draft/torn.jsonl");
    let check = |record: &Path| {
        let output = Command::new(program)
            .arg(data(script))
            .arg(record)
            .output()
            .expect("the script runs");
        (
            output.status.success(),
            format!("{}{}", text(&output.stdout), text(&output.stderr)),
        )
    };
    assert_eq!(
        check(&data("records/draft/whole.jsonl")),
        (true, format!("55 entries, head {HEAD}\n"))
    );
    assert_eq!(
        check(&broken),
        (false, "entry 5 does not follow from the one before\n".to_owned())
    );
    assert_eq!(check(&torn), (false, "the end is torn\n".to_owned()));
}

/// What an older draft wrote is checked and shown, and never called changed; nobody goes on with it here.
#[test]
fn a_record_of_another_draft_is_shown_checked_and_exported() {
    let record = fs::read(data("records/v1/whole.jsonl")).expect("the old record");
    let lines: Vec<String> = text(&record).lines().map(str::to_owned).collect();
    let folder = store(&record);
    let run = |arguments: &[&str]| {
        let output = breach(folder.path(), &[&["--store", "store"], arguments].concat());
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let why = "This record is of format 1, draft 1, which this breach can check and export but not go on with. Go on with \
               the breach that wrote it, or start a new incident and link it.";
    let (code, out, _) = run(&["verify", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let item = &json["items"][0];
    assert_eq!(
        (code, item["verdict"].as_str(), item["fault_count"].as_u64()),
        (Some(0), Some("whole"), Some(0))
    );
    assert_eq!(item["not_checked"][3], format!("What the entries mean. {why}"));
    let (code, out, _) = run(&["log", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, json["note"].as_str()), (Some(0), Some(why)));
    let shown: Vec<&str> = json["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|item| item["line"].as_str())
        .collect();
    assert_eq!(shown, lines);
    let (code, out, _) = run(&["log"]);
    assert_eq!((code, out.contains("#1  {\"seq\":1,")), (Some(0), true), "{out}");
    let (code, out, _) = run(&["export", "--edition", "full", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, json["record"]["verdict"].as_str()), (Some(0), Some("whole")));
    let shown: Vec<&str> = json["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .filter_map(|item| item["line"].as_str())
        .collect();
    assert_eq!(shown, lines);
    // Who may read its entries is not known here, so an edition for others shows none.
    let (code, out, _) = run(&["export", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(
        (code, json["left_out"]["another_draft"].as_u64()),
        (Some(0), Some(lines.len() as u64))
    );
    let (code, out, _) = run(&["export"]);
    assert_eq!(
        (code, out.lines().nth(2).is_some_and(|line| line.contains(why))),
        (Some(0), true),
        "{out}"
    );
    for arguments in [&["status"][..], &["--as", "Tom", "note", "x"], &["step", "list"]] {
        let (code, _, err) = run(arguments);
        assert_eq!(code, Some(5), "{arguments:?}: {err}");
        let plain: String = err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(why), "{err}");
    }
    assert_eq!(
        fs::read(folder.path().join("store/2026-11-20-k7f3/record.jsonl")).expect("a record"),
        record
    );
}
