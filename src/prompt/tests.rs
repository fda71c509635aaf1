//! Keys, the line, its picture, bursts, the editor's comparison and the scripted person, without a terminal.

use std::collections::VecDeque;

use super::editor::{changed, choose};
use super::input::{join, report};
use super::keys::{Key, Keys};
use super::line::{Line, LineAction};
use super::paint::{Paint, Window};
use super::scripted::{Asked, Event, Scripted};
use super::{Ask, PromptError, Prompter, TypeAhead, Typed};

const NARROW: Window = Window { rows: 12, columns: 40 };

fn decode(bytes: &[u8]) -> Vec<Key> {
    let mut decoder = Keys::default();
    let mut keys = VecDeque::new();
    for byte in bytes {
        decoder.feed(*byte, &mut keys);
    }
    keys.extend(decoder.pause());
    keys.into()
}

fn characters(text: &str) -> Vec<Key> {
    text.chars().map(Key::Char).collect()
}

fn typed(bytes: &[u8]) -> Line {
    let mut line = Line::begun("", false);
    for key in decode(bytes) {
        assert_eq!(line.press(key, &|_| None), LineAction::Nothing);
    }
    line
}

/// The screen, and where the cursor stands, after these bytes were typed piece by piece.
fn screen(prompt: &str, pieces: &[&[u8]], window: Window) -> (String, (u16, u16)) {
    let mut parser = vt100::Parser::new(
        window.rows.try_into().expect("rows"),
        window.columns.try_into().expect("columns"),
        0,
    );
    let (mut paint, above) = Paint::new(prompt, false);
    let mut line = Line::begun("", false);
    parser.process(above.as_bytes());
    parser.process(paint.draw(&line, window).as_bytes());
    for piece in pieces {
        for key in decode(piece) {
            line.press(key, &|_| None);
            parser.process(paint.draw(&line, window).as_bytes());
        }
    }
    let columns = window.columns.try_into().expect("columns");
    let rows: Vec<String> = parser
        .screen()
        .rows(0, columns)
        .map(|row| row.trim_end().to_owned())
        .collect();
    (rows.join("\n").trim_end().to_owned(), parser.screen().cursor_position())
}

#[test]
fn text_is_text() {
    assert_eq!(decode("aé漢🦀".as_bytes()), characters("aé漢🦀"));
}

#[test]
fn every_line_end_is_one_enter() {
    assert_eq!(decode(b"\r"), [Key::Enter]);
    assert_eq!(decode(b"\n"), [Key::Enter]);
    assert_eq!(decode(b"\r\n"), [Key::Enter]);
    assert_eq!(decode(b"\n\r"), [Key::Enter, Key::Enter]);
    assert_eq!(decode(b"\r\r\n\n"), [Key::Enter, Key::Enter, Key::Enter]);
}

#[test]
fn a_line_feed_after_a_pause_is_its_own_key() {
    let mut decoder = Keys::default();
    let mut keys = VecDeque::new();
    decoder.feed(b'\r', &mut keys);
    assert_eq!(decoder.pause(), None);
    decoder.feed(b'\n', &mut keys);
    assert_eq!(keys, [Key::Enter, Key::Enter]);
}

#[test]
fn sequences_that_mean_nothing_vanish() {
    for bytes in [
        &b"\x1b[200~"[..],
        b"\x1b[201~",
        b"\x1b[31m",
        b"\x1b[?1;2c",
        b"\x1b[5~",
        b"\x1b[15;2~",
        b"\x1bOP",
        b"\x1b]0;title\x07",
        b"\x1b]11;rgb:0/0/0\x1b\\",
        b"\x1bP1$r\x1b\\",
        b"\x1bb",
        b"\x1b",
        b"\x1b[",
        b"\x1b]never ends",
        b"\0\x07\x11\x13\x1c",
        b"\xc2\x9b",
        "\u{202e}\u{2028}\u{2066}".as_bytes(),
    ] {
        assert_eq!(decode(bytes), [], "{bytes:?}");
    }
}

#[test]
fn an_unfinished_sequence_swallows_neither_enter_nor_ctrl_c() {
    for begun in [&b"\x1b"[..], b"\x1b[", b"\x1b[1;", b"\x1bO", b"\x1b]0;x", b"\x1bPx"] {
        for (byte, key) in [(b'\r', Key::Enter), (b'\n', Key::Enter), (3, Key::Interrupt)] {
            assert_eq!(decode(&[begun, &[byte]].concat()), [key], "{begun:?} {byte}");
        }
    }
}

