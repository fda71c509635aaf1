//! A local time that is another instant since a country changed its clocks.

use crate::document::{Block, Blocks, Document};
use crate::incident::local_times::MovedTime;
use crate::time::Zone;
use crate::time::format::{clock, day};

/// What the record says, what the rules of today say, and how it is corrected.
pub fn moved_words(moved: &MovedTime, release: &str) -> Document {
    let said = moved.recorded.format("%H:%M");
    let day = day(moved.recorded.date_naive());
    let recorded = clock(moved.recorded, Zone::UTC);
    let (place, seq, tzdata) = (moved.zone.city(), moved.seq, &moved.tzdata);
    let today = match moved.today {
        Some(today) => format!("it is {} UTC", clock(today, Zone::UTC)),
        None => "clocks never showed it".to_owned(),
    };
    let mut page = Document::default();
    page.paragraph(format!(
        "Clocks in {place} have changed. Entry {seq} says {said} on {day}: by the rules of {tzdata} that was {recorded} UTC, by \
         those of {release} {today}."
    ));
    let correct = vec![format!("breach correct {seq}"), "gives the right time".to_owned()];
    page.below(2, vec![Block::rows(vec![correct])]);
    page
}
