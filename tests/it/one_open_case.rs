//! How often a record is read and the rules are held against it, counted from outside by a store that counts.

use std::io::Read;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use breach::case::Case;
use breach::commands::Cli;
use breach::context::{Choices, Context};
use breach::incident::event::NoteAdded;
use breach::incident::{By, Via};
use breach::journal::{Author, Draft};
use breach::session::Session;
use breach::store::{
    Appended, FolderStore, Glance, IncidentId, KeptFile, Make, Position, Store, StoreError, Stored, Streamed, Warning,
};
use clap::Parser;

use crate::harness::Breach;

const TINY: &str = "\
playbook: tiny
format: 1
title: Tiny
summary: Three questions.
incident-title: Possible breach
use-when: [something is wrong]
roles:
  incident-commander: {title: Incident commander, does: Decides}
facts:
  cards_suspected: {type: yes-no, ask: May cards be affected?, title: cards}
  people: {type: number, ask: How many people?, title: people}
  place: {type: text, ask: Where?, title: where}
confirm:
  - step: look
    title: Look what it is
    owner: incident-commander
    why: Everything follows from it.
    do: [Look.]
    ask: {cards_suspected: required, people: required, place: required}
";

/// Somebody else, who writes at a moment that the test chooses.
type Other = Box<dyn FnOnce() + Send>;

/// A folder of records that counts what is read from it.
struct Counting {
    store: FolderStore,
    /// How often a record was read whole, and how many bytes that were.
    whole: AtomicUsize,
    bytes: AtomicUsize,
    /// How many bytes were read of what was added since.
    added: AtomicUsize,
    appends: AtomicUsize,
    /// What happens before the next look at what was added.
    other: Mutex<Option<Other>>,
}

impl Counting {
    fn new(root: PathBuf) -> Arc<Self> {
        Arc::new(Counting {
            store: FolderStore::new(root),
            whole: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            added: AtomicUsize::new(0),
            appends: AtomicUsize::new(0),
            other: Mutex::new(None),
        })
    }

    /// Whole readings, their bytes, and bytes that were added since.
    fn counts(&self) -> (usize, usize, usize) {
        let [whole, bytes, added] = [&self.whole, &self.bytes, &self.added].map(|count| count.load(Ordering::Relaxed));
        (whole, bytes, added)
    }
}

impl Store for Counting {
    fn create(&self, id: &IncidentId, lines: &[u8]) -> Result<Position, StoreError> {
        self.store.create(id, lines)
    }

    fn read(&self, id: &IncidentId) -> Result<Stored, StoreError> {
        let stored = self.store.read(id)?;
        self.whole.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(stored.bytes.len(), Ordering::Relaxed);
        Ok(stored)
    }

    fn read_after(&self, id: &IncidentId, seen: &Position) -> Result<Vec<u8>, StoreError> {
        if let Some(other) = self.other.lock().expect("a lock").take() {
            other();
        }
        let lines = self.store.read_after(id, seen)?;
        self.added.fetch_add(lines.len(), Ordering::Relaxed);
        Ok(lines)
    }

    fn stream(&self, id: &IncidentId) -> Result<Streamed, StoreError> {
        self.store.stream(id)
    }

    fn append(&self, id: &IncidentId, seen: &Position, make: &mut Make<'_>) -> Result<Appended, StoreError> {
        self.appends.fetch_add(1, Ordering::Relaxed);
        self.store.append(id, seen, &mut |since| {
            self.added.fetch_add(since.lines.len(), Ordering::Relaxed);
            make(since)
        })
    }

    fn peek(&self, id: &IncidentId, each: &mut dyn FnMut(&[u8]) -> ControlFlow<()>) -> Result<Glance, StoreError> {
        self.store.peek(id, each)
    }

    fn keep_file(&self, id: &IncidentId, from: &mut dyn Read) -> Result<KeptFile, StoreError> {
        self.store.keep_file(id, from)
    }

    fn kept_file(&self, id: &IncidentId, sha256: &[u8; 32]) -> Result<Option<Box<dyn Read + Send>>, StoreError> {
        self.store.kept_file(id, sha256)
    }

    fn kept_files(&self, id: &IncidentId) -> Result<Vec<String>, StoreError> {
        self.store.kept_files(id)
    }

    fn list(&self) -> Result<Vec<IncidentId>, StoreError> {
        self.store.list()
    }

    fn location(&self, id: &IncidentId) -> String {
        self.store.location(id)
    }

    fn warnings(&self) -> Vec<Warning> {
        self.store.warnings()
    }
}

fn machine() -> Breach {
    let mut breach = Breach::new();
    breach.env("BREACH_AS", "Tom Becker").playbook("tiny", TINY);
    breach.run("start tiny --no-walk").ok();
    breach
}

fn size(breach: &Breach) -> usize {
    breach.lines().iter().map(|line| line.len() + 1).sum()
}

