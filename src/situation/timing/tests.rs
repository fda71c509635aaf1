use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Claim, DueTime, Settled, Settlement, Timing};
use crate::hash::Hash;
use crate::incident::Incident;
use crate::incident::event::{Applies, Assessed, ClockState, RulesOrigin, RulesUsed};
use crate::incident::state::{Assessment, Decided, Decision, Notice, ObligationState};
use crate::obligation::count::When;
use crate::time::Zone;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn noon() -> DateTime<Utc> {
    at("2026-11-21T12:00:00Z")
}

fn london() -> Zone {
    Zone::parse("Europe/London").expect("a zone")
}

fn due() -> Option<DueTime> {
    Some(DueTime {
        at: noon(),
        is_earliest: false,
    })
}

fn earliest() -> Option<DueTime> {
    Some(DueTime {
        at: noon(),
        is_earliest: true,
    })
}

/// One second before, at, and one second after it is due.
fn around(claim: &Claim, due: Option<DueTime>) -> [Timing; 3] {
    [-1, 0, 1].map(|seconds| Timing::of(claim.clone(), due, noon() + TimeDelta::seconds(seconds), london()))
}

fn settled(how: Settlement, due: Option<DueTime>, late_minutes: Option<i64>) -> Timing {
    Timing::Settled(Settled {
        how,
        due,
        late: late_minutes.map(TimeDelta::minutes),
    })
}

#[test]
fn an_open_deadline_is_due_until_its_time_and_missed_after_it() {
    let open = Claim::Open(None);
    let (ahead, missed) = (Timing::Due(noon()), Timing::Missed(noon()));
    assert_eq!(around(&open, due()), [ahead.clone(), ahead, missed]);
}

#[test]
fn an_earliest_time_passes_without_being_missed() {
    let (ahead, passed) = (Timing::Earliest(noon()), Timing::EarliestPassed(noon()));
    let open = Claim::Open(None);
    assert_eq!(around(&open, earliest()), [ahead.clone(), ahead, passed]);
}

#[test]
fn without_a_time_it_is_open_or_waits() {
    let on = || "the end of the assessment".to_owned();
    let cases = [
        (Claim::Open(None), None, Timing::NoLimit),
        (Claim::Open(Some(on())), None, Timing::Waiting(on())),
        // A time that somebody decided on counts, whatever the rule waits for.
        (Claim::Open(Some(on())), due(), Timing::Due(noon())),
        (Claim::CannotTell, None, Timing::CannotTell(None)),
        (Claim::CannotTell, earliest(), Timing::CannotTell(earliest())),
        (Claim::Withdrawn, due(), Timing::Withdrawn(due())),
    ];
    for (claim, due, expected) in cases {
        assert_eq!(Timing::of(claim, due, noon(), london()), expected);
    }
}

#[test]
fn who_was_told_by_then_was_told_in_time() {
    let told = |text: &str, due: Option<DueTime>| {
        // However long after: the record may be written late.
        let long_after = noon() + TimeDelta::days(30);
        Timing::of(Claim::Told(When::At(at(text))), due, long_after, london())
    };
    let how = |text: &str| Settlement::Told(When::At(at(text)));
    let (before, then, after) = ("2026-11-21T11:59:00Z", "2026-11-21T12:00:00Z", "2026-11-21T12:30:00Z");
    assert_eq!(told(before, due()), settled(how(before), due(), None));
    assert_eq!(told(then, due()), settled(how(then), due(), None));
    assert_eq!(told(after, due()), settled(how(after), due(), Some(30)));
    // Nobody can tell whether that was late: the time that counts may have been later.
    assert_eq!(told(after, earliest()), settled(how(after), earliest(), None));
    assert_eq!(told(after, None), settled(how(after), None, None));
}

#[test]
fn a_day_is_late_only_when_all_of_it_lies_after_the_time() {
    let told = |day: u32, due: Option<DueTime>| {
        let day = NaiveDate::from_ymd_opt(2026, 11, day).expect("a day");
        Timing::of(Claim::Done(When::On(day)), due, noon(), london()).late()
    };
    assert_eq!(
        [20, 21, 22].map(|day| told(day, due())),
        [None, None, Some(TimeDelta::hours(12))]
    );
    let midnight = Some(DueTime {
        at: at("2026-11-21T23:59:59Z"),
        is_earliest: false,
    });
    assert_eq!(
        [21, 22].map(|day| told(day, midnight)),
        [None, Some(TimeDelta::seconds(1))]
    );
}

#[test]
fn what_was_decided_settles_it_without_being_late() {
    let after = noon() + TimeDelta::hours(1);
    let look = |revisit_at: DateTime<Utc>| Timing::of(Claim::Declined(revisit_at), None, after, london());
    let declined = |revisit_at, is_over| settled(Settlement::Declined { revisit_at, is_over }, None, None);
    let later = after + TimeDelta::seconds(1);
    assert_eq!(look(later), declined(later, false));
    assert_eq!(look(after), declined(after, true));
    assert_eq!(
        [later, after].map(|revisit| look(revisit).is_to_be_looked_at()),
        [false, true]
    );
    assert_eq!(
        Timing::of(Claim::NotRequired, due(), after, london()),
        settled(Settlement::NotRequired, due(), None)
    );
}

