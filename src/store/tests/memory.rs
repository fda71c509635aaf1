//! Records in memory, for tests of what stands above the store and for trying things out. Keeps every promise of the folder
//! store but durability.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::store::error::StoreError;
use crate::store::id::IncidentId;
use crate::store::position::{Position, hex, sha256};
use crate::store::scan::{End, Torn, whole_end};
use crate::store::{Appended, Glance, KeptFile, Make, Refused, Since, Store, Stored, Streamed, Warning};

/// Records in memory. Clones are the same store.
#[derive(Clone, Debug, Default)]
pub(crate) struct MemoryStore {
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    records: BTreeMap<IncidentId, Vec<u8>>,
    files: BTreeMap<(IncidentId, [u8; 32]), Vec<u8>>,
}

impl MemoryStore {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Puts bytes in a record's place, as somebody who interferes with it would.
    pub(crate) fn put(&self, id: &IncidentId, bytes: &[u8]) {
        self.kept().records.insert(id.clone(), bytes.to_vec());
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the bytes behind `seen` begin.
    fn start_after(&self, id: &IncidentId, record: &[u8], seen: &Position) -> Result<usize, StoreError> {
        let start = usize::try_from(seen.bytes).unwrap_or(usize::MAX);
        let is_there = |before: &[u8]| Position::of(before).head == seen.head;
        if record.get(..start).is_some_and(is_there) {
            Ok(start)
        } else {
            Err(StoreError::Rewritten {
                place: self.location(id),
                lines: seen.lines,
            })
        }
    }

    fn record(&self, id: &IncidentId) -> Result<Vec<u8>, StoreError> {
        let found = self.kept().records.get(id).cloned();
        found.ok_or_else(|| StoreError::NotFound {
            id: id.clone(),
            place: "memory".to_owned(),
        })
    }
}

impl Store for MemoryStore {
    fn create(&self, id: &IncidentId, lines: &[u8]) -> Result<Position, StoreError> {
        if !are_lines(lines) {
            return Err(StoreError::NotLines {
                place: self.location(id),
            });
        }
        let mut kept = self.kept();
        if kept.records.contains_key(id) {
            return Err(StoreError::AlreadyExists { id: id.clone() });
        }
        kept.records.insert(id.clone(), lines.to_vec());
        Ok(Position::of(lines))
    }

    fn read(&self, id: &IncidentId) -> Result<Stored, StoreError> {
        let bytes = self.record(id)?;
        let whole = whole_end(&bytes);
        if whole == 0 {
            return Err(StoreError::EmptyRecord {
                place: self.location(id),
            });
        }
        let end = if whole == bytes.len() {
            End::Whole
        } else {
            End::Torn(Torn::of(bytes[whole..].to_vec()))
        };
        Ok(Stored { bytes, whole, end })
    }

    fn read_after(&self, id: &IncidentId, seen: &Position) -> Result<Vec<u8>, StoreError> {
        let record = self.record(id)?;
        let start = self.start_after(id, &record, seen)?;
        let end = start + whole_end(&record[start..]);
        Ok(record[start..end].to_vec())
    }

    fn stream(&self, id: &IncidentId) -> Result<Streamed, StoreError> {
        let Stored { mut bytes, whole, end } = self.read(id)?;
        bytes.truncate(whole);
        Ok(Streamed {
            whole: whole as u64,
            end,
            reader: Box::new(Cursor::new(bytes)),
        })
    }

    fn append(&self, id: &IncidentId, seen: &Position, make: &mut Make<'_>) -> Result<Appended, StoreError> {
        let place = self.location(id);
        let mut kept = self.kept();
        let kept = &mut *kept;
        let Some(record) = kept.records.get_mut(id) else {
            return Err(StoreError::NotFound {
                id: id.clone(),
                place: "memory".to_owned(),
            });
        };
        let start = self.start_after(id, record, seen)?;
        let (lines, rest) = record[start..].split_at(whole_end(&record[start..]));
        let position = seen.after(lines);
        if position.bytes == 0 {
            return Err(StoreError::EmptyRecord { place });
        }
        let torn: Vec<Torn> = if rest.is_empty() {
            Vec::new()
        } else {
            vec![Torn::of(rest.to_vec())]
        };
        let bytes = make(Since {
            lines,
            torn: &torn,
            position: &position,
        })
        .map_err(StoreError::Refused)?;
        if bytes.is_empty() {
            return Ok(Appended { position });
        }
        if !are_lines(&bytes) {
            return Err(StoreError::NotLines { place });
        }
        record.truncate(start + lines.len());
        record.extend_from_slice(&bytes);
        Ok(Appended {
            position: position.after(&bytes),
        })
    }

    fn peek(&self, id: &IncidentId, each: &mut dyn FnMut(&[u8]) -> ControlFlow<()>) -> Result<Glance, StoreError> {
        let stored = self.read(id)?;
        let body = &stored.bytes[..stored.whole - 1];
        let first_line = body.split(|byte| *byte == b'\n').next().unwrap_or_default().to_vec();
        let _ = body.rsplit(|byte| *byte == b'\n').try_for_each(each);
        Ok(Glance {
            first_line,
            bytes: stored.bytes.len() as u64,
        })
    }

    fn keep_file(&self, id: &IncidentId, from: &mut dyn Read) -> Result<KeptFile, StoreError> {
        self.read(id)?;
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes)
            .map_err(|error| StoreError::Refused(Refused::because(error)))?;
        let kept = KeptFile {
            sha256: sha256(&bytes),
            bytes: bytes.len() as u64,
        };
        self.kept().files.insert((id.clone(), kept.sha256), bytes);
        Ok(kept)
    }

    fn kept_file(&self, id: &IncidentId, sha256: &[u8; 32]) -> Result<Option<Box<dyn Read + Send>>, StoreError> {
        self.read(id)?;
        let bytes = self.kept().files.get(&(id.clone(), *sha256)).cloned();
        Ok(bytes.map(|bytes| -> Box<dyn Read + Send> { Box::new(Cursor::new(bytes)) }))
    }

    fn kept_files(&self, id: &IncidentId) -> Result<Vec<String>, StoreError> {
        self.read(id)?;
        let kept = self.kept();
        let ours = kept.files.keys().filter(|(of, _)| of == id);
        Ok(ours.map(|(_, sha256)| hex(sha256)).collect())
    }

    fn list(&self) -> Result<Vec<IncidentId>, StoreError> {
        Ok(self.kept().records.keys().cloned().collect())
    }

    fn location(&self, id: &IncidentId) -> String {
        format!("memory/{id}")
    }

    fn warnings(&self) -> Vec<Warning> {
        Vec::new()
    }
}

fn are_lines(bytes: &[u8]) -> bool {
    bytes.ends_with(b"\n") && !bytes.contains(&0)
}
