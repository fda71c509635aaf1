//! CSV: the timeline, one row for each line of the record, for spreadsheets that must not run it.

use chrono::{DateTime, FixedOffset, SecondsFormat};
use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::json::{access_word, clock_word, verdict_word};
use super::report::{Content, Report, Row, Shown};
use super::rows::Rows;
use crate::text::visible_line;

/// The columns, in their order. New ones are added at the end.
const COLUMNS: [&str; 24] = [
    "incident",
    "drill",
    "edition",
    "record",
    "seq",
    "written_utc",
    "written_local",
    "happened",
    "happened_precision",
    "minutes_late",
    "typed_by",
    "role",
    "login",
    "via",
    "actor",
    "told_by",
    "channel",
    "event",
    "step",
    "what",
    "corrected_by",
    "access",
    "clock",
    "sha256",
];

/// The timeline as UTF-8 with CRLF, every cell quoted.
pub(super) const ROWS: Rows = Rows {
    opening: |_| line(&COLUMNS.map(str::to_owned)),
    row: |_, row, report| line(&cells(row, report)),
    closing: "",
};

fn line(cells: &[String]) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .buffer_capacity(1024)
        .from_writer(Vec::new());
    let written = writer.write_record(cells.iter().map(|cell| safe(cell)));
    debug_assert!(written.is_ok(), "writing to memory cannot fail");
    writer.into_inner().unwrap_or_default()
}

fn cells(row: &Row, report: &Report) -> [String; 24] {
    let heading = &report.heading;
    let shown: Option<&Shown> = match &row.content {
        Content::Shown(shown) => Some(shown),
        Content::LeftOut(_)
        | Content::LeftOutUnsound
        | Content::Unsound(_)
        | Content::LeftOutUnread
        | Content::Unread(_) => None,
    };
    let what = match &row.content {
        Content::Shown(shown) => shown.what.clone(),
        Content::LeftOut(access) => format!("left out of this edition: {}", access_word(*access)),
        Content::LeftOutUnsound => "left out of this edition: this line is not as it was written".to_owned(),
        Content::LeftOutUnread => "left out of this edition: its draft is not read here".to_owned(),
        Content::Unread(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Content::Unsound(bytes) => {
            format!("this line is not as it was written: {}", String::from_utf8_lossy(bytes))
        }
    };
    let text = |get: fn(&Shown) -> Option<&str>| shown.and_then(get).unwrap_or_default().to_owned();
    let happened = shown.and_then(|shown| shown.happened);
    [
        heading.incident.clone(),
        if heading.drill { "DRILL" } else { "" }.to_owned(),
        heading.edition.name().to_owned(),
        verdict_word(report.proof.verdict).to_owned(),
        row.seq.to_string(),
        shown.map_or_else(String::new, |shown| {
            shown.written.to_utc().to_rfc3339_opts(SecondsFormat::Micros, true)
        }),
        shown.map_or_else(String::new, |shown| local(shown.written)),
        happened
            .and_then(|happened| happened.at)
            .map_or_else(String::new, local),
        happened.map_or("", |happened| happened.precision).to_owned(),
        shown
            .and_then(|shown| shown.late)
            .map_or_else(String::new, |late| late.num_minutes().to_string()),
        text(|shown| Some(&shown.typed_by)),
        text(|shown| shown.role.as_deref()),
        text(|shown| Some(&shown.place)),
        text(|shown| Some(shown.via)),
        text(|shown| shown.actor.as_deref()),
        text(|shown| shown.told_by.as_deref()),
        text(|shown| shown.channel.as_deref()),
        text(|shown| Some(&shown.event)),
        text(|shown| shown.step.as_deref()),
        what,
        shown
            .and_then(|shown| shown.corrected_by)
            .map_or_else(String::new, |seq| seq.to_string()),
        shown.and_then(|shown| shown.access).map_or("", access_word).to_owned(),
        shown.and_then(|shown| shown.clock).map_or("", clock_word).to_owned(),
        row.sha256.to_string(),
    ]
}

fn local(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// A cell that no spreadsheet takes for a formula and that cannot break its line: line breaks become ` / `, control and
/// bidirectional characters become visible, and what begins like a formula gets a quote before it.
fn safe(cell: &str) -> String {
    let folded = cell
        .split(['\n', '\r'])
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>();
    let begins_badly = |text: &str| {
        let first = text.trim_start().chars().next();
        matches!(
            first,
            Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '|' | '%')
        ) || text.starts_with(['\t', '\0'])
    };
    let shown = visible_line(&folded.join(" / ")).into_owned();
    if begins_badly(cell) || begins_badly(&shown) {
        format!("'{shown}")
    } else {
        shown
    }
}
