//! Hostile texts, names, numbers, files and folders, on the real program: nothing reaches the terminal raw, nothing is
//! made outside the store, and no card number is kept or shown.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt, symlink};

use breach::incident::event::NoteAdded;
use breach::incident::{By, ClockFault, Mono, Via};
use breach::journal::{Author, Draft, FoldOnly, Journal};
use breach::store::{FolderStore, IncidentId};
use breach::world::{Clock, ClockReading, Ids};
use chrono::{DateTime, Utc};

use crate::scene::{BREACH, PLAYBOOK, Ran, Scene};

/// Repaints, rings, hides, turns round, and pretends.
const HOSTILE: &str =
    "a\u{1b}[2J\u{1b}]0;title\u{7}b\u{9b}31mc\u{202e}d\u{2066}e\rf\u{8}g\nlogged #99  all is well\n  logged #98  too";

const CARD: &str = "4111111111111111";
const SPELLED: &str = "4111 1111 1111 1111";

/// No control character but line ends, nothing that turns text round, and no line of its own.
#[track_caller]
fn assert_harmless(ran: &Ran, what: &str) {
    for text in [&ran.out, &ran.err] {
        let raw = text.chars().find(|sign| {
            (sign.is_control() && *sign != '\n') || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(raw, None, "{what}: {text:?}");
        let fake = text
            .lines()
            .find(|line| line.trim_start().starts_with("logged #9") && line.len() - line.trim_start().len() < 4);
        assert_eq!(fake, None, "{what}: {text}");
    }
    assert!(
        !ran.err.contains("panicked") && ran.code != 70 && ran.code < 128,
        "{what}: {ran:?}"
    );
}

#[track_caller]
fn assert_no_card(scene: &Scene, ran: &Ran, what: &str) {
    for card in [CARD, SPELLED] {
        assert!(
            !ran.out.contains(card) && !ran.err.contains(card),
            "shown, {what}: {ran:?}"
        );
        let everything = scene.everything();
        let kept = everything.windows(card.len()).any(|window| window == card.as_bytes());
        assert!(!kept, "on the disk, {what}: {ran:?}");
    }
}

/// Everywhere a text can be given on a command line.
fn everywhere(text: &str) -> Vec<Vec<String>> {
    let own = |args: &[&str]| args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>();
    vec![
        own(&["note", text]),
        own(&["note", "x", "--who", text, "--channel", text]),
        own(&["note", "x", "--at", text]),
        own(&["note", "x", "--as", text]),
        own(&["note", "x", "--role", text]),
        own(&["start", PLAYBOOK, "--no-walk", "--title", text]),
        own(&["start", text, "--no-walk"]),
        own(&["start", PLAYBOOK, "--answers", text]),
        own(&["-i", text, "status"]),
        own(&["use", text]),
        own(&["verify", text]),
        own(&["verify", "--check-code", text]),
        own(&["--zone", text, "status"]),
        own(&["step", "done", text]),
        own(&["fact", "set", text, text]),
        own(&["fact", "set", "reported_words", text]),
        own(&["role", "assign", text, text]),
        own(&["playbook", "check", text]),
        own(&["playbook", "show", text]),
        own(&["contacts", "call", text]),
        own(&["correct", text]),
        own(&["export", "--format", text]),
        own(&[text]),
        own(&["status", text]),
        own(&["log"]),
        own(&["status"]),
        own(&["brief"]),
        own(&["list"]),
    ]
}

#[test]
fn hostile_text_is_shown_as_what_it_is() {
    let (scene, id) = Scene::with_incident();
    for mut args in everywhere(HOSTILE) {
        if args[0] != "start" && args[0] != "-i" {
            args.extend(["-i".to_owned(), id.clone()]);
        }
        let ran = scene.breach(&args);
        assert_harmless(&ran, &format!("{args:?}"));
    }
    assert_eq!(scene.breach(["verify", &id]).code, 0);
    assert!(
        scene.kept(&id).notes().contains(&HOSTILE),
        "the record keeps the raw text"
    );
}

#[test]
fn card_numbers_are_neither_kept_nor_shown() {
    for card in [CARD, SPELLED] {
        let (scene, id) = Scene::with_incident();
        for mut args in everywhere(card) {
            if args[0] != "start" && args[0] != "-i" {
                args.extend(["-i".to_owned(), id.clone()]);
            }
            let what = format!("{args:?}");
            let ran = scene.breach(&args);
            assert_no_card(&scene, &ran, &what);
            assert!(!ran.err.contains("panicked") && ran.code != 70, "{what}: {ran:?}");
        }
        let ran = Ran::with_input(scene.command(BREACH).args(["note", "-", "-i", &id]), card.as_bytes());
        assert_no_card(&scene, &ran, "standard input");
        assert!(
            ran.out.contains("1 card number was hidden before saving"),
            "the responder is told: {ran:?}"
        );
        for name in ["BREACH_AS", "LOGNAME", "USER"] {
            let ran = Ran::of(scene.command(BREACH).env(name, card).args(["note", "x", "-i", &id]));
            assert_eq!(ran.code, 0, "{ran:?}");
            assert_no_card(&scene, &ran, name);
        }
        assert_eq!(scene.breach(["verify", &id]).code, 0);
    }
}

#[test]
fn texts_that_are_not_utf8_or_too_long_are_refused_with_a_sentence() {
    let (scene, id) = Scene::with_incident();
    let ran = scene.breach([OsStr::new("note"), OsStr::from_bytes(b"a\xff\x1b[2Jb")]);
    assert!(ran.code != 0 && !ran.acknowledged());
    assert_harmless(&ran, "argument");
    for input in [
        b"a\xff".to_vec(),
        vec![b'x'; 3 * 1024 * 1024],
        Vec::new(),
        vec![b'"'; 1024 * 1024],
    ] {
        let ran = Ran::with_input(scene.command(BREACH).args(["note", "-"]), &input);
        ran.assert_refused();
        assert_eq!(ran.code, 3, "{} bytes: {}", input.len(), ran.err);
        assert!(ran.err.contains("nothing was logged"), "{}", ran.err);
    }
    let ran = Ran::of(
        scene
            .command(BREACH)
            .env("JUNK", OsStr::from_bytes(b"\xff"))
            .args(["note", "fine"]),
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    let ran = Ran::with_input(scene.command(BREACH).args(["note", "-"]), b"a\0b");
    assert!(!ran.err.contains("panicked"), "{ran:?}");
    assert_eq!(scene.breach(["verify", &id]).code, 0, "a NUL in a text is no torn end");
}

#[test]
fn names_cannot_leave_the_store() {
    let (scene, id) = Scene::with_incident();
    let before = scene.listing_outside_store();
    for name in [
        "../work",
        "/etc",
        ".hidden",
        "-x",
        "..",
        "a/b",
        "",
        "a\u{0}b".trim_end_matches('\0'),
        &"x".repeat(300),
    ] {
        if name.contains('\0') {
            continue;
        }
        for args in [
            vec![format!("--incident={name}"), "note".to_owned(), "x".to_owned()],
            vec!["use".to_owned(), "--".to_owned(), name.to_owned()],
        ] {
            let ran = scene.breach(&args);
            assert!(ran.code != 0 && !ran.acknowledged(), "{args:?}: {ran:?}");
            assert_harmless(&ran, name);
        }
    }
    scene.breach(["note", "inside"]);
    scene.breach(["use", &id]);
    scene.start();
    assert_eq!(scene.listing_outside_store(), before);
}

#[test]
fn links_pipes_and_folders_in_the_place_of_a_record_are_left_alone() {
    for kind in ["link", "pipe", "folder", "linked incident"] {
        let (scene, id) = Scene::with_incident();
        let (record, aside) = (scene.record_of(&id), scene.work().join("aside"));
        match kind {
            "link" => {
                std::fs::rename(&record, &aside).unwrap();
                symlink(&aside, &record).unwrap();
            }
            "pipe" => {
                std::fs::remove_file(&record).unwrap();
                assert!(scene.command("mkfifo").arg(&record).status().unwrap().success());
            }
            "folder" => {
                std::fs::remove_file(&record).unwrap();
                std::fs::create_dir(&record).unwrap();
            }
            _ => {
                std::fs::rename(scene.folder_of(&id), &aside).unwrap();
                symlink(&aside, scene.folder_of(&id)).unwrap();
            }
        }
        let before = scene.listing_outside_store();
        for args in [
            vec!["note", "x", "-i", &id],
            vec!["status", "-i", &id],
            vec!["verify", &id],
        ] {
            let ran = scene.breach(&args);
            assert!(ran.code != 0 && !ran.acknowledged(), "{kind} {args:?}: {ran:?}");
            assert_harmless(&ran, kind);
        }
        assert_eq!(scene.listing_outside_store(), before, "{kind}");
    }
}

#[test]
fn modes_are_closed_at_any_umask_and_nothing_of_the_environment_is_kept() {
    for umask in ["000", "777", "022"] {
        let scene = Scene::new();
        let script = format!("umask {umask}; '{BREACH}' start {PLAYBOOK} --no-walk && '{BREACH}' note one");
        let ran = Ran::of(
            scene
                .command("/bin/sh")
                .env("SECRET_TOKEN", "hunter2-in-the-environment")
                .args(["-c", &script]),
        );
        assert_eq!(ran.code, 0, "umask {umask}: {ran:?}");
        for (path, mode) in scene.modes() {
            let wanted = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode, wanted, "umask {umask}: {}", path.display());
        }
        let everything = scene.everything();
        let secret = b"hunter2-in-the-environment";
        assert!(!everything.windows(secret.len()).any(|window| window == secret));
    }
}

#[test]
fn without_a_home_or_a_writable_folder_it_says_so() {
    let scene = Scene::new();
    let ran = Ran::of(
        scene
            .command(BREACH)
            .env_remove("HOME")
            .env_remove("BREACH_STORE")
            .args(["start", PLAYBOOK, "--no-walk"]),
    );
    ran.assert_refused();
    assert!(ran.err.contains("--store"), "{ran:?}");
    let ran = Ran::of(
        scene
            .command(BREACH)
            .env_remove("HOME")
            .args(["start", PLAYBOOK, "--no-walk"]),
    );
    assert_eq!(ran.code, 0, "{ran:?}");

    // Not even an administrator can make a folder here.
    let ran =
        Ran::of(
            scene
                .command(BREACH)
                .env("BREACH_STORE", "/proc/self/store")
                .args(["start", PLAYBOOK, "--no-walk"]),
        );
    ran.assert_refused();
    let closed = scene.work().join("closed");
    std::fs::DirBuilder::new().mode(0o500).create(&closed).unwrap();
    if !rustix::process::geteuid().is_root() {
        let ran = Ran::of(scene.command(BREACH).env("BREACH_STORE", closed.join("store")).args([
            "start",
            PLAYBOOK,
            "--no-walk",
        ]));
        ran.assert_refused();
    }
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn crafted_playbooks_end_with_one_message() {
    let scene = Scene::new();
    let bomb = (1..12).fold("a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned(), |text, level| {
        let last = format!("*a{}", level - 1);
        text + &format!("a{level}: &a{level} [{}]\n", [last.as_str(); 9].join(","))
    });
    let files: [(&str, Vec<u8>); 6] = [
        ("large.yaml", b"# nothing\n".repeat(500_000)),
        ("aliases.yaml", bomb.into_bytes()),
        ("brackets.yaml", vec![b'['; 100_000]),
        ("latin.yaml", b"playbook: caf\xe9\n".to_vec()),
        ("empty.yaml", Vec::new()),
        ("nul.yaml", vec![0; 1000]),
    ];
    for (name, bytes) in &files {
        std::fs::write(scene.work().join(name), bytes).unwrap();
    }
    assert!(
        scene
            .command("mkfifo")
            .arg(scene.work().join("pipe.yaml"))
            .status()
            .unwrap()
            .success()
    );
    std::fs::create_dir(scene.work().join("folder.yaml")).unwrap();
    let names = files.iter().map(|(name, _)| *name).chain(["pipe.yaml", "folder.yaml"]);
    for name in names {
        for args in [vec!["playbook", "check"], vec!["start", "--no-walk"]] {
            let ran = scene.breach(args.iter().copied().chain([&*format!("./{name}")]));
            assert!(ran.code > 0 && ran.code < 70, "{name}: {ran:?}");
            assert!(
                !ran.acknowledged() && ran.err.len() + ran.out.len() < 3000,
                "{name}: {ran:?}"
            );
            assert_harmless(&ran, name);
        }
    }
    assert!(!scene.store().exists());
}

/// A clock that says what it is told to.
struct Said(std::cell::Cell<(i64, u64)>);

impl Clock for Said {
    fn read(&self) -> ClockReading {
        let (at, ms) = self.0.get();
        ClockReading {
            at: DateTime::<Utc>::from_timestamp(at, 0).unwrap(),
            mono: Mono {
                boot: "b".to_owned(),
                ms,
            },
        }
    }
}

struct Salts;

impl Ids for Salts {
    fn salt(&mut self) -> [u8; 16] {
        [7; 16]
    }

    fn incident(&mut self) -> String {
        "k7f3".to_owned()
    }
}

#[test]
fn a_clock_that_goes_back_or_jumps_is_accepted_flagged_and_listed() {
    let (scene, id) = Scene::with_incident();
    let store = std::sync::Arc::new(FolderStore::new(scene.store()));
    let incident = IncidentId::parse(&id).unwrap();
    let mut journal = Journal::read(store, &incident, &mut |_, _| {}).unwrap();
    let by = By {
        name: "Ana Ruiz".to_owned(),
        role: None,
        login: "ana".to_owned(),
        host: "ws".to_owned(),
        via: Via::Command,
    };
    let now = 1_800_000_000;
    // Wall clock in seconds, time since boot in ms, and what is flagged.
    let readings = [
        (now, 1_000, None),
        (now + 1, 2_000, None),
        (now - 3600, 3_000, Some(ClockFault::Back)),
        (now - 3599, 4_000, None),
        (now + 7200, 5_000, Some(ClockFault::Jump)),
    ];
    let mut flagged = Vec::new();
    for (at, ms, fault) in readings {
        let clock = Said(std::cell::Cell::new((at, ms)));
        let mut author = Author {
            by: by.clone(),
            clock: &clock,
            ids: &mut Salts,
            zone: breach::time::Zone::UTC,
            tzdata: "2026f",
        };
        let logged = journal
            .record(&mut author, &mut FoldOnly, &mut |_| {
                Ok(vec![Draft::new(NoteAdded { text: "n".to_owned() })])
            })
            .unwrap();
        assert_eq!(logged.entries[0].clock, fault, "at {at}");
        flagged.extend(fault.map(|_| logged.entries[0].seq));
    }
    let verified = scene.breach(["verify", &id]);
    assert_eq!(verified.code, 0, "a wrong clock is no tampering: {verified:?}");
    for seq in flagged {
        assert!(verified.out.contains(&format!("#{seq}")), "{seq} in {}", verified.out);
    }
    for entry in scene.kept(&id).entries {
        assert!(entry["at"].is_string() && entry["mono"]["boot"].is_string() && entry["mono"]["ms"].is_u64());
    }
}
