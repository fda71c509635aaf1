//! Questions at a real terminal: what is typed, pasted, pressed or broken, and the state of the terminal afterwards.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::os::unix::fs::PermissionsExt;

use rustix::process::Signal;
use rustix::termios::LocalModes;

use crate::pty::{Key, Pty, Start};

/// Every kind of question, with what shows that it waits.
const KINDS: [(&str, &str); 3] = [("drop", "Q1>"), ("join", "Q1>"), ("edit:text", "editing")];

fn asker(what: &[&str]) -> Start {
    Start::new(env!("CARGO_BIN_EXE_asker"))
        .args(what)
        .env("EDITOR", "echo editing; cat /dev/tty; true")
}

#[track_caller]
fn assert_given_back(pty: &Pty) {
    assert!(pty.is_as_found(), "echo and line editing are back");
    assert!(!pty.cursor_is_hidden(), "the cursor is back");
}

/// The whole screen after the program has ended well.
#[track_caller]
fn screen_at_the_end(mut pty: Pty) -> String {
    assert_eq!(pty.finish(), 0, "{}", pty.screen());
    assert_given_back(&pty);
    pty.screen()
}

#[test]
fn a_line_is_answered() {
    let mut pty = asker(&["drop"]).spawn();
    pty.wait_for("Q1>");
    assert!(
        !pty.modes()
            .local_modes
            .intersects(LocalModes::ECHO | LocalModes::ICANON)
    );
    pty.type_line("hello");
    assert_eq!(
        screen_at_the_end(pty),
        "Q1> hello\ngot Typed { text: \"hello\", dropped: [] }\nthe end"
    );
}

#[test]
fn a_paste_into_a_note_is_one_note_and_answers_nothing_else() {
    let mut pty = asker(&["join", "drop"]).spawn();
    pty.wait_for("Q1>");
    pty.type_raw("first line\ny\n");
    pty.wait_for("Q2>");
    pty.type_line("no");
    assert_eq!(
        screen_at_the_end(pty),
        "Q1> first line\ny\ngot Typed { text: \"first line\\ny\", dropped: [] }\n\
         Q2> no\ngot Typed { text: \"no\", dropped: [] }\nthe end"
    );
}

#[test]
fn a_paste_keeps_its_tabs_its_empty_lines_and_its_unfinished_last_line() {
    let mut pty = asker(&["join"]).spawn();
    pty.wait_for("Q1>");
    pty.type_raw("Visa\t61\r\n\r\nMastercard\t3");
    pty.wait_for("the end");
    assert_eq!(
        screen_at_the_end(pty),
        "Q1> Visa 61\n\nMastercard 3\ngot Typed { text: \"Visa\\t61\\n\\nMastercard\\t3\", dropped: [] }\nthe end"
    );
}

#[test]
fn a_paste_longer_than_what_a_terminal_holds_is_one_note() {
    let mut pty = asker(&["join", "drop"]).spawn();
    pty.wait_for("Q1>");
    let pasted: Vec<String> = (0..1500).map(|line| format!("line {line} of a long mail")).collect();
    pty.type_raw(pasted.join("\r"));
    pty.wait_for("Q2>");
    let expected = format!("got Typed {{ text: {:?}, dropped: [] }}", pasted.join("\n"));
    pty.wait_written(&expected);
    assert!(String::from_utf8_lossy(&pty.raw_output()).contains("line 10 of a long mail\r\r\n… and 1489 more\r\r\n"));
}

#[test]
fn extra_lines_are_dropped_after_a_guarded_question_and_reported() {
    let mut pty = asker(&["drop", "drop"]).spawn();
    pty.wait_for("Q1>");
    pty.type_raw("first line\ny\nyes\n");
    pty.wait_for("Q2>");
    pty.type_line("no");
    assert_eq!(
        screen_at_the_end(pty),
        "Q1> first line\ngot Typed { text: \"first line\", dropped: [\"y\", \"yes\"] }\n\
         Q2> no\ngot Typed { text: \"no\", dropped: [] }\nthe end"
    );
}

