use super::document;
use crate::document::markdown;
use crate::document::tests::golden;
use crate::playbook::{Library, load_text};

#[test]
fn a_small_playbook_as_a_whole() {
    let Ok(loaded) = load_text("small.yaml", include_str!("../difference/base.yaml")) else {
        panic!("base.yaml has mistakes")
    };
    let shown = markdown(&document(&loaded.playbook));
    assert_eq!(shown, golden("playbook/document/small.md", &shown));
}

#[test]
fn a_duty_is_told_in_words_whichever_form_it_has() {
    let base = include_str!("../difference/base.yaml");
    let with = base.replace(
        "{by: 24 hours after first_read_at, source: The contract}",
        "{obligations: [mc-notify, law-enforcement]}",
    );
    let due = |text: &str| -> Vec<String> {
        let Ok(loaded) = load_text("small.yaml", text) else {
            panic!("the text has mistakes")
        };
        let shown = markdown(&document(&loaded.playbook));
        let lines = shown.lines().filter(|line| line.contains("**Due**"));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(
        (due(base), due(&with)),
        (
            vec!["- **Due** 24 hours after first read: The contract".to_owned()],
            vec!["- **Due** with the earliest open duty to tell: mc-notify or any to the police".to_owned()]
        )
    );
}

#[test]
fn every_step_of_every_playbook_is_in_it() {
    let library = Library::default();
    for listed in library.list() {
        let Ok(loaded) = library.load(&listed.id) else {
            panic!("{} is broken", listed.id)
        };
        let shown = markdown(&document(&loaded.playbook));
        for (nth, step) in loaded.playbook.steps.iter().enumerate() {
            let count = shown
                .lines()
                .filter(|line| line.ends_with(&format!("(`{}`)", step.id)))
                .count();
            assert_eq!(count, 1, "step {} `{}` of {}", nth + 1, step.id, listed.id);
        }
    }
}
