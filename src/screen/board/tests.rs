use super::board;
use crate::screen::sample::{busy, fresh, zone};

#[test]
fn show() {
    for width in [80, 40, 30] {
        let s = busy(false);
        eprintln!("{}\n=====", board(&s.guide, &s.reading.incident, s.now, zone(), width));
        eprintln!(
            "{}\n=====",
            crate::screen::now::now(
                &s.guide,
                &s.reading.incident,
                &["drill-2026-11-02-p4xd".to_owned()],
                s.now,
                zone(),
                width
            )
        );
        eprintln!(
            "{}\n=====",
            crate::screen::brief::brief(&s.guide, &s.reading.incident, &s.entries, s.now, zone(), width)
        );
        let s = fresh();
        eprintln!("{}\n=====", board(&s.guide, &s.reading.incident, s.now, zone(), width));
    }
    let s = busy(true);
    eprintln!(
        "{:#}",
        crate::screen::situation::to_json(&s.guide, &s.reading.incident, s.now)
    );
    panic!();
}