#[test]
fn what_is_typed_while_the_program_works_is_not_echoed_and_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let flag = folder.path().join("go");
    for (what, expected) in [
        (
            "ahead",
            "got [\"y\", \"wipe it\"]\nQ3> no\ngot Typed { text: \"no\", dropped: [] }\nthe end",
        ),
        (
            "wait",
            "got\nQ3> no\ngot Typed { text: \"no\", dropped: [\"y\", \"wipe it\"] }\nthe end",
        ),
    ] {
        let _ = std::fs::remove_file(&flag);
        let mut pty = asker(&["drop", &format!("{what}:{}", flag.display()), "drop"]).spawn();
        pty.wait_for("Q1>");
        pty.type_line("go");
        pty.wait_for("working");
        pty.type_raw("y\r\x1b[Bwipe it\r");
        std::fs::write(&flag, "").unwrap();
        pty.wait_for("Q3>");
        pty.type_line("no");
        let head = "Q1> go\ngot Typed { text: \"go\", dropped: [] }\nworking\n";
        assert_eq!(screen_at_the_end(pty), format!("{head}{expected}"));
    }
}

#[test]
fn what_is_typed_ahead_of_a_note_begins_it() {
    let folder = tempfile::tempdir().unwrap();
    let flag = folder.path().join("go");
    let mut pty = asker(&["join", &format!("wait:{}", flag.display()), "join"]).spawn();
    pty.wait_for("Q1>");
    pty.type_line("one");
    pty.wait_for("working");
    pty.type_raw("two");
    std::fs::write(&flag, "").unwrap();
    pty.wait_for("Q3> two");
    pty.type_line(" more");
    pty.wait_for("the end");
    pty.wait_for("got Typed { text: \"two more\", dropped: [] }");
}

#[test]
fn held_down_enter_answers_one_question_with_nothing() {
    let mut pty = asker(&["drop", "drop"]).spawn();
    pty.wait_for("Q1>");
    pty.type_raw("\r".repeat(200));
    pty.wait_for("Q2>");
    pty.type_line("now");
    assert_eq!(
        screen_at_the_end(pty),
        "Q1>\ngot Typed { text: \"\", dropped: [] }\nQ2> now\ngot Typed { text: \"now\", dropped: [] }\nthe end"
    );
}

#[test]
fn held_down_enter_in_a_note_is_an_empty_note() {
    let mut pty = asker(&["join"]).spawn();
    pty.wait_for("Q1>");
    pty.type_raw("\r".repeat(200));
    pty.wait_for("got Typed { text: \"\", dropped: [] }");
    assert_eq!(pty.finish(), 0);
    assert_given_back(&pty);
}

#[test]
fn control_bytes_reach_neither_the_text_nor_the_screen() {
    let mut pty = asker(&["drop"]).spawn();
    pty.wait_for("Q1>");
    pty.type_raw(b"a\x1b[200~b\x1b[201~\x1b[31mc\0\x07\x1b]0;title\x07d\te\xc2\x9b31m\x1b[5~\x1bOP\x1bx\xff\r");
    pty.wait_for("the end");
    let raw = String::from_utf8(pty.raw_output()).unwrap();
    assert!(!raw.contains("\x1b[31m") && !raw.contains('\u{9b}') && !raw.contains("title") && !raw.contains('\x07'));
    // The screen model leaves the replacement character out.
    assert!(raw.contains("got Typed { text: \"abcd e31m\u{fffd}\", dropped: [] }"));
    assert_eq!(
        screen_at_the_end(pty),
        "Q1> abcd e31m\ngot Typed { text: \"abcd e31m\", dropped: [] }\nthe end"
    );
}

#[test]
fn ctrl_c_gives_the_terminal_back_at_each_kind() {
    for (kind, shown) in &KINDS[..2] {
        let mut pty = asker(&[kind]).size(40, 12).spawn();
        pty.wait_for(shown);
        pty.key(Key::Ctrl('c'));
        assert_eq!(pty.finish(), 130, "{kind}: {}", pty.screen());
        assert_given_back(&pty);
        pty.wait_for("gone: interrupted with Ctrl-C");
    }
}

