//! What `verify` and the commands beside it say of records, copies, exports, and of what is none of these: each thing is called
//! what it is, and nothing honest is accused.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Command;

use crate::harness::{Breach, Ran};

/// The record of the only, or of the first, incident of a machine.
const ID: &str = "2026-11-20-k7f3";
const OTHER: &str = "2026-11-20-m2q9";

/// The first line that a command shows, without its indent.
fn headline(shown: &str) -> &str {
    shown
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default()
        .trim()
}

/// What a command shows, as one line.
fn flat(shown: &str) -> String {
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A machine with a second incident beside the first.
fn two() -> Breach {
    let mut breach = Breach::tiny();
    breach.run("start tiny --no-walk").ok();
    breach
}

/// Runs a command with the records of another folder.
fn run_in(breach: &mut Breach, store: &str, command: &str) -> Ran {
    let words = ["breach", "--store", store]
        .into_iter()
        .chain(command.split_whitespace());
    let line: Vec<OsString> = words.map(OsString::from).collect();
    let (ran, code) = breach.in_world(|world| breach::run(line, world));
    Ran { code, ..ran }
}

fn record(breach: &Breach, id: &str) -> PathBuf {
    breach.store().join(id).join("record.jsonl")
}

/// Copies an incident's folder beside it, or elsewhere.
fn copy(breach: &Breach, id: &str, to: &str) -> PathBuf {
    let to = breach.folder().join(to);
    fs::create_dir_all(&to).expect("a folder");
    fs::copy(record(breach, id), to.join("record.jsonl")).expect("a copy");
    to.join("record.jsonl")
}

#[test]
fn a_full_json_export_is_checked_as_the_record_that_it_holds() {
    let mut breach = Breach::tiny();
    breach.run("note one").ok();
    breach.run("export --format json --edition full -o full.json").ok();
    let shown = breach.run("verify full.json").ok().stdout;
    assert_eq!(headline(&shown), "full.json  3 entries  WHOLE");
    assert!(
        flat(&shown).contains("A JSON export, full edition; nothing is left out"),
        "{shown}"
    );
    let code = breach.run("verify").ok().stdout;
    let line = code
        .lines()
        .find(|line| line.contains("Check code"))
        .expect("a check code");
    assert!(shown.contains(line), "the export has the code of the record:\n{shown}");
    // One letter of one line, and the chain no longer holds.
    let text = fs::read_to_string(breach.folder().join("full.json")).expect("the export");
    breach.file(
        "changed.json",
        text.replacen("\"text\\\":\\\"one\\\"", "\"text\\\":\\\"two\\\"", 1),
    );
    let shown = breach.run("verify changed.json").exits(4).stdout;
    assert_eq!(headline(&shown), "changed.json  3 entries  NOT AS IT WAS WRITTEN");
    assert!(
        flat(&shown).contains("#2: its line does not have the hash that stands beside it."),
        "{shown}"
    );
    // Its lines by themselves are a record.
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let lines = json["lines"].as_array().expect("lines");
    let lines: String = lines
        .iter()
        .map(|line| format!("{}\n", line["line"].as_str().expect("a line")))
        .collect();
    breach.file("lines.txt", lines);
    assert_eq!(
        headline(&breach.run("verify lines.txt").ok().stdout),
        "lines.txt  3 entries  WHOLE"
    );
    // Written anew by another program, it says the same.
    breach.file("compact.json", json.to_string());
    assert_eq!(
        headline(&breach.run("verify compact.json").ok().stdout),
        "compact.json  3 entries  WHOLE"
    );
}

#[test]
fn a_json_export_that_leaves_entries_out_is_checked_so_far_as_it_goes() {
    let mut breach = Breach::tiny();
    breach.run("note one").ok();
    breach.run("note secret --restricted").ok();
    breach.run("note three").ok();
    breach.run("export --format json -o some.json").ok();
    let shown = breach.run("verify some.json").ok().stdout;
    assert_eq!(headline(&shown), "some.json  5 entries  WHOLE so far as it goes");
    assert!(
        flat(&shown).contains("1 entry is left out; of it only the hash stands here."),
        "{shown}"
    );
    let code = shown
        .lines()
        .find_map(|line| line.trim().strip_prefix("Check code"))
        .expect("a code")
        .trim()
        .to_owned();
    breach.run(&format!("verify {ID} --check-code {code}")).ok();
    breach.run(&format!("verify some.json --check-code {code}")).ok();
    breach.run("note four").ok();
    let later = breach.run("verify --json").ok().stdout;
    let later: serde_json::Value = serde_json::from_str(&later).expect("JSON");
    let later = later["items"][0]["check_code"].as_str().expect("a code").to_owned();
    let shown = breach
        .run(&format!("verify some.json --check-code {later}"))
        .exits(4)
        .stdout;
    assert_eq!(headline(&shown), "some.json  5 entries  DOES NOT FIT WHAT YOU KEPT");
    let text = fs::read_to_string(breach.folder().join("some.json")).expect("the export");
    breach.file(
        "changed.json",
        text.replacen("\"text\\\":\\\"three\\\"", "\"text\\\":\\\"3\\\"", 1),
    );
    let shown = breach.run("verify changed.json").exits(4).stdout;
    assert_eq!(headline(&shown), "changed.json  5 entries  NOT AS IT WAS WRITTEN");
}

/// Whatever is no record is named, and nobody is accused of having changed it.
#[test]
fn what_is_no_record_is_named() {
    let mut breach = Breach::tiny();
    for (file, format) in [("r.md", "markdown"), ("r.html", "html"), ("t.csv", "csv")] {
        breach.run(&format!("export --format {format} -o {file}")).ok();
    }
    let log = breach.run("log --json").ok().stdout;
    let line = breach.lines()[0].clone();
    breach
        .file("log.json", log)
        .file("d.ics", "BEGIN:VCALENDAR\r\n")
        .file("hello", "hello")
        .file("empty", "")
        .file("host", "ws-12\n")
        .file("y.gz", b"\x1f\x8b\x08\x00\x00\n\x00")
        .file(
            "two.txt",
            line.encode_utf16()
                .flat_map(u16::to_le_bytes)
                .fold(vec![0xff, 0xfe], |mut all, byte| {
                    all.push(byte);
                    all
                }),
        )
        .file("cut.jsonl", &line[..100]);
    for (file, code, what) in [
        ("r.md", 3, "the report as Markdown, which is for people"),
        ("r.html", 3, "the report as HTML, which is for people"),
        ("t.csv", 3, "a CSV export"),
        ("d.ics", 3, "a file of calendar dates"),
        ("log.json", 3, "what another command writes with `--json`"),
        ("hello", 3, "a text that holds no entry"),
        ("empty", 3, "empty"),
        ("host", 3, "a text that holds no entry"),
        ("y.gz", 3, "a compressed file (gzip)"),
        ("two.txt", 3, "a text in UTF-16"),
        (
            "cut.jsonl",
            8,
            "begins as a record begins, and ends within its first entry",
        ),
    ] {
        let shown = breach.run(&format!("verify {file}")).exits(code).quiet().stdout;
        assert_eq!(headline(&shown), format!("{file}  NOT A RECORD"));
        assert!(
            flat(&shown).contains(&format!("It {}{what}", if code == 8 { "" } else { "is " })),
            "{shown}"
        );
        assert!(!shown.contains("Check code"), "{shown}");
    }
    let shown = breach.run("verify r.md").exits(3).stdout;
    assert!(
        flat(&shown).contains(&format!("`$DIR/store/{ID}/record.jsonl`: `breach verify {ID}`")),
        "{shown}"
    );
    let missing = breach.run("verify missing.jsonl").exits(2).stderr;
    assert_eq!(
        headline(&missing),
        "error: there is no incident and no file `missing.jsonl`"
    );
    let missing = breach.run("verify ./missing.jsonl").exits(1).stderr;
    assert_eq!(headline(&missing), "error: there is no file `./missing.jsonl`");
}

#[test]
fn a_record_of_another_incident_is_called_that_and_never_written_on() {
    let mut breach = two();
    fs::copy(record(&breach, OTHER), record(&breach, ID)).expect("a copy");
    let before = breach.lines_of(ID);
    let shown = breach.run(&format!("verify {ID}")).exits(3).stdout;
    assert_eq!(headline(&shown), format!("{ID}  2 entries  ANOTHER INCIDENT'S RECORD"));
    for command in [
        "note x",
        "step started look",
        "role take incident-commander",
        "hand-over Ana --said-back",
    ] {
        let ran = breach.run(&format!("-i {ID} {command}")).exits(5);
        assert!(
            ran.stderr.contains(&format!(
                "error: `{ID}` holds the record of another incident, {OTHER}; nothing was logged"
            )),
            "{command}: {}",
            ran.stderr
        );
    }
    assert_eq!(breach.lines_of(ID), before);
    let listed = flat(&breach.run("list").ok().stdout);
    assert!(
        listed.contains(&format!("{ID} another's holds the record of another")),
        "{listed}"
    );
    for command in ["status", "log", "brief"] {
        let warned = breach.run(&format!("-i {ID} {command}")).ok().stderr;
        assert!(
            warned.contains("holds the record of another incident"),
            "{command}: {warned}"
        );
    }
    // Without a name it is not passed over in favour of the other one.
    let refused = breach.run("note x").exits(2).stderr;
    assert!(
        refused.contains(&format!("2 incidents are open: `{ID}` and `{OTHER}`")),
        "{refused}"
    );
}

#[test]
fn a_copy_beside_the_original_is_a_copy_and_no_second_open_incident() {
    let mut breach = Breach::tiny();
    let name = format!("{ID}-copy");
    copy(&breach, ID, &format!("store/{name}"));
    breach.run("note two").ok();
    let listed = flat(&breach.run("list").ok().stdout);
    assert!(listed.contains(&format!("{name} copy is a copy of {ID}")), "{listed}");
    let shown = breach.run(&format!("verify {name}")).ok().stdout;
    assert!(
        flat(&shown).contains(&format!(
            "It is a copy of {ID} under another name. Nothing is logged to a copy."
        )),
        "{shown}"
    );
    let refused = breach.run(&format!("note -i {name} three")).exits(5).stderr;
    assert!(
        refused.contains(&format!("error: `{name}` is a copy of {ID}; nothing was logged")),
        "{refused}"
    );
    assert_eq!(breach.lines_of(&name).len(), 2);
    let shown = breach.run(&format!("verify {ID} {name}")).ok().stdout;
    assert!(
        flat(&shown).ends_with(&format!(
            "{name} is an older copy: {ID} has all of it, and goes on with #2."
        )),
        "{shown}"
    );
    assert!(breach.run("").ok().stdout.contains("k7f3"));
}

#[test]
fn a_copy_whose_name_is_no_incidents_is_named_by_the_list() {
    let mut breach = Breach::tiny();
    copy(&breach, ID, &format!("store/{ID} (2)"));
    let ran = breach.run("list").ok();
    assert_eq!(
        ran.stderr,
        format!(
            "warning: `$DIR/store/{ID} (2)/record.jsonl` holds a record, and nothing finds it under that name; `breach verify` with \
             its path checks it\n"
        )
    );
    breach.run("note x").ok().quiet();
}

#[test]
fn an_export_of_what_is_not_the_incidents_own_record_says_so() {
    let mut breach = two();
    fs::copy(record(&breach, OTHER), record(&breach, ID)).expect("a copy");
    let ran = breach.run(&format!("-i {ID} export -o r.md")).ok();
    assert_eq!(
        ran.stderr,
        format!("WARNING: `{ID}` holds the record of another incident, {OTHER}; that is what is exported.\n")
    );
}

/// The plainest tampering there is does not make an incident one that never was.
#[test]
fn a_record_that_is_gone_or_replaced_is_said_to_be_just_that() {
    for (what, code, listed, said) in [
        (
            "gone",
            4,
            "its record was removed",
            "is gone although its incident is there; somebody has removed the record",
        ),
        (
            "empty",
            4,
            "its record was emptied",
            "holds no entry, and no record is ever built so; somebody has emptied it",
        ),
        (
            "link",
            1,
            "its record was replaced by a link",
            "is a link, not an ordinary file; it was left alone",
        ),
        (
            "pipe",
            1,
            "its record was replaced by a pipe",
            "is a pipe, not an ordinary file; it was left alone",
        ),
        (
            "folder",
            1,
            "its record was replaced by a folder",
            "is a folder, not an ordinary file; it was left alone",
        ),
        ("text", 4, "its record was changed or replaced", ""),
        (
            "incident is a link",
            1,
            "it is a link, not a folder",
            "is a link, not a folder; it was left alone",
        ),
    ] {
        let mut breach = two();
        let path = record(&breach, ID);
        let kept = breach.folder().join("kept");
        fs::rename(&path, &kept).expect("the record moves");
        match what {
            "empty" => fs::write(&path, "").expect("a file"),
            "link" => symlink(&kept, &path).expect("a link"),
            "folder" => fs::create_dir(&path).expect("a folder"),
            "text" => fs::write(&path, "haha\n").expect("a file"),
            "pipe" => assert!(
                Command::new("mkfifo")
                    .arg(&path)
                    .status()
                    .expect("mkfifo runs")
                    .success()
            ),
            "incident is a link" => {
                let folder = path.parent().expect("a folder");
                fs::remove_dir(folder).expect("the folder goes");
                symlink(breach.store().join(OTHER), folder).expect("a link");
            }
            _ => {}
        }
        let shown = flat(&breach.run("list").ok().stdout);
        assert!(
            shown.contains(&format!("{ID} unreadable")) && shown.contains(listed),
            "{what}: {shown}"
        );
        let ran = breach.run(&format!("verify {ID}")).exits(code);
        if what == "text" {
            assert_eq!(headline(&ran.stdout), format!("{ID}  ITS RECORD WAS REPLACED"));
        } else {
            assert!(ran.stderr.contains(said), "{what}: {}", ran.stderr);
        }
        let ran = breach.run(&format!("note -i {ID} x")).exits(code);
        assert!(ran.stderr.contains(said), "{what}: {}", ran.stderr);
        // The note that names none goes nowhere, and says why.
        let refused = breach.run("note x").exits(2).stderr;
        assert!(
            refused.contains("2 incidents are open") && refused.contains(listed),
            "{what}: {refused}"
        );
        assert_eq!(breach.lines_of(OTHER).len(), 2, "{what}");
    }
}

#[test]
fn two_copies_that_went_on_apart_are_both_honest() {
    let mut breach = Breach::tiny();
    breach.run("note on paper").ok();
    let usb = copy(&breach, ID, &format!("usb/{ID}"));
    breach.run("note at the office").ok();
    run_in(&mut breach, "usb", "note at home").ok();
    run_in(&mut breach, "usb", "note at home, later").ok();
    let at_home = run_in(&mut breach, "usb", "verify --json").ok().stdout;
    let at_home: serde_json::Value = serde_json::from_str(&at_home).expect("JSON");
    let code = at_home["items"][0]["check_code"].as_str().expect("a code").to_owned();
    let path = format!("usb/{ID}/record.jsonl");
    let shown = breach.run(&format!("verify {ID} {path}")).exits(3).stdout;
    assert!(
        flat(&shown).ends_with(&format!(
            "{ID} and {path} are two copies of one record. They agree up to #2, and each went on by itself from #3: somebody \
             wrote to both. Neither is false for that. Keep both, and write down in one of them that the other exists."
        )),
        "{shown}"
    );
    assert!(shown.contains("WHOLE") && !shown.contains("NOT AS IT WAS"), "{shown}");
    // The code of one is no evidence against the other, where the other can be seen.
    let shown = breach
        .run(&format!("verify {ID} {path} --check-code {code}"))
        .exits(3)
        .stdout;
    assert!(
        flat(&shown).contains(&format!(
            "What you kept was made from {path}, another copy, and says nothing against this one."
        )),
        "{shown}"
    );
    // Where it cannot, both are possible, and that is what is said.
    let shown = breach.run(&format!("verify {ID} --check-code {code}")).exits(4).stdout;
    assert_eq!(headline(&shown), format!("{ID}  4 entries  DOES NOT FIT WHAT YOU KEPT"));
    assert!(
        flat(&shown).contains("or the code is of another copy that went on by itself"),
        "{shown}"
    );
    // Beside it in the same folder it is found without being named.
    fs::create_dir(breach.store().join("from-home")).expect("a folder");
    fs::copy(usb, breach.store().join("from-home/record.jsonl")).expect("a copy");
    let shown = breach.run(&format!("verify {ID} --check-code {code}")).exits(3).stdout;
    assert!(
        flat(&shown).contains("What you kept was made from from-home, another copy"),
        "{shown}"
    );
    let json = breach.run(&format!("verify {ID} {path} --json")).exits(3).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        json["items"][0]["together"],
        serde_json::json!({"verdict": "went on apart", "from": 3})
    );
}

