//! Runs whole commands in this process, in a world made for the test: a clock that steps one second with every reading,
//! known ids, a person who types what the test says, an empty environment, a folder of its own, a window of 80x24.
//!
//! A [`Breach`] is one machine; every run on it sees the records of the runs before. What a run shows is compared whole,
//! with the folder shown as `$DIR`:
//!
//! ```ignore
//! let mut breach = Breach::new();
//! breach.types(["1", "Tom Becker", "They called", "23:40", "/leave"]);
//! let ran = breach.run("start").ok();
//! assert_eq!(ran.stdout, "…");
//! ```

#![allow(dead_code, reason = "it offers what any test of a whole command may need")]

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use breach::incident::{Entry, Hash, Mono, Receipt};
use breach::prompt::scripted::{Asked, Event, Scripted};
use breach::prompt::{Ask, PromptError, Prompter, Typed};
use breach::world::{Clock, ClockReading, Ids, Terminal, World};
use chrono::{DateTime, TimeDelta, Utc};

/// Ids of incidents, in the order in which they are given out.
const INCIDENTS: [&str; 6] = ["k7f3", "m2q9", "p4xd", "r3vz", "t9wb", "z7nc"];

/// When the clock of a new machine starts: a Friday, 23:43 in London.
pub(crate) const START: &str = "2026-11-20T23:43:00Z";

/// A machine with `breach` on it, and a person at it.
pub(crate) struct Breach {
    folder: tempfile::TempDir,
    clock: Arc<Mutex<Times>>,
    ids: Arc<Mutex<Given>>,
    env: BTreeMap<String, String>,
    unreadable_env: Vec<String>,
    login: String,
    host: String,
    tzdata: String,
    program: String,
    terminal: Terminal,
    person: Vec<Event>,
    input: Vec<u8>,
}

/// What one run showed and left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error, without the prompts.
    pub(crate) stderr: String,
    /// Everything in the order in which it stood on the screen: output, prompts, and what was typed at them.
    pub(crate) screen: String,
    /// Exit code.
    pub(crate) code: u8,
    /// Every question that was asked.
    pub(crate) asked: Vec<Asked>,
    /// What the person had still meant to do.
    pub(crate) left: usize,
}

impl Breach {
    /// A machine where nothing has happened.
    pub(crate) fn new() -> Self {
        Breach {
            folder: tempfile::tempdir().expect("a folder"),
            clock: Arc::new(Mutex::new(Times {
                at: START.parse().expect("a time"),
                mono_ms: 1_000_000,
            })),
            ids: Arc::default(),
            env: BTreeMap::new(),
            unreadable_env: Vec::new(),
            login: "tom".to_owned(),
            host: "ws-12".to_owned(),
            tzdata: "2026f".to_owned(),
            program: "breach".to_owned(),
            terminal: Terminal {
                input: true,
                output: true,
                error: true,
                width: 80,
                height: Some(24),
                colour: false,
            },
            person: Vec::new(),
            input: Vec::new(),
        }
    }

    /// A machine without a terminal where Tom has opened an incident of two steps.
    pub(crate) fn tiny() -> Self {
        Breach::following("tiny", include_str!("../data/playbooks/stories/tiny.yaml"))
    }

    /// The same with a playbook that has a step of every kind.
    pub(crate) fn walk_test() -> Self {
        Breach::following("walk-test", include_str!("../data/playbooks/stories/walk-test.yaml"))
    }

    fn following(playbook: &str, text: &str) -> Self {
        let mut breach = Breach::new();
        breach.playbook(playbook, text).env("BREACH_AS", "Tom").no_terminal();
        breach.run(&format!("start {playbook} --no-walk")).ok();
        breach
    }

    /// The folder of this machine, shown as `$DIR`. Programs start in it.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file into the folder.
    pub(crate) fn file(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.folder().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(path, text).expect("the file can be written");
        self
    }

    /// A file of the responder's own obligations.
    pub(crate) fn obligations(&mut self, name: &str, text: &str) -> &mut Self {
        self.file(&format!("config/breach/obligations/{name}.yaml"), text);
        self.has_config()
    }

    /// Puts a playbook of the responder's own where it is found by its name.
    pub(crate) fn playbook(&mut self, name: &str, text: &str) -> &mut Self {
        self.file(&format!("config/breach/playbooks/{name}.yaml"), text);
        self.has_config()
    }

