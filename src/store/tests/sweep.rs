//! Every fault at every operation: create an incident, append, fail or stop at operation N, come back, and see that what was
//! acknowledged is there once and whole, that at most one thing more is, and that the record goes on.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustix::io::Errno;

use super::faulty::{Fault, FaultyDisk};
use super::forgetful::{ForgetfulDisk, PowerCut, Tail};
use crate::store::disk::{Disk, How, RealDisk};
use crate::store::position::{hex, sha256};
use crate::store::{End, FolderStore, IncidentId, Position, Since, Store, StoreError};

pub(super) const FAULTS: [Fault; 8] = [
    Fault::Once(Errno::IO),
    Fault::Once(Errno::ACCESS),
    Fault::FromHere(Errno::NOSPC),
    Fault::FromHere(Errno::ROFS),
    Fault::Short,
    Fault::ShortThen(Errno::NOSPC),
    Fault::StopBefore,
    Fault::StopWithin,
];

pub(super) const WORST: PowerCut = PowerCut {
    names_kept: false,
    tail: Tail::Lost,
};

/// How the record stands before the fault.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Before {
    Nothing,
    TornEnd,
}

/// What was tried, in order, and which of it was acknowledged.
#[derive(Debug, Default)]
struct Acknowledged {
    tried: Vec<String>,
    acknowledged: Vec<String>,
}

fn id() -> IncidentId {
    IncidentId::parse("2026-11-22-k7f3").expect("a good id")
}

fn entry(number: usize) -> String {
    format!("entry {number} {}", "x".repeat(60 + number))
}

/// What a journal does: one entry for each torn end it is told of, then its own.
fn lines_for(since: &Since<'_>, entry: &str) -> Vec<u8> {
    let repaired: String = since
        .torn
        .iter()
        .map(|torn| format!("repaired {}\n", torn.sha256))
        .collect();
    format!("{repaired}{entry}\n").into_bytes()
}

fn open(root: &Path, disk: Arc<dyn Disk>) -> FolderStore {
    FolderStore::with(root, disk, Duration::ZERO)
}

fn prepare(before: Before, root: &Path, disk: &Arc<dyn Disk>, acknowledged: &mut Acknowledged) {
    if before == Before::Nothing {
        return;
    }
    let first = entry(0);
    open(root, Arc::clone(disk))
        .create(&id(), format!("{first}\n").as_bytes())
        .expect("a record");
    acknowledged.tried.push(first.clone());
    acknowledged.acknowledged.push(first);
    let folder = disk
        .open_folder(root)
        .and_then(|root| root.open_folder(id().as_str()))
        .expect("an incident");
    let file = folder.open_file("record.jsonl", How::Append).expect("a record");
    file.append(b"entry half writ")
        .and_then(|_| file.sync())
        .expect("a torn end");
}

/// Creates and appends as a session would: it stops creating once refused, and goes on appending as far as it is let.
fn session(before: Before, root: &Path, disk: Arc<dyn Disk>, acknowledged: &mut Acknowledged) {
    let store = open(root, disk);
    let mut seen = match before {
        Before::TornEnd => Position::of(format!("{}\n", entry(0)).as_bytes()),
        Before::Nothing => {
            acknowledged.tried.push(entry(0));
            let Ok(position) = store.create(&id(), format!("{}\n", entry(0)).as_bytes()) else {
                return;
            };
            acknowledged.acknowledged.push(entry(0));
            position
        }
    };
    for number in 1..=3 {
        // A look at what others wrote may fail, and never gives anything but whole lines that were written.
        if let Ok(lines) = store.read_after(&id(), &seen) {
            assert_whole(&lines, acknowledged);
        }
        acknowledged.tried.push(entry(number));
        match store.append(&id(), &seen, &mut |since| Ok(lines_for(&since, &entry(number)))) {
            Ok(appended) => {
                seen = appended.position;
                acknowledged.acknowledged.push(entry(number));
            }
            Err(StoreError::NotDurable { .. }) => {
                let next = store.append(&id(), &seen, &mut |_| panic!("asked after a failure"));
                assert!(matches!(next, Err(StoreError::Spent { .. })), "{next:?}");
                return;
            }
            Err(_) => {}
        }
    }
}