#[test]
fn arrows_come_in_every_dialect() {
    assert_eq!(decode(b"\x1b[A\x1bOA\x1b[1;5A"), [Key::Up, Key::Up, Key::Up]);
    assert_eq!(decode(b"\x1b[H\x1b[1~\x1b[7~\x01"), [Key::Home; 4]);
    assert_eq!(decode(b"\x1b[F\x1b[4~\x1b[8~\x05"), [Key::End; 4]);
    assert_eq!(decode(b"\x1b[3~\x1b\x1b[D"), [Key::Delete, Key::Left]);
}

#[test]
fn broken_characters_are_marked_and_eat_nothing() {
    assert_eq!(decode(b"caf\xe9 au"), characters("caf\u{fffd} au"));
    assert_eq!(decode(b"\xff\x80\xc3"), characters("\u{fffd}\u{fffd}\u{fffd}"));
    assert_eq!(decode(b"\xe9\r"), [Key::Char('\u{fffd}'), Key::Enter]);
    assert_eq!(decode(b"\xed\xa0\x80x"), characters("\u{fffd}x"));
}

#[test]
fn no_bytes_make_a_character_that_harms_a_terminal() {
    for first in 0..=255_u8 {
        for second in 0..=255_u8 {
            for key in decode(&[first, second, b'[', b'3', b'1', b'm']) {
                assert!(
                    !matches!(key, Key::Char(character) if character.is_control()),
                    "{first:#x} {second:#x}"
                );
            }
        }
    }
}

#[test]
fn a_line_is_edited_anywhere() {
    assert_eq!(typed(b"abc\x7f\x7fd").text(), "ad");
    assert_eq!(typed(b"bc\x01a\x05d").text(), "abcd");
    assert_eq!(typed(b"abcd\x1b[D\x1b[D\x7f\x1b[3~").text(), "ad");
    assert_eq!(typed(b"one two  \x17").text(), "one ");
    assert_eq!(typed(b"one two\x17\x17\x17").text(), "");
    assert_eq!(typed(b"one two\x1b[D\x1b[D\x1b[D\x15").text(), "two");
    assert_eq!(typed(b"one two\x01\x1b[C\x0b").text(), "o");
    assert_eq!(typed(b"\x7f\x1b[3~\x1b[D\x1b[C\x0b\x15\x17x").text(), "x");
    assert_eq!(typed(b"ab\x01\x04").text(), "b");
    assert_eq!(typed(b"a\tb").text(), "a b");
}

#[test]
fn keys_that_end_a_line_say_so() {
    for (key, wish) in [
        (Key::Enter, LineAction::Finish),
        (Key::Interrupt, LineAction::Interrupt),
        (Key::EndOfInput, LineAction::Close),
        (Key::Suspend, LineAction::Suspend),
        (Key::Redraw, LineAction::Redraw),
    ] {
        assert_eq!(Line::begun("", false).press(key, &|_| None), wish);
    }
}

#[test]
fn a_note_keeps_its_tabs() {
    let mut line = Line::begun("", true);
    for key in decode(b"Visa\t61") {
        line.press(key, &|_| None);
    }
    assert_eq!(line.text(), "Visa\t61");
    let (mut paint, _) = Paint::new("> ", true);
    assert_eq!(paint.draw(&line, NARROW), "> Visa 61");
}

#[test]
fn earlier_answers_are_called_back_and_left_again() {
    let old = |back: usize| ["two", "one"].get(back).map(|text| (*text).to_owned());
    let mut line = Line::begun("", false);
    let texts: Vec<String> = [
        Key::Char('x'),
        Key::Down,
        Key::Up,
        Key::Up,
        Key::Up,
        Key::Down,
        Key::Down,
        Key::Down,
    ]
    .map(|key| {
        line.press(key, &old);
        line.text()
    })
    .into();
    assert_eq!(texts, ["x", "x", "two", "one", "one", "two", "x", "x"]);
    assert_eq!(line.cursor(), 1);
}