#[test]
fn a_command_reads_its_record_once() {
    let mut breach = machine();
    breach.no_terminal();
    for command in [
        "status",
        "status --json",
        "brief",
        "log",
        "step list",
        "step show look",
        "fact list",
        "role list",
        "gate list",
        "notice list",
        "deadline list",
        "contacts",
        "note \"the page is down\"",
        "fact set people 40",
        "role take incident-commander",
        "step started look",
        "step done look",
        "correct 3 --answer 50 --why slip",
    ] {
        let (store, before) = (Counting::new(breach.store()), size(&breach));
        let words: Vec<String> = std::iter::once("breach".to_owned())
            .chain(command.split('"').enumerate().flat_map(|(nth, part)| {
                let words: Vec<String> = match nth % 2 {
                    0 => part.split_whitespace().map(str::to_owned).collect(),
                    _ => vec![part.to_owned()],
                };
                words
            }))
            .collect();
        let cli = Cli::try_parse_from(&words).expect("a command");
        let folder = breach.store();
        let counted = Arc::clone(&store);
        let (ran, ended) = breach.in_world(|world| {
            let mut context = Context::with_store(world, Choices::default(), counted, folder);
            breach::commands::run(cli, &mut context)
        });
        assert!(ended.is_ok(), "{command}: {ended:?}\n{}", ran.screen);
        assert_eq!(store.counts(), (1, before, 0), "{command}");
    }
}

/// Walks the only step, with what somebody else does before the second look. Gives the screen, how often rules were held
/// against the facts, how many entries the walk has seen, and what was read.
fn walk(breach: &mut Breach, store: &Arc<Counting>) -> (String, usize, usize) {
    let (folder, counted) = (breach.store(), Arc::clone(store));
    let (ran, (evaluations, entries)) = breach.in_world(|world| {
        let mut context = Context::with_store(world, Choices::default(), counted, folder);
        let mut case = context.open().expect("an incident");
        let walked = Session::about(&mut context, &mut case, "").and_then(|mut session| session.walk());
        assert!(walked.is_ok(), "{walked:?}");
        (case.evaluations(), case.entries().len())
    });
    (ran.screen, evaluations, entries)
}

#[test]
fn an_answer_reads_only_what_is_new_and_holds_the_rules_once() {
    let mut breach = machine();
    let answers = ["1", "done", "yes", "40", "Berlin", "/leave"];
    breach.types(answers);
    let (store, before) = (Counting::new(breach.store()), size(&breach));
    let (screen, evaluations, entries) = walk(&mut breach, &store);
    assert_eq!(store.counts(), (1, before, 0), "{screen}");
    assert_eq!(entries, breach.lines().len());
    // The first screen, and each of what was typed: leaving draws nothing more.
    assert_eq!(evaluations, answers.len(), "{screen}");
    assert_eq!(store.appends.load(Ordering::Relaxed), 4, "{screen}");
}

#[test]
fn what_somebody_else_writes_meanwhile_is_seen() {
    let mut breach = machine();
    breach.types(["1", "done", "yes", "Berlin", "/leave"]);
    let (store, before) = (Counting::new(breach.store()), size(&breach));
    let other = FolderStore::new(breach.store());
    let id = IncidentId::parse(&breach.incidents()[0]).expect("an id");
    // Ana answers the second question while the first look at `1` is on its way.
    *store.other.lock().expect("a lock") = Some(Box::new(move || {
        let mut world = breach::world::World::real();
        let mut case = Case::open(Arc::new(other), &id, std::rc::Rc::default(), None).expect("an incident");
        let mut author = Author {
            by: By {
                name: "Ana Ruiz".to_owned(),
                role: None,
                login: "ana".to_owned(),
                host: "ws-3".to_owned(),
                via: Via::Command,
            },
            clock: &*world.clock,
            ids: &mut *world.ids,
            zone: breach::time::Zone::UTC,
            tzdata: "2026f",
        };
        let at = "2026-11-20T23:44:00Z".parse().expect("a time");
        case.note(&mut author, &mut |_| {
            Ok(vec![Draft::new(NoteAdded {
                text: "the logs are safe".to_owned(),
            })])
        })
        .expect("a note");
        case.record(&mut author, at, &mut |incident, workflow| {
            let question = workflow.question("people").expect("a question");
            let answer = breach::fact::Answer::Unknown;
            Ok(vec![Draft::new(breach::workflow::step_report::answer(
                incident, &question, answer, None,
            ))])
        })
        .expect("an answer");
    }));
    let (screen, _, entries) = walk(&mut breach, &store);
    let lines = breach.lines();
    let theirs: usize = lines
        .iter()
        .filter(|line| line.contains("Ana Ruiz"))
        .map(|line| line.len() + 1)
        .sum();
    assert!(theirs > 0);
    assert_eq!(store.counts(), (1, before, theirs), "{screen}");
    assert_eq!(entries, lines.len());
    assert!(!screen.contains("How many people?"), "Ana has answered it:\n{screen}");
}
