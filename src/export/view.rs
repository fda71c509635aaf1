//! What an edition shows of a record, folded and judged as if there were nothing else: the situation at its last entry.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, Utc};

use super::recorded::Recorded;
use super::report::{Content, Report};
use crate::document::Text;
use crate::incident::event::{EntryCorrected, Instead};
use crate::incident::view::fold_shown;
use crate::incident::{Entry, Incident, Occurred};
use crate::situation::Situation;
use crate::time::Zone;
use crate::workflow::Workflow;

pub(super) struct View<'r> {
    pub incident: Incident,
    pub workflow: Workflow,
    /// Why the plan in the record cannot be followed here, where it cannot.
    pub unread_plan: Option<String>,
    pub situation: Situation,
    pub zone: Zone,
    /// The last entry that is shown: what is said here was true when it was written.
    pub last: Option<&'r Entry>,
    shown: BTreeMap<u64, &'r Entry>,
}

impl<'r> View<'r> {
    /// `workflow` knows rules and no plan yet.
    pub(super) fn of(recorded: &Recorded, report: &'r Report<'r>, mut workflow: Workflow) -> Self {
        let shown: BTreeMap<u64, &Entry> = report
            .rows
            .iter()
            .filter_map(|row| match &row.content {
                Content::Shown(shown) => Some((row.seq, shown.entry)),
                _ => None,
            })
            .collect();
        let incident = incident(recorded, report, &shown);
        let unread_plan = workflow.refresh(&incident).err();
        let last = shown.values().last().copied();
        let now = last.map_or(DateTime::<Utc>::MIN_UTC, |entry| entry.at);
        View {
            situation: Situation::of(&workflow, &incident, now),
            zone: report.heading.zone,
            incident,
            workflow,
            unread_plan,
            last,
            shown,
        }
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = &'r Entry> {
        self.shown.values().copied()
    }

    pub(super) fn entry(&self, seq: u64) -> Option<&'r Entry> {
        self.shown.get(&seq).copied()
    }

    /// What corrects this entry, and its number.
    pub(super) fn correction(&self, seq: u64) -> Option<(u64, &'r EntryCorrected)> {
        let by = *self.incident.corrected.get(&seq)?;
        Some((by, self.entry(by)?.event.get()?))
    }

    /// The entry to cite: the one that corrects this, where one does.
    pub(super) fn cited(&self, seq: u64) -> Text {
        Text::new().entry(self.correction(seq).map_or(seq, |(by, _)| by))
    }

    /// When what this entry says happened, as exactly as somebody said; else when it was written down.
    pub(super) fn when(&self, seq: u64) -> String {
        let entry = self.entry(seq);
        let happened = self.happened(seq).and_then(|occurred| occurred.words(moment));
        happened
            .or_else(|| entry.map(|entry| moment(self.zone.at(&entry.at))))
            .unwrap_or_default()
    }

    pub(super) fn happened(&self, seq: u64) -> Option<Occurred> {
        match self.correction(seq).map(|(_, correction)| &correction.instead) {
            Some(Instead::Occurred(occurred)) => Some(*occurred),
            _ => self.entry(seq)?.occurred,
        }
    }
}

/// `Sat 21 Nov 2026 00:06 +00:00`.
pub(super) fn moment(at: DateTime<FixedOffset>) -> String {
    at.format("%a %-d %b %Y %H:%M %:z").to_string()
}

/// The incident that the entries add up to which are shown.
fn incident(recorded: &Recorded, report: &Report<'_>, shown: &BTreeMap<u64, &Entry>) -> Incident {
    let whole = &recorded.reading.incident;
    if report.left_out.entries.is_empty() {
        return whole.clone();
    }
    fold_shown(whole, &report.left_out, &mut shown.values().copied())
}