#[test]
fn a_picture_leaves_no_remains() {
    let long = [b'x'; 120];
    let back = [0x7f; 120];
    assert_eq!(
        screen("above\nQ> ", &[&long], NARROW),
        (
            format!(
                "above\nQ> {}\n{}\n{}\n{}",
                "x".repeat(36),
                "x".repeat(39),
                "x".repeat(39),
                "x".repeat(6)
            ),
            (4, 6)
        )
    );
    assert_eq!(
        screen("above\nQ> ", &[&long, &back], NARROW),
        ("above\nQ>".to_owned(), (1, 3))
    );
    assert_eq!(
        screen("above\nQ> ", &[&long, b"\x01\x0by"], NARROW),
        ("above\nQ> y".to_owned(), (1, 4))
    );
}

#[test]
fn the_cursor_stands_where_the_next_character_goes() {
    assert_eq!(
        screen("Q> ", &["漢字".as_bytes()], NARROW),
        ("Q> 漢字".to_owned(), (0, 7))
    );
    assert_eq!(
        screen("Q> ", &["漢字".as_bytes(), b"\x1b[D"], NARROW),
        ("Q> 漢字".to_owned(), (0, 5))
    );
    assert_eq!(
        screen("Q> ", &[&[b'x'; 36]], NARROW),
        (format!("Q> {}", "x".repeat(36)), (1, 0))
    );
    assert_eq!(
        screen("Q> ", &[&[b'x'; 36], b"\x1b[D"], NARROW),
        (format!("Q> {}", "x".repeat(36)), (0, 38))
    );
}

#[test]
fn a_text_higher_than_the_window_shows_the_part_around_the_cursor() {
    let small = Window { rows: 3, columns: 11 };
    let text = b"aaaaaaaaaabbbbbbbbbbccccccccccddddd";
    assert_eq!(
        screen("", &[text], small),
        ("bbbbbbbbbb\ncccccccccc\nddddd".to_owned(), (2, 5))
    );
    assert_eq!(
        screen("", &[text, b"\x01"], small),
        ("aaaaaaaaaa\nbbbbbbbbbb\ncccccccccc".to_owned(), (0, 0))
    );
    assert_eq!(
        screen("", &[text, b"\x01\x05"], small),
        ("bbbbbbbbbb\ncccccccccc\nddddd".to_owned(), (2, 5))
    );
    assert_eq!(screen("", &[text, b"\x15x"], small), ("x".to_owned(), (0, 1)));
}

#[test]
fn a_prompt_draws_nothing_raw() {
    let (mut paint, above) = Paint::new("a\x1b[31m\tb\nc\u{9b}d> ", false);
    assert_eq!(above, "a[31m b\r\n");
    assert_eq!(paint.draw(&Line::begun("", false), NARROW), "\r\x1b[Jcd> \r\x1b[4C");
}

#[test]
fn a_finished_line_is_left_at_its_end() {
    let (mut paint, _) = Paint::new("Q> ", false);
    let line = typed(&[&[b'x'; 50][..], b"\x01"].concat());
    let rows = format!("Q> {}\r\n{}", "x".repeat(36), "x".repeat(14));
    assert_eq!(
        paint.finish(&line, NARROW),
        format!("\r\x1b[J{rows}\x1b[1A\r\x1b[3C\x1b[1B\r\n")
    );
}

#[test]
fn a_dumb_terminal_is_only_written_on() {
    let (mut paint, _) = Paint::new("Q> ", true);
    assert_eq!(paint.draw(&typed(b""), NARROW), "Q> ");
    assert_eq!(paint.draw(&typed(b"ab"), NARROW), "ab");
    assert_eq!(paint.draw(&typed(b"a"), NARROW), "\x08 \x08");
    assert_eq!(paint.draw(&typed(b"xa"), NARROW), "\r\nQ> xa");
    assert_eq!(paint.finish(&typed(b"xa!"), NARROW), "!\r\n");
}

#[test]
fn a_paste_is_joined_without_the_empty_lines_at_its_end() {
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    let mut text = "first".to_owned();
    assert_eq!(join(&mut text, lines(&["", "y", "", ""])), lines(&[]));
    assert_eq!(text, "first\n\ny");
}

#[test]
fn what_is_longer_than_any_mail_is_left_over() {
    let huge = "x".repeat(1 << 20);
    let mut text = "first".to_owned();
    assert_eq!(
        join(&mut text, vec!["kept".into(), huge.clone(), "after".into()]),
        [huge, "after".to_owned()]
    );
    assert_eq!(text, "first\nkept");
}

