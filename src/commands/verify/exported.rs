//! A JSON export as a file to be checked: its lines are those of the record, but for what its edition leaves out.

use serde::Deserialize;

use crate::incident::{Entry, Hash};
use crate::text::count_of;

/// A JSON export as it was read.
#[derive(Debug, Deserialize)]
pub(super) struct Export {
    pub(super) edition: String,
    incident: Incident,
    record: Record,
    lines: Vec<Item>,
}

#[derive(Debug, Deserialize)]
struct Incident {
    id: String,
}

#[derive(Debug, Deserialize)]
struct Record {
    entries: u64,
    head: String,
}

#[derive(Debug, Deserialize)]
struct Item {
    seq: u64,
    sha256: String,
    line: Option<String>,
    line_hex: Option<String>,
}

impl Item {
    fn bytes(&self) -> Option<Vec<u8>> {
        match (&self.line, &self.line_hex) {
            (Some(line), _) => Some(line.clone().into_bytes()),
            (None, Some(hex)) => hex
                .as_bytes()
                .chunks(2)
                .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
                .collect(),
            (None, None) => None,
        }
    }

    fn hash(&self) -> Option<Hash> {
        Hash::parse(&self.sha256)
    }
}

impl Export {
    /// Reads it; an export that was cut short, or changed so that it is no JSON any more, is none.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        serde_json::from_slice(text)
            .map_err(|error| format!("it begins as a JSON export and cannot be read as one: {error}"))
    }

    pub(super) fn incident(&self) -> &str {
        &self.incident.id
    }

    pub(super) fn entries(&self) -> u64 {
        self.lines.len() as u64
    }

    pub(super) fn head(&self) -> Hash {
        self.lines.last().and_then(Item::hash).unwrap_or(Hash::NONE)
    }

    pub(super) fn hash_of(&self, entry: u64) -> Option<Hash> {
        self.lines.get(usize::try_from(entry).ok()?)?.hash()
    }

    pub(super) fn entry_of(&self, hash: Hash) -> Option<u64> {
        let place = self.lines.iter().position(|item| item.hash() == Some(hash))?;
        Some(place as u64)
    }

    /// How many entries the edition leaves out: their hashes stand here, and not their bytes.
    pub(super) fn left_out(&self) -> usize {
        self.lines.iter().filter(|item| item.bytes().is_none()).count()
    }

    /// The record itself, where nothing was left out.
    pub(super) fn record(&self) -> Option<Vec<u8>> {
        let mut record = Vec::new();
        for item in &self.lines {
            record.extend(item.bytes()?);
            record.push(b'\n');
        }
        Some(record)
    }

    /// In what the export contradicts itself, a sentence each.
    pub(super) fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut before = Some(Hash::NONE);
        for (place, item) in self.lines.iter().enumerate() {
            if item.seq != place as u64 {
                found.push(format!("#{} stands where #{place} should", item.seq));
            }
            if let Some(bytes) = item.bytes() {
                if item.hash() != Some(Hash::of(&bytes)) {
                    found.push(format!(
                        "#{}: its line does not have the hash that stands beside it",
                        item.seq
                    ));
                }
                if Entry::open(&bytes).is_ok_and(|entry| Some(entry.prev) != before) {
                    found.push(format!("#{} does not follow from the entry before it", item.seq));
                }
            }
            before = item.hash();
        }
        if self.record.entries != self.entries() {
            found.push(format!(
                "it says that the record has {}, and holds {}",
                count_of(self.record.entries, "entry", "entries"),
                self.lines.len()
            ));
        }
        if Hash::parse(&self.record.head) != Some(self.head()) {
            found.push("the head that it names is not the hash of its last entry".to_owned());
        }
        found
    }
}
