//! What scripts rely on: one object of JSON on standard output whatever a command does, an id that stands alone, and advice that
//! can be typed as it is printed.

use std::fs;
use std::process::{Command, Stdio};

use breach::incident::{Hash, Receipt};
use serde_json::{Value as Json, json};

use crate::harness::Breach;

const ID: &str = "2026-11-20-k7f3";

/// Standard output, which must be one object of JSON and nothing else.
#[track_caller]
fn json(shown: &str) -> Json {
    serde_json::from_str(shown).unwrap_or_else(|why| panic!("{why} in:\n{shown}"))
}

/// What a command says it wrote must be what was added to the record.
#[track_caller]
fn writes(breach: &mut Breach, command: &str) {
    let before = breach
        .incidents()
        .iter()
        .map(|id| breach.lines_of(id).len())
        .sum::<usize>();
    let ran = breach.run(&format!("{command} --json")).ok();
    let said = json(&ran.stdout);
    assert_eq!(said["format"], "breach.written/1", "{command}");
    let items = said["items"].as_array().expect("items");
    let after = breach
        .incidents()
        .iter()
        .map(|id| breach.lines_of(id).len())
        .sum::<usize>();
    assert_eq!(items.len(), after - before, "{command}: {said}");
    assert!(!items.is_empty(), "{command} wrote nothing");
    for item in items {
        let (id, entry) = (
            item["incident"].as_str().expect("an id"),
            item["entry"].as_u64().expect("a number"),
        );
        let lines = breach.lines_of(id);
        let line = &lines[usize::try_from(entry).expect("a number")];
        let hash = Hash::of(line.as_bytes());
        let stored = json(line);
        assert_eq!(
            *item,
            json!({
                "incident": id,
                "entry": entry,
                "at": stored["at"],
                "event": stored["event"],
                "head": hash.to_string(),
                "check_code": Receipt::new(id, entry, hash).to_string(),
            }),
            "{command}"
        );
    }
}

#[test]
fn every_command_that_writes_says_in_json_what_it_wrote() {
    let mut breach = Breach::new();
    let playbook = include_str!("../data/playbooks/stories/walk-test.yaml");
    breach
        .playbook("walk-test", playbook)
        .env("BREACH_AS", "Tom")
        .no_terminal();
    for command in [
        "start walk-test --no-walk",
        "note hello",
        "note secret --restricted",
        "restrict 2 --why \"names a person\"",
        "correct 2 --text hallo --why slip",
        "contacts call Ana --outcome \"no answer\"",
        "role take incident-commander",
        "role assign technical-lead Ben",
        "hand-over Ana --said-back",
        "step add courier --title \"Call a courier\" --why \"Papers\"",
        "step started courier",
        "step waiting courier --on Ben",
        "step later courier --why \"He sleeps\"",
        "step assign courier Ben",
        "step done courier",
        "step reopen courier --why again",
        "step not-needed courier --why none",
        "fact set card_suspected yes",
        "fact withdraw card_suspected --why slip",
    ] {
        writes(&mut breach, command);
    }
    breach.playbook(
        "walk-test",
        &playbook.replace("A step of every kind", "Every kind of step"),
    );
    writes(&mut breach, "playbook adopt walk-test --why better --difference-read");
    breach.run("fact set card_suspected yes").ok();
    breach.run("fact set contract_duties acquirer").ok();
    for command in [
        "obligation confirm acquirer-notice",
        "notice made acquirer-notice --channel phone --to desk",
        "close --how ruled-out --second Ben --why nothing",
        "-i k7f3 reopen --why after all",
    ] {
        writes(&mut breach, &command.replace("after all", "\"after all\""));
    }
    // What writes nothing to a record says that too, in the same form.
    let said = json(&breach.run(&format!("use {ID} --json")).ok().stdout);
    assert_eq!(said, json!({"format": "breach.written/1", "items": []}));
}

#[test]
fn a_failure_under_json_is_one_object_on_standard_output_and_the_exit_code_stays() {
    let mut breach = Breach::tiny();
    let ran = breach.run("note --json --at 99:99 x").exits(3);
    assert_eq!(ran.stderr, "");
    let said = json(&ran.stdout);
    assert_eq!(said["format"], "breach.error/1");
    let item = &said["items"][0];
    assert_eq!((&item["exit_code"], &item["written"]), (&json!(3), &json!([])));
    assert!(
        item["message"]
            .as_str()
            .is_some_and(|message| message.contains("99:99")),
        "{said}"
    );
    for (command, code, message) in [
        ("status -i zzzz --json", 2, "there is no incident `zzzz`"),
        (
            "step done nothing --json",
            2,
            "no step is called `nothing`; nothing was logged",
        ),
        (
            "resume --json",
            6,
            "there is no terminal to ask at; nothing was written",
        ),
        ("playbook check missing.yaml --json", 3, ""),
        ("--json", 2, "this is for people, and has no JSON"),
        ("nonsense --json", 2, "unrecognized subcommand 'nonsense'"),
        ("note --json --nonsense", 2, "unexpected argument '--nonsense' found"),
        ("--zone Nowhere/Land status --json", 2, ""),
    ] {
        let ran = breach.run(command);
        assert_eq!(ran.code, code, "{command}: {}", ran.screen);
        let said = json(&ran.stdout);
        if !message.is_empty() {
            let shown = said["items"][0]["message"].as_str().expect("a message");
            assert!(shown.starts_with(message), "{command}: {said}");
            assert_eq!(said["items"][0]["exit_code"], code, "{command}");
        }
    }
    // Two rows were kept before the third one was refused.
    breach.env("BREACH_STORE", "elsewhere");
    let plain = breach.run("step done nothing").exits(2);
    assert!(plain.stderr.starts_with("error: no step is called"), "{}", plain.stderr);
}

