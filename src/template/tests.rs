use super::{filled, names, slips};

#[test]
fn what_looks_like_a_place_for_a_fact_is_told() {
    let slips = |text: &str| -> Vec<String> {
        let found = slips(text, &|name| name == "first_read_at");
        found.into_iter().map(|(at, _)| text[at].to_owned()).collect()
    };
    for good in [
        "at {{ first_read_at }}",
        "first_read_at",
        "a {b} <c> (first_read) [x_y]",
        "100 %, $5 (first)",
    ] {
        assert_eq!(slips(good), [""; 0], "{good}");
    }
    for slip in [
        "{{ first_read_at }",
        "{{first_read_at",
        "${first_read_at}",
        "$first_read_at",
        "{first_read_at}",
        "<first_read_at>",
        "[first_read_at]",
        "{ first_read_at }",
    ] {
        assert_eq!(slips(&format!("é at {slip} or so")), [slip]);
    }
}

#[test]
fn every_name_is_found_and_filled_in() {
    let text = "a {{ one }}{{two}} {{é}} b {{ open";
    assert_eq!(names(text), [("one", 5..8), ("two", 13..16), ("é", 21..23)]);
    assert_eq!(filled(text, |name| format!("<{name}>")), "a <one><two> <é> b {{ open");
    assert_eq!(filled("{{}}", |name| format!("<{name}>")), "<>");
}