#[test]
fn dropped_lines_are_cut_to_what_can_be_shown() {
    let mut dropped = Vec::new();
    report(
        &mut dropped,
        vec![String::new(), " \t".into(), "y\tes ".into(), "z".repeat(300)],
    );
    assert_eq!(dropped, ["y es".to_owned(), format!("{}…", "z".repeat(200))]);
    report(&mut dropped, vec!["n".to_owned(); 100]);
    report(&mut dropped, vec!["n".to_owned(); 100]);
    assert_eq!(dropped[2..], [vec!["n"; 18], vec!["…"]].concat());
}

#[test]
fn the_editor_is_chosen_as_elsewhere() {
    let some = |name: &str| Some(name.to_owned());
    assert_eq!(choose(some("code --wait"), some("nano")), "code --wait");
    assert_eq!(choose(some(" "), some("nano")), "nano");
    assert_eq!(choose(None, some("")), "vi");
    assert_eq!(choose(None, None), "vi");
}

#[test]
fn the_line_end_that_an_editor_adds_is_no_change() {
    assert_eq!(changed("a", "a\n".to_owned()), None);
    assert_eq!(changed("a", "a".to_owned()), None);
    assert_eq!(changed("a\n", "a\n".to_owned()), None);
    assert_eq!(changed("a", "b\n".to_owned()), Some("b".to_owned()));
    assert_eq!(changed("a\n", "a".to_owned()), Some("a".to_owned()));
    assert_eq!(changed("", "\n".to_owned()), None);
}

#[test]
fn a_scripted_person_pastes_by_the_same_rules() {
    let paste = || Event::Paste("first line\ny\n\n".to_owned());
    let mut person = Scripted::new([paste(), paste(), Event::Line("no".to_owned())]);
    let transcript = person.transcript();
    let mut ask = |ahead| {
        person
            .ask(&Ask {
                prompt: "? ",
                ahead,
                history: false,
                begun: "",
            })
            .expect("an answer")
    };
    assert_eq!(
        ask(TypeAhead::Join),
        Typed {
            text: "first line\ny".to_owned(),
            dropped: Vec::new()
        }
    );
    assert_eq!(
        ask(TypeAhead::Drop),
        Typed {
            text: "first line".to_owned(),
            dropped: vec!["y".to_owned()]
        }
    );
    assert_eq!(
        ask(TypeAhead::Drop),
        Typed {
            text: "no".to_owned(),
            dropped: Vec::new()
        }
    );
    let line = |ahead| Asked::Line("? ".to_owned(), ahead);
    assert_eq!(
        transcript.asked(),
        [line(TypeAhead::Join), line(TypeAhead::Drop), line(TypeAhead::Drop)]
    );
}

#[test]
fn a_scripted_person_edits() {
    let mut person = Scripted::new([Event::Edit("new".to_owned()), Event::Edit("old".to_owned())]);
    assert_eq!(person.edit("old").expect("a text"), Some("new".to_owned()));
    assert_eq!(person.edit("old").expect("a text"), None);
    assert_eq!(person.left(), 0);
}

#[test]
fn a_scripted_person_goes_away() {
    let mut person = Scripted::new([
        Event::Interrupt,
        Event::Terminate("SIGTERM"),
        Event::NoTerminal,
        Event::Close,
        Event::Edit("x".to_owned()),
    ]);
    let said: Vec<String> = (0..6)
        .map(|_| {
            let ask = Ask {
                prompt: "? ",
                ahead: TypeAhead::Drop,
                history: false,
                begun: "",
            };
            person.ask(&ask).expect_err("nobody answers").to_string()
        })
        .collect();
    assert_eq!(
        said,
        [
            "interrupted with Ctrl-C",
            "ended by SIGTERM",
            "there is no terminal to ask at",
            "the input ended",
            "asking failed: the script has `Edit(\"x\")` where `? ` wanted a line",
            "the input ended",
        ]
    );
}

#[test]
fn a_terminal_that_failed_for_good_is_closed() {
    let gone = PromptError::from(std::io::Error::from_raw_os_error(5));
    assert_eq!(gone.to_string(), "the input ended");
}
