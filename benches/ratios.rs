//! How long breach takes, as ratios to something that does the bare minimum, both taken in this run.
//!
//! `cargo bench` prints one line a measurement: what was run, its median, the median of what it is compared with, the ratio
//! and the aim. Times of a busy machine are long; ratios stay, since both programs ran in turn. A line that misses its aim
//! ends in `MISSED`. `cargo bench -- verify` runs only the lines whose name contains `verify`.

use std::cell::OnceCell;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use breach::case::{Case, RuleLoader};
use breach::fact::{Answer, Value};
use breach::incident::event::{Event, IncidentOpened, NoteAdded, Plan, PlaybookAdded, StepCompleted};
use breach::incident::{By, Entry, Hash, Mono, Via};
use breach::journal::{Author, Draft, Journal};
use breach::obligation::Rulebook;
use breach::playbook::find::Library;
use breach::screens::board::board;
use breach::store::{FolderStore, IncidentId};
use breach::workflow::Workflow;
use breach::workflow::step_report::answer as answer_of;
use breach::world::World;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::value::RawValue;

const BREACH: &str = env!("CARGO_BIN_EXE_breach");

/// With this, a store and an incident as its arguments the bench is a program that draws the board, as `breach status` does.
const WITH_RULES: &str = "board-with-rules";
/// And with this one it does the same without any rules.
const WITHOUT_RULES: &str = "board-without-rules";
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some(WITH_RULES) => return draw_board(&arguments[1..], breach::obligation::library::builtin()),
        Some(WITHOUT_RULES) => return draw_board(&arguments[1..], Arc::default()),
        _ => {}
    }
    let wanted: Vec<String> = arguments
        .into_iter()
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let bench = Bench {
        folder: tempfile::tempdir().expect("a folder"),
        wanted,
        out: std::io::stdout(),
        playbook: OnceCell::new(),
    };
    let empty = bench.empty_program();
    bench.ratio("version", 40, 3.0, &mut |_| bench.breach(&["--version"]), &mut |_| {
        Command::new(&empty)
    });
    bench.ten_incidents(&empty);
    bench.durable_note(&empty);
    bench.long_status();
    bench.answer_in_a_walk();
    bench.long_list();
    bench.verify_million();
    bench.export_million();
    bench.rules_of_status();
    bench.sixty_jurisdictions();
}

/// Sixty jurisdictions, each of which has rules.
const PLACES: [&str; 60] = [
    "US-CA",
    "US-NY",
    "US-TX",
    "Germany",
    "France",
    "GB",
    "Switzerland",
    "Brazil",
    "Japan",
    "Singapore",
    "Australia",
    "India",
    "US-AL",
    "US-AK",
    "US-AZ",
    "US-AR",
    "US-CO",
    "US-CT",
    "US-DE",
    "US-DC",
    "US-FL",
    "US-GA",
    "US-HI",
    "US-ID",
    "US-IL",
    "US-IN",
    "US-IA",
    "US-KS",
    "US-KY",
    "US-LA",
    "US-ME",
    "US-MD",
    "US-MA",
    "US-MI",
    "US-MN",
    "US-MS",
    "US-MO",
    "US-MT",
    "US-NE",
    "US-NV",
    "US-NH",
    "US-NJ",
    "US-NM",
    "US-NC",
    "US-ND",
    "US-OH",
    "US-OK",
    "US-OR",
    "US-PA",
    "US-RI",
    "US-SC",
    "US-SD",
    "US-TN",
    "US-UT",
    "US-VT",
    "US-VA",
    "US-WA",
    "US-WV",
    "US-WI",
    "US-WY",
];

/// The ids of the duties of an incident with people in these places.
fn assessed(book: &breach::obligation::Rulebook, places: &[&str]) -> Vec<String> {
    let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().expect("a time");
    let mut case = breach::obligation::CaseFacts::new(breach::time::Zone::UTC);
    let kinds = ["name", "government-id"].map(str::to_owned).to_vec();
    let answers = [
        ("org_role", Value::Select("ours".to_owned())),
        ("discovered_at", Value::DateTime((now - TimeDelta::days(2)).into())),
        ("data_types", Value::MultiSelect(kinds)),
        ("encrypted", Value::Select("no".to_owned())),
        ("risk_level", Value::Select("high".to_owned())),
    ];
    for (fact, value) in answers {
        case.answers.insert(fact.to_owned(), Answer::known(value));
    }
    let row = |place: &&str| {
        let place = ("place".to_owned(), Value::Text((*place).to_owned()));
        [place, ("people".to_owned(), Value::Number(1200.into()))]
            .into_iter()
            .collect()
    };
    case.tables
        .insert("persons_by_jurisdiction".to_owned(), places.iter().map(row).collect());
    breach::obligation::assess(book, &case, now)
        .duties
        .iter()
        .filter(|duty| duty.is_on())
        .map(|duty| duty.rule.id.to_string())
        .collect()
}