#[test]
fn signals_give_the_terminal_back_at_each_kind() {
    for (kind, shown) in KINDS {
        for (signal, code, said) in [
            (Signal::TERM, 143, "gone: ended by SIGTERM"),
            (Signal::HUP, 143, "gone: ended by SIGHUP"),
        ] {
            let mut pty = asker(&[kind]).size(40, 12).spawn();
            pty.wait_for(shown);
            pty.signal(signal);
            assert_eq!(pty.finish(), code, "{kind}: {}", pty.screen());
            assert_given_back(&pty);
            pty.wait_for(said);
        }
    }
}

#[test]
fn an_answer_given_just_before_the_end_counts() {
    for kind in ["drop", "join"] {
        let mut pty = asker(&[kind, "drop"]).spawn();
        pty.wait_for("Q1>");
        // The long paste keeps the program listening for more while the signal comes.
        pty.type_raw(format!("the answer\r{}", "x".repeat(600)));
        pty.wait_written("the answer\r\x1b[14C\r\r\n");
        pty.signal(Signal::TERM);
        assert_eq!(pty.finish(), 143);
        assert_given_back(&pty);
        pty.wait_written("got Typed { text: \"the answer");
    }
}

#[test]
fn what_was_saved_in_the_editor_before_the_end_counts() {
    let mut pty = asker(&["edit:text", "drop"])
        .env(
            "EDITOR",
            "save() { echo saved > \"$1\"; echo editing; while :; do :; done; }; save",
        )
        .spawn();
    pty.wait_for("editing");
    pty.signal(Signal::TERM);
    assert_eq!(pty.finish(), 143);
    assert_given_back(&pty);
    pty.wait_for("got Some(\"saved\")");
}

#[test]
fn sigint_from_elsewhere_is_ctrl_c() {
    for (kind, shown) in &KINDS[..2] {
        let mut pty = asker(&[kind]).spawn();
        pty.wait_for(shown);
        pty.signal(Signal::INT);
        assert_eq!(pty.finish(), 130, "{kind}: {}", pty.screen());
        assert_given_back(&pty);
    }
}

#[test]
fn ctrl_c_between_questions_is_told_by_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let flag = folder.path().join("go");
    let mut pty = asker(&["drop", &format!("wait:{}", flag.display()), "drop"]).spawn();
    pty.wait_for("Q1>");
    pty.type_line("x");
    pty.wait_for("working");
    pty.key(Key::Ctrl('c'));
    pty.wait_until("the signal arrived", |_| pending_signals(pty.pid()) == 0);
    std::fs::write(&flag, "").unwrap();
    assert_eq!(pty.finish(), 130);
    assert_given_back(&pty);
}

#[test]
fn ctrl_z_between_questions_does_not_stop_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let flag = folder.path().join("go");
    let mut pty = asker(&["drop", &format!("wait:{}", flag.display()), "drop"]).spawn();
    pty.wait_for("Q1>");
    pty.type_line("x");
    pty.wait_for("working");
    pty.key(Key::Ctrl('z'));
    std::fs::write(&flag, "").unwrap();
    pty.wait_for("Q3>");
    pty.type_line("y");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn a_closed_terminal_ends_every_kind() {
    for (kind, shown) in KINDS {
        let mut pty = asker(&[kind]).spawn();
        pty.wait_for(shown);
        pty.close();
        assert_eq!(pty.finish(), 143, "{kind}");
    }
}

#[test]
fn ctrl_d_closes_an_empty_line_only() {
    for kind in ["drop", "join"] {
        let mut pty = asker(&[kind, kind]).spawn();
        pty.wait_for("Q1>");
        pty.type_raw("ab\x04\x01\x04\x05c");
        pty.wait_for("Q1> bc");
        pty.type_raw("\r");
        pty.wait_for("Q2>");
        pty.key(Key::Ctrl('d'));
        assert_eq!(pty.finish(), 3);
        assert_given_back(&pty);
        assert_eq!(
            pty.screen(),
            "Q1> bc\ngot Typed { text: \"bc\", dropped: [] }\nQ2>\ngone: the input ended"
        );
    }
}

