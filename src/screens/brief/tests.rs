use super::{Brief, brief, to_json};
use crate::document::terminal;
use crate::fact::{Answer, Kind, Value};
use crate::incident::Access;
use crate::journal::Draft;
use crate::screens::sample::duties::with_many;
use crate::screens::sample::{Sample, busy, fact_of, made, zone};

fn shown(sample: &Sample, width: usize) -> String {
    let shown = brief(
        &sample.workflow,
        &sample.reading.incident,
        &sample.entries,
        &sample.situation(),
        zone(),
    );
    terminal(&shown, width)
}

#[test]
fn a_busy_night_on_a_wide_screen() {
    assert_eq!(shown(&busy(false), 80), include_str!("busy-80.txt"));
}

#[test]
fn a_busy_night_on_a_narrow_screen() {
    assert_eq!(shown(&busy(false), 40), include_str!("busy-40.txt"));
}

#[test]
fn the_keys_of_its_json_stay() {
    let sample = busy(true);
    let json = to_json(
        &sample.workflow,
        &sample.reading.incident,
        &sample.entries,
        &sample.situation(),
        zone(),
    );
    let kept: serde_json::Value = serde_json::from_str(include_str!("busy.json")).expect("JSON");
    assert_eq!(json, kept);
}

#[test]
fn it_takes_less_than_a_minute_however_much_is_known() {
    let long = "word ".repeat(500);
    let facts = (0..60).map(|nth| {
        let answer = Answer::known(Value::Text(long.clone()));
        (
            nth,
            fact_of(&format!("decide_cards.fact_{nth}"), "What else?", Kind::Text, answer),
        )
    });
    let sample = made(false, Vec::new(), facts.collect());
    let brief = Brief::of(
        &sample.workflow,
        &sample.reading.incident,
        &sample.entries,
        &sample.situation(),
        zone(),
    );
    assert_eq!((brief.seconds < 60, brief.left_out), (true, 59), "{brief:#?}");
}

#[test]
fn what_is_not_for_everybody_is_not_read_aloud() {
    let known = |text: &str, access: Option<Access>| Draft {
        access,
        ..fact_of(
            "cards",
            "How many cards?",
            Kind::Text,
            Answer::known(Value::Text(text.to_owned())),
        )
    };
    let said = |access: Option<Access>| {
        let sample = made(false, Vec::new(), vec![(1, known("many", access))]);
        Brief::of(
            &sample.workflow,
            &sample.reading.incident,
            &sample.entries,
            &sample.situation(),
            zone(),
        )
        .parts[0]
            .1
            .clone()
    };
    assert_eq!(said(None), ["Number of cards: many."]);
    assert_eq!(said(Some(Access::Privileged)), Vec::<String>::new());
}

#[test]
fn of_sixty_deadlines_three_are_read() {
    let sample = with_many(60);
    let incident = &sample.reading.incident;
    let brief = Brief::of(&sample.workflow, incident, &sample.entries, &sample.situation(), zone());
    let next = brief.parts.iter().find(|(part, _)| *part == "NEXT");
    let read: Vec<&str> = next
        .map_or(&[][..], |(_, said)| said)
        .iter()
        .take(4)
        .map(String::as_str)
        .collect();
    assert_eq!(
        read,
        [
            "Authority 1, by Sat 21 Nov 23:40.",
            "Authority 2, by Sat 21 Nov 23:40.",
            "Authority 3, by Sat 21 Nov 23:40.",
            "57 more deadlines.",
        ]
    );
}
