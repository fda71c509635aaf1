use std::collections::BTreeSet;

use super::{Place, PlaceMatch, Places, plain};
use crate::document::tests::golden;
use crate::obligation::reader;
use crate::obligation::rulebook::Contents;
use crate::schema::source::Text;

const CALENDARS: &str = include_str!("../../../playbooks/obligations/calendars.yaml");
const BUILT_IN: &str = include_str!("../../../playbooks/obligations/places.yaml");

fn text(text: &str) -> Text {
    Text {
        file: "our.yaml".to_owned(),
        text: text.to_owned(),
    }
}

fn read(written: &str, known: &Places) -> Result<Places, String> {
    let calendars = reader::read(&Contents::default(), &[text(CALENDARS)], false).expect("no mistakes");
    let base = Contents {
        places: known.clone(),
        ..calendars
    };
    let read = reader::read(&base, &[text(written)], true);
    read.map(|contents| contents.places)
        .map_err(|rejected| rejected.render(120, false))
}

fn built_in() -> Places {
    read(BUILT_IN, &Places::default()).expect("no mistakes")
}

/// What a text means, in a few words.
fn told(places: &Places, text: &str) -> String {
    match places.find(text) {
        PlaceMatch::Place(place) => place.code.to_string(),
        PlaceMatch::Ambiguous(places) => {
            let codes: Vec<&str> = places.iter().map(|place| place.code.as_str()).collect();
            format!("{}?", codes.join(" or "))
        }
        PlaceMatch::Nowhere => "nowhere".to_owned(),
        PlaceMatch::Unlisted => match places.near(text) {
            Some(near) => format!("unlisted, near {}", near.code),
            None => "unlisted".to_owned(),
        },
    }
}

#[test]
fn what_people_write_is_found_or_asked_about() {
    let places = built_in();
    for (text, expected) in [
        ("Germany", "DE"),
        ("deutschland", "DE"),
        ("UK", "GB"),
        ("u.k.", "GB"),
        ("England", "GB"),
        ("South Korea", "KR"),
        ("Republic of Korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Korea", "KP or KR?"),
        ("Congo", "CD or CG?"),
        ("Calif.", "US-CA"),
        ("California", "US-CA"),
        ("us-ca", "US-CA"),
        ("US CA", "US-CA"),
        ("Canada", "CA"),
        ("Ontario", "CA-ON"),
        ("ON", "CA-ON"),
        ("Québec", "CA-QC"),
        ("Dubai DIFC", "AE-DIFC"),
        ("DIFC", "AE-DIFC"),
        ("Dubai", "AE or AE-DIFC?"),
        ("UAE", "AE"),
        ("the Netherlands", "NL"),
        ("Cote d'Ivoire", "CI"),
        ("Curaçao", "CW"),
        ("Åland", "AX"),
        ("TURKIYE", "TR"),
        ("Bosnia & Herzegovina", "BA"),
        ("Guinea Bissau", "GW"),
        ("EU", "EU"),
        ("USA", "US"),
        ("U.S.", "US"),
        ("Puerto Rico", "US-PR"),
        ("PR", "US-PR"),
        ("Hong Kong SAR", "HK"),
        ("NO", "NO"),
        ("TX", "US-TX"),
        // Two places have these codes and names.
        ("CA", "CA or US-CA?"),
        ("de", "DE or US-DE?"),
        ("GA", "GA or US-GA?"),
        ("IN", "IN or US-IN?"),
        ("AL", "AL or US-AL?"),
        ("CO", "CO or US-CO?"),
        ("NL", "CA-NL or NL?"),
        ("Georgia", "GE or US-GA?"),
        ("Washington", "US-DC or US-WA?"),
        // Namibia, or `n/a`.
        ("NA", "NA?"),
        ("Virgin Islands", "US-VI or VG?"),
        // The larger place says which.
        ("Georgia, US", "US-GA"),
        ("Georgia (USA)", "US-GA"),
        ("Georgia (country)", "GE"),
        ("CA, United States", "US-CA"),
        ("CA (Canada)", "CA"),
        ("Washington, D.C.", "US-DC"),
        ("Toronto, Canada", "unlisted"),
        ("California, Canada", "unlisted"),
        // No place, and places that are not listed.
        ("unknown", "nowhere"),
        ("Not known", "nowhere"),
        ("elsewhere", "nowhere"),
        ("other", "nowhere"),
        ("the rest", "nowhere"),
        ("?", "nowhere"),
        (" - ", "nowhere"),
        ("N/A", "nowhere"),
        ("Germny", "unlisted, near DE"),
        ("Californa", "unlisted, near US-CA"),
        ("Atlantis", "unlisted"),
        ("US-MULTI", "unlisted"),
        ("contract", "unlisted"),
    ] {
        assert_eq!(told(&places, text), expected, "{text}");
    }
}

/// Two-letter codes that more than one place has are never guessed, and every other code is clear.
#[test]
fn every_code_and_name_leads_to_its_place() {
    let places = built_in();
    for place in places.all().filter(|place| !place.only_rules) {
        for text in [&place.code, &place.name].into_iter().chain(&place.also) {
            let is_there = match places.find(text) {
                PlaceMatch::Place(found) => found == place,
                PlaceMatch::Ambiguous(found) => found.contains(&place) && (found.len() > 1 || text == "NA"),
                PlaceMatch::Nowhere | PlaceMatch::Unlisted => false,
            };
            assert!(is_there, "{text} of {}", place.code);
        }
    }
    let states: BTreeSet<&str> = places
        .all()
        .filter_map(|place| place.code.strip_prefix("US-"))
        .collect();
    let both: Vec<&str> = states
        .into_iter()
        .filter(|state| matches!(places.find(state), PlaceMatch::Ambiguous(_)))
        .collect();
    assert_eq!(
        both.join(" "),
        "AL AR AZ CA CO DE GA ID IL IN KY LA MA MD ME MN MO MS MT NC NE PA SC SD TN VA"
    );
}