#[test]
fn a_panic_gives_the_terminal_back() {
    let mut pty = asker(&["drop", "panic"]).spawn();
    pty.wait_for("Q1>");
    pty.type_line("x");
    assert_eq!(pty.finish(), 101);
    pty.wait_for("as the test wanted");
    assert_given_back(&pty);
}

#[test]
fn a_long_line_in_a_small_window_leaves_no_remains() {
    let mut pty = asker(&["say:Above\n\nNote> "]).size(40, 12).spawn();
    pty.wait_for("Note>");
    let long: String = ('a'..='z').cycle().take(120).collect();
    pty.type_raw(&long);
    let row = |from: usize, to: usize| &long[from..to];
    pty.wait_until("four rows", |screen| {
        screen
            == format!(
                "Above\n\nNote> {}\n{}\n{}\n{}",
                row(0, 33),
                row(33, 72),
                row(72, 111),
                row(111, 120)
            )
    });
    for _ in 0..120 {
        pty.key(Key::Backspace);
    }
    pty.wait_until("an empty line", |screen| screen == "Above\n\nNote>");
    assert_eq!(pty.cursor(), (2, 6));
    pty.type_line("short");
    assert_eq!(
        screen_at_the_end(pty),
        "Above\n\nNote> short\ngot Typed { text: \"short\", dropped: [] }\nthe end"
    );
}

