//! Times that were said in an entry, and the release of the time zone database that gave them their offset.
//!
//! Countries change their clocks at short notice. A local time that was typed before a program knew of it stands in the
//! record with the old offset: an hour off, for good, unless somebody is told.

use chrono::{DateTime, FixedOffset, LocalResult};
use serde_json::Value as Json;

use super::entry::Entry;
use super::event::{EntryCorrected, Event};
use super::provenance::Occurred;
use crate::time::{Zone, ZoneUsed};

/// A local time that is another instant by the rules of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedTime {
    pub seq: u64,
    /// Where the time was said.
    pub zone: Zone,
    /// As it stands in the record.
    pub recorded: DateTime<FixedOffset>,
    /// The release that gave the offset.
    pub tzdata: String,
    /// The same local time by the rules of today; none where clocks never showed it.
    pub today: Option<DateTime<FixedOffset>>,
}

/// The zone and the release that an entry names: none unless it holds a time in that zone.
pub fn zone_used(occurred: Option<&Occurred>, event: &Event, zone: Zone, tzdata: &str) -> Option<ZoneUsed> {
    let is_local = |at: &DateTime<FixedOffset>| zone.at(at).offset() == at.offset();
    said_times(occurred, event).iter().any(is_local).then(|| ZoneUsed {
        name: zone.name().to_owned(),
        tzdata: tzdata.to_owned(),
    })
}

/// The times that the rules of today, which are of the release `tzdata`, take for others. What was corrected is left out:
/// the correction names its own release.
pub fn moved_times(entries: &[Entry], tzdata: &str) -> Vec<MovedTime> {
    let corrected: Vec<u64> = entries
        .iter()
        .filter_map(|entry| entry.event.get::<EntryCorrected>())
        .map(|corrected| corrected.entry)
        .collect();
    entries
        .iter()
        .filter(|entry| !corrected.contains(&entry.seq))
        .filter_map(|entry| {
            let used = entry.zone.as_ref().filter(|used| used.tzdata != tzdata)?;
            let zone = Zone::parse(&used.name).ok()?;
            let moved = said_times(entry.occurred.as_ref(), &entry.event)
                .into_iter()
                .find_map(|recorded| Some((recorded, moved(recorded, zone)?)));
            let (recorded, today) = moved?;
            Some(MovedTime {
                seq: entry.seq,
                zone,
                recorded,
                tzdata: used.tzdata.clone(),
                today,
            })
        })
        .collect()
}

/// The same local time by the rules of today, if that is another instant.
fn moved(recorded: DateTime<FixedOffset>, zone: Zone) -> Option<Option<DateTime<FixedOffset>>> {
    match zone.instants(recorded.naive_local()) {
        LocalResult::Single(today) => (today != recorded).then_some(Some(today)),
        LocalResult::Ambiguous(earlier, later) => (earlier != recorded && later != recorded).then_some(Some(earlier)),
        LocalResult::None => Some(None),
    }
}

/// Every time in an entry that carries an offset: when it happened, and each such value of its data.
fn said_times(occurred: Option<&Occurred>, event: &Event) -> Vec<DateTime<FixedOffset>> {
    let mut times: Vec<_> = occurred.and_then(|occurred| occurred.at).into_iter().collect();
    if let Ok(data) = event.data()
        && let Ok(json) = serde_json::from_str(data.get())
    {
        collect(&json, &mut times);
    }
    times
}

fn collect(json: &Json, times: &mut Vec<DateTime<FixedOffset>>) {
    match json {
        Json::String(text) => times.extend(DateTime::parse_from_rfc3339(text).ok()),
        Json::Array(items) => items.iter().for_each(|item| collect(item, times)),
        Json::Object(fields) => fields.values().for_each(|value| collect(value, times)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

#[cfg(test)]
mod tests;
