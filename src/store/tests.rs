//! The stores and disks that only tests use, and what every store must keep to.

mod contract;
mod faulty;
mod forgetful;
mod kept_files;
pub(crate) mod memory;
mod sweep;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use contract::{Place, contract};

use super::disk::{Disk, Folder, RealDisk};
use super::{End, FolderStore, IncidentId, MemoryStore, Store, StoreError};

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

/// A real disk on which waiting takes no time and is added up.
#[derive(Clone, Default)]
struct Waiting(std::sync::Arc<std::sync::Mutex<Duration>>);

impl Disk for Waiting {
    fn open_folder(&self, path: &Path) -> std::io::Result<Box<dyn Folder>> {
        RealDisk.open_folder(path)
    }

    fn make_folder(&self, path: &Path) -> std::io::Result<()> {
        RealDisk.make_folder(path)
    }

    fn pause(&self, time: Duration) {
        *self.0.lock().expect("a lock") += time;
    }
}

/// A writer that was stopped in the middle of its line: whoever reads and then writes waits ten seconds in all, and whoever only
/// reads does not wait for a line that may never end.
#[test]
fn waiting_takes_ten_seconds_in_all_and_a_reader_one() {
    let scratch = tempfile::tempdir().expect("a folder");
    let disk = Waiting::default();
    let patience = Duration::from_secs(10);
    let store = FolderStore::with(scratch.path(), Arc::new(disk.clone()), patience);
    let id = IncidentId::parse("a").expect("an id");
    let seen = store.create(&id, b"0\n").expect("a new record");
    let waited = || *disk.0.lock().expect("a lock");
    let stopped = fs::OpenOptions::new()
        .append(true)
        .open(scratch.path().join("a/record.jsonl"))
        .expect("the record");
    stopped.lock().expect("a lock");
    std::io::Write::write_all(&mut &stopped, b"1 and no en").expect("a write");
    for (turn, all) in [10, 20].into_iter().enumerate() {
        let before = waited();
        let stored = store.read(&id).expect("what is whole");
        assert_eq!((stored.lines(), &stored.end), (&b"0\n"[..], &End::InFlight));
        let reading = waited() - before;
        assert!(
            reading >= Duration::from_secs(1) && reading < Duration::from_millis(1100),
            "{turn}: {reading:?}"
        );
        let appended = store.append(&id, &seen, &mut |_| Ok(b"2\n".to_vec()));
        assert!(
            matches!(appended, Err(StoreError::Busy { waited_ms: 10_000, .. })),
            "{turn}: {appended:?}"
        );
        let in_all = waited();
        assert!(
            in_all >= Duration::from_secs(all) && in_all < Duration::from_secs(all) + patience / 20,
            "{turn}: {in_all:?}"
        );
    }
}

/// What a start left behind that was killed is removed by the next one; what may still be at work is left alone.
#[test]
fn what_a_killed_start_left_behind_is_swept_up() {
    let scratch = tempfile::tempdir().expect("a folder");
    let store = FolderStore::new(scratch.path());
    let ended = std::process::Command::new("true").spawn().and_then(|mut child| {
        child.wait()?;
        Ok(child.id())
    });
    let ended = ended.expect("a process that has ended");
    let left = |pid: u32, with_record: bool| {
        let folder = scratch.path().join(format!(".new-2026-11-20-k7f3-{pid}-0"));
        fs::create_dir(&folder).expect("a folder");
        if with_record {
            fs::write(folder.join("record.jsonl"), "half a li").expect("a file");
        }
        folder
    };
    let (dead, alive) = (left(ended, true), left(1, true));
    store
        .create(&IncidentId::parse("a").expect("an id"), b"0\n")
        .expect("a new record");
    assert!(!dead.exists() && alive.exists());
    let locked = left(ended, true);
    let held = fs::File::open(locked.join("record.jsonl")).expect("a file");
    held.lock().expect("a lock");
    store
        .create(&IncidentId::parse("b").expect("an id"), b"0\n")
        .expect("a new record");
    assert!(locked.exists(), "another machine builds it");
}
