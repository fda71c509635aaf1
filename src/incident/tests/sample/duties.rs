//! Every event about who must be told, for the record in which every event occurs.

use super::{Maker, time};
use crate::incident::event::{
    Applies, Assessed, Attachment, ClockState, EntryCorrected, Instead, NoticeDeclined, NoticeMade, ObligationAssessed,
    ObligationConfirmed, ObligationCorrected, ObligationDelayed, ObligationExtended, ObligationNotRequired,
    ObligationRecomputed, ObligationReleased, RulesOrigin, RulesUsed,
};
use crate::incident::{Access, Hash, Occurred, Precision};

/// What was computed about a duty that applies and is due on Monday evening.
pub(crate) fn outcome(id: &str, tell: &str) -> Assessed {
    Assessed {
        id: id.to_owned(),
        tell: tell.to_owned(),
        law: "GDPR Art. 33".to_owned(),
        applies: Applies::Yes,
        because: "people in the EU are affected".to_owned(),
        due_at: Some(time("2026-11-23T22:00:00+00:00")),
        state: ClockState::Due,
        counts_from: Some("awareness".to_owned()),
        start_at: Some(time("2026-11-20T22:00:00+00:00")),
        start_is_day: false,
        earliest: false,
        source: "a handbook".to_owned(),
        as_of: "2026-01".to_owned(),
        confidence: "confirmed".to_owned(),
        facts: vec!["cards".to_owned()],
    }
}

/// A computation by the built-in rules.
pub(crate) fn assessed(because: u64, changed: Vec<Assessed>) -> ObligationAssessed {
    ObligationAssessed {
        rules: RulesUsed {
            origin: RulesOrigin::BuiltIn,
            sha256: Hash::of(b"rules"),
        },
        because,
        changed,
        sources: Vec::new(),
    }
}

pub(super) fn every_duty_event(maker: &mut Maker, say: &dyn Fn(&str) -> String) {
    let told = |id: &str, tell: &str| Assessed {
        law: say("GDPR Art. 33"),
        because: say("people in the EU are affected"),
        counts_from: Some(say("awareness")),
        source: say("a handbook"),
        ..outcome(id, &say(tell))
    };
    let no_clock = |outcome: Assessed, applies, state| Assessed {
        applies,
        state,
        due_at: None,
        start_at: None,
        start_is_day: false,
        counts_from: None,
        ..outcome
    };
    let people = Assessed {
        counts_from: Some(say("the first notice")),
        ..no_clock(told("people", "Affected people"), Applies::Yes, ClockState::Waiting)
    };
    let late = Assessed {
        due_at: Some(time("2026-11-20T23:00:00+00:00")),
        ..told("sponsor", "Sponsor bank")
    };
    maker.add(ObligationAssessed {
        rules: RulesUsed {
            origin: RulesOrigin::Own,
            sha256: Hash::of(b"rules of one's own"),
        },
        ..assessed(
            19,
            vec![
                told("authority", "Supervisory authority"),
                people,
                no_clock(told("brands", "Card brands"), Applies::Yes, ClockState::Open),
                no_clock(told("bureaus", "Credit bureaus"), Applies::No, ClockState::None),
                Assessed {
                    applies: Applies::Unknown,
                    earliest: true,
                    ..told("insurer", "Insurer")
                },
                Assessed {
                    due_at: Some(time("2031-11-20T22:00:00+00:00")),
                    state: ClockState::Kept,
                    ..told("keep", "Record of the breach")
                },
                late,
            ],
        )
    });
    maker.add_with(
        ObligationConfirmed {
            obligation: "authority".to_owned(),
            tell: say("Supervisory authority"),
            why: Some(say("risk is likely")),
        },
        |entry| entry.actor = Some(say("Carla Counsel")),
    );
    maker.add_with(
        ObligationNotRequired {
            obligation: "bureaus".to_owned(),
            tell: say("Credit bureaus"),
            why: say("fewer than 1000 people"),
        },
        |entry| entry.access = Some(Access::Privileged),
    );
    maker.add(ObligationCorrected {
        obligation: "brands".to_owned(),
        tell: say("Card brands"),
        due_at: time("2026-11-21T12:00:00+00:00"),
        why: say("the contract says so"),
    });
    maker.add(ObligationRecomputed {
        obligation: "brands".to_owned(),
        tell: say("Card brands"),
        why: say("the contract was another one"),
    });
    maker.add(ObligationExtended {
        obligation: "sponsor".to_owned(),
        tell: say("Sponsor bank"),
        until: time("2026-11-24T17:00:00+00:00"),
        why: say("the bank agreed"),
    });
    maker.add(ObligationDelayed {
        obligation: "people".to_owned(),
        tell: say("Affected people"),
        agency: say("Met Police"),
        officer: Some(say("DC Lane")),
        written: true,
        until: Some(time("2026-11-30T09:00:00+00:00")),
        why: Some(say("an arrest is near")),
    });
    maker.add(ObligationReleased {
        obligation: "people".to_owned(),
        tell: say("Affected people"),
        at: time("2026-11-20T23:30:00+00:00"),
    });
    let made = maker.add_with(
        NoticeMade {
            obligation: "authority".to_owned(),
            tell: say("Supervisory authority"),
            at: time("2026-11-20T23:20:00+00:00"),
            on_day: false,
            channel: say("web form"),
            reference: Some(say("IC-4711")),
            attachment: Some(Attachment {
                name: say("form.pdf"),
                size: 4,
                sha256: Hash::of(b"form"),
            }),
            to: Some(say("ICO")),
            internal: false,
        },
        |entry| {
            entry.occurred = Some(Occurred {
                at: Some(time("2026-11-20T23:20:00+00:00")),
                precision: Precision::Exact,
                about: false,
            });
        },
    );
    maker.add(EntryCorrected {
        entry: made,
        event: "notice.made".to_owned(),
        why: say("I misread the clock"),
        instead: Instead::Occurred(Occurred {
            at: Some(time("2026-11-20T23:25:00+00:00")),
            precision: Precision::Exact,
            about: false,
        }),
    });
    maker.add(NoticeDeclined {
        obligation: "insurer".to_owned(),
        tell: say("Insurer"),
        why: say("below the excess"),
        decided_by: say("Maria Lund"),
        revisit_at: time("2026-11-27T09:00:00+00:00"),
    });
}
