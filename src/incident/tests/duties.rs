//! The law of who must be told: what may follow what, what counts, and what a correction changes.

use proptest::prelude::{Strategy, prop, proptest};
use proptest::prop_assert_eq;

use super::sample::duties::{assessed, outcome};
use super::sample::{Maker, note, time};
use crate::incident::event::{
    Applies, Assessed, ClockState, Ending, EntryCorrected, Event, IncidentClosed, Instead, NoticeDeclined, NoticeMade,
    ObligationConfirmed, ObligationCorrected, ObligationDelayed, ObligationExtended, ObligationNotRequired,
    ObligationRecomputed, ObligationReleased,
};
use crate::incident::state::{Decided, ObligationState};
use crate::incident::{Illegal, Occurred, Precision};

const DUE: &str = "2026-11-23T22:00:00+00:00";

fn computed() -> Event {
    assessed(0, vec![outcome("ico", "ICO")]).into()
}

fn computed_as(edit: impl FnOnce(&mut Assessed)) -> Event {
    let mut outcome = outcome("ico", "ICO");
    edit(&mut outcome);
    assessed(0, vec![outcome]).into()
}

fn confirmed() -> Event {
    ObligationConfirmed {
        obligation: "ico".to_owned(),
        tell: "ICO".to_owned(),
        why: None,
    }
    .into()
}

fn not_required(why: &str) -> Event {
    ObligationNotRequired {
        obligation: "ico".to_owned(),
        tell: "ICO".to_owned(),
        why: why.to_owned(),
    }
    .into()
}

fn corrected(due_at: &str) -> Event {
    ObligationCorrected {
        obligation: "ico".to_owned(),
        tell: "ICO".to_owned(),
        due_at: time(due_at),
        why: "counsel".to_owned(),
    }
    .into()
}

fn extended(until: &str) -> Event {
    ObligationExtended {
        obligation: "ico".to_owned(),
        tell: "ICO".to_owned(),
        until: time(until),
        why: "they agreed".to_owned(),
    }
    .into()
}

fn declined() -> Event {
    NoticeDeclined {
        obligation: "ico".to_owned(),
        tell: "ICO".to_owned(),
        why: "no risk".to_owned(),
        decided_by: "Carla".to_owned(),
        revisit_at: time("2026-11-25T09:00:00+00:00"),
    }
    .into()
}

fn recomputed() -> Event {
    ObligationRecomputed {
        obligation: "ico".to_owned(),
        tell: "ICO".to_owned(),
        why: "it was rash".to_owned(),
    }
    .into()
}

fn delayed(agency: &str) -> Event {
    ObligationDelayed {
        obligation: "ico".to_owned(),
        tell: "ICO".to_owned(),
        agency: agency.to_owned(),
        officer: None,
        written: true,
        until: None,
        why: None,
    }
    .into()
}

fn released() -> Event {
    ObligationReleased {
        obligation: "ico".to_owned(),
        tell: "ICO".to_owned(),
        at: time("2026-11-22T09:00:00+00:00"),
    }
    .into()
}

fn made(id: &str, at: &str) -> Event {
    NoticeMade {
        obligation: id.to_owned(),
        tell: "ICO".to_owned(),
        at: time(at),
        on_day: false,
        channel: "web form".to_owned(),
        reference: None,
        attachment: None,
        to: None,
        internal: false,
    }
    .into()
}

fn fixed(entry: u64, event: &str, instead: Instead) -> Event {
    EntryCorrected {
        entry,
        event: event.to_owned(),
        why: "wrong".to_owned(),
        instead,
    }
    .into()
}

fn at(text: &str) -> Instead {
    Instead::Occurred(Occurred {
        at: Some(time(text)),
        precision: Precision::Exact,
        about: false,
    })
}

fn closed() -> Event {
    IncidentClosed {
        how: Ending::Handled,
        why: "done".to_owned(),
        second: None,
        joined_to: None,
        open: Vec::new(),
        unanswered: Vec::new(),
        open_because: None,
        undecided: Vec::new(),
        left_by: None,
    }
    .into()
}

fn refusal(mut events: Vec<Event>) -> String {
    let last = events.pop().unwrap();
    let maker = made_of(events);
    let mut incident = maker.reading.incident.clone();
    match incident.apply(&maker.next(last, |_| {})) {
        Ok(()) => "legal".to_owned(),
        Err(Illegal(why)) => {
            assert_eq!(incident, maker.reading.incident, "a refused entry changes nothing");
            why
        }
    }
}

