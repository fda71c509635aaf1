//! Kept files in a folder: every fault at every operation, and what somebody else put in their place.

use std::fs;
use std::io::Read;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::contract::kept;
use super::faulty::FaultyDisk;
use super::forgetful::{ForgetfulDisk, PowerCut, Tail};
use super::sweep::{FAULTS, WORST};
use crate::store::disk::{Disk, RealDisk};
use crate::store::position::{hex, sha256};
use crate::store::{FolderStore, IncidentId, Store, StoreError};

fn id() -> IncidentId {
    IncidentId::parse("2026-11-22-k7f3").expect("a good id")
}

fn open(root: &Path, disk: &Arc<dyn Disk>) -> FolderStore {
    FolderStore::with(root, Arc::clone(disk), Duration::ZERO)
}

/// Whatever has a name there holds what the name says.
fn assert_nothing_half(store: &FolderStore) {
    for name in store.kept_files(&id()).expect("names") {
        let held = [first(), second()]
            .into_iter()
            .find(|bytes| hex(&sha256(bytes)) == name)
            .unwrap_or_else(|| panic!("`{name}` is no kept file"));
        assert!(
            kept(store, &id(), &sha256(&held)) == Some(held),
            "`{name}` holds something else"
        );
    }
}

fn first() -> Vec<u8> {
    (0..3000_u32).map(|nth| (nth % 249) as u8).collect()
}

fn second() -> Vec<u8> {
    b"a log\n".to_vec()
}

/// Keeps two files with a fault at operation 1, 2, … until there are no more operations, and comes back after each.
fn sweep(
    fresh: &dyn Fn() -> (PathBuf, Arc<dyn Disk>),
    fault: super::faulty::Fault,
    after_fault: &dyn Fn(),
    at_last: &dyn Fn(),
) -> usize {
    for at in 1.. {
        let (root, disk) = fresh();
        open(&root, &disk).create(&id(), b"0\n").expect("a record");
        let faulty = FaultyDisk::new(Arc::clone(&disk), at, fault);
        let failing: Arc<dyn Disk> = Arc::new(faulty.clone());
        let store = open(&root, &failing);
        let mut acknowledged = Vec::new();
        for bytes in [first(), second()] {
            // Read in two pieces, so written in two.
            let (start, rest) = bytes.split_at(bytes.len() / 2);
            if let Ok(made) = store.keep_file(&id(), &mut start.chain(rest)) {
                assert_eq!(made.sha256, sha256(&bytes));
                acknowledged.push(bytes);
            }
        }
        drop(store);
        after_fault();
        let store = open(&root, &disk);
        assert_nothing_half(&store);
        for bytes in &acknowledged {
            assert!(
                kept(&store, &id(), &sha256(bytes)).as_ref() == Some(bytes),
                "acknowledged and lost"
            );
        }
        for bytes in [second(), first()] {
            store.keep_file(&id(), &mut &bytes[..]).expect("the next one works");
        }
        at_last();
        assert_nothing_half(&store);
        assert_eq!(store.kept_files(&id()).expect("names").len(), 2);
        if !faulty.happened() {
            assert_eq!(acknowledged.len(), 2, "without a fault everything is acknowledged");
            return at - 1;
        }
    }
    unreachable!("two files end")
}

#[test]
fn every_fault_at_every_operation_of_keeping_on_a_real_disk() {
    for fault in FAULTS {
        let scratch = tempfile::tempdir().expect("a folder");
        let turn = std::cell::Cell::new(0);
        let fresh = || -> (PathBuf, Arc<dyn Disk>) {
            turn.set(turn.get() + 1);
            (scratch.path().join(turn.get().to_string()), Arc::new(RealDisk))
        };
        let count = sweep(&fresh, fault, &|| {}, &|| {});
        assert!(count > 30, "{fault:?}: only {count} operations");
    }
}

#[test]
fn every_stop_at_every_operation_of_keeping_with_every_loss() {
    let tails = [Tail::Lost, Tail::Half, Tail::Zeros, Tail::Kept];
    let cuts = tails.map(|tail| [false, true].map(|names_kept| PowerCut { names_kept, tail }));
    for cut in cuts.into_iter().flatten() {
        for fault in FAULTS {
            let current = std::cell::RefCell::new(ForgetfulDisk::new());
            let fresh = || -> (PathBuf, Arc<dyn Disk>) {
                *current.borrow_mut() = ForgetfulDisk::new();
                (PathBuf::from("/store"), Arc::new(current.borrow().clone()))
            };
            let disk = || current.borrow().clone();
            sweep(&fresh, fault, &|| disk().cut_power(cut), &|| disk().cut_power(WORST));
        }
    }
}

