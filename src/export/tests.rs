//! Exports as they are filed: golden files that are the artefact, and what must never leave with an edition.
#![expect(clippy::unwrap_used, reason = "a test that cannot read its sample should stop")]

use super::{Edition, Form, Format, Piece, Recorded, Report, Rows, Tail, Take, Work, document, heading, recorded};
use crate::incident::Hash;
use crate::incident::event::EntryCorrected;
use crate::incident::event::Instead;
use crate::incident::tests::frozen::frozen;
use crate::incident::tests::sample::{Maker, every_event, note};
use crate::time::Zone;
use crate::workflow::Workflow;

/// Text that tries everything at once, in every field.
const HOSTILE: &str = "=1+1|' /C calc'!A0\n@SUM(A1) <script>alert(1)</script> ](javascript:alert(1)) ![x](http://x.test/b.png) \
                       www.x.test **b** _i_ `c` | # h\r\n- l \u{202e}evil\u{202c} \u{1b}[31m\u{0}\u{200b}&lt; $x$ \\ \"q\" '";

fn london() -> Zone {
    Zone::parse("Europe/London").unwrap()
}

/// A record and who is to read it.
struct Export<'a> {
    bytes: &'a [u8],
    tail: Tail,
    edition: Edition,
}

impl Export<'_> {
    fn written(&self, format: Format) -> Vec<u8> {
        match format.about().form {
            Form::Rows(rows) => self.rows(rows),
            Form::Report(draw) => {
                let recorded = Recorded::read(self.bytes, self.tail.clone());
                let report = Report::of(&recorded, self.edition, london());
                draw(&document(&recorded, &report, Workflow::default())).into_bytes()
            }
        }
    }

    /// As the command does it: nothing of the record is kept but its state, and a few lines are looked at together.
    fn rows(&self, format: &Rows) -> Vec<u8> {
        const TOGETHER: usize = 3;
        let all: Vec<&[u8]> = self.bytes.split_inclusive(|byte| *byte == b'\n').collect();
        let mut lines = |work: &Work<'_>, take: &mut Take<'_>| {
            let mut piece = Piece::default();
            all.chunks(TOGETHER).try_for_each(|batch| {
                let batch = batch.concat();
                work(&batch, &mut piece);
                take(&batch, &piece)
            })
        };
        let recorded = recorded(self.tail.clone(), &mut lines).unwrap();
        let above = heading(&recorded, self.edition, london(), &mut lines).unwrap();
        let mut out = Vec::new();
        format.write(&recorded, &above, &mut lines, &mut out).unwrap();
        out
    }
}

fn export(maker: &Maker, edition: Edition) -> Export<'_> {
    Export {
        bytes: &maker.bytes,
        tail: Tail::Nothing,
        edition,
    }
}

fn read(maker: &Maker) -> Recorded {
    Recorded::read(&maker.bytes, Tail::Nothing)
}

fn plain(drill: bool) -> Maker {
    every_event(drill, &|text| text.to_owned())
}

fn check(name: &str, export: &Export<'_>) {
    for (format, ending) in [(Format::Json, "json"), (Format::Csv, "csv"), (Format::Markdown, "md")] {
        let bytes = export.written(format);
        let file = format!("{name}.{ending}");
        let golden = frozen("exports", &file, &bytes);
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            String::from_utf8(golden).unwrap(),
            "{file}"
        );
    }
}

#[test]
fn the_default_edition() {
    check("default", &export(&plain(false), Edition::Default));
}

#[test]
fn the_counsel_edition_of_a_drill() {
    check("counsel-drill", &export(&plain(true), Edition::Counsel));
}

#[test]
fn the_full_edition() {
    check("full", &export(&plain(false), Edition::Full));
}

#[test]
fn hostile_text_in_every_field() {
    let maker = every_event(false, &|_| HOSTILE.to_owned());
    check("hostile", &export(&maker, Edition::Full));
}

#[test]
fn a_broken_record_in_full() {
    let bytes = String::from_utf8(plain(false).bytes).unwrap();
    let mut lines: Vec<String> = bytes.split_inclusive('\n').map(str::to_owned).collect();
    lines.truncate(12);
    lines[4] = lines[4].replace("nobody logs in", "anybody logs in");
    lines.remove(7);
    lines.insert(9, "rubbish <b>\n".to_owned());
    check(
        "broken",
        &Export {
            bytes: lines.concat().as_bytes(),
            tail: Tail::Nothing,
            edition: Edition::Full,
        },
    );
}

