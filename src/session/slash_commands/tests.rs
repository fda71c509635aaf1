use super::{SLASH_COMMANDS, SlashCommand};
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
