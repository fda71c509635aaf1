#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;

use super::{FILES, READ, RuleLine, SHARED, contents};
use crate::obligation::reader::read;
use crate::obligation::rulebook::{Contents, digest};
use crate::playbook::Rejected;
use crate::schema::source::Text;

/// What is built in, read from the YAML with every check.
pub(in crate::obligation) fn checked() -> Result<Contents, Rejected> {
    let text = |(file, text): &(&str, &str)| Text {
        file: (*file).to_owned(),
        text: (*text).to_owned(),
    };
    let shared = read(&Contents::default(), &[text(&SHARED)], false)?;
    let base = Contents {
        shared: shared.facts,
        sources: shared.sources,
        ..Contents::default()
    };
    let files: Vec<Text> = FILES.iter().map(text).collect();
    read(&base, &files, false)
}

fn lines(of: &Contents) -> Vec<RuleLine> {
    let mut lines = vec![RuleLine::Digest(digest(&of.sources))];
    lines.extend(of.shared.iter().cloned().map(RuleLine::SharedFact));
    lines.extend(of.facts.iter().cloned().map(RuleLine::Fact));
    lines.extend(of.regimes.iter().cloned().map(RuleLine::Regime));
    lines.extend(of.definitions.iter().cloned().map(RuleLine::Definition));
    lines.extend(
        of.places
            .all()
            .map(|place| RuleLine::Place(place.code.clone(), place.clone())),
    );
    lines.extend(
        of.calendars
            .0
            .iter()
            .map(|(name, calendar)| RuleLine::Calendar(name.clone(), calendar.clone())),
    );
    let mut file = None;
    for rule in &of.rules {
        let origin = &of.origins[&rule.id];
        if file != Some(&origin.file) {
            file = Some(&origin.file);
            lines.push(RuleLine::File(origin.file.clone()));
        }
        lines.push(RuleLine::Rule(Box::new(rule.clone())));
    }
    lines
}

/// `BLESS=1 cargo test` writes the file.
#[test]
fn the_rules_in_the_program_are_those_of_the_yaml() {
    let checked = checked().unwrap_or_else(|rejected| panic!("{}", rejected.render(100, false)));
    let written: String = lines(&checked)
        .iter()
        .map(|line| serde_json::to_string(line).unwrap() + "\n")
        .collect();
    let read = written
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(contents(read), checked);
    if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/obligation/builtin.jsonl");
        std::fs::write(path, written).unwrap();
    } else {
        let stale = READ.lines().zip(written.lines()).find(|(old, new)| old != new);
        assert_eq!(
            stale, None,
            "the YAML has changed: `BLESS=1 cargo test` writes builtin.jsonl"
        );
        assert_eq!(READ.len(), written.len());
    }
}