fn assert_whole(lines: &[u8], acknowledged: &Acknowledged) {
    let text = std::str::from_utf8(lines).expect("text");
    let is_ours = |line: &str| line.starts_with("repaired ") || acknowledged.tried.iter().any(|tried| tried == line);
    assert!(
        text.lines().all(is_ours) && (text.is_empty() || text.ends_with('\n')),
        "{text}"
    );
}

/// Checks one record's lines against what was told, and gives the hashes of the repairs it speaks of.
fn check_lines(lines: &[u8], acknowledged: &Acknowledged) -> Vec<String> {
    let text = std::str::from_utf8(lines).expect("text");
    let (repairs, entries): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with("repaired "));
    let in_order: Vec<&str> = acknowledged
        .tried
        .iter()
        .map(String::as_str)
        .filter(|tried| entries.contains(tried))
        .collect();
    assert_eq!(entries, in_order, "every line is a whole entry, once and in order");
    let missing: Vec<&String> = acknowledged
        .acknowledged
        .iter()
        .filter(|kept| !entries.contains(&kept.as_str()))
        .collect();
    assert_eq!(missing, Vec::<&String>::new(), "acknowledged and lost");
    assert!(
        entries.len() <= acknowledged.acknowledged.len() + 1,
        "more than one entry that was not acknowledged: {entries:?}"
    );
    repairs
        .iter()
        .filter_map(|line| line.strip_prefix("repaired ").map(str::to_owned))
        .collect()
}

/// Comes back after the fault, checks, logs one more entry, and checks again.
fn come_back(root: &Path, disk: &Arc<dyn Disk>, acknowledged: &mut Acknowledged) {
    let store = open(root, Arc::clone(disk));
    let stored = match store.read(&id()) {
        Ok(stored) => stored,
        Err(StoreError::NotFound { .. }) => {
            assert_eq!(
                acknowledged.acknowledged,
                Vec::<String>::new(),
                "an acknowledged incident is gone"
            );
            assert_eq!(store.list().expect("a list"), []);
            let first = entry(0);
            store
                .create(&id(), format!("{first}\n").as_bytes())
                .expect("a second try");
            *acknowledged = Acknowledged {
                tried: vec![first.clone()],
                acknowledged: vec![first],
            };
            return;
        }
        Err(error) => panic!("{error}"),
    };
    check_lines(stored.lines(), acknowledged);
    let entries = |lines: &[u8]| {
        lines
            .split(|byte| *byte == b'\n')
            .filter(|line| line.starts_with(b"entry"))
            .count()
    };
    let unacknowledged = entries(stored.lines()) - acknowledged.acknowledged.len();
    let torn = match &stored.end {
        End::Torn(torn) => Some(torn.clone()),
        End::Whole => None,
        End::InFlight => panic!("nobody is writing any more"),
    };
    let last = entry(9);
    let appended = store.append(&id(), &stored.position(), &mut |since| {
        assert!(
            torn.iter().all(|torn| since.torn.contains(torn)),
            "the torn end is told"
        );
        Ok(lines_for(&since, &last))
    });
    let position = appended.expect("the next append works").position;
    acknowledged.tried.push(last.clone());
    acknowledged.acknowledged.push(last);
    let after = store.read(&id()).expect("a record");
    assert_eq!((&after.end, after.position()), (&End::Whole, position));
    let repairs = check_lines(after.lines(), acknowledged);
    assert_eq!(entries(after.lines()) - acknowledged.acknowledged.len(), unacknowledged);
    let kept = aside(root, &**disk);
    assert!(
        torn.iter().all(|torn| kept.contains(&torn.bytes)),
        "the torn end is kept"
    );
    for fragment in kept {
        assert!(
            repairs.contains(&hex(&sha256(&fragment))),
            "a fragment of which no entry speaks"
        );
    }
}