#[test]
fn a_start_that_asks_nothing_prints_the_id_alone() {
    let mut breach = Breach::new();
    breach.env("BREACH_AS", "Tom").no_terminal();
    let ran = breach.run("start card-data-breach --no-walk").ok();
    assert_eq!(ran.stdout, format!("{ID}\n"));
    assert!(ran.stderr.contains("logged #0 to #1"), "{}", ran.stderr);
    breach.run(&format!("note -i {} hello", ran.stdout.trim())).ok();
}

#[test]
fn advice_names_the_program_as_it_was_called() {
    let mut breach = Breach::new();
    breach
        .called("target/debug/breach")
        .env("BREACH_AS", "Tom")
        .no_terminal();
    let ran = breach.run("note x").exits(2);
    assert!(
        ran.stderr
            .contains("hint: `target/debug/breach start` opens one; `target/debug/breach list` shows"),
        "{}",
        ran.stderr
    );
    let ran = breach.run("").ok();
    assert!(
        ran.stdout
            .contains("\n  target/debug/breach start           something happened"),
        "{}",
        ran.stdout
    );
    let ran = breach.run("nonsense").exits(2);
    assert!(
        ran.stderr
            .contains("hint: `target/debug/breach help all` lists every command"),
        "{}",
        ran.stderr
    );
    breach.run("start card-data-breach --no-walk").ok();
    breach.terminal().types(["/leave"]);
    let ran = breach.run("resume").ok();
    assert!(
        ran.stdout.ends_with("  To go on:   target/debug/breach resume k7f3\n"),
        "{}",
        ran.stdout
    );
    // What people wrote stays as they wrote it.
    let ran = breach.run("note breach notice to customers").ok();
    assert!(ran.stdout.ends_with("  breach notice to customers\n"), "{}", ran.stdout);
    // By its own name, nothing changes.
    let ran = breach.called("breach").run("-i zzzz note x").exits(2);
    assert!(
        ran.stderr.contains(&format!("hint: `breach list` shows all: `{ID}`")),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_misspelt_name_leads_to_the_one_that_was_meant_and_to_nothing_that_can_only_fail() {
    let mut breach = Breach::tiny();
    for (command, code, said) in [
        (
            "start card-data-brech --no-walk",
            3,
            "error: `card-data-brech` is not a playbook; no incident was opened\nhint: did you mean `card-data-breach`?\n",
        ),
        (
            "start card-data --no-walk",
            3,
            "error: `card-data` is not a playbook; no incident was opened\nhint: did you mean `card-data-breach`?\n",
        ),
        (
            "start nothing-like-it --no-walk",
            3,
            "error: `nothing-like-it` is not a playbook; no incident was opened\nhint: see `breach playbook list`; a file of \
             your own ends in `.yaml`\n",
        ),
        (
            "role take commander",
            2,
            "error: no role is called `commander`; nothing was logged\nhint: did you mean `incident-commander`? `breach role \
             list` shows all\n",
        ),
        (
            "-i zzzz note x",
            2,
            "error: there is no incident `zzzz`\nhint: `breach list` shows all: `2026-11-20-k7f3`\n",
        ),
        (
            "-i k7f4 note x",
            2,
            "error: there is no incident `k7f4`\nhint: `breach list` shows all: `2026-11-20-k7f3`\n",
        ),
    ] {
        assert_eq!(breach.run(command).exits(code).stderr, said, "{command}");
    }
    for command in ["version", "init", "incidents"] {
        let ran = breach.run(command).exits(2);
        assert!(
            ran.stderr.ends_with("hint: `breach help all` lists every command\n"),
            "{}",
            ran.stderr
        );
    }
}

/// Somebody pasted a file where a name was expected.
#[test]
fn a_message_does_not_repeat_everything_that_was_typed() {
    let mut breach = Breach::tiny();
    let long = "x".repeat(131_000);
    for words in [
        vec!["-i", &long, "status"],
        vec!["step", "done", &long],
        vec!["fact", "set", &long, "yes"],
        vec!["start", &long, "--no-walk"],
        vec!["note", "x", "--at", &long],
        vec![long.as_str()],
        vec!["verify", &long],
        vec!["role", "take", &long],
    ] {
        let ran = breach.run_words(words.iter().copied());
        let shown = ran.stdout.len() + ran.stderr.len();
        assert!(
            ran.code != 0 && shown < 6_000,
            "{}: {shown} bytes",
            words[0].get(..10).unwrap_or(words[0])
        );
    }
}

#[test]
fn a_variable_that_is_no_text_is_refused_and_not_passed_over() {
    for name in ["BREACH_STORE", "BREACH_AS", "HOME", "XDG_CONFIG_HOME"] {
        let mut breach = Breach::tiny();
        let store = breach.folder().join("store");
        breach.unreadable_env(name);
        // The harness names the store itself, so for that variable it is called without.
        let (ran, code) = breach.in_world(|world| breach::run(["breach".into(), "note".into(), "x".into()], world));
        assert_eq!(
            (code, ran.stderr),
            (
                2,
                format!(
                    "error: the variable {name} is not text in UTF-8; nothing was changed\nhint: set {name} anew, or unset it\n"
                )
            )
        );
        assert!(store.exists());
    }
    // One that is not used changes nothing.
    let mut breach = Breach::tiny();
    breach.unreadable_env("BREACH_STORE").unreadable_env("LESS");
    breach.run("note x").ok();
}

#[test]
fn when_standard_output_is_full_it_says_what_was_kept() {
    let breach = Breach::tiny();
    let run = |arguments: &[&str]| {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
        let output = Command::new(env!("CARGO_BIN_EXE_breach"))
            .args(arguments)
            .env("BREACH_STORE", breach.store())
            .env("BREACH_AS", "Tom")
            .env("HOME", breach.folder())
            .stdout(Stdio::from(full))
            .output()
            .expect("breach runs");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    let said = run(&["note", "hello"]);
    assert!(
        said.starts_with(&format!(
            "error: standard output cannot be written; entry #2 of `{ID}` is logged and kept\n"
        )),
        "{said}"
    );
    let said = run(&["start", "card-data-breach", "--no-walk"]);
    let new = breach
        .incidents()
        .into_iter()
        .find(|id| id != ID)
        .expect("a second incident");
    assert!(
        said.contains(&format!(
            "error: standard output cannot be written; entries #0 to #1 of `{new}` are logged and kept\n"
        )),
        "{said}"
    );
    for arguments in [&["--help"][..], &["--version"], &["help", "all"]] {
        assert!(
            run(arguments).starts_with("error: standard output cannot be written"),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_profile_without_an_editor_says_which_variable_and_which_file() {
    let mut breach = Breach::new();
    breach.profile("organisation: Shop\n");
    // Where an edited text is waited for, anything else is an editor that fails.
    breach.types(["not an editor"]);
    let ran = breach.run("profile edit").exits(1);
    assert!(
        ran.stderr.ends_with(
            "hint: `VISUAL` or `EDITOR` names the editor, `vi` without them; or edit `$DIR/config/breach/profile.yaml` as you \
             like, then `breach profile check`\n"
        ),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_profile_that_cannot_be_looked_at_is_not_one_that_is_missing() {
    let mut breach = Breach::new();
    let folder = breach.folder().join("config");
    breach.env("XDG_CONFIG_HOME", folder.to_str().expect("UTF-8"));
    assert!(
        breach
            .run("profile check")
            .ok()
            .stdout
            .contains("There is no profile yet.")
    );
    // In the place of the folder, a file: the profile below it cannot be looked at.
    breach.file("config/breach", "mine");
    let ran = breach.run("profile check");
    assert_ne!(ran.code, 0, "{}", ran.screen);
    assert!(!ran.screen.contains("There is no profile yet."), "{}", ran.screen);
}

/// The system's number of an error helps nobody.
#[test]
fn a_link_that_leads_to_itself_is_an_error_in_words() {
    let mut breach = Breach::tiny();
    for name in ["loop.yaml", "loop.jsonl"] {
        std::os::unix::fs::symlink(name, breach.folder().join(name)).expect("a link");
    }
    let path = breach.folder().join("loop.yaml");
    let path = path.to_str().expect("UTF-8");
    for words in [
        vec!["playbook", "check", path],
        vec!["start", path, "--no-walk"],
        vec!["obligation", "assess", "--facts", path],
        vec!["start", "card-data-breach", "--answers", path],
        vec!["verify", "loop.jsonl"],
        vec!["export", "-o", path],
        vec!["--store", path, "list"],
    ] {
        let ran = if words[0] == "--store" {
            let line: Vec<std::ffi::OsString> = ["breach"].iter().chain(&words).map(Into::into).collect();
            let (ran, code) = breach.in_world(|world| breach::run(line, world));
            crate::harness::Ran { code, ..ran }
        } else {
            breach.run_words(words.iter().copied())
        };
        assert!(
            ran.code != 0 && !ran.screen.contains("os error"),
            "{words:?}: {}",
            ran.screen
        );
    }
}
