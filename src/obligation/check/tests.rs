use super::Known;
use crate::obligation::place::Places;

#[test]
fn a_place_that_may_be_two_is_sent_back_with_both() {
    let yaml = include_str!("../../../playbooks/obligations/places.yaml");
    let known = Known {
        places: Places::parse("places.yaml", yaml).expect("no mistakes"),
        ..Known::default()
    };
    let said = ["Germany", "US-CA", "DE", "Elsewhere", "Germny"].map(|written| {
        known
            .misplaced(written)
            .map(|(message, help)| format!("{message}; {help}"))
    });
    assert_eq!(
        said,
        [None, None, None, None, None]
    );
    assert_eq!(Known::default().misplaced("Germny"), None);
}
