use super::{ContactLine, contacts, lines, to_json};
use crate::document::terminal;
use crate::profile::Profile;
use crate::screens::sample::busy;

fn profile() -> Profile {
    Profile::parse("profile.yaml", include_str!("../../profile/example.yaml")).expect("a profile without mistakes")
}

fn all() -> Vec<ContactLine> {
    lines(&profile(), Some(&busy(false).reading.incident))
}

#[test]
fn roles_of_the_incident_come_first_with_the_numbers_of_the_profile() {
    assert_eq!(terminal(&contacts(&all()), 80), include_str!("all-80.txt"));
}

#[test]
fn a_narrow_screen_has_a_list() {
    assert_eq!(terminal(&contacts(&all()), 40), include_str!("all-40.txt"));
}

#[test]
fn nothing_on_file_says_what_to_do() {
    assert_eq!(
        terminal(&contacts(&lines(&Profile::default(), None)), 80),
        include_str!("none-80.txt")
    );
}

#[test]
fn the_keys_of_its_json_stay() {
    let first: Vec<serde_json::Value> = to_json(&all()).into_iter().take(1).collect();
    assert_eq!(
        first,
        [serde_json::json!({
            "id": "executive-approver",
            "title": "Executive approver",
            "name": "Jo Hall",
            "number": null,
            "note": null,
        })]
    );
}