fn made_of(events: Vec<Event>) -> Maker {
    let mut maker = Maker::new(false, "Test");
    for event in events {
        maker.add(event);
    }
    maker
}

fn state_of(events: Vec<Event>) -> ObligationState {
    made_of(events).reading.incident.obligations["ico"].clone()
}

#[test]
fn what_may_follow_what() {
    let past = "2026-11-20T22:00:00+00:00";
    let unnamed = "an obligation needs its id, and in words whom to tell";
    let unknown_time = Instead::Occurred(Occurred {
        at: None,
        precision: Precision::Unknown,
        about: false,
    });
    let table: Vec<(Vec<Event>, &str)> = vec![
        (vec![computed()], "legal"),
        (vec![computed(), computed()], "obligation `ico` was computed so already"),
        (
            vec![computed(), computed_as(|outcome| outcome.applies = Applies::No)],
            "legal",
        ),
        (
            vec![assessed(0, Vec::new()).into()],
            "nothing about who must be told has changed",
        ),
        (
            vec![assessed(0, vec![outcome("ico", "ICO"), outcome("ico", "The ICO")]).into()],
            "obligation `ico` appears twice",
        ),
        (vec![assessed(0, vec![outcome(" ", "ICO")]).into()], unnamed),
        (vec![made("", past)], unnamed),
        // Rules come and go: a notice to somebody whom no rule names is as legal as any.
        (vec![made("nobody-knows", past)], "legal"),
        (vec![made("ico", past), made("ico", past)], "legal"),
        (vec![confirmed()], "legal"),
        (
            vec![confirmed(), confirmed()],
            "obligation `ico` was decided so already",
        ),
        (vec![confirmed(), computed(), confirmed()], "legal"),
        (vec![confirmed(), not_required("no"), confirmed()], "legal"),
        (
            vec![not_required(" ")],
            "what is decided about obligation `ico` needs a reason",
        ),
        (vec![not_required("no"), not_required("really not")], "legal"),
        (
            vec![extended(DUE), extended(DUE)],
            "obligation `ico` was decided so already",
        ),
        (vec![corrected(DUE), extended(DUE), declined()], "legal"),
        (
            vec![recomputed()],
            "nobody decided anything about obligation `ico` that could be taken back",
        ),
        (vec![declined(), recomputed()], "legal"),
        (
            vec![declined(), recomputed(), recomputed()],
            "nobody decided anything about obligation `ico` that could be taken back",
        ),
        (vec![released()], "nobody holds back obligation `ico`"),
        (vec![delayed("Police"), released()], "legal"),
        (
            vec![delayed("Police"), released(), released()],
            "nobody holds back obligation `ico`",
        ),
        (vec![delayed(" ")], "somebody must have asked to hold it back"),
        (
            vec![made("ico", past), fixed(1, "notice.made", unknown_time)],
            "the time of a notice or a release must be known",
        ),
        (
            vec![computed(), fixed(1, "obligation.assessed", Instead::Nothing)],
            "an entry `obligation.assessed` cannot be corrected in this way",
        ),
        (vec![closed(), made("ico", past)], "the incident is closed"),
        (vec![closed(), confirmed()], "the incident is closed"),
        // What was recorded before the end can still be put right.
        (
            vec![
                made("ico", past),
                closed(),
                fixed(1, "notice.made", at("2026-11-20T21:00:00+00:00")),
            ],
            "legal",
        ),
    ];
    for (events, expected) in table {
        let names: Vec<String> = events.iter().map(|event| event.name().to_owned()).collect();
        assert_eq!(refusal(events), expected, "{names:?}");
    }
}