#[test]
fn records_of_two_incidents_are_no_copies_of_one() {
    let mut breach = two();
    let shown = breach.run(&format!("verify {ID} {OTHER}")).exits(3).stdout;
    assert!(
        flat(&shown).contains("are not copies of one record: not even their first entry is the same."),
        "{shown}"
    );
}

#[test]
fn an_incident_in_use_that_has_vanished_is_an_error_and_no_note_in_another_one() {
    let mut breach = two();
    breach.run(&format!("use {ID}")).ok();
    fs::rename(breach.store().join(ID), breach.folder().join("usb")).expect("the folder moves");
    for command in ["note counsel says X", "step started look", "status", "", "export"] {
        let ran = breach.run(command).exits(1);
        assert!(
            ran.stderr
                .starts_with(&format!("error: `{ID}` is in use, and it is not there\n")),
            "{command}: {}",
            ran.stderr
        );
    }
    assert_eq!(breach.lines_of(OTHER).len(), 2);
    // What does not speak of it goes on, and says so.
    let ran = breach.run("list").ok();
    assert_eq!(ran.stderr, format!("warning: `{ID}` is in use, and it is not there\n"));
    breach.run("use --none").ok();
    breach.run("note now to the other one").ok();
    assert_eq!(breach.lines_of(OTHER).len(), 3);
}

