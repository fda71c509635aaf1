//! JSON: what is included is included exactly, each line as the string that was hashed.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::limits::{DOES_NOT_PROVE, HOW_TO_CHECK, PROVES};
use super::recorded::Tail;
use super::report::{Content, Report, Row, Shown, Verdict};
use super::rows::Rows;
use crate::hash::{Hash, hex};
use crate::incident::{Access, ClockFault};
use crate::text::visible_json;

/// The name and version of this form.
const FORMAT: &str = "breach.record/1";

/// One line of the record on a line of its own, so that tools that know lines can be used too.
pub(super) const ROWS: Rows = Rows {
    opening: |report| {
        let head = head(report).into_iter();
        let fields: String = head
            .map(|(key, value)| format!("  {}: {value},\n", Json::from(key)))
            .collect();
        visible_json(&format!("{{\n{fields}  \"lines\": ["))
            .into_owned()
            .into_bytes()
    },
    row: |row, _, rows| {
        rows.extend_from_slice(b"\n    ");
        let start = rows.len();
        let written = serde_json::to_writer(&mut *rows, &item(row));
        debug_assert!(written.is_ok(), "writing to memory cannot fail");
        let hidden = match visible_json(&text(&rows[start..])) {
            Cow::Borrowed(_) => return,
            Cow::Owned(shown) => shown,
        };
        rows.truncate(start);
        rows.extend_from_slice(hidden.as_bytes());
    },
    between: ",",
    closing: "\n  ]\n}\n",
};

fn head(report: &Report<'_>) -> Vec<(&'static str, Json)> {
    let (heading, proof, left) = (&report.heading, &report.proof, &report.left_out);
    let faults: Vec<Json> = proof
        .faults
        .iter()
        .map(|fault| json!({"entry": fault.entry, "line": fault.line, "what": fault.what}))
        .collect();
    let clock_faults: Vec<Json> = proof
        .clock_faults
        .iter()
        .map(|(entry, fault)| json!({"entry": entry, "clock": clock_word(*fault)}))
        .collect();
    let closed = heading.closed.as_ref().map(|closed| {
        json!({"how": closed.how, "why": closed.why, "at": closed.at.to_utc().to_rfc3339(), "entry": closed.seq})
    });
    vec![
        ("format", json!(FORMAT)),
        ("edition", json!(heading.edition.name())),
        (
            "incident",
            json!({
                "id": heading.incident,
                "title": heading.title,
                "drill": heading.drill,
                "zone": heading.zone.name(),
                "program": heading.program,
                "opened_at": heading.opened_at.map(|at| at.to_utc().to_rfc3339()),
                "closed": closed,
            }),
        ),
        (
            "record",
            json!({
                "verdict": verdict_word(proof.verdict),
                "entries": proof.entries,
                "bytes": proof.bytes,
                "head": proof.head.to_string(),
                "check_code": proof.check_code.to_string(),
                "fault_count": proof.fault_count,
                "faults": faults,
                "clock_faults": clock_faults,
                "tail": match &proof.tail {
                    Tail::Nothing => Json::Null,
                    Tail::Torn { bytes, sha256 } => json!({"torn": {"bytes": bytes, "sha256": sha256}}),
                    Tail::Unfinished => json!("unfinished"),
                },
            }),
        ),
        (
            "left_out",
            json!({
                "privileged": left.count(Access::Privileged),
                "restricted": left.count(Access::Restricted),
                "unsound": left.unsound,
                "another_draft": left.unread,
            }),
        ),
        ("how_to_check", json!(HOW_TO_CHECK)),
        ("proves", json!(PROVES)),
        ("does_not_prove", json!(DOES_NOT_PROVE)),
    ]
}

/// One line of the record.
#[derive(Default, Serialize)]
struct Item<'l> {
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<Cow<'l, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line_hex: Option<String>,
    seq: u64,
    sha256: Hash,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unsound: bool,
}

fn item<'l>(row: &Row<'l>) -> Item<'l> {
    let mut item = Item {
        seq: row.seq,
        sha256: row.sha256,
        ..Item::default()
    };
    match row.content {
        Content::Shown(Shown { line, .. }) | Content::Unread(line) => item.line = Some(text(line)),
        Content::LeftOut(access) => item.left_out = Some(access_word(access)),
        Content::LeftOutUnsound => item.left_out = Some("unsound"),
        Content::LeftOutUnread => item.left_out = Some("another draft"),
        Content::Unsound(bytes) => {
            item.unsound = true;
            match std::str::from_utf8(bytes) {
                Ok(line) => item.line = Some(line.into()),
                Err(_) => item.line_hex = Some(hex(bytes)),
            }
        }
    }
    item
}

/// Bytes as text. Nearly always they are, which is found out much sooner than where they are not.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// A verdict in one word.
pub(super) fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Whole => "whole",
        Verdict::Broken => "broken",
        Verdict::Torn => "torn",
    }
}

/// An access in one word.
pub(super) fn access_word(access: Access) -> &'static str {
    match access {
        Access::Privileged => "privileged",
        Access::Restricted => "restricted",
    }
}

/// A clock fault in one word.
pub(super) fn clock_word(fault: ClockFault) -> &'static str {
    match fault {
        ClockFault::Back => "back",
        ClockFault::Jump => "jump",
    }
}
