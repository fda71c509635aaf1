use super::Known;
use crate::obligation::library::builtin;

#[test]
fn a_place_that_may_be_two_is_sent_back_with_both() {
    let known = Known {
        places: builtin().places.clone(),
        ..Known::default()
    };
    let said = ["Germany", "US-CA", "DE", "Georgia", "Elsewhere", "Germny"].map(|written| {
        known
            .misplaced(written)
            .map(|(message, help)| format!("{message}; {help}"))
    });
    let expected = [
        None,
        None,
        Some("`DE` may be more than one place; write `Germany` or `Delaware`"),
        Some("`Georgia` may be more than one place; write `GE` or `US-GA`"),
        Some("unknown place `Elsewhere`; write a country or a US state, such as `Germany` or `US-CA`"),
        Some("no place `Germny`; did you mean `Germany`?"),
    ];
    assert_eq!(said, expected.map(|said| said.map(str::to_owned)));
    assert_eq!(Known::default().misplaced("Germny"), None);
}
