use super::{nothing_open, now, several_open};
use crate::document::terminal;
use crate::screens::sample::duties::with_duties;
use crate::screens::sample::{Sample, busy, fresh, zone};

fn shown(sample: &Sample, others: &[&str], width: usize) -> String {
    let others: Vec<String> = others.iter().map(|id| (*id).to_owned()).collect();
    terminal(
        &now(&sample.reading.incident, &sample.situation(), &others, zone()),
        width,
    )
}

#[test]
fn a_busy_night_on_a_wide_screen() {
    assert_eq!(
        shown(&busy(false), &["drill-2026-11-02-p4xd"], 80),
        include_str!("busy-80.txt")
    );
}

#[test]
fn a_busy_night_on_a_narrow_screen() {
    assert_eq!(
        shown(&busy(false), &["drill-2026-11-02-p4xd"], 40),
        include_str!("busy-40.txt")
    );
}

#[test]
fn it_fits_a_window_of_24_lines() {
    let lines = shown(&busy(true), &["a", "b", "c", "d"], 80).lines().count();
    assert!(lines < 24, "{lines}");
}

#[test]
fn a_minute_after_opening() {
    assert_eq!(shown(&fresh(), &[], 80), include_str!("fresh-80.txt"));
}

#[test]
fn with_nothing_open_it_says_how_to_begin() {
    let drills = [(
        "drill-2026-11-20-p4xd".to_owned(),
        "Possible card data compromise".to_owned(),
    )];
    let records = "records are looked for in `/r`";
    assert_eq!(
        terminal(&nothing_open(&[], records), 80),
        include_str!("nothing-80.txt")
    );
    assert_eq!(
        terminal(&nothing_open(&drills, records), 40),
        include_str!("nothing-40.txt")
    );
}

#[test]
fn with_several_open_it_offers_each() {
    let open = ["2026-11-20-k7f3", "2026-11-21-m2q9"].map(|id| (id.to_owned(), "Possible compromise".to_owned()));
    assert_eq!(
        terminal(&several_open(&open), 80),
        "  2 incidents are open, and none is in use.\n\n    \
         breach use 2026-11-20-k7f3   Possible compromise\n    \
         breach use 2026-11-21-m2q9   Possible compromise\n"
    );
}

#[test]
fn what_was_missed_does_not_hide_what_lies_ahead() {
    let shown = shown(&with_duties(), &[], 80);
    assert_eq!(
        shown.split("\n\n").nth(1),
        Some(
            "  Next deadline
    Sat 01:40     Insurer                         MISSED 2 h 22 min ago
    Sat 02:40     Card scheme, by phone           1 h 22 min ago, to be safe
    Sat 23:40     Second acquirer                 19 h 38 min left
    Mon 23:40     2 duties                        perhaps; needs: where
                                                  customers live
    cannot tell   Tell the acquirer in writing    perhaps; needs: when we were
                  and 1 more                      told
    cannot tell   Tell authorities abroad         perhaps; needs: where
                                                  customers live, when we were
                                                  told"
        )
    );
}