#[test]
fn what_stands_in_the_place_of_kept_files_is_left_alone() {
    let scratch = tempfile::tempdir().expect("a folder");
    let store = FolderStore::new(scratch.path().join("store"));
    store.create(&id(), b"0\n").expect("a record");
    let files = scratch.path().join("store").join(id().as_str()).join("files");
    let elsewhere = scratch.path().join("elsewhere");
    fs::create_dir(&elsewhere).expect("a folder");

    symlink(&elsewhere, &files).expect("a link");
    let place = files.display().to_string();
    let refused = [
        store.keep_file(&id(), &mut &b"x"[..]).map(drop),
        store.kept_file(&id(), &sha256(b"x")).map(drop),
        store.kept_files(&id()).map(drop),
    ];
    for refused in refused {
        assert!(matches!(refused, Err(StoreError::NotOurs { .. })), "{refused:?}");
        assert_eq!(
            refused.expect_err("a refusal").to_string(),
            format!("`{place}` is a link, not a folder; it was left alone")
        );
    }
    assert_eq!(fs::read_dir(&elsewhere).expect("a folder").count(), 0);
    fs::remove_file(&files).expect("a link");

    store.keep_file(&id(), &mut &b"x"[..]).expect("a kept file");
    let name = files.join(hex(&sha256(b"x")));
    let mode = |path: &Path| fs::metadata(path).expect("facts").permissions().mode() & 0o777;
    assert_eq!((mode(&files), mode(&name)), (0o700, 0o600));

    // A link under a file's own name is not read through, and the next keeping puts the file there, not behind the link.
    let target = elsewhere.join("target");
    fs::write(&target, "theirs").expect("a file");
    fs::remove_file(&name).expect("a kept file");
    symlink(&target, &name).expect("a link");
    let opened = store.kept_file(&id(), &sha256(b"x")).map(drop);
    assert!(matches!(opened, Err(StoreError::NotOurs { .. })), "{opened:?}");
    store.keep_file(&id(), &mut &b"x"[..]).expect("a kept file");
    assert_eq!(kept(&store, &id(), &sha256(b"x")), Some(b"x".to_vec()));
    assert_eq!(fs::read(&target).expect("a file"), b"theirs");

    // A pipe that nobody writes to is refused without waiting.
    fs::remove_file(&name).expect("a kept file");
    let made = std::process::Command::new("mkfifo").arg(&name).status();
    assert!(made.expect("mkfifo").success());
    let opened = store.kept_file(&id(), &sha256(b"x")).map(drop);
    assert!(matches!(opened, Err(StoreError::NotOurs { .. })), "{opened:?}");
}

/// What somebody else put there is named, so that a check can speak of it; what a killed copy left is not, and goes.
#[test]
fn what_a_killed_copy_left_behind_is_swept_up() {
    let scratch = tempfile::tempdir().expect("a folder");
    let store = FolderStore::new(scratch.path());
    store.create(&id(), b"0\n").expect("a record");
    store.keep_file(&id(), &mut &b"x"[..]).expect("a kept file");
    let files = scratch.path().join(id().as_str()).join("files");
    let ended = std::process::Command::new("true").spawn().and_then(|mut child| {
        child.wait()?;
        Ok(child.id())
    });
    let left = |pid: u32, turn: u32| {
        let path = files.join(format!(".part-{pid}-{turn}"));
        fs::write(&path, "half a fi").expect("a file");
        path
    };
    let ended = ended.expect("a process that has ended");
    let (dead, alive, locked) = (left(ended, 0), left(1, 0), left(ended, 1));
    let held = fs::File::open(&locked).expect("a file");
    held.lock().expect("a lock");
    fs::write(files.join("notes.txt"), "theirs").expect("a file");
    store.keep_file(&id(), &mut &b"y"[..]).expect("a kept file");
    assert_eq!(
        (dead.exists(), alive.exists(), locked.exists()),
        (false, true, true),
        "only what nobody writes any more is removed"
    );
    let mut names = vec![hex(&sha256(b"x")), hex(&sha256(b"y")), "notes.txt".to_owned()];
    names.sort();
    assert_eq!(store.kept_files(&id()).expect("names"), names);
}