#[test]
fn places_lie_in_places_and_take_from_them() {
    let places = built_in();
    let place = |code: &str| places.get(code).expect("a place");
    for (code, within) in [
        ("US-CA", "US-CA US US-MULTI"),
        ("DE", "DE EU EEA EUROPE"),
        ("GP", "GP FR EU EEA EUROPE"),
        ("AX", "AX FI EU EEA EUROPE"),
        ("AE-DIFC", "AE-DIFC AE"),
        ("CA-QC", "CA-QC CA"),
        ("CH", "CH EUROPE"),
        ("GI", "GI EUROPE"),
        ("GL", "GL"),
    ] {
        assert_eq!(place(code).within().collect::<Vec<_>>().join(" "), within);
    }
    assert!(
        place("US").is_in("US-MULTI")
            && place("US-CA").is_in("US")
            && place("US-CA").is_in("US-CA")
            && place("GP").is_in("EU")
    );
    assert!(!place("CA").is_in("US") && !place("US").is_in("US-CA") && !place("NO").is_in("EU"));
    for (code, zone, calendar) in [
        ("US-CA", Some("America/Los_Angeles"), Some("us-federal")),
        ("CA-QC", Some("America/Toronto"), Some("canada")),
        ("AE-DIFC", Some("Asia/Dubai"), None),
        ("GP", Some("America/Guadeloupe"), Some("france")),
        ("EU", Some("Europe/Brussels"), None),
        ("CONTRACT", None, None),
    ] {
        let place = place(code);
        let zone_name = place.zone().map(|zone| zone.name());
        assert_eq!((zone_name, place.calendar()), (zone, calendar), "{code}");
    }
}

#[test]
fn the_built_in_places_are_all_there() {
    let places = built_in();
    let number = |code: &str| {
        let lies_there = |place: &&Place| place.inside.as_deref() == Some(code);
        places.all().filter(lies_there).count()
    };
    // 50 states, DC, five territories and the minor islands.
    assert_eq!(
        (number("EU"), number("US"), number("CA"), number("AE")),
        (27, 57, 13, 2)
    );
    let iso = places
        .all()
        .filter(|place| place.code.len() == 2 && place.code != "EU")
        .count();
    // 249 countries of ISO 3166, without the five that are US territories here.
    assert_eq!(iso, 244);
}

#[test]
fn own_places_add_and_replace() {
    let own = "format: 1\nplaces:\n  US-CA: {name: Kalifornien, in: US, also: [Golden State]}\n  XK: {name: Kosovo, zone: Europe/Belgrade}\n";
    let mut places = built_in();
    places = read(own, &places).expect("no mistakes");
    assert_eq!(told(&places, "golden state"), "US-CA");
    assert_eq!(told(&places, "California"), "unlisted, near US-CA");
    assert_eq!(told(&places, "Kosovo"), "XK");
    let california = places.get("US-CA").expect("a place");
    assert!(california.is_in("US"));
    assert_eq!(california.zone().map(|zone| zone.name()), Some("America/New_York"));
    assert_eq!(california.calendar(), Some("us-federal"));
}

/// One's own words about a larger place are those of the places in it too, unless these have their own.
#[test]
fn an_own_larger_place_reaches_those_in_it() {
    let mut places = built_in();
    let own = "format: 1\nplaces:\n  US: {name: United States, zone: America/Chicago, calendar: india}\n";
    places = read(own, &places).expect("no mistakes");
    let of = |code: &str| {
        let place = places.get(code).expect("a place");
        (place.zone().map(|zone| zone.name()), place.calendar())
    };
    assert_eq!(of("US"), (Some("America/Chicago"), Some("india")));
    assert_eq!(of("US-CA"), (Some("America/Los_Angeles"), Some("india")));
}

#[test]
fn json_says_what_was_read() {
    let own = "format: 1\nplaces:\n  XA: {name: A, zone: Asia/Tokyo}\n  XB: {name: B, in: XA, also: [Bee], only-rules: true}\n";
    let places = read(own, &Places::default()).expect("no mistakes");
    assert_eq!(
        serde_json::to_value(&places).expect("JSON"),
        serde_json::json!({
            "XA": {"name": "A", "zone": "Asia/Tokyo"},
            "XB": {"name": "B", "in": "XA", "also": ["Bee"], "only-rules": true},
        })
    );
}

#[test]
fn a_circle_in_places_that_nobody_checked_ends() {
    let place = |name: &'static str, inside: &'static str| Place {
        name: name.into(),
        inside: Some(inside.into()),
        ..Place::default()
    };
    let circle = [("XA".into(), place("A", "XB")), ("XB".into(), place("B", "XA"))];
    let places = Places::written(circle.into());
    let within = places.get("XA").map(|place| place.within().collect::<Vec<_>>());
    assert_eq!(within, Some(vec!["XA", "XB"]));
}

#[test]
fn every_mistake_is_told_at_once() {
    let mistakes = read(include_str!("mistakes.yaml"), &built_in()).expect_err("mistakes");
    assert_eq!(mistakes, golden("obligation/place/mistakes.stderr", &mistakes));
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,40}") {
        let places = read("format: 1\nplaces:\n  DE: {name: Germany}\n", &Places::default()).expect("no mistakes");
        let _ = places.find(&text);
        proptest::prop_assert_eq!(plain(&plain(&text)), plain(&text));
    }
}