#[test]
fn the_last_decision_counts_and_what_is_computed_where_there_is_none() {
    let earlier = "2026-11-22T12:00:00+00:00";
    let unknown = || computed_as(|outcome| outcome.applies = Applies::Unknown);
    type Counts = Option<(&'static str, u64)>;
    let table: Vec<(&str, Vec<Event>, Counts)> = vec![
        ("computed", vec![computed()], Some((DUE, 1))),
        ("confirmed", vec![computed(), confirmed()], Some((DUE, 1))),
        ("not clear", vec![unknown()], None),
        ("not clear, confirmed", vec![unknown(), confirmed()], Some((DUE, 1))),
        ("corrected", vec![computed(), corrected(earlier)], Some((earlier, 2))),
        (
            "computed again, still corrected",
            vec![computed(), corrected(earlier), unknown()],
            Some((earlier, 2)),
        ),
        (
            "extended",
            vec![computed(), corrected(earlier), extended(DUE)],
            Some((DUE, 3)),
        ),
        ("not required", vec![computed(), not_required("no")], None),
        ("declined", vec![computed(), declined()], None),
        (
            "taken back",
            vec![computed(), not_required("no"), recomputed()],
            Some((DUE, 1)),
        ),
        (
            "a decision that was not made leaves the one before",
            vec![
                computed(),
                corrected(earlier),
                declined(),
                fixed(3, "notice.declined", Instead::Nothing),
            ],
            Some((earlier, 2)),
        ),
        (
            "to be kept",
            vec![computed_as(|outcome| outcome.state = ClockState::Kept)],
            None,
        ),
    ];
    for (what, events, expected) in table {
        let expected = expected.map(|(due_at, seq)| (time(due_at), seq));
        assert_eq!(state_of(events).due_at(), expected, "{what}");
    }
}

#[test]
fn a_correction_moves_what_was_made_and_who_made_it() {
    let (said, really) = ("2026-11-20T22:00:00+00:00", "2026-11-20T21:00:00+00:00");
    let state = state_of(vec![
        made("ico", said),
        fixed(1, "notice.made", at(really)),
        fixed(1, "notice.made", Instead::Actor("Ana".to_owned())),
        delayed("Police"),
        released(),
        fixed(5, "obligation.released", at(really)),
        fixed(4, "obligation.delayed", Instead::Actor("Ben".to_owned())),
        confirmed(),
        fixed(8, "obligation.confirmed", at(said)),
    ]);
    let notices: Vec<_> = state
        .notices
        .iter()
        .map(|notice| (notice.at, notice.who.as_str()))
        .collect();
    assert_eq!(notices, [(time(really), "Ana")]);
    let delay = &state.delays[0];
    let release = delay.released.as_ref().map(|released| (released.at, released.seq));
    assert_eq!((delay.who.as_str(), release), ("Ben", Some((time(really), 5))));
    let decision = state.decision().map(|decision| (decision.what.clone(), decision.at));
    assert_eq!(decision, Some((Decided::Confirmed, time(said).to_utc())));
    // A release that did not happen leaves the request as it was.
    let held = state_of(vec![
        delayed("Police"),
        released(),
        fixed(2, "obligation.released", Instead::Nothing),
    ]);
    assert_eq!(held.delay().map(|delay| delay.seq), Some(1));
}

#[test]
fn nothing_that_was_computed_is_overwritten() {
    let no = |outcome: &mut Assessed| outcome.applies = Applies::No;
    let state = state_of(vec![computed(), computed_as(no), computed()]);
    assert_eq!(state.history, [1, 2, 3]);
    assert_eq!(state.assessed.map(|computed| computed.seq), Some(3));
}

fn any_event() -> impl Strategy<Value = Event> {
    let past = "2026-11-20T22:00:00+00:00";
    prop::sample::select(vec![
        computed(),
        computed_as(|outcome| outcome.applies = Applies::No),
        confirmed(),
        not_required("no"),
        corrected(DUE),
        extended(DUE),
        declined(),
        recomputed(),
        delayed("Police"),
        released(),
        made("ico", past),
        fixed(1, "notice.made", Instead::Nothing),
        fixed(2, "obligation.delayed", at(past)),
        fixed(3, "obligation.confirmed", Instead::Actor("Ana".to_owned())),
        note("n"),
    ])
}

proptest! {
    #[test]
    fn living_through_it_and_reading_it_again_give_one_state(events in prop::collection::vec(any_event(), 0..40)) {
        let mut maker = Maker::new(false, "Test");
        for event in events {
            let mut incident = maker.reading.incident.clone();
            match incident.apply(&maker.next(event.clone(), |_| {})) {
                Ok(()) => {
                    maker.add(event);
                }
                Err(_) => prop_assert_eq!(&incident, &maker.reading.incident),
            }
        }
        let mut again = crate::incident::Reading::default();
        again.feed_all(&maker.bytes, |_, _| {});
        prop_assert_eq!(&again.faults, &[]);
        prop_assert_eq!(again.incident, maker.reading.incident.clone());
    }
}
