use chrono::{DateTime, Utc};

use super::{sentences, under_question};
use crate::screens::sample::duties::with_duties;
use crate::screens::sample::{Sample, at, busy, fresh, zone};
use crate::situation::Situation;
use crate::workflow::Workflow;

fn line(sample: &Sample, now: DateTime<Utc>, width: usize) -> String {
    under_question(&sample.reading.incident, &sample.situation_at(now), zone(), width)
}

#[test]
fn before_any_deadline_runs_it_says_so() {
    assert_eq!(
        line(&fresh(), at("2026-11-20T23:54:00Z"), 80),
        "  k7f3  Fri 23:54   no deadline running yet\n"
    );
}

#[test]
fn the_next_one_stands_with_its_time_first_and_fits_one_line() {
    let (sample, before) = (with_duties(), at("2026-11-21T00:04:00Z"));
    let shown = [80, 40].map(|width| line(&sample, before, width));
    let expected = [
        "  k7f3  Sat 00:04   Sat 01:40   1 h 36 min   Insurer\n",
        "  k7f3  Sat 00:04   Sat 01:40   1 h 36…\n",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn what_is_only_the_earliest_time_is_not_called_missed() {
    let (sample, shortly) = (with_duties(), at("2026-11-21T01:41:00Z"));
    assert_eq!(
        line(&sample, shortly, 80),
        "  k7f3  Sat 01:41   1 MISSED   next Sat 02:40   59 min, to be safe   Card schem…\n"
    );
    assert_eq!(
        line(&sample, sample.now, 100),
        "  k7f3  Sat 04:02   1 MISSED   1 passed, to be safe   next Sat 23:40   19 h 38 min   Second acquirer\n"
    );
}

#[test]
fn a_drill_says_so_there_too() {
    let drill = busy(true);
    assert_eq!(
        line(&drill, drill.now, 80),
        "  DRILL  p4xd  Sat 04:02   1 MISSED   next Sat 23:40   19 h 38 min   Tell the a…\n"
    );
}

#[test]
fn in_sentences_it_has_its_law() {
    assert_eq!(
        sentences(&with_duties().situation(), zone()),
        [
            "MISSED Sat 01:40: Insurer, passed 2 h 22 min ago (Law of insurer)",
            "By Sat 02:40 to be safe, which is over; the law may allow longer: Card scheme, by phone (Law of scheme-fast)",
            "Next deadline Sat 23:40: Second acquirer, 19 h 38 min left (Law of bank-two)",
            "Perhaps by Mon 23:40: 2 duties; needs: where customers live",
            "Perhaps: Tell the acquirer in writing and 1 more; needs: when we were told",
            "Perhaps: Tell authorities abroad; needs: where customers live, when we were told",
        ]
    );
    let sample = fresh();
    let without_rules = Situation::of(&Workflow::default(), &sample.reading.incident, sample.now);
    assert_eq!(sentences(&without_rules, zone()), ["No deadline is running yet."]);
}