    /// Puts the organisation profile in its place.
    pub(crate) fn profile(&mut self, text: &str) -> &mut Self {
        self.file("config/breach/profile.yaml", text);
        self.has_config()
    }

    fn has_config(&mut self) -> &mut Self {
        let config = self.folder().join("config");
        self.env("XDG_CONFIG_HOME", config.to_str().expect("a path in UTF-8"))
    }

    /// Sets a variable of the environment.
    pub(crate) fn env(&mut self, name: &str, value: &str) -> &mut Self {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Sets a variable of the environment to something that is no text.
    pub(crate) fn unreadable_env(&mut self, name: &str) -> &mut Self {
        self.unreadable_env.push(name.to_owned());
        self
    }

    /// Another login on this machine, or the same record on another one.
    pub(crate) fn login(&mut self, login: &str, host: &str) -> &mut Self {
        (self.login, self.host) = (login.to_owned(), host.to_owned());
        self
    }

    /// Another release of the time zone database, as the record names it.
    pub(crate) fn tzdata(&mut self, release: &str) -> &mut Self {
        release.clone_into(&mut self.tzdata);
        self
    }

    /// Called by another name, or by a path.
    pub(crate) fn called(&mut self, program: &str) -> &mut Self {
        program.clone_into(&mut self.program);
        self
    }

    /// Another window: columns first, as one says it.
    pub(crate) fn size(&mut self, columns: usize, rows: usize) -> &mut Self {
        (self.terminal.width, self.terminal.height) = (columns, Some(rows));
        self
    }

    /// No terminal: input and output are files or pipes.
    pub(crate) fn no_terminal(&mut self) -> &mut Self {
        (self.terminal.input, self.terminal.output, self.terminal.error) = (false, false, false);
        self.terminal.height = None;
        self
    }

    /// A terminal again, after [`Breach::no_terminal`].
    pub(crate) fn terminal(&mut self) -> &mut Self {
        (self.terminal.input, self.terminal.output, self.terminal.error) = (true, true, true);
        self.terminal.height = Some(24);
        self
    }

    /// What comes through standard input.
    pub(crate) fn input(&mut self, bytes: impl Into<Vec<u8>>) -> &mut Self {
        self.input = bytes.into();
        self
    }

    /// What the person types in the next run, a line each; after the last one the terminal is gone.
    pub(crate) fn types<'a>(&mut self, lines: impl IntoIterator<Item = &'a str>) -> &mut Self {
        self.does(lines.into_iter().map(|line| Event::Line(line.to_owned())))
    }

    /// What the person does in the next run, beyond typing lines.
    pub(crate) fn does(&mut self, events: impl IntoIterator<Item = Event>) -> &mut Self {
        self.person.extend(events);
        self
    }

    /// Time passes between two runs.
    pub(crate) fn minutes_pass(&mut self, minutes: u32) -> &mut Self {
        let mut times = lock(&self.clock);
        times.at += TimeDelta::minutes(minutes.into());
        times.mono_ms += u64::from(minutes) * 60_000;
        drop(times);
        self
    }

    /// Somebody sets the wall clock, back or ahead; no time passes.
    pub(crate) fn set_clock(&mut self, at: &str) -> &mut Self {
        lock(&self.clock).at = at.parse().expect("a time");
        self
    }

    /// Runs `breach` with these words; quotes keep words together.
    pub(crate) fn run(&mut self, command: &str) -> Ran {
        let words = words(command);
        self.run_words(words.iter().map(String::as_str))
    }

