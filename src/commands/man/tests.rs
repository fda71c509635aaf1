use clap::CommandFactory;

use super::pages;
use crate::commands::Cli;

fn count(command: &clap::Command) -> usize {
    1 + command.get_subcommands().map(count).sum::<usize>()
}

#[test]
fn every_command_has_a_page_of_its_own_name() {
    let mut names: Vec<String> = pages().iter().map(clap_mangen::Man::get_filename).collect();
    let mut command = Cli::command();
    command.build();
    assert_eq!(names.len(), count(&command));
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count(&command), "{names:#?}");
    for name in [
        "breach.1",
        "breach-status.1",
        "breach-list.1",
        "breach-playbook-check.1",
    ] {
        assert!(names.iter().any(|known| known == name), "{name} in {names:#?}");
    }
}

#[test]
fn pages_are_the_same_every_time_and_hold_no_control_characters() {
    let rendered = || {
        let mut bytes = Vec::new();
        for page in pages() {
            page.render(&mut bytes).expect("a page");
        }
        String::from_utf8(bytes).expect("text")
    };
    let first = rendered();
    assert_eq!(first, rendered());
    assert!(!first.contains(|letter: char| letter.is_control() && letter != '\n'));
}
