//! A folder of its own with a store in it, and the real program run there as a process. Reads records by itself, without
//! the program's own reader, so that the two cannot be wrong in the same way. It knows nothing of faults.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::pty::Start;

/// The real program.
pub(crate) const BREACH: &str = env!("CARGO_BIN_EXE_breach");

/// A text of the program with the name that it has on a path, where it was called by its file: quoted, if a shell needs that.
pub(crate) fn on_a_path(text: &str) -> String {
    text.replace(&format!("'{BREACH}'"), "breach").replace(BREACH, "breach")
}

/// The playbook that every test opens an incident with.
pub(crate) const PLAYBOOK: &str = "payment-provider-breach";

/// A folder of its own: `store`, `home` and `work`.
pub(crate) struct Scene {
    folder: TempDir,
}

/// What a run left.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code; 128 and more for a signal, as a shell says it.
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A record as its bytes say.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Every whole line, in order.
    pub(crate) entries: Vec<Json>,
    /// What follows the last whole line.
    pub(crate) torn: Vec<u8>,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("breach-it-")
            .tempdir()
            .expect("a folder");
        for name in ["home", "work"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        Scene { folder }
    }

    /// A scene with one open incident, and its id.
    pub(crate) fn with_incident() -> (Self, String) {
        let scene = Scene::new();
        let id = scene.start();
        (scene, id)
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.root().join("store")
    }

    pub(crate) fn work(&self) -> PathBuf {
        self.root().join("work")
    }

    pub(crate) fn folder_of(&self, id: &str) -> PathBuf {
        self.store().join(id)
    }

    pub(crate) fn record_of(&self, id: &str) -> PathBuf {
        self.folder_of(id).join("record.jsonl")
    }

    /// The environment of every run: little, and known.
    pub(crate) fn environment(&self) -> BTreeMap<&'static str, PathBuf> {
        BTreeMap::from([
            ("BREACH_STORE", self.store()),
            ("BREACH_AS", PathBuf::from("Ana Ruiz")),
            ("HOME", self.root().join("home")),
            ("TMPDIR", self.root().join("home")),
            ("TZ", PathBuf::from("UTC")),
        ])
    }

    /// Some program, with the environment and folder of a run of `breach`.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(&program);
        if program.as_ref() == OsStr::new(BREACH) {
            // As it is called once it is installed; advice repeats it.
            command.arg0("breach");
        }
        command
            .env_clear()
            .envs(self.environment())
            .env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
            .current_dir(self.work())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn breach(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ran {
        Ran::of(self.command(BREACH).args(args))
    }

    /// `breach` at a terminal of 80x24.
    pub(crate) fn at_terminal(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Start {
        let start = Start::new(BREACH).args(args).cwd(self.work());
        self.environment()
            .into_iter()
            .fold(start, |start, (name, value)| start.env(name, value))
    }

    /// Opens an incident.
    #[track_caller]
    pub(crate) fn start(&self) -> String {
        let ran = self.breach(["start", PLAYBOOK, "--no-walk"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        ran.out.lines().last().expect("an id").trim().to_owned()
    }

    /// Reads a record, and fails if any whole line is not an entry that follows from the one before.
    #[track_caller]
    pub(crate) fn kept(&self, id: &str) -> Kept {
        let bytes = std::fs::read(self.record_of(id)).expect("the record can be read");
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let mut previous = "0".repeat(64);
        let mut entries = Vec::new();
        for (number, line) in bytes[..whole].split_inclusive(|byte| *byte == b'\n').enumerate() {
            let line = &line[..line.len() - 1];
            let entry: Json = serde_json::from_slice(line)
                .unwrap_or_else(|error| panic!("line {number} is no JSON: {error}: {}", String::from_utf8_lossy(line)));
            assert_eq!(entry["seq"], number, "the number of line {number}");
            assert_eq!(
                entry["prev"],
                previous.as_str(),
                "line {number} follows from the one before"
            );
            previous = Sha256::digest(line).iter().map(|byte| format!("{byte:02x}")).collect();
            entries.push(entry);
        }
        Kept {
            entries,
            torn: bytes[whole..].to_vec(),
        }
    }

    /// Every path below the scene with its size and modes, but for what the program is meant to touch.
    pub(crate) fn listing_outside_store(&self) -> Vec<String> {
        let mut found = Vec::new();
        walk(self.root(), &mut |path| {
            if path == self.store() {
                return false;
            }
            let about = std::fs::symlink_metadata(path).expect("it can be looked at");
            let size = if about.is_dir() { 0 } else { about.len() };
            found.push(format!("{} {size} {:o}", path.display(), about.permissions().mode()));
            true
        });
        found.sort();
        found
    }

    /// Every path of the store with its mode in octal.
    pub(crate) fn modes(&self) -> Vec<(PathBuf, u32)> {
        let mut found = Vec::new();
        walk(&self.store(), &mut |path| {
            let about = std::fs::symlink_metadata(path).expect("it can be looked at");
            found.push((path.to_owned(), about.permissions().mode() & 0o7777));
            true
        });
        found
    }

    /// Every byte of every file below the scene, and every name: what a search of the disk would see.
    pub(crate) fn everything(&self) -> Vec<u8> {
        let mut found = Vec::new();
        walk(self.root(), &mut |path| {
            found.extend_from_slice(path.as_os_str().as_encoded_bytes());
            if path.is_file() {
                found.extend(std::fs::read(path).expect("it can be read"));
            }
            true
        });
        found
    }
}

fn walk(path: &Path, see: &mut dyn FnMut(&Path) -> bool) {
    if !see(path) || !path.is_dir() || path.is_symlink() {
        return;
    }
    for entry in std::fs::read_dir(path).expect("a folder") {
        walk(&entry.expect("an entry").path(), see);
    }
}

impl Ran {
    pub(crate) fn of(command: &mut Command) -> Self {
        Self::from(command.output().expect("it starts"))
    }

    /// Runs with this on standard input.
    pub(crate) fn with_input(command: &mut Command, input: &[u8]) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.to_owned();
        let feeding = std::thread::spawn(move || {
            // A program that refuses early closes its end.
            let _ = stdin.write_all(&input);
        });
        let ran = Self::from(child.wait_with_output().expect("it ends"));
        feeding.join().expect("fed");
        ran
    }

    /// Whether anything was acknowledged.
    pub(crate) fn acknowledged(&self) -> bool {
        self.out.contains("logged #")
    }

    /// A refusal as it should be: one sentence that begins with `error:`, in plain words, nothing acknowledged, no panic.
    #[track_caller]
    pub(crate) fn assert_refused(&self) {
        assert!(
            self.code > 0 && self.code < 128 && self.code != 70 && self.code != 101,
            "{self:?}"
        );
        assert!(!self.acknowledged(), "nothing is acknowledged: {self:?}");
        let errors = self.err.lines().filter(|line| line.starts_with("error: ")).count();
        assert_eq!(errors, 1, "one sentence: {self:?}");
        for leak in ["panicked", "os error", "Os {", "Errno"] {
            assert!(!self.err.contains(leak), "{self:?}");
        }
    }
}

impl From<std::process::Output> for Ran {
    fn from(output: std::process::Output) -> Self {
        Ran {
            code: output
                .status
                .code()
                .unwrap_or_else(|| 128 + output.status.signal().unwrap_or(0)),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Kept {
    /// The texts of all notes, in order.
    pub(crate) fn notes(&self) -> Vec<&str> {
        self.events("note.added")
            .into_iter()
            .map(|entry| entry["data"]["text"].as_str().expect("a text"))
            .collect()
    }

    pub(crate) fn events(&self, name: &str) -> Vec<&Json> {
        self.entries.iter().filter(|entry| entry["event"] == name).collect()
    }
}
