//! The list of incidents. Drills are marked and come last.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::document::{Block, Blocks, Document, Table};
use crate::summary::{Holds, Summary, Unseen};
use crate::time::TimeView;
use crate::time::format::utc;

/// One incident of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: String,
    /// Whether commands speak of it when none is named.
    pub in_use: bool,
    /// What a quick look shows, or why it shows nothing.
    pub seen: Result<Summary, Unseen>,
}

impl Listed {
    /// `open`, `closed`, `drill`, `drill, closed`, `copy`, `another's`, or `unreadable`.
    pub fn state(&self) -> &'static str {
        let Ok(seen) = &self.seen else { return "unreadable" };
        match (&seen.holds, seen.is_drill, seen.is_closed) {
            (Holds::CopyOf(_), ..) => "copy",
            (Holds::Another(_), ..) => "another's",
            (Holds::Own, false, false) => "open",
            (Holds::Own, false, true) => "closed",
            (Holds::Own, true, false) => "drill",
            (Holds::Own, true, true) => "drill, closed",
        }
    }

    /// Open ones first, those that cannot be read among them; drills last; within that the newest first.
    pub fn rank(&self) -> (u8, std::cmp::Reverse<Option<DateTime<Utc>>>) {
        let state = match &self.seen {
            Err(_) => 0,
            Ok(seen) if matches!(seen.holds, Holds::CopyOf(_)) => 4,
            Ok(seen) => u8::from(seen.is_drill) * 2 + u8::from(seen.is_closed),
        };
        let opened = self.seen.as_ref().ok().and_then(|seen| seen.opened_at);
        (state, std::cmp::Reverse(opened))
    }
}

/// The list as a screen.
pub fn incidents(listed: &[Listed], records: &str, time: TimeView) -> Document {
    let mut page = Document::new("Incidents", time.here_and_now());
    page.space();
    if listed.is_empty() {
        page.below(
            2,
            vec![Block::paragraph(format!(
                "There are none. `breach start` opens one; {records}."
            ))],
        );
        return page;
    }
    let clock = |at: Option<DateTime<Utc>>| at.map_or_else(String::new, |at| time.clock_near(at));
    let row = |incident: &Listed| {
        let mark = if incident.in_use { "*" } else { "" };
        let (title, last) = match &incident.seen {
            Ok(seen) => (
                seen.holds.words().unwrap_or_else(|| seen.title.clone()),
                clock(seen.last_at),
            ),
            Err(unseen) => (unseen.why.clone(), String::new()),
        };
        vec![
            mark.into(),
            (&incident.id).into(),
            incident.state().into(),
            title.into(),
            last.into(),
        ]
    };
    page.add(Block::Table(Table {
        head: ["", "Incident", "State", "Title", "Last entry"]
            .map(Into::into)
            .to_vec(),
        rows: listed.iter().map(row).collect(),
    }));
    if listed.iter().any(|incident| incident.in_use) {
        page.space();
        page.paragraph("* in use: commands speak of it when none is named");
    }
    page
}

pub fn to_json(listed: &[Listed]) -> Vec<Value> {
    listed
        .iter()
        .map(|incident| {
            let seen = incident.seen.as_ref().ok();
            json!({
                "incident": incident.id,
                "record_of": seen.and_then(|seen| seen.holds.other()),
                "in_use": incident.in_use,
                "state": incident.state(),
                "title": seen.map(|seen| &seen.title),
                "drill": seen.map(|seen| seen.is_drill),
                "open": seen.map(|seen| !seen.is_closed),
                "opened_at": seen.and_then(|seen| seen.opened_at).map(utc),
                "last_at": seen.and_then(|seen| seen.last_at).map(utc),
                "last_entry": seen.and_then(|seen| seen.last_seq),
                "zone": seen.map(|seen| &seen.zone),
                "error": incident.seen.as_ref().err().map(|unseen| &unseen.why),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
