use super::{SLASH_COMMANDS, SlashCommand, mistaken};
use crate::incident::Access;

#[test]
fn commands_are_read_with_what_follows_them() {
    let read = |text: &str| SlashCommand::parse(text);
    assert_eq!(
        read("/note  the page is down "),
        Some(SlashCommand::Note("the page is down".to_owned(), None))
    );
    assert_eq!(
        read("/counsel"),
        Some(SlashCommand::Note(String::new(), Some(Access::Privileged)))
    );
    assert_eq!(
        read("/later tomorrow 09:00"),
        Some(SlashCommand::Later("tomorrow 09:00".to_owned()))
    );
    for path in ["/etc/passwd", "/notes", "note", "/ note", ""] {
        assert_eq!(read(path), None, "{path}");
    }
    for (word, _) in SLASH_COMMANDS {
        assert!(read(word).is_some(), "{word}");
    }
}

#[test]
fn an_answer_that_was_meant_as_a_command_is_noticed_and_a_path_or_a_sentence_is_not() {
    let said = |text: &str| mistaken(text, |path| path == "/vmlinuz");
    assert_eq!(
        said("/baord now").as_deref(),
        Some("`/baord` is no command here (/board is).")
    );
    assert_eq!(said("/handover Jo").as_deref(), Some("`/handover` is no command here."));
    assert_eq!(
        said("--restricted Jan did it").as_deref(),
        Some("`--restricted` is a flag of a command, and means nothing at a prompt.")
    );
    assert_eq!(
        said("breach note --restricted Jan did it").as_deref(),
        Some("`breach note` is a command for the shell, and does nothing at a prompt.")
    );
    for text in [
        "/etc/passwd",
        "/vmlinuz",
        "/",
        "--",
        "-- he said",
        "breach of contract",
        "breach",
        "a /swap",
        "",
    ] {
        assert_eq!(said(text), None, "{text}");
    }
}
