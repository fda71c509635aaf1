//! Kills, faults, full disks and crowds, on the real program: at every system call that touches the store, by way of
//! `strace`. What was acknowledged is there once and whole, what was not is at most one fragment, and the record goes on.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use breach::incident::Reading;
use breach::store::disk::RealDisk;
use breach::store::{End, FolderStore, IncidentId, Position, Store, StoreError};
use rustix::process::{Pid, Signal, kill_process};

use crate::pty::Start;
use crate::scene::{BREACH, PLAYBOOK, Ran, Scene, on_a_path};

/// What a writer that was killed in the middle of a line leaves.
const FRAGMENT: &[u8] = b"{\"seq\":7,\"at\":\"2026-11-22T0";

/// One system call of a run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    call: String,
    nth: usize,
}

/// `breach` under `strace`, which looks at the record, its folder and the store only.
fn traced(scene: &Scene, id: &str, inject: &[String]) -> Command {
    let mut command = scene.command("strace");
    command.args(["-f", "-qq", "-o"]).arg(scene.root().join("calls"));
    for path in [
        scene.store(),
        scene.folder_of(id),
        scene.record_of(id),
        scene.folder_of(id).join("torn"),
    ] {
        command.arg("-P").arg(path);
    }
    for inject in inject {
        command.args(["-e", inject]);
    }
    command.arg(BREACH);
    command
}

/// Every call that the last traced run made, numbered by kind. Closing and looking at flags cannot fail in a way that matters.
fn points(scene: &Scene) -> Vec<Point> {
    let log = std::fs::read_to_string(scene.root().join("calls")).unwrap();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    log.lines()
        .filter_map(|line| Some(line.split_once(' ')?.1.trim_start().split_once('(')?.0.to_owned()))
        .filter(|call| !matches!(call.as_str(), "fcntl" | "close"))
        .map(|call| {
            let nth = count.entry(call.clone()).and_modify(|nth| *nth += 1).or_insert(1);
            Point { nth: *nth, call }
        })
        .collect()
}

/// What was said to be logged, and what was tried without an answer.
#[derive(Default)]
struct Acknowledged {
    acknowledged: Vec<String>,
    tried: Vec<String>,
}

impl Acknowledged {
    /// Runs a note and remembers what became of it.
    fn note(&mut self, mut command: Command, text: &str) -> Ran {
        let ran = Ran::of(command.args(["note", text]));
        if ran.acknowledged() {
            self.acknowledged.push(text.to_owned())
        } else {
            self.tried.push(text.to_owned())
        }
        ran
    }

    /// Everything acknowledged is there once, in order; everything else at most once.
    #[track_caller]
    fn assert_kept(&self, scene: &Scene, id: &str, when: &str) {
        let kept = scene.kept(id);
        let notes = kept.notes();
        let acknowledged: Vec<&str> = notes
            .iter()
            .copied()
            .filter(|note| self.acknowledged.iter().any(|acknowledged| acknowledged == note))
            .collect();
        assert_eq!(acknowledged, self.acknowledged, "acknowledged notes, {when}");
        for tried in &self.tried {
            let count = notes.iter().filter(|note| *note == tried).count();
            assert!(count <= 1, "`{tried}` is there {count} times, {when}");
        }
        assert!(notes.len() <= self.acknowledged.len() + self.tried.len(), "{when}");
    }
}

fn leave_fragment(scene: &Scene, id: &str) {
    let mut record = OpenOptions::new().append(true).open(scene.record_of(id)).unwrap();
    record.write_all(FRAGMENT).unwrap();
}

/// A clean run and the calls it makes, from a whole record or one with a torn end.
fn clean_points(scene: &Scene, id: &str, torn: bool, acknowledged: &mut Acknowledged) -> Vec<Point> {
    if torn {
        leave_fragment(scene, id);
    }
    let ran = acknowledged.note(traced(scene, id, &[]), "clean");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}; is strace installed?");
    let points = points(scene);
    for call in ["openat", "flock", "write", "fdatasync", "fsync"] {
        assert!(points.iter().any(|point| point.call == call), "{call} among {points:?}");
    }
    points
}

