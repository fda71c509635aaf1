use super::paper;
use crate::document::tests::golden;
use crate::document::{PAGE_WIDTH as WIDTH, print};
use crate::playbook::{Library, load_text};
use crate::profile::Profile;
use crate::text::width;

const PROFILE: &str = r#"format: 1
roles:
  technical-lead: {name: Ana Ruiz, number: "+44 20 7946 0188", deputy: Tom Becker}
contacts:
  bank: {name: Bank hotline, number: "+44 20 7946 0100", note: ask for the duty officer}
"#;

fn profile() -> Profile {
    match Profile::parse("profile.yaml", PROFILE) {
        Ok(profile) => profile,
        Err(mistakes) => panic!("{mistakes:?}"),
    }
}

#[test]
fn a_small_playbook_as_a_whole() {
    let Ok(loaded) = load_text("small.yaml", include_str!("../../playbook/difference/base.yaml")) else {
        panic!("base.yaml has mistakes")
    };
    let shown = print(&paper(&loaded.playbook, &profile()));
    assert_eq!(shown, golden("screens/paper/small.txt", &shown));
}

/// The box of a step has a number behind it; that of a call has a name.
fn is_step(line: &str) -> bool {
    let number = line
        .strip_prefix("[ ] ")
        .and_then(|rest| rest.trim_start().chars().next());
    number.is_some_and(|first| first.is_ascii_digit())
}

#[test]
fn every_line_fits_the_page_and_every_phase_begins_one() {
    let library = Library::default();
    for listed in library.list() {
        let Ok(loaded) = library.load(&listed.id) else {
            panic!("{} is broken", listed.id)
        };
        let sheet = print(&paper(&loaded.playbook, &profile()));
        let commands: Vec<&str> = loaded
            .playbook
            .steps
            .iter()
            .flat_map(|step| &step.instructions)
            .filter_map(|instruction| instruction.command.as_deref())
            .collect();
        let too_wide: Vec<&str> = sheet
            .lines()
            .filter(|line| width(line.trim_start_matches('\u{c}')) > WIDTH)
            .filter(|line| !commands.contains(&line.trim()))
            .collect();
        assert_eq!(too_wide, Vec::<&str>::new(), "{}", listed.id);
        let boxes = sheet.lines().filter(|line| is_step(line)).count();
        assert_eq!(boxes, loaded.playbook.steps.len(), "{}", listed.id);
        assert_eq!(sheet.matches('\u{c}').count(), 7, "{}", listed.id);
    }
}