    /// Runs `breach` with these arguments as they are.
    pub(crate) fn run_words<'a>(&mut self, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
        let mut line: Vec<OsString> = vec!["breach".into(), "--store".into(), self.store().into()];
        line.extend(arguments.into_iter().map(OsString::from));
        let (ran, code) = self.in_world(|world| breach::run(line, world));
        Ran { code, ..ran }
    }

    /// Does something in the world of this machine, and tells what it showed and gave; as an exit code it has 0.
    pub(crate) fn in_world<T>(&mut self, act: impl FnOnce(&mut World) -> T) -> (Ran, T) {
        let screen = Sink::default();
        let out = Stream::new(&screen);
        let err = Stream::new(&screen);
        let person = Scripted::new(std::mem::take(&mut self.person));
        let transcript = person.transcript();
        let left = Arc::new(Mutex::new(person.left()));
        let mut world = World {
            program: self.program.clone(),
            clock: Box::new(TestClock(Arc::clone(&self.clock))),
            ids: Box::new(TestIds(Arc::clone(&self.ids))),
            prompter: Box::new(Watched {
                person,
                screen: screen.clone(),
                left: Arc::clone(&left),
            }),
            input: Box::new(Cursor::new(std::mem::take(&mut self.input))),
            out: Box::new(out.clone()),
            err: Box::new(err.clone()),
            terminal: self.terminal,
            env: self.env.clone(),
            unreadable_env: self.unreadable_env.clone(),
            cwd: self.folder().to_owned(),
            login: self.login.clone(),
            host: self.host.clone(),
            system_zone: Some("Europe/London".to_owned()),
            tzdata: self.tzdata.clone(),
        };
        let given = act(&mut world);
        drop(world);
        let left = *left.lock().unwrap_or_else(PoisonError::into_inner);
        let ran = Ran {
            stdout: self.shown(&out.own.text()),
            stderr: self.shown(&err.own.text()),
            screen: self.shown(&screen.text()),
            code: 0,
            asked: transcript.asked(),
            left,
        };
        (ran, given)
    }

    /// Runs one command after the other and returns what stood on the screen: each with its words and, unless it went
    /// well, its exit code. The check code and the head of a record as it then is are shown as `$CODE` and `$HEAD`; any
    /// other would stay and be seen, since the record holds the folder's name and no two runs have the same head.
    #[track_caller]
    pub(crate) fn session<'a>(&mut self, commands: impl IntoIterator<Item = &'a str>) -> String {
        let mut session = String::new();
        for command in commands {
            let ran = self.run(command);
            assert_eq!(ran.left, 0, "what was left to do, on this screen:\n{}", ran.screen);
            let mut shown = ran.screen;
            for id in self.incidents() {
                let lines = self.lines_of(&id);
                let head = Hash::of(lines.last().expect("an entry").as_bytes());
                let code = Receipt::new(&id, lines.len() as u64 - 1, head);
                shown = shown
                    .replace(&code.to_string(), "$CODE")
                    .replace(&head.to_string(), "$HEAD");
            }
            session.push_str(&format!("$ breach {command}\n{shown}"));
            if ran.code != 0 {
                session.push_str(&format!("exit {}\n", ran.code));
            }
        }
        session
    }

    fn shown(&self, text: &str) -> String {
        text.replace(self.folder().to_str().expect("a path in UTF-8"), "$DIR")
    }

    /// The folder of the records.
    pub(crate) fn store(&self) -> PathBuf {
        self.folder().join("store")
    }

    /// Ids of every incident, in order.
    pub(crate) fn incidents(&self) -> Vec<String> {
        let mut ids: Vec<String> = std::fs::read_dir(self.store())
            .into_iter()
            .flatten()
            .filter_map(|entry| {
                let entry = entry.expect("an entry");
                entry
                    .path()
                    .join("record.jsonl")
                    .exists()
                    .then(|| entry.file_name().into_string().expect("a name in UTF-8"))
            })
            .collect();
        ids.sort();
        ids
    }

    /// The lines of the only incident's record, without their line ends.
    #[track_caller]
    pub(crate) fn lines(&self) -> Vec<String> {
        match self.incidents().as_slice() {
            [only] => self.lines_of(only),
            several => panic!("{several:?} is not one incident"),
        }
    }

    /// The lines of an incident's record.
    pub(crate) fn lines_of(&self, id: &str) -> Vec<String> {
        let path = self.store().join(id).join("record.jsonl");
        let text = std::fs::read_to_string(path).expect("the record can be read");
        text.lines().map(str::to_owned).collect()
    }

    /// The entries of the only incident's record.
    #[track_caller]
    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.lines().iter().map(|line| entry(line)).collect()
    }

    /// The only incident's record as a person reads it, a sentence an entry, as on the screen and in every export.
    #[track_caller]
    pub(crate) fn told(&self) -> Vec<String> {
        let zone = breach::time::Zone::parse("Europe/London").expect("a zone");
        let telling = |entry: &Entry| breach::incident::describe::sentence(entry, zone);
        self.entries().iter().map(telling).collect()
    }
}