#[test]
fn a_torn_record_by_default() {
    let bytes = plain(false).bytes;
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let tail = Tail::Torn {
        bytes: 20,
        sha256: Hash::of(&bytes[end..end + 20]).to_string(),
    };
    let torn = Export {
        bytes: &bytes[..end],
        tail,
        edition: Edition::Default,
    };
    check("torn", &torn);
}

#[test]
fn every_golden_file_belongs_to_a_test() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/exports");
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    let mut expected: Vec<String> = ["broken", "counsel-drill", "default", "full", "hostile", "torn"]
        .iter()
        .flat_map(|name| ["csv", "json", "md"].map(|ending| format!("{name}.{ending}")))
        .collect();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    let maker = plain(false);
    for format in [Format::Json, Format::Csv, Format::Markdown, Format::Html] {
        let once = export(&maker, Edition::Default).written(format);
        let again = export(&maker, Edition::Default).written(format);
        assert_eq!(once, again);
    }
}

#[test]
fn what_is_not_for_the_reader_is_nowhere_in_the_edition() {
    let mut maker = plain(false);
    let secret = maker
        .entries
        .iter()
        .position(|entry| entry.event == note("the password is hunter2"))
        .unwrap() as u64;
    maker.add(EntryCorrected {
        entry: secret,
        event: "note.added".to_owned(),
        why: "the password is swordfish".to_owned(),
        instead: Instead::Text("the password was opensesame".to_owned()),
    });
    let words: [(&str, &[Edition]); 6] = [
        ("hunter2", &[Edition::Full]),
        ("holds a password", &[Edition::Full]),
        ("swordfish", &[Edition::Full]),
        ("opensesame", &[Edition::Full]),
        ("Max Mole", &[Edition::Full]),
        ("say nothing yet", &[Edition::Full, Edition::Counsel]),
    ];
    for edition in [Edition::Default, Edition::Counsel, Edition::Full] {
        for format in [Format::Json, Format::Csv, Format::Markdown, Format::Html] {
            let text = String::from_utf8(export(&maker, edition).written(format)).unwrap();
            for (word, editions) in words {
                assert_eq!(
                    text.contains(word),
                    editions.contains(&edition),
                    "{word} in {edition:?} as {format:?}"
                );
            }
        }
    }
}

#[test]
fn what_followed_from_a_hidden_fact_is_hidden_too() {
    use crate::fact::{Answer, Kind, Value};
    use crate::incident::Access;
    use crate::incident::event::{EntryRestricted, StepRuledOut};
    use crate::incident::tests::sample::fact;
    let mut maker = Maker::new(false, "Test");
    let mole = maker.add(fact(
        "mole",
        "Who?",
        Kind::Text,
        Answer::known(Value::Text("Max Mole".to_owned())),
    ));
    let other = maker.add(note("an ordinary entry"));
    maker.add(StepRuledOut {
        step: "tell-staff".to_owned(),
        title: "Tell the staff".to_owned(),
        condition: "mole is none".to_owned(),
        seen: [("mole".to_owned(), "Max Mole".to_owned())].into(),
        because: other,
    });
    maker.add(EntryRestricted {
        entry: mole,
        access: Access::Restricted,
        why: "it names Max Mole".to_owned(),
    });
    let recorded = read(&maker);
    let report = Report::of(&recorded, Edition::Default, london());
    assert_eq!(report.left_out.entries.keys().copied().collect::<Vec<_>>(), [1, 3, 4]);
    for format in [Format::Json, Format::Csv, Format::Markdown, Format::Html] {
        let text = String::from_utf8(export(&maker, Edition::Default).written(format)).unwrap();
        assert!(!text.contains("Max Mole"), "{text}");
    }
}