/// Puts the record back to these bytes, so that every run makes the same calls.
fn put_back(scene: &Scene, id: &str, record: &[u8], torn: bool) {
    let _ = std::fs::remove_dir_all(scene.folder_of(id).join("torn"));
    std::fs::write(scene.record_of(id), record).unwrap();
    if torn {
        leave_fragment(scene, id);
    }
}

/// The fragment is kept byte for byte, and an entry of its own speaks of it once.
#[track_caller]
fn assert_fragment_kept(scene: &Scene, id: &str, when: &str) {
    let kept = scene.kept(id);
    let repaired = kept.events("record.repaired");
    assert_eq!(repaired.len(), 1, "it is said once, {when}");
    let name = repaired[0]["data"]["sha256"].as_str().unwrap();
    let aside = std::fs::read(scene.folder_of(id).join("torn").join(name));
    assert_eq!(
        aside.ok().as_deref(),
        Some(FRAGMENT),
        "it is kept under its name, {when}"
    );
}

fn killed_everywhere(torn: bool) {
    let (scene, id) = Scene::with_incident();
    let before = std::fs::read(scene.record_of(&id)).unwrap();
    let points = clean_points(&scene, &id, torn, &mut Acknowledged::default());
    for Point { call, nth } in points {
        put_back(&scene, &id, &before, torn);
        let mut acknowledged = Acknowledged::default();
        let when = format!("killed at {call} {nth}");
        let inject = format!("inject={call}:signal=KILL:when={nth}");
        let ran = acknowledged.note(traced(&scene, &id, &[inject]), &when);
        assert_eq!(ran.code, 137, "{when}: {ran:?}");
        acknowledged.assert_kept(&scene, &id, &when);

        let is_torn = !scene.kept(&id).torn.is_empty();
        if is_torn {
            let verified = scene.breach(["verify"]);
            assert_eq!(verified.code, 8, "{when}: {verified:?}");
        }

        let next = format!("after {when}");
        let ran = acknowledged.note(scene.command(BREACH), &next);
        assert_eq!((ran.code, ran.acknowledged()), (0, true), "{next}: {ran:?}");
        acknowledged.assert_kept(&scene, &id, &next);
        assert!(scene.kept(&id).torn.is_empty(), "{next}");
        if torn {
            assert_fragment_kept(&scene, &id, &next);
        }
    }
    assert_eq!(scene.breach(["verify"]).code, 0);
}

#[test]
#[ignore = "needs strace: tests/run installs it"]
fn killed_at_every_call_of_a_note() {
    killed_everywhere(false);
}

#[test]
#[ignore = "needs strace: tests/run installs it"]
fn killed_at_every_call_of_a_repair() {
    killed_everywhere(true);
}

#[test]
#[ignore = "needs strace: tests/run installs it"]
fn killed_in_the_middle_of_a_line() {
    let (scene, id) = Scene::with_incident();
    let mut acknowledged = Acknowledged::default();
    acknowledged.note(scene.command(BREACH), "before");
    for kept_bytes in [1, 50, 900] {
        let whole = std::fs::metadata(scene.record_of(&id)).unwrap().len();
        let text = format!("{kept_bytes} {}", "x".repeat(2000));
        // The limit cuts the first write short; the second is never made.
        let mut command = scene.command("prlimit");
        command
            .arg(format!("--fsize={}", whole + kept_bytes))
            .args(["strace", "-f", "-qq", "-o", "/dev/null", "-P"])
            .arg(scene.record_of(&id))
            .args(["-e", "inject=write:signal=KILL:when=2", BREACH]);
        let ran = acknowledged.note(command, &text);
        assert_eq!(ran.code, 137, "{ran:?}");
        let torn = scene.kept(&id).torn;
        assert_eq!(torn.len() as u64, kept_bytes);
        assert_eq!(
            scene.breach(["verify"]).code,
            8,
            "a torn end is no tampering and not whole"
        );

        let ran = acknowledged.note(scene.command(BREACH), &format!("after {kept_bytes}"));
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.out.contains(&format!("a torn end of {kept_bytes} byte")), "{ran:?}");
        acknowledged.assert_kept(&scene, &id, "after the repair");
        let kept = scene.kept(&id);
        let repaired = kept.events("record.repaired");
        let last = repaired.last().unwrap();
        assert_eq!(last["data"]["bytes"], kept_bytes);
        let aside = scene
            .folder_of(&id)
            .join("torn")
            .join(last["data"]["sha256"].as_str().unwrap());
        assert_eq!(std::fs::read(aside).unwrap(), torn, "every byte of it is kept");
    }
    assert_eq!(scene.breach(["verify"]).code, 0);
}