/// The fragments kept aside that were copied to the end.
fn aside(root: &Path, disk: &dyn Disk) -> Vec<Vec<u8>> {
    let folder = disk.open_folder(root).and_then(|root| root.open_folder(id().as_str()));
    let Ok(torn) = folder.and_then(|folder| folder.open_folder("torn")) else {
        return Vec::new();
    };
    let names = torn.names().expect("names");
    let read = |name: &str| -> Vec<u8> {
        let file = torn.open_file(name, How::Read).expect("a fragment");
        let length = file.facts().expect("its size").bytes;
        crate::store::scan::read_exactly(&*file, 0, length).expect("its bytes")
    };
    names
        .iter()
        .map(|(name, _)| (name.trim_end_matches(".new").to_owned(), read(name)))
        .filter(|(name, bytes)| *name == hex(&sha256(bytes)))
        .map(|(_, bytes)| bytes)
        .collect()
}

/// Runs the session with a fault at operation 1, 2, … until there are no more operations. Gives how many there were.
fn sweep(
    before: Before,
    fault: Fault,
    fresh: &dyn Fn() -> (PathBuf, Arc<dyn Disk>),
    after: &dyn Fn(&mut Acknowledged),
) -> usize {
    for at in 1.. {
        let (root, disk) = fresh();
        let mut acknowledged = Acknowledged::default();
        prepare(before, &root, &disk, &mut acknowledged);
        let faulty = FaultyDisk::new(disk, at, fault);
        session(before, &root, Arc::new(faulty.clone()), &mut acknowledged);
        after(&mut acknowledged);
        if !faulty.happened() {
            assert_eq!(
                acknowledged.acknowledged.len(),
                5,
                "without a fault everything is acknowledged"
            );
            return at - 1;
        }
    }
    unreachable!("a session ends");
}

#[test]
fn every_fault_at_every_operation_on_a_real_disk() {
    for before in [Before::Nothing, Before::TornEnd] {
        for fault in FAULTS {
            let scratch = tempfile::tempdir().expect("a folder");
            let turn = std::cell::Cell::new(0);
            let fresh = || -> (PathBuf, Arc<dyn Disk>) {
                turn.set(turn.get() + 1);
                (scratch.path().join(format!("{}/store", turn.get())), Arc::new(RealDisk))
            };
            let count = sweep(before, fault, &fresh, &|acknowledged| {
                let disk: Arc<dyn Disk> = Arc::new(RealDisk);
                come_back(
                    &scratch.path().join(format!("{}/store", turn.get())),
                    &disk,
                    acknowledged,
                );
            });
            assert!(count > 40, "{before:?} {fault:?}: only {count} operations");
        }
    }
}

#[test]
fn every_stop_at_every_operation_with_every_loss() {
    let root = Path::new("/data/breach/store");
    let tails = [Tail::Lost, Tail::Half, Tail::Zeros, Tail::Kept];
    let cuts = tails.iter().flat_map(|tail| {
        [false, true].map(|names_kept| {
            Some(PowerCut {
                names_kept,
                tail: *tail,
            })
        })
    });
    // `None`: the process is killed and the machine goes on.
    for cut in cuts.chain([None]) {
        for before in [Before::Nothing, Before::TornEnd] {
            for fault in FAULTS {
                let current = std::cell::RefCell::new(ForgetfulDisk::new());
                let fresh = || -> (PathBuf, Arc<dyn Disk>) {
                    *current.borrow_mut() = ForgetfulDisk::new();
                    (root.to_owned(), Arc::new(current.borrow().clone()))
                };
                sweep(before, fault, &fresh, &|acknowledged| {
                    let forgetful = current.borrow().clone();
                    let disk: Arc<dyn Disk> = Arc::new(forgetful.clone());
                    if let Some(cut) = cut {
                        forgetful.cut_power(cut);
                    }
                    come_back(root, &disk, acknowledged);
                    // What the second session acknowledged must outlive the worst, whatever the first one left unsynced.
                    forgetful.cut_power(WORST);
                    let stored = open(root, Arc::clone(&disk))
                        .read(&id())
                        .expect("an acknowledged record");
                    assert_eq!(stored.end, End::Whole);
                    check_lines(stored.lines(), acknowledged);
                });
            }
        }
    }
}