#[test]
fn a_line_higher_than_the_window_can_be_edited() {
    let mut pty = asker(&["drop"]).size(20, 4).spawn();
    pty.wait_for("Q1>");
    pty.type_raw(format!("start{}end", "x".repeat(200)));
    pty.wait_for("end");
    pty.key(Key::Home);
    pty.wait_for("Q1> startxx");
    pty.key(Key::Ctrl('k'));
    pty.wait_until("an empty line", |screen| screen.trim_end() == "Q1>");
    pty.type_line("z");
    pty.wait_written("got Typed { text: \"z\", dropped: [] }");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn the_middle_of_a_line_is_edited() {
    let mut pty = asker(&["drop"]).spawn();
    pty.wait_for("Q1>");
    pty.type_raw("漢字 two three four");
    pty.wait_for("four");
    pty.type_raw("\x17");
    pty.wait_gone("four");
    for _ in 0..6 {
        pty.key(Key::Left);
    }
    pty.key(Key::Backspace);
    pty.type_raw("é");
    pty.wait_for("Q1> 漢字 twoéthree");
    pty.key(Key::Home);
    pty.key(Key::Delete);
    pty.wait_for("Q1> 字 twoéthree");
    assert_eq!(pty.cursor(), (0, 4));
    pty.key(Key::Right);
    pty.key(Key::Tab);
    pty.key(Key::End);
    pty.key(Key::Enter);
    pty.wait_for("got Typed { text: \"字  twoéthree \", dropped: [] }");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn a_window_that_changes_its_size_gets_a_new_picture() {
    let mut pty = asker(&["drop"]).size(80, 24).spawn();
    pty.wait_for("Q1>");
    pty.type_raw("x".repeat(60));
    pty.wait_for("xxx");
    pty.resize(40, 12);
    pty.wait_until("two rows", |screen| {
        screen.ends_with(&format!("\nQ1> {}\n{}", "x".repeat(35), "x".repeat(25)))
    });
    pty.key(Key::Ctrl('u'));
    pty.wait_until("an empty line", |screen| screen.ends_with("\nQ1>"));
    pty.type_line("y");
    pty.wait_for("got Typed { text: \"y\"");
}

#[test]
fn earlier_answers_come_back() {
    let mut pty = asker(&["history", "history", "drop", "history"]).spawn();
    for (prompt, text) in [("Q1>", "one"), ("Q2>", "two"), ("Q3>", "secret")] {
        pty.wait_for(prompt);
        pty.type_line(text);
    }
    pty.wait_for("Q4>");
    pty.type_raw("own");
    pty.wait_for("Q4> own");
    pty.key(Key::Up);
    pty.wait_for("Q4> two");
    pty.key(Key::Up);
    pty.wait_for("Q4> one");
    pty.key(Key::Up);
    pty.key(Key::Down);
    pty.wait_for("Q4> two");
    pty.key(Key::Down);
    pty.wait_for("Q4> own");
    pty.key(Key::Enter);
    pty.wait_for("got Typed { text: \"own\"");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn a_dumb_terminal_gets_no_escape_sequences() {
    for term in ["dumb", ""] {
        let start = asker(&["drop", "join"]);
        let mut pty = if term.is_empty() {
            start.env_remove("TERM")
        } else {
            start.env("TERM", term)
        }
        .spawn();
        pty.wait_for("Q1>");
        pty.type_raw("abx\x7fc");
        pty.wait_for("Q1> abc");
        pty.type_raw("\x01_\r");
        pty.wait_for("Q2>");
        pty.type_line("note");
        assert_eq!(pty.finish(), 0);
        assert_given_back(&pty);
        let raw = String::from_utf8(pty.raw_output()).unwrap();
        assert!(!raw.contains('\x1b'), "{raw:?}");
        assert!(raw.contains("got Typed { text: \"_abc\", dropped: [] }"), "{raw:?}");
    }
}

#[test]
fn a_killed_program_is_told_from_one_that_ended() {
    let folder = tempfile::tempdir().unwrap();
    let mut pty = Start::new("/bin/sh")
        .arg("-c")
        .arg("pwd; exec cat")
        .cwd(folder.path())
        .spawn();
    pty.wait_for(folder.path().to_str().unwrap());
    pty.kill();
    assert_eq!(pty.finish(), -1);
}

#[test]
fn no_color_changes_nothing_but_colours() {
    let mut pty = asker(&["drop"]).env("NO_COLOR", "1").spawn();
    pty.wait_for("Q1>");
    pty.type_line("x");
    assert_eq!(pty.finish(), 0);
    let raw = String::from_utf8(pty.raw_output()).unwrap();
    assert!(!raw.split("\x1b[").skip(1).any(|rest| {
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';')
            .starts_with('m')
    }));
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    for kind in ["drop", "edit:x"] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_asker"))
            .arg(kind)
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            "gone: there is no terminal to ask at\n"
        );
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert_eq!(output.status.code(), Some(6));
    }
}

#[test]
fn with_standard_error_in_a_file_nothing_is_asked() {
    let command = format!("'{}' drop 2>/dev/null", env!("CARGO_BIN_EXE_asker"));
    let mut pty = Start::new("/bin/sh").args(["-c", &command]).spawn();
    assert_eq!(pty.finish(), 6);
    assert_eq!(pty.screen(), "gone: there is no terminal to ask at");
}

#[test]
fn questions_are_drawn_when_standard_output_is_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out");
    let command = format!("'{}' drop > {}", env!("CARGO_BIN_EXE_asker"), file.display());
    let mut pty = Start::new("/bin/sh").args(["-c", &command]).spawn();
    pty.wait_for("Q1>");
    pty.type_line("x");
    assert_eq!(pty.finish(), 0);
    assert_eq!(pty.screen(), "Q1> x");
    assert_eq!(
        std::fs::read_to_string(file).unwrap(),
        "got Typed { text: \"x\", dropped: [] }\nthe end\n"
    );
}

