//! CSV: the timeline, one row for each line of the record, for spreadsheets that must not run it.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, SecondsFormat};

use super::json::{access_word, clock_word, verdict_word};
use super::report::{Content, Report, Row, Shown};
use super::rows::Rows;
use crate::hash::hex;
use crate::incident::Via;
use crate::text::{is_plain, visible_line};

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
    opening: |_| {
        let mut line = Line(Vec::new());
        COLUMNS.iter().for_each(|name| line.cell(name));
        line.end()
    },
    row: |row, report, rows| {
        let mut line = Line(std::mem::take(rows));
        cells(row, report, &mut line);
        *rows = line.end();
    },
    between: "",
    closing: "",
};

/// A line of cells behind other lines.
struct Line(Vec<u8>);

impl Line {
    /// What a person may have typed.
    fn cell(&mut self, text: &str) {
        let text = safe(text);
        if text.contains('"') {
            self.own(&text.replace('"', "\"\""));
        } else {
            self.own(&text);
        }
    }

    fn cell_if(&mut self, text: Option<impl AsRef<str>>) {
        self.cell(text.as_ref().map_or("", AsRef::as_ref));
    }

    /// What this program wrote itself: nothing in it has to be escaped. Most cells are.
    fn own(&mut self, text: &str) {
        self.0.push(b'"');
        self.0.extend_from_slice(text.as_bytes());
        self.0.extend_from_slice(b"\",");
    }

    fn own_if(&mut self, text: Option<impl AsRef<str>>) {
        self.own(text.as_ref().map_or("", AsRef::as_ref));
    }

    /// Ends the line: behind its last cell stands no comma.
    fn end(mut self) -> Vec<u8> {
        self.0.pop();
        self.0.extend_from_slice(b"\r\n");
        self.0
    }
}

fn cells(row: &Row<'_>, report: &Report<'_>, line: &mut Line) {
    let heading = &report.heading;
    let shown = if let Content::Shown(shown) = &row.content {
        Some(shown)
    } else {
        None
    };
    let entry = shown.map(|shown| shown.entry);
    let by = entry.map(|entry| &entry.by);
    let told = entry.and_then(|entry| entry.told.as_ref());
    let happened = entry.and_then(|entry| entry.occurred);
    line.cell(&heading.incident);
    line.own(if heading.drill { "DRILL" } else { "" });
    line.own(heading.edition.name());
    line.own(verdict_word(report.proof.verdict));
    line.own(&row.seq.to_string());
    line.own_if(entry.map(|entry| entry.at.to_rfc3339_opts(SecondsFormat::Micros, true)));
    line.own_if(shown.map(|shown| local(shown.written())));
    line.own_if(happened.and_then(|happened| match happened.period() {
        Some(period) => Some(period.written()),
        None => happened.at.map(local),
    }));
    line.own_if(happened.map(|happened| happened.how_exact()));
    line.own_if(shown.and_then(Shown::late).map(|late| late.num_minutes().to_string()));
    line.cell_if(by.map(|by| &by.name));
    line.cell_if(by.and_then(|by| by.role.as_ref()));
    line.cell_if(by.map(|by| format!("{}@{}", by.login, by.host)));
    line.own_if(by.map(|by| via_word(by.via)));
    line.cell_if(entry.and_then(|entry| entry.actor.as_ref()));
    line.cell_if(told.map(|told| &told.by));
    line.cell_if(told.map(|told| &told.channel));
    line.cell_if(entry.map(|entry| entry.event.name()));
    line.cell_if(entry.and_then(|entry| entry.event.facets().step));
    line.cell(&match &row.content {
        Content::Shown(shown) => shown.what(),
        Content::LeftOut(access) => format!("left out of this edition: {}", access_word(*access)),
        Content::LeftOutUnsound => "left out of this edition: this line is not as it was written".to_owned(),
        Content::LeftOutUnread => "left out of this edition: its draft is not read here".to_owned(),
        Content::Unread(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Content::Unsound(bytes) => {
            format!("this line is not as it was written: {}", String::from_utf8_lossy(bytes))
        }
    });
    line.own_if(shown.and_then(|shown| shown.corrected_by).map(|seq| seq.to_string()));
    line.own_if(shown.and_then(|shown| shown.access).map(access_word));
    line.own_if(entry.and_then(|entry| entry.clock).map(clock_word));
    line.own(&hex(&row.sha256.0));
}

/// How an entry was typed, in one word.
fn via_word(via: Via) -> &'static str {
    match via {
        Via::Terminal => "terminal",
        Via::Command => "command",
        Via::Script => "script",
    }
}

fn local(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// A cell that no spreadsheet takes for a formula and that cannot break its line: line breaks become ` / `, control and
/// bidirectional characters become visible, and what begins like a formula gets a quote before it.
fn safe(cell: &str) -> Cow<'_, str> {
    let begins_badly = |text: &str| {
        let first = text.trim_start().chars().next();
        matches!(
            first,
            Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '|' | '%')
        ) || text.starts_with(['\t', '\0'])
    };
    if is_plain(cell) && !begins_badly(cell) {
        return Cow::Borrowed(cell);
    }
    let lines = cell.split(['\n', '\r']).filter(|line| !line.is_empty());
    let folded = lines.collect::<Vec<_>>().join(" / ");
    let shown = visible_line(&folded);
    let quote = if begins_badly(cell) || begins_badly(&shown) {
        "'"
    } else {
        ""
    };
    Cow::Owned(format!("{quote}{shown}"))
}
