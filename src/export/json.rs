//! JSON: what is included is included exactly, each line as the string that was hashed.

use serde_json::{Value as Json, json};

use super::limits::{DOES_NOT_PROVE, HOW_TO_CHECK, PROVES};
use super::recorded::Tail;
use super::report::{Content, Report, Row, Verdict};
use super::rows::Rows;
use crate::hash::hex;
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
    row: |place, row, _| {
        let before = if place == 0 { "\n    " } else { ",\n    " };
        visible_json(&format!("{before}{}", item(row)))
            .into_owned()
            .into_bytes()
    },
    closing: "\n  ]\n}\n",
};

fn head(report: &Report) -> Vec<(&'static str, Json)> {
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

fn item(row: &Row) -> Json {
    let sha256 = row.sha256.to_string();
    match &row.content {
        Content::Shown(shown) => json!({"seq": row.seq, "sha256": sha256, "line": shown.line}),
        Content::LeftOut(access) => json!({"seq": row.seq, "sha256": sha256, "left_out": access_word(*access)}),
        Content::LeftOutUnsound => json!({"seq": row.seq, "sha256": sha256, "left_out": "unsound"}),
        Content::LeftOutUnread => json!({"seq": row.seq, "sha256": sha256, "left_out": "another draft"}),
        Content::Unread(bytes) => json!({"seq": row.seq, "sha256": sha256, "line": String::from_utf8_lossy(bytes)}),
        Content::Unsound(bytes) => match std::str::from_utf8(bytes) {
            Ok(line) => json!({"seq": row.seq, "sha256": sha256, "line": line, "unsound": true}),
            Err(_) => json!({"seq": row.seq, "sha256": sha256, "line_hex": hex(bytes), "unsound": true}),
        },
    }
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