/// The calls of `breach start` that build an incident.
const BUILDING: &str = "mkdirat,fchmod,write,fdatasync,fsync,renameat2";

fn starting(scene: &Scene, inject: &[String]) -> Ran {
    let mut command = scene.command("strace");
    command.args(["-f", "-qq", "-o"]).arg(scene.root().join("calls"));
    command.args(["-e", &format!("trace={BUILDING}")]);
    for inject in inject {
        command.args(["-e", inject]);
    }
    Ran::of(command.args([BREACH, "start", PLAYBOOK, "--no-walk"]))
}

/// Every folder that can be seen holds a whole record.
#[track_caller]
fn assert_only_whole(scene: &Scene, when: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for entry in std::fs::read_dir(scene.store()).into_iter().flatten() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.starts_with('.') {
            continue;
        }
        let kept = scene.kept(&name);
        assert!(kept.entries.len() == 2 && kept.torn.is_empty(), "{when}: {kept:?}");
        ids.push(name);
    }
    ids
}

#[test]
#[ignore = "needs strace: tests/run installs it"]
fn killed_or_refused_at_every_call_of_a_start() {
    let clean = Scene::new();
    assert_eq!(starting(&clean, &[]).code, 0);
    let points = points(&clean);
    assert!(points.len() > 10, "{points:?}");
    for Point { call, nth } in points {
        for (number, what) in ["signal=KILL", "error=EIO", "error=ENOSPC"].iter().enumerate() {
            let when = format!("{what} at {call} {nth}");
            let scene = Scene::new();
            let ran = starting(&scene, &[format!("inject={call}:{what}:when={nth}")]);
            let ids = assert_only_whole(&scene, &when);
            match number {
                0 => assert_eq!(ran.code, 137, "{when}: {ran:?}"),
                // A name above the store whose sync fails was not made by us; everything else is refused.
                _ if ran.code == 0 => assert_eq!((ids.len(), ran.out.is_empty()), (1, false), "{when}: {ran:?}"),
                _ if ran.acknowledged() => {
                    // The id could not be said after the entries were.
                    assert_eq!((ids.len(), call.as_str()), (1, "write"), "{when}: {ran:?}");
                }
                _ => ran.assert_refused(),
            }
            if ran.acknowledged() {
                assert_eq!(ids.len(), 1, "{when}");
            }
            if number == 0 {
                scene.start();
                assert_only_whole(&scene, &format!("started again, {when}"));
            }
        }
    }
}

const ERRORS: [&str; 5] = ["ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES"];