#[test]
fn what_is_in_use_is_read_from_an_ordinary_file_or_not_at_all() {
    let mut breach = Breach::tiny();
    let in_use = breach.store().join("in-use");
    assert!(
        Command::new("mkfifo")
            .arg(&in_use)
            .status()
            .expect("mkfifo runs")
            .success()
    );
    let ran = breach.run("note x").exits(1);
    assert!(
        ran.stderr.contains("cannot be read: it is not a regular file"),
        "{}",
        ran.stderr
    );
    breach.run("use --none").ok();
    fs::write(&in_use, "../../etc\n").expect("a file");
    let ran = breach.run("note x").exits(1);
    assert!(ran.stderr.contains("it names no incident"), "{}", ran.stderr);
}

#[test]
fn a_closed_incident_in_use_is_not_written_on_in_silence() {
    let mut breach = two();
    breach.run(&format!("use {ID}")).ok();
    let closed = breach
        .run(&format!("close --how joined --to {OTHER} --why \"the same\""))
        .ok();
    assert!(
        closed
            .stdout
            .contains("It is still in use: `breach use ID` chooses another one"),
        "{}",
        closed.stdout
    );
    let ran = breach.run("note late").ok();
    assert!(ran.stdout.contains("late"), "{}", ran.stdout);
    assert!(
        ran.stderr.starts_with(&format!(
            "warning: `{ID}` is closed, and still in use: this was written to it."
        )),
        "{}",
        ran.stderr
    );
    // Whoever names it knows it.
    breach.run(&format!("note -i {ID} late")).ok().quiet();
}