/// Reads a record, holds the rules against it and shows the board, as `breach status` does.
fn draw_board(arguments: &[String], book: Arc<Rulebook>) {
    let [store, incident] = arguments else {
        panic!("a store and an incident");
    };
    let store = Arc::new(FolderStore::new(store));
    let id = IncidentId::parse(incident).expect("an id");
    let journal = Journal::read(store, &id, &mut |_, _| {}).expect("a record");
    let now = "2026-11-22T12:00:00Z".parse().expect("a time");
    let workflow = Workflow::with_rules(book, journal.incident()).expect("a plan");
    let situation = breach::situation::Situation::of(&workflow, journal.incident(), now);
    let shown = board(&workflow, journal.incident(), &situation, breach::time::Zone::UTC);
    let shown = breach::document::terminal(&shown, 80);
    std::io::stdout().write_all(shown.as_bytes()).expect("standard output");
}

struct Bench {
    folder: tempfile::TempDir,
    wanted: Vec<String>,
    out: std::io::Stdout,
    /// What every record that is made begins with; to read it takes longer than to make a short record.
    playbook: OnceCell<PlaybookAdded>,
}

type Program<'a> = &'a mut dyn FnMut(usize) -> Command;

impl Bench {
    fn is_wanted(&self, name: &str) -> bool {
        self.wanted.is_empty() || self.wanted.iter().any(|wanted| name.contains(wanted.as_str()))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn breach(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(BREACH);
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("TZ", "UTC")
            .env("LOGNAME", "bench")
            .current_dir(self.folder.path());
        command
    }

    /// A program that does nothing, made by the same compiler.
    fn empty_program(&self) -> PathBuf {
        self.rust_program("empty", "fn main() {}")
    }

    fn rust_program(&self, name: &str, text: &str) -> PathBuf {
        let source = self.path(&format!("{name}.rs"));
        fs::write(&source, text).expect("a source file");
        let program = self.path(name);
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let built = Command::new(rustc)
            .args(["-O", "--edition", "2024", "-o"])
            .arg(&program)
            .arg(&source)
            .status()
            .expect("rustc runs");
        assert!(built.success());
        program
    }

    /// Runs two programs in turn and prints the ratio of their medians.
    fn ratio(&self, name: &str, runs: usize, aim: f64, ours: Program<'_>, theirs: Program<'_>) {
        if !self.is_wanted(name) {
            return;
        }
        let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
        for run in 0..=runs {
            let (our, their) = (timed(&mut ours(run)), timed(&mut theirs(run)));
            // The first run fills the caches.
            if run > 0 {
                our_times.push(our);
                their_times.push(their);
            }
        }
        self.say_ratio(name, median(our_times), median(their_times), aim);
    }

    fn say_ratio(&self, name: &str, our: Duration, their: Duration, aim: f64) {
        let ratio = our.as_secs_f64() / their.as_secs_f64();
        let missed = if ratio > aim { "  MISSED" } else { "" };
        self.say(&format!(
            "{name:<28} {:>9.2} ms {:>9.2} ms   {ratio:>5.2}x   aim {aim}x{missed}",
            our.as_secs_f64() * 1e3,
            their.as_secs_f64() * 1e3
        ));
    }

    /// Runs a program and prints its median beside an aim in milliseconds.
    fn absolute(&self, name: &str, runs: usize, aim_ms: f64, ours: &mut dyn FnMut() -> Command) {
        if !self.is_wanted(name) {
            return;
        }
        let times = (0..=runs).map(|_| timed(&mut ours())).skip(1).collect();
        let ms = median(times).as_secs_f64() * 1e3;
        let missed = if ms > aim_ms { "  MISSED" } else { "" };
        self.say(&format!(
            "{name:<28} {ms:>9.2} ms                          aim {aim_ms} ms{missed}"
        ));
    }

    /// What rules add to the start of `breach status`: a program that draws the board of an incident with them, beside the
    /// same program without. Once with people in twelve places, and once when nothing is answered, so that nearly every
    /// rule has something to ask.
    fn rules_of_status(&self) {
        let answered = |store: &str| self.incident_in_places(store, &PLACES[..12]);
        let first = |store: &str| self.new_incident(store);
        self.added_by_rules("rules in status", "rules", &answered);
        self.added_by_rules("rules in the first status", "first", &first);
    }

    fn added_by_rules(&self, name: &str, store: &str, open: &dyn Fn(&str) -> String) {
        if !self.is_wanted(name) {
            return;
        }
        let incident = open(store);
        let me = std::env::current_exe().expect("this program");
        let store = self.path(store);
        let run = |what: &str| timed(Command::new(&me).arg(what).arg(&store).arg(&incident));
        let (mut with, mut without) = (Vec::new(), Vec::new());
        for _ in 0..40 {
            with.push(run(WITH_RULES));
            without.push(run(WITHOUT_RULES));
        }
        let (with, without) = (median(with).as_secs_f64() * 1e3, median(without).as_secs_f64() * 1e3);
        let added = with - without;
        self.say(&format!(
            "{name:<28} {with:>9.2} ms {without:>9.2} ms   added {added:.2} ms"
        ));
    }

    /// Opens an incident in a store, by the program itself, and returns its id. Nothing is answered in it.
    fn new_incident(&self, store: &str) -> String {
        let start = ["start", "card-data-breach", "--no-walk", "--at", "2026-11-20T10:00Z"];
        let opened = self.told(store, &start);
        opened.lines().last().expect("an id").to_owned()
    }

    /// What the program says to these arguments.
    fn told(&self, store: &str, arguments: &[&str]) -> String {
        let output = self
            .breach(&[&["--store", store, "--as", "Tom"], arguments].concat())
            .output()
            .expect("the program runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    /// The same with people in these places.
    fn incident_in_places(&self, store: &str, places: &[&str]) -> String {
        let incident = self.new_incident(store);
        let answers = [
            ("org_role", "ours"),
            ("regulated_as", "none: a shop"),
            ("established_in", "US-CA"),
            ("card_suspected", "yes"),
            ("card_brands", "visa, mastercard"),
            ("discovered_at", "2026-11-20 10:00"),
            ("data_types", "name, government-id"),
            ("encrypted", "no"),
            ("risk_level", "high"),
        ];
        for (fact, answer) in answers {
            self.told(store, &["fact", "set", fact, answer]);
        }
        for place in places {
            let row = format!("{place}; 1200; exact");
            self.told(store, &["fact", "set", "persons_by_jurisdiction", &row]);
        }
        incident
    }

    fn sixty_jurisdictions(&self) {
        let name = "duties, 60 jurisdictions";
        if !self.is_wanted(name) {
            return;
        }
        let book = breach::obligation::library::builtin();
        let once = || {
            let start = Instant::now();
            assert!(assessed(&book, &PLACES).len() > 100);
            start.elapsed()
        };
        let ms = median((0..40).map(|_| once()).collect()).as_secs_f64() * 1e3;
        let missed = if ms > 5.0 { "  MISSED" } else { "" };
        self.say(&format!(
            "{name:<28} {ms:>9.2} ms                          aim 5 ms{missed}"
        ));
    }

    fn say(&self, line: &str) {
        writeln!(&self.out, "{line}").expect("standard output");
    }

    fn ten_incidents(&self, empty: &Path) {
        for number in 0..10 {
            self.record("ten", &format!("2026-11-20-k7f{number}"), 100);
        }
        self.ratio(
            "status of ten incidents",
            40,
            10.0,
            &mut |_| self.breach(&["--store", "ten", "-i", "k7f3", "status"]),
            &mut |_| Command::new(empty),
        );
    }

    /// Against the start of a program that appends a line to a file and syncs it, nothing else.
    fn durable_note(&self, _empty: &Path) {
        self.record("note", "2026-11-20-k7f3", 100);
        let bare = self.rust_program(
            "bare",
            "use std::io::Write;\nfn main() {\n    let mut file = std::fs::OpenOptions::new().append(true).create(true)\
             .open(\"bare.log\").unwrap();\n    file.write_all(&[b'x'; 400]).unwrap();\n    file.sync_data().unwrap();\n}\n",
        );
        self.ratio(
            "note on 100 entries",
            40,
            2.0,
            &mut |run| self.breach(&["--store", "note", "--as", "Tom", "note", &format!("note number {run}")]),
            &mut |_| {
                let mut command = Command::new(&bare);
                command.current_dir(self.folder.path());
                command
            },
        );
    }

    fn long_status(&self) {
        if self.is_wanted("status of 10,000 entries") {
            self.record("long", "2026-11-20-k7f3", 10_000);
            self.absolute("status of 10,000 entries", 20, 20.0, &mut || {
                self.breach(&["--store", "long", "status"])
            });
        }
    }

    /// One answer on an incident that is open, as a walk writes it: look what others wrote, record, hold the rules against
    /// the facts. Against appending a line to a file and syncing it, in the same process.
    fn answer_in_a_walk(&self) {
        let name = "answer, 10,000 entries";
        if !self.is_wanted(name) {
            return;
        }
        self.record("walk", "2026-11-20-k7f3", 10_000);
        let store = Arc::new(FolderStore::new(self.path("walk")));
        let id = IncidentId::parse("2026-11-20-k7f3").expect("an id");
        let mut case = Case::open(store, &id, Rc::new(RuleLoader::default()), None).expect("a record");
        let mut world = World::real();
        let mut author = Author {
            by: By {
                name: "Tom Becker".to_owned(),
                role: None,
                login: "tom".to_owned(),
                host: "ws-12".to_owned(),
                via: Via::Terminal,
            },
            clock: &*world.clock,
            ids: &mut *world.ids,
            zone: breach::time::Zone::UTC,
            tzdata: "2026f",
        };
        let mut bare = File::create(self.path("bare-walk.log")).expect("a file");
        let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
        for run in 0..=40 {
            let now = world.clock.read().at;
            let start = Instant::now();
            case.catch_up().expect("a record");
            case.record(&mut author, now, &mut |incident, workflow| {
                let question = workflow.question("discovered_at").expect("a question");
                let answer = Answer::known(Value::DateTime((now - TimeDelta::hours(run)).into()));
                Ok(vec![Draft::new(answer_of(incident, &question, answer, None))])
            })
            .expect("an answer");
            case.situation(now).expect("a situation");
            let ours = start.elapsed();
            let start = Instant::now();
            bare.write_all(&[b'x'; 400])
                .and_then(|()| bare.sync_data())
                .expect("a line");
            // The first run fills the caches.
            if run > 0 {
                our_times.push(ours);
                their_times.push(start.elapsed());
            }
        }
        self.say_ratio(name, median(our_times), median(their_times), 3.0);
    }

    fn long_list(&self) {
        if self.is_wanted("list of 10,000 incidents") {
            for number in 0..10_000 {
                self.record("many", &format!("2026-11-20-a{number:04}"), 4);
            }
            self.absolute("list of 10,000 incidents", 10, 200.0, &mut || {
                self.breach(&["--store", "many", "list"])
            });
        }
    }

    fn verify_million(&self) {
        if self.is_wanted("verify 1,000,000 entries") {
            let record = self.record("million", "2026-11-20-k7f3", 1_000_000);
            self.ratio(
                "verify 1,000,000 entries",
                5,
                1.0,
                &mut |_| self.breach(&["--store", "million", "verify"]),
                &mut |_| {
                    let mut command = Command::new("sha256sum");
                    command.arg(&record);
                    command
                },
            );
        }
    }

    /// Exports with a row for each entry, beside `jq` doing about the same, and the most memory that they take.
    fn export_million(&self) {
        const NAME: &str = "export 1,000,000 entries";
        let formats = [
            (
                "csv",
                "-r",
                "[.seq, .at, .by.name, .by.login, .event, (.data | tostring)] | @csv",
            ),
            ("json", "-c", "{seq, line: tojson}"),
        ];
        if !formats
            .iter()
            .any(|(format, ..)| self.is_wanted(&format!("{NAME}, {format}")))
        {
            return;
        }
        let has_jq = Command::new("jq")
            .arg("--version")
            .output()
            .is_ok_and(|ran| ran.status.success());
        let record = self.record("million", "2026-11-20-k7f3", 1_000_000);
        for (format, raw, filter) in formats {
            let name = format!("{NAME}, {format}");
            let ours = || self.breach(&["--store", "million", "export", "--format", format]);
            if has_jq {
                // Once is enough for what takes half a minute.
                let our = median((0..3).map(|_| timed(&mut ours())).collect());
                let their = timed(Command::new("jq").args([raw, filter]).arg(&record));
                self.say_ratio(&name, our, their, 0.1);
            } else {
                self.say(&format!("{name}   not measured: jq is not installed"));
            }
            let mib = most_memory(&mut ours()) / 1024;
            let missed = if mib > 64 { "  MISSED" } else { "" };
            self.say(&format!("{name}   {mib} MiB at the most   aim 64 MiB{missed}"));
        }
    }

    /// Makes a record of this many entries in a store, unless it is there: the built-in playbook for a payment provider's
    /// breach, steps and notes.
    fn record(&self, store: &str, id: &str, entries: u64) -> PathBuf {
        let folder = self.path(store).join(id);
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("record.jsonl");
        if path.exists() {
            return path;
        }
        let mut file = BufWriter::new(File::create(&path).expect("a file"));
        let playbook = self.playbook.get_or_init(|| {
            let loaded = Library::new(None).load("payment-provider-breach");
            let playbook = loaded.expect("the built-in playbook").playbook;
            PlaybookAdded {
                plan: RawValue::from_string(playbook.to_plan()).map(Plan).expect("a plan"),
                playbook: playbook.id,
                title: playbook.title,
                sources: Vec::new(),
            }
        });
        let mut head = Hash::NONE;
        for seq in 0..entries {
            let event: Event = match seq {
                0 => IncidentOpened {
                    format: 1,
                    draft: breach::incident::event::DRAFT,
                    incident: id.to_owned(),
                    program: "breach 0.1.0".to_owned(),
                    title: "Possible card data compromise".to_owned(),
                    drill: false,
                    zone: "Europe/London".to_owned(),
                }
                .into(),
                1 => playbook.clone().into(),
                seq if seq % 10 == 5 => StepCompleted {
                    step: format!("own-step-{}", seq % 50),
                    pass: u32::try_from(seq / 50 + 1).expect("few passes"),
                    title: "Look at the logs of the shop".to_owned(),
                    before: Vec::new(),
                }
                .into(),
                _ => NoteAdded {
                    text: format!("The payment page is down since 22:50; Ana watches the logs, look {seq}"),
                }
                .into(),
            };
            let line = sealed(seq, head, event);
            head = Hash::of(&line[..line.len() - 1]);
            file.write_all(&line).expect("a line");
        }
        file.flush().expect("a record");
        path
    }
}

fn sealed(seq: u64, prev: Hash, event: Event) -> Vec<u8> {
    let opened: DateTime<Utc> = DateTime::UNIX_EPOCH + TimeDelta::days(20_777);
    let mut salt = [7; 16];
    salt[8..].copy_from_slice(&seq.to_be_bytes());
    let entry = Entry {
        seq,
        at: opened + TimeDelta::milliseconds(i64::try_from(seq * 1001).expect("few entries")),
        mono: Mono {
            boot: "5d2c1f0e-0000-4000-8000-000000000000".to_owned(),
            ms: seq * 1001,
        },
        clock: None,
        salt,
        by: By {
            name: "Tom Becker".to_owned(),
            role: None,
            login: "tom".to_owned(),
            host: "ws-12".to_owned(),
            via: Via::Terminal,
        },
        actor: None,
        told: None,
        drill: false,
        access: None,
        occurred: None,
        zone: None,
        prev,
        event,
    };
    entry.seal().expect("a line")
}

fn timed(command: &mut Command) -> Duration {
    let command = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let start = Instant::now();
    let output = command.output().expect("the program runs");
    let taken = start.elapsed();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    taken
}

/// The most memory that a program takes, in KiB, as the system counts it while the program runs.
fn most_memory(command: &mut Command) -> u64 {
    let mut running = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    let status = format!("/proc/{}/status", running.id());
    let mut most = 0;
    while running.try_wait().expect("a program that runs").is_none() {
        let seen = fs::read_to_string(&status).unwrap_or_default();
        let peak = seen
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
        most = most.max(peak.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(10));
    }
    most
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