/// Fails every call once, and from there on; the record goes on afterwards.
fn refused_everywhere(torn: bool) {
    let (scene, id) = Scene::with_incident();
    let before = std::fs::read(scene.record_of(&id)).unwrap();
    let points = clean_points(&scene, &id, torn, &mut Acknowledged::default());
    for (turn, Point { call, nth }) in points.into_iter().enumerate() {
        let changes_something = !matches!(call.as_str(), "pread64" | "fstat" | "newfstatat" | "getdents64");
        let from_here = changes_something.then_some((ERRORS[(turn + 2) % 5], "+"));
        for (error, from_here) in [(ERRORS[turn % 5], "")].into_iter().chain(from_here) {
            put_back(&scene, &id, &before, torn);
            let mut acknowledged = Acknowledged::default();
            let when = format!("{error} at {call} {nth}{from_here}");
            let inject = format!("inject={call}:error={error}:when={nth}{from_here}");
            let ran = acknowledged.note(traced(&scene, &id, &[inject]), &when);
            if ran.code == 0 {
                assert!(ran.acknowledged() && ran.err.is_empty(), "{when}: {ran:?}");
                // A look at which incidents are open, and putting things away afterwards, may fail without harm.
                let is_needed = matches!(call.as_str(), "write" | "fdatasync") || (call == "flock" && nth == 1);
                assert!(!is_needed, "{when}: {ran:?}");
            } else {
                ran.assert_refused();
                let names_it = ran.err.contains(scene.store().to_str().unwrap());
                assert!(names_it, "it names the file, {when}: {ran:?}");
            }
            acknowledged.assert_kept(&scene, &id, &when);

            let next = format!("after {when}");
            let ran = acknowledged.note(scene.command(BREACH), &next);
            assert_eq!((ran.code, ran.acknowledged()), (0, true), "{next}: {ran:?}");
            acknowledged.assert_kept(&scene, &id, &next);
            if torn {
                assert_fragment_kept(&scene, &id, &next);
            }
            assert!(scene.kept(&id).torn.is_empty(), "{next}");
        }
    }
}

#[test]
#[ignore = "needs strace: tests/run installs it"]
fn refused_at_every_call_of_a_note() {
    refused_everywhere(false);
}

#[test]
#[ignore = "needs strace: tests/run installs it"]
fn refused_at_every_call_of_a_repair() {
    refused_everywhere(true);
}

#[test]
#[ignore = "needs strace: tests/run installs it"]
fn a_failed_sync_is_never_tried_again() {
    let (scene, id) = Scene::with_incident();
    let mut command = traced(&scene, &id, &["inject=fdatasync:error=EIO:when=1".to_owned()]);
    let ran = Ran::of(command.args(["note", "lost?"]));
    assert_eq!(ran.code, 1);
    let place = scene.record_of(&id);
    assert_eq!(
        on_a_path(&ran.err),
        format!(
            "error: could not sync `{}`: the disk reports errors; the entry may or may not be on the disk; it was not \
             acknowledged, and everything acknowledged before is kept\n\
             hint: go on on paper until the disk is mended; then `breach verify` and `breach log` show what was kept\n",
            place.display()
        )
    );
    let log = std::fs::read_to_string(scene.root().join("calls")).unwrap();
    assert_eq!(log.matches(" fdatasync(").count(), 1, "{log}");
    assert_eq!(log.matches(" ftruncate(").count(), 0, "nothing is cut off: {log}");
}

#[test]
#[ignore = "needs strace: tests/run installs it"]
fn a_session_ends_after_a_failed_sync_and_says_what_is_known() {
    let (scene, id) = Scene::with_incident();
    let mut start = Start::new("/usr/bin/strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-P"])
        .arg(scene.record_of(&id))
        .args(["-e", "inject=fdatasync:error=EIO:when=2", BREACH, "resume"])
        .cwd(scene.work());
    for (name, value) in scene.environment() {
        start = start.env(name, value);
    }
    let mut pty = start.spawn();
    pty.wait_until("the prompt", |screen| screen.ends_with("\n  >"));
    pty.type_line("/note this one is kept");
    pty.wait_until("the note and the prompt", |screen| {
        screen.contains("logged #2") && screen.ends_with("\n  >")
    });
    pty.type_line("/note this one may be lost");
    assert_eq!(pty.finish(), 1, "{}", pty.screen());
    let written = on_a_path(&String::from_utf8_lossy(&pty.raw_output()));
    assert!(!written.contains("logged #3"), "{written}");
    for said in [
        "the disk reports errors",
        "may or may not",
        "Everything that says `logged` is kept",
        "breach resume",
    ] {
        assert!(written.contains(said), "`{said}` in {written}");
    }
    assert!(pty.is_as_found() && !pty.cursor_is_hidden());
    assert_eq!(scene.kept(&id).notes()[0], "this one is kept");
    assert_eq!(scene.breach(["note", "goes on"]).code, 0);
}