#[test]
fn each_has_its_name_and_its_time() {
    let about = |timing: Timing| (timing.name(), timing.due(), timing.is_open(), timing.is_missed());
    let cases = [
        (Timing::Due(noon()), ("due", due(), true, false)),
        (Timing::Earliest(noon()), ("due", earliest(), true, false)),
        (Timing::EarliestPassed(noon()), ("due", earliest(), true, false)),
        (Timing::Missed(noon()), ("due", due(), true, true)),
        (Timing::NoLimit, ("open", None, true, false)),
        (Timing::Waiting("x".to_owned()), ("waiting", None, true, false)),
        (
            Timing::CannotTell(earliest()),
            ("cannot_tell", earliest(), false, false),
        ),
        (
            settled(Settlement::Told(When::At(noon())), due(), None),
            ("told", due(), false, false),
        ),
        (
            settled(Settlement::Done(When::At(noon())), due(), None),
            ("done", due(), false, false),
        ),
        (
            settled(Settlement::NotRequired, None, None),
            ("not_required", None, false, false),
        ),
        (
            settled(
                Settlement::Declined {
                    revisit_at: noon(),
                    is_over: false,
                },
                None,
                None,
            ),
            ("not_telling", None, false, false),
        ),
        (Timing::Withdrawn(due()), ("withdrawn", due(), false, false)),
    ];
    for (timing, expected) in cases {
        assert_eq!(about(timing), expected);
    }
}

/// A duty that the record knows: computed to be due at noon, or at the earliest then.
fn recorded(applies: Applies, state: ClockState, earliest: bool) -> ObligationState {
    let outcome = Assessed {
        id: "ico".to_owned(),
        tell: "The ICO".to_owned(),
        law: "UK GDPR Art. 33".to_owned(),
        applies,
        because: String::new(),
        due_at: (state == ClockState::Due).then(|| noon().fixed_offset()),
        state,
        counts_from: Some("awareness".to_owned()),
        start_at: None,
        start_is_day: false,
        earliest,
        source: "the law".to_owned(),
        as_of: "2026-01".to_owned(),
        confidence: "confirmed".to_owned(),
        facts: Vec::new(),
    };
    ObligationState {
        tell: "The ICO".to_owned(),
        assessed: Some(Assessment {
            outcome,
            rules: RulesUsed {
                origin: RulesOrigin::BuiltIn,
                sha256: Hash::NONE,
            },
            seq: 3,
        }),
        ..ObligationState::default()
    }
}

fn decided(state: ObligationState, what: Decided) -> ObligationState {
    ObligationState {
        decisions: vec![Decision {
            what,
            why: None,
            who: "Counsel".to_owned(),
            at: noon(),
            seq: 4,
        }],
        ..state
    }
}

fn told(state: ObligationState, text: &str, internal: bool) -> ObligationState {
    ObligationState {
        notices: vec![Notice {
            at: at(text).fixed_offset(),
            on_day: false,
            about: false,
            written: DateTime::<Utc>::UNIX_EPOCH,
            channel: "web form".to_owned(),
            reference: None,
            attachment: None,
            to: None,
            internal,
            who: "Ana".to_owned(),
            seq: 5,
        }],
        ..state
    }
}

#[test]
fn the_record_alone_says_where_a_duty_stands() {
    let computed = || recorded(Applies::Yes, ClockState::Due, false);
    let later = at("2026-11-22T12:00:00Z");
    let later_due = Some(DueTime {
        at: later,
        is_earliest: false,
    });
    let one_hour_late = "2026-11-21T13:00:00Z";
    let cases = [
        (computed(), Some(Timing::Missed(noon()))),
        (
            recorded(Applies::Yes, ClockState::Due, true),
            Some(Timing::EarliestPassed(noon())),
        ),
        (
            told(computed(), one_hour_late, false),
            Some(settled(Settlement::Told(When::At(at(one_hour_late))), due(), Some(60))),
        ),
        (
            told(computed(), one_hour_late, true),
            Some(settled(Settlement::Done(When::At(at(one_hour_late))), due(), Some(60))),
        ),
        // A corrected time counts for what was done before it was corrected, too.
        (
            told(
                decided(
                    computed(),
                    Decided::Corrected {
                        due_at: later.fixed_offset(),
                    },
                ),
                one_hour_late,
                false,
            ),
            Some(settled(Settlement::Told(When::At(at(one_hour_late))), later_due, None)),
        ),
        (
            decided(
                recorded(Applies::Yes, ClockState::Due, true),
                Decided::Corrected {
                    due_at: noon().fixed_offset(),
                },
            ),
            Some(Timing::Missed(noon())),
        ),
        (
            decided(
                computed(),
                Decided::Extended {
                    until: later.fixed_offset(),
                },
            ),
            Some(Timing::Due(later)),
        ),
        (
            decided(computed(), Decided::NotRequired),
            Some(settled(Settlement::NotRequired, None, None)),
        ),
        (
            decided(
                computed(),
                Decided::Declined {
                    decided_by: "Jo".to_owned(),
                    revisit_at: later.fixed_offset(),
                },
            ),
            Some(settled(
                Settlement::Declined {
                    revisit_at: later,
                    is_over: false,
                },
                None,
                None,
            )),
        ),
        (
            decided(recorded(Applies::Unknown, ClockState::Due, false), Decided::Confirmed),
            Some(Timing::Missed(noon())),
        ),
        (
            recorded(Applies::Unknown, ClockState::Due, false),
            Some(Timing::CannotTell(None)),
        ),
        (
            recorded(Applies::No, ClockState::None, false),
            Some(Timing::Withdrawn(None)),
        ),
        (recorded(Applies::Yes, ClockState::Open, false), Some(Timing::NoLimit)),
        (
            recorded(Applies::Yes, ClockState::Waiting, false),
            Some(Timing::Waiting("awareness".to_owned())),
        ),
        (recorded(Applies::Yes, ClockState::Kept, false), None),
        (ObligationState::default(), None),
    ];
    for (state, expected) in cases {
        let now = noon() + TimeDelta::hours(2);
        assert_eq!(
            Timing::of_record(&Incident::default(), &state, now, london()),
            expected,
            "{state:#?}"
        );
    }
}