/// A duty is told from what the edition shows: what was computed from a fact that is not for the reader is not, nor what a
/// person decided in an entry that is not, nor a deadline that follows from either.
#[test]
fn duties_show_nothing_that_the_edition_leaves_out() {
    use crate::fact::{Answer, Kind, Value};
    use crate::incident::event::{Assessed, NoticeMade, ObligationConfirmed, ObligationNotRequired};
    use crate::incident::tests::sample::duties::{assessed, outcome};
    use crate::incident::tests::sample::{fact, time};
    use crate::incident::{Access, Entry};
    let mut maker = Maker::new(false, "Test");
    let privileged = |entry: &mut Entry| entry.access = Some(Access::Privileged);
    let risk = fact(
        "cards",
        "Risk?",
        Kind::Text,
        Answer::known(Value::Text("high".to_owned())),
    );
    maker.add_with(risk, privileged);
    let other = maker.add(note("an ordinary entry"));
    let passed = Assessed {
        due_at: Some(time("2026-11-20T22:00:00+00:00")),
        ..outcome("brands", "Brands")
    };
    maker.add(assessed(other, vec![outcome("ico", "ICO"), passed]));
    maker.add(ObligationConfirmed {
        obligation: "ico".to_owned(),
        tell: "ICO".to_owned(),
        why: None,
    });
    maker.add_with(
        ObligationNotRequired {
            obligation: "ico".to_owned(),
            tell: "ICO".to_owned(),
            why: "no personal data".to_owned(),
        },
        privileged,
    );
    maker.add(NoticeMade {
        obligation: "sponsor".to_owned(),
        tell: "Sponsor bank".to_owned(),
        at: time("2026-11-20T22:10:00+00:00"),
        on_day: false,
        channel: "phone".to_owned(),
        reference: None,
        attachment: None,
        to: None,
        internal: false,
    });
    let told = |edition| {
        let report = String::from_utf8(export(&maker, edition).written(Format::Markdown)).unwrap();
        let (_, from) = report.split_once("\n## Who was told").unwrap();
        let (_, from) = from.split_once("\n### ").unwrap();
        format!("### {}", from.split("\n## ").next().unwrap())
    };
    let sponsor = "### Told, or done

- **Sponsor bank** (sponsor)
  - This program has no such rule; it stands here as it was recorded.
  - Told: by phone (Tom Becker, Fri 20 Nov 2026 22:10 +00:00, #6)
";
    assert_eq!(told(Edition::Default), sponsor);
    let full = "### Not told, or not done, in time

- **Brands** (brands)
  - Law: GDPR Art. 33
  - Computed: applies, due Friday 20 Nov 2026, 22:00, counted from awareness, Friday 20 Nov 2026, 22:00, because: people in the EU are affected (#3)
  - Rule: confirmed, as of 2026-01, from a handbook
  - This program has no such rule; it stands here as it was recorded.
  - Missed: Friday 20 Nov 2026, 22:00 passed without a notice

{SPONSOR}
### Not told, by decision

- **ICO** (ico)
  - Law: GDPR Art. 33
  - Computed: applies, due Monday 23 Nov 2026, 22:00, counted from awareness, Friday 20 Nov 2026, 22:00, because: people in the EU are affected (#3)
  - Rule: confirmed, as of 2026-01, from a handbook
  - This program has no such rule; it stands here as it was recorded.
  - Decision: does not apply, because: no personal data (Tom Becker, Fri 20 Nov 2026 23:43 +00:00, #5)
";
    assert_eq!(told(Edition::Full), full.replace("{SPONSOR}", sponsor));
}

#[test]
fn the_json_edition_can_be_checked_across_what_it_leaves_out() {
    let maker = plain(false);
    let bytes = export(&maker, Edition::Default).written(Format::Json);
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(json["format"], "breach.record/1");
    let mut previous = "0".repeat(64);
    let mut left_out = 0;
    for (item, line) in json["lines"].as_array().unwrap().iter().zip(maker.lines()) {
        match item["line"].as_str() {
            Some(text) => {
                assert_eq!(text.as_bytes(), &line[..line.len() - 1]);
                assert_eq!(item["sha256"], Hash::of(text.as_bytes()).to_string());
                let inner: serde_json::Value = serde_json::from_str(text).unwrap();
                assert_eq!(inner["prev"], previous);
            }
            None => left_out += 1,
        }
        previous = item["sha256"].as_str().unwrap().to_owned();
    }
    assert_eq!(left_out, 5);
    assert_eq!(json["record"]["head"], previous);
    assert_eq!(
        json["left_out"],
        serde_json::json!({"privileged": 2, "restricted": 3, "unsound": 0, "another_draft": 0})
    );
}

#[test]
fn no_cell_begins_like_a_formula_and_no_line_is_broken() {
    let maker = every_event(false, &|_| HOSTILE.to_owned());
    let bytes = export(&maker, Edition::Full).written(Format::Csv);
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert_eq!(text.matches("\r\n").count(), maker.entries.len() + 1);
    assert_eq!(text.matches('\n').count(), maker.entries.len() + 1);
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\0', '\u{200b}']));
    for record in csv::Reader::from_reader(&bytes[..]).records() {
        for cell in &record.unwrap() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '|', '%']), "{cell}");
        }
    }
}