#[test]
#[ignore = "needs prlimit of util-linux: tests/run installs it"]
fn a_limit_on_file_sizes_refuses_and_room_makes_it_go_on() {
    let (scene, id) = Scene::with_incident();
    let mut acknowledged = Acknowledged::default();
    acknowledged.note(scene.command(BREACH), "before");
    for room in [0, 1, 200] {
        let whole = std::fs::metadata(scene.record_of(&id)).unwrap().len();
        let mut command = scene.command("prlimit");
        command.arg(format!("--fsize={}", whole + room)).arg(BREACH);
        let ran = acknowledged.note(command, &format!("too much {room}"));
        ran.assert_refused();
        assert_eq!(ran.code, 1, "an error, not a death: {ran:?}");
        assert_eq!(scene.breach(["verify"]).code, if room == 0 { 0 } else { 8 });
        let ran = acknowledged.note(scene.command(BREACH), &format!("room again {room}"));
        assert_eq!(ran.code, 0, "{ran:?}");
        acknowledged.assert_kept(&scene, &id, "with room again");
        assert_eq!(scene.breach(["verify"]).code, 0);
    }
}

#[test]
fn a_full_disk_refuses_and_room_makes_it_go_on() {
    let scene = Scene::new();
    std::fs::create_dir(scene.store()).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=512k,mode=0700", "tmpfs"])
        .arg(scene.store())
        .output();
    if !mounted.is_ok_and(|mounted| mounted.status.success()) {
        // Inside a container nobody can make a small disk; the limit on file sizes, above, takes the same way.
        return;
    }
    let _mounted = Mounted(scene.store());
    let id = scene.start();
    let mut acknowledged = Acknowledged::default();
    let filler = scene.store().join("filler");
    for turn in 0..3 {
        // Fill the disk to the last byte.
        let mut file = OpenOptions::new().create(true).append(true).open(&filler).unwrap();
        while file.write_all(&[0; 512]).is_ok() {}
        drop(file);
        let mut refused = 0;
        for attempt in 0..10 {
            let text = format!("full {turn} {attempt} {}", "x".repeat(400));
            let ran = acknowledged.note(scene.command(BREACH), &text);
            acknowledged.assert_kept(&scene, &id, &text);
            if ran.code != 0 {
                ran.assert_refused();
                assert!(ran.err.contains("the disk is full"), "{ran:?}");
                refused += 1;
            }
        }
        assert!(refused > 0, "the disk was full");
        let again = scene.breach(["start", PLAYBOOK, "--no-walk"]);
        again.assert_refused();
        std::fs::remove_file(&filler).unwrap();
        let ran = acknowledged.note(scene.command(BREACH), &format!("room again {turn}"));
        assert_eq!(ran.code, 0, "{ran:?}");
        acknowledged.assert_kept(&scene, &id, "with room again");
        assert_eq!(scene.breach(["verify", &id]).code, 0);
    }
}

/// A small disk; taken away at the end.
struct Mounted(std::path::PathBuf);

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).output();
    }
}

#[test]
fn eight_writers_make_one_chain_and_readers_never_see_it_broken() {
    const WRITERS: usize = 8;
    const NOTES: usize = 25;
    let (scene, id) = Scene::with_incident();
    let running = std::sync::atomic::AtomicUsize::new(WRITERS);
    let running = &running;
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let scene = &scene;
            scope.spawn(move || {
                for note in 0..NOTES {
                    let ran = scene.breach(["note", &format!("{writer} {note}")]);
                    assert_eq!(
                        (ran.code, ran.err.as_str()),
                        (0, ""),
                        "nobody is refused because of another"
                    );
                    assert!(ran.acknowledged(), "{ran:?}");
                }
                running.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
            });
        }
        scope.spawn(|| {
            let store = FolderStore::new(scene.store());
            let id = IncidentId::parse(&id).unwrap();
            let mut seen = 0;
            while running.load(std::sync::atomic::Ordering::SeqCst) > 0 {
                let stored = store.read(&id).unwrap();
                assert!(!matches!(stored.end, End::Torn(_)), "a writer at work is no torn end");
                let mut reading = Reading::default();
                reading.feed_all(stored.lines(), |_, _| {});
                assert_eq!(reading.faults, Vec::new());
                assert!(reading.lines() >= seen, "nothing that was seen goes away");
                seen = reading.lines();
                let verified = scene.breach(["verify"]);
                assert_eq!(verified.code, 0, "{verified:?}");
            }
        });
    });
    let kept = scene.kept(&id);
    assert_eq!(kept.entries.len(), 2 + WRITERS * NOTES);
    for writer in 0..WRITERS {
        let own: Vec<String> = kept
            .notes()
            .into_iter()
            .filter(|note| note.starts_with(&format!("{writer} ")))
            .map(str::to_owned)
            .collect();
        let wanted: Vec<String> = (0..NOTES).map(|note| format!("{writer} {note}")).collect();
        assert_eq!(own, wanted, "the order of writer {writer}");
    }
    assert_eq!(scene.breach(["verify"]).code, 0);
}