impl Ran {
    /// It went well, and the person did everything they meant to do.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        self.exits(0)
    }

    /// It ended with this exit code, after the person did everything they meant to do.
    #[track_caller]
    pub(crate) fn exits(self, code: u8) -> Self {
        assert_eq!(
            (self.code, self.left),
            (code, 0),
            "exit code and what was left to do, on this screen:\n{}",
            self.screen
        );
        self
    }

    /// Nothing went to standard error.
    #[track_caller]
    pub(crate) fn quiet(self) -> Self {
        assert_eq!(self.stderr, "", "standard error");
        self
    }

    /// What stood on the screen below the first line that is this one, for tests of the last part of a long conversation.
    #[track_caller]
    pub(crate) fn screen_after(&self, line: &str) -> &str {
        let begin = format!("{line}\n");
        let at = self
            .screen
            .find(&begin)
            .unwrap_or_else(|| panic!("no line `{line}` on this screen:\n{}", self.screen));
        &self.screen[at + begin.len()..]
    }
}

/// Reads one line of a record.
#[track_caller]
pub(crate) fn entry(line: &str) -> Entry {
    Entry::open(line.as_bytes()).unwrap_or_else(|why| panic!("{why:?} in {line}"))
}

struct Times {
    at: DateTime<Utc>,
    mono_ms: u64,
}

struct TestClock(Arc<Mutex<Times>>);

impl Clock for TestClock {
    fn read(&self) -> ClockReading {
        let mut times = lock(&self.0);
        let reading = ClockReading {
            at: times.at,
            mono: Mono {
                boot: "4f0c".to_owned(),
                ms: times.mono_ms,
            },
        };
        times.at += TimeDelta::seconds(1);
        times.mono_ms += 1000;
        reading
    }
}

#[derive(Default)]
struct Given {
    salts: u128,
    incidents: usize,
}

struct TestIds(Arc<Mutex<Given>>);

impl Ids for TestIds {
    fn salt(&mut self) -> [u8; 16] {
        let mut given = lock(&self.0);
        given.salts += 1;
        given.salts.to_be_bytes()
    }

    fn incident(&mut self) -> String {
        let mut given = lock(&self.0);
        given.incidents += 1;
        INCIDENTS[given.incidents - 1].to_owned()
    }
}

/// Text that several writers add to.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    fn add(&self, bytes: &[u8]) {
        lock(&self.0).extend_from_slice(bytes);
    }

    fn text(&self) -> String {
        String::from_utf8(lock(&self.0).clone()).expect("output in UTF-8")
    }
}

/// A stream that is seen by itself and on the screen.
#[derive(Clone)]
struct Stream {
    own: Sink,
    screen: Sink,
}

impl Stream {
    fn new(screen: &Sink) -> Self {
        Stream {
            own: Sink::default(),
            screen: screen.clone(),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.own.add(bytes);
        self.screen.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The person, with what they type put on the screen where they type it.
struct Watched {
    person: Scripted,
    screen: Sink,
    left: Arc<Mutex<usize>>,
}

impl Watched {
    fn note(&self, prompt: &str, typed: &str) {
        self.screen.add(format!("{prompt}{typed}\n").as_bytes());
        *lock(&self.left) = self.person.left();
    }
}

impl Prompter for Watched {
    fn ask(&mut self, ask: &Ask<'_>) -> Result<Typed, PromptError> {
        let typed = self.person.ask(ask);
        self.note(
            ask.prompt,
            match &typed {
                Ok(typed) => &typed.text,
                Err(PromptError::Interrupted) => "^C",
                Err(_) => "",
            },
        );
        typed
    }

    fn edit(&mut self, text: &str) -> Result<Option<String>, PromptError> {
        let edited = self.person.edit(text);
        *lock(&self.left) = self.person.left();
        edited
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Splits a command line at blanks; double quotes keep words together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut is_quoted, mut is_word) = (false, false);
    for letter in command.chars() {
        match letter {
            '"' => {
                is_quoted = !is_quoted;
                is_word = true;
            }
            ' ' if !is_quoted => {
                if is_word {
                    words.push(std::mem::take(&mut word));
                }
                is_word = false;
            }
            letter => {
                word.push(letter);
                is_word = true;
            }
        }
    }
    if is_word {
        words.push(word);
    }
    words
}
