//! Questions at a real terminal: what is typed, pasted, pressed or broken, and the state of the terminal afterwards.

use crate::pty::{Key, Pty, Start};

fn asker(what: &[&str]) -> Start {
    Start::new(env!("CARGO_BIN_EXE_asker")).args(what)
}

#[test]
fn a_line_is_answered() {
    let mut pty = asker(&["drop"]).spawn();
    pty.wait_for("Q1>");
    pty.type_line("hello");
    pty.wait_for("the end");
    assert_eq!(pty.finish(), 0);
    assert_eq!(
        pty.screen(),
        "Q1> hello\ngot Typed { text: \"hello\", dropped: [] }\nthe end\n"
    );
    assert!(pty.is_as_found());
}