/// A writer that was stopped while it holds the lock, or is about to be killed there.
#[expect(
    clippy::zombie_processes,
    reason = "the caller waits for it, and a failed test ends with its process"
)]
fn stopped_writer(scene: &Scene, id: &str) -> (Child, Pid) {
    let mut command = traced(scene, id, &["inject=write:signal=STOP:when=1".to_owned()]);
    let child = command
        .args(["note", "stopped"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        // The number of the process stands in front of every call; it stops where it writes.
        let log = std::fs::read_to_string(scene.root().join("calls")).unwrap_or_default();
        if let Some(line) = log.lines().find(|line| line.contains("stopped by SIGSTOP")) {
            let pid = line.split(' ').next().unwrap().parse().unwrap();
            return (child, Pid::from_raw(pid).unwrap());
        }
        assert!(Instant::now() < deadline, "the writer stops: {log}");
        std::thread::yield_now();
    }
}

#[test]
#[ignore = "needs strace: tests/run installs it"]
fn a_stopped_writer_is_named_and_a_killed_one_blocks_nobody() {
    let (scene, id) = Scene::with_incident();
    let (mut child, pid) = stopped_writer(&scene, &id);

    // Readers do not wait for it: one that did would end with the code of a lock that nobody gives back.
    assert_eq!(scene.breach(["verify"]).code, 0);

    // The store's patience can be shortened; the program's ten seconds are the same code.
    let store = FolderStore::with(scene.store(), std::sync::Arc::new(RealDisk), Duration::from_millis(100));
    let incident = IncidentId::parse(&id).unwrap();
    let seen: Position = store.read(&incident).unwrap().position();
    let refused = store
        .append(&incident, &seen, &mut |_| panic!("nobody is asked without the lock"))
        .unwrap_err();
    match &refused {
        StoreError::Busy { holder, .. } => assert_eq!(*holder, Some(pid.as_raw_nonzero().get().cast_unsigned())),
        other => panic!("{other:?}"),
    }
    let failure = breach::failure::Failure::from(refused);
    assert_eq!(failure.kind.exit_code(), 7);
    let shown = failure.render();
    assert!(shown.contains(&format!("process {}", pid.as_raw_nonzero())), "{shown}");

    kill_process(pid, Signal::KILL).unwrap();
    child.wait().unwrap();
    let ran = scene.breach(["note", "free again"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let kept = scene.kept(&id);
    assert_eq!(kept.notes().last(), Some(&"free again"));
}

#[test]
fn a_writer_waits_ten_seconds_and_then_says_so() {
    let (scene, id) = Scene::with_incident();
    let held = OpenOptions::new().read(true).open(scene.record_of(&id)).unwrap();
    rustix::fs::flock(&held, rustix::fs::FlockOperation::NonBlockingLockExclusive).unwrap();
    let begun = Instant::now();
    let ran = scene.breach(["note", "waits"]);
    let waited = begun.elapsed();
    ran.assert_refused();
    assert_eq!(ran.code, 7, "{ran:?}");
    assert!(waited >= Duration::from_secs(9), "{waited:?}");
    drop(held);
    assert_eq!(scene.breach(["note", "goes on"]).code, 0);
    assert_eq!(scene.kept(&id).notes(), ["goes on"]);
}