#[test]
fn what_ends_a_visit_and_what_finds_no_incident_names_the_folder_of_the_records() {
    let mut breach = Breach::tiny();
    breach.terminal().types(["/leave"]);
    let shown = breach.run("resume").ok().stdout;
    assert!(
        shown.contains(&format!("Record:      $DIR/store/{ID}/record.jsonl\n")),
        "{shown}"
    );
    breach.no_terminal();
    let elsewhere = |breach: &mut Breach, store: &str, command: &str| {
        let ran = run_in(breach, store, command);
        flat(&format!("{}{}", ran.stdout, ran.stderr))
    };
    for command in ["note x", "list", "", "status", "-i k7f3 status"] {
        let shown = elsewhere(&mut breach, "none", command);
        assert!(
            shown.contains("records are looked for in `$DIR/none`, which cannot be looked at: no such file or folder"),
            "{command}: {shown}"
        );
        let shown = elsewhere(&mut breach, &format!("store/{ID}"), command);
        assert!(
            shown.contains(&format!(
                "records are looked for in `$DIR/store/{ID}`, which is the folder of one incident; the folder of records is the \
                 one above it: `--store $DIR/store`"
            )),
            "{command}: {shown}"
        );
    }
}

/// Of the folders that this login may not enter, each is named where incidents are listed, and none keeps anybody from the
/// others. The system lets an administrator in anywhere, so this is tried as somebody else.
#[test]
fn a_folder_that_cannot_be_entered_blocks_nothing_else() {
    let mut breach = two();
    let closed = breach.store().join(OTHER);
    let as_other = |arguments: &[&str]| {
        let mut command = Command::new("setpriv");
        command
            .args([
                "--reuid",
                "65534",
                "--clear-groups",
                env!("CARGO_BIN_EXE_breach"),
                "--store",
            ])
            .arg(breach.store())
            .args(arguments)
            .env("BREACH_AS", "T")
            .env("HOME", breach.folder())
            .current_dir(breach.folder());
        command.output()
    };
    let is_administrator = rustix::process::geteuid().is_root();
    let program = fs::metadata(env!("CARGO_BIN_EXE_breach")).expect("the program");
    if is_administrator
        && program.permissions().mode() & 0o005 == 0o005
        && as_other(&["--version"]).is_ok_and(|output| output.status.success())
    {
        for path in ["", "store", &format!("store/{ID}"), &format!("store/{ID}/record.jsonl")] {
            std::os::unix::fs::chown(breach.folder().join(path), Some(65534), None).expect("another owner");
        }
        let shown = |arguments: &[&str]| {
            let output = as_other(arguments).expect("setpriv runs");
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            (output.status.code(), text(&output.stdout), text(&output.stderr))
        };
        let (code, _, warned) = shown(&["note", "hello"]);
        assert_eq!(code, Some(0), "{warned}");
        assert!(
            warned.contains(&format!(
                "warning: incident `{OTHER}` is left out: it cannot be looked at: this login is not permitted to"
            )),
            "{warned}"
        );
        let (code, listed, _) = shown(&["list"]);
        assert_eq!(code, Some(0));
        assert!(
            flat(&listed).contains(&format!("{OTHER} unreadable it cannot be looked at")),
            "{listed}"
        );
        assert_eq!(shown(&["verify", ID]).0, Some(0));
        assert_eq!(shown(&["verify", OTHER]).0, Some(1));
        assert_eq!(shown(&["note", "-i", ID, "hello"]).0, Some(0));
    } else if !is_administrator {
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("a mode");
        let ran = breach.run("note hello").ok();
        assert!(
            ran.stderr.contains(&format!("incident `{OTHER}` is left out")),
            "{}",
            ran.stderr
        );
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).expect("a mode");
    }
}
