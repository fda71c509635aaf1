//! The stores and disks that only tests use, and what every store must keep to.

mod contract;
mod faulty;
mod forgetful;
pub(crate) mod memory;
mod sweep;

use std::fs;

use contract::{Place, contract};

use super::{FolderStore, IncidentId, MemoryStore, Store, StoreError};

#[test]
fn a_folder_keeps_the_contract() {
    let scratch = tempfile::tempdir().expect("a folder");
    let turn = std::sync::atomic::AtomicUsize::new(0);
    contract(&|| -> Place {
        let root = scratch
            .path()
            .join(turn.fetch_add(1, std::sync::atomic::Ordering::Relaxed).to_string());
        Box::new(move || Box::new(FolderStore::new(&root)))
    });
}

#[test]
fn memory_keeps_the_contract() {
    contract(&|| -> Place {
        let store = MemoryStore::new();
        Box::new(move || Box::new(store.clone()))
    });
}

/// No file is held open between two entries: the record is looked for by its name, and its last known line in it.
#[test]
fn a_record_that_was_removed_or_replaced_meanwhile_is_noticed() {
    let scratch = tempfile::tempdir().expect("a folder");
    let store = FolderStore::new(scratch.path());
    let id = IncidentId::parse("a").expect("an id");
    let seen = store.create(&id, b"0\nabc\n").expect("a new record");
    let file = scratch.path().join("a/record.jsonl");
    let append = || store.append(&id, &seen, &mut |_| Ok(b"1\n".to_vec()));
    fs::remove_file(&file).expect("a record");
    let appended = append();
    assert!(matches!(appended, Err(StoreError::RecordGone { .. })), "{appended:?}");
    for other in [&b"0\nabd\nmore\n"[..], b"0\n"] {
        fs::write(scratch.path().join("other"), other).expect("a file");
        fs::rename(scratch.path().join("other"), &file).expect("a file");
        let appended = append();
        assert!(matches!(appended, Err(StoreError::Rewritten { .. })), "{appended:?}");
        assert_eq!(fs::read(&file).expect("a record"), other);
    }
    fs::remove_dir_all(scratch.path().join("a")).expect("a folder");
    let appended = append();
    assert!(matches!(appended, Err(StoreError::NotFound { .. })), "{appended:?}");
}