#[test]
fn the_editor_of_the_person_changes_a_text() {
    let folder = tempfile::tempdir().unwrap();
    let editor = folder.path().join("my editor");
    let script = "#!/bin/sh\nstat -c %a \"$1\" \"$(dirname \"$1\")\"\nprintf 'read: '; read line\n\
                  printf '%s\\n' \"$line\" > \"$1.new\"\nmv \"$1.new\" \"$1\"\necho x > \"$1~\"\n";
    std::fs::write(&editor, script).unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o700)).unwrap();
    let start = |typed: &str| {
        let mut pty = asker(&["drop", "edit:before", "drop"])
            .env("VISUAL", format!("'{}'", editor.display()))
            .env("TMPDIR", folder.path())
            .spawn();
        pty.wait_for("Q1>");
        pty.type_line("x");
        pty.wait_for("read:");
        assert!(pty.is_as_found(), "the editor gets the terminal as it was");
        pty.type_line(typed);
        pty.wait_for("Q3>");
        assert!(!pty.is_as_found());
        pty.type_line("y");
        screen_at_the_end(pty)
    };
    let head = "Q1> x\ngot Typed { text: \"x\", dropped: [] }\n600\n700\nread: ";
    let tail = "Q3> y\ngot Typed { text: \"y\", dropped: [] }\nthe end";
    assert_eq!(start("after"), format!("{head}after\ngot Some(\"after\")\n{tail}"));
    assert_eq!(start("before"), format!("{head}before\ngot None\n{tail}"));
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "only the editor itself is left"
    );
}

#[test]
fn ctrl_c_in_the_editor_is_the_editors() {
    let mut pty = asker(&["edit:text", "drop"])
        .env("EDITOR", "trap 'exit 0' INT; echo editing; while :; do :; done; true")
        .spawn();
    pty.wait_for("editing");
    pty.key(Key::Ctrl('c'));
    pty.wait_for("Q2>");
    pty.type_line("y");
    assert_eq!(pty.finish(), 0);
    pty.wait_for("got None");
}

#[test]
fn an_editor_that_fails_is_named_and_the_terminal_is_back() {
    let mut pty = asker(&["edit:text"])
        .env("VISUAL", " ")
        .env("EDITOR", "no-such-editor")
        .size(160, 24)
        .spawn();
    assert_eq!(pty.finish(), 1);
    assert_given_back(&pty);
    let last = "gone: asking failed: the editor `no-such-editor` did not end well (exit status: 127); \
                the text was left as it was";
    assert_eq!(pty.screen().lines().last(), Some(last));
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_takes_it_again() {
    let mut pty = Start::new("/bin/bash")
        .args(["--norc", "--noprofile", "--noediting", "-i"])
        .env("PS1", "shell: ")
        .spawn();
    pty.wait_for("shell:");
    pty.type_line(&format!("'{}' drop; echo status $?", env!("CARGO_BIN_EXE_asker")));
    pty.wait_for("Q1>");
    pty.type_raw("half");
    pty.wait_for("Q1> half");
    pty.key(Key::Ctrl('z'));
    pty.wait_for("Stopped");
    pty.wait_until("the shell reads", |_| pty.is_as_found());
    pty.type_line("fg");
    pty.wait_until("the question again", |screen| screen.matches("Q1> half").count() == 2);
    pty.type_line(" done");
    pty.wait_for("got Typed { text: \"half done\", dropped: [] }");
    pty.wait_for("the end");
    pty.type_line("exit 0");
    pty.finish();
    assert_given_back(&pty);
}

#[test]
fn a_terminal_changed_by_somebody_else_is_taken_again() {
    let mut pty = asker(&["drop"]).spawn();
    pty.wait_for("Q1>");
    pty.type_raw("ab");
    pty.wait_for("Q1> ab");
    let mut found = pty.modes();
    found
        .local_modes
        .insert(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
    pty.set_modes(&found);
    pty.wait_until("a second picture", |screen| screen == "Q1> ab\nQ1> ab");
    assert!(!pty.is_as_found());
    pty.type_line("c");
    pty.wait_for("got Typed { text: \"abc\", dropped: [] }");
    assert_eq!(pty.finish(), 0);
    assert_given_back(&pty);
}

fn pending_signals(pid: i32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("ShdPnd:"))
        .unwrap_or("0");
    u64::from_str_radix(line.trim(), 16).unwrap_or(0)
}
