//! The rim: clock, ids, prompts, streams and environment, handed to the program in one value.
//!
//! This is the only file that asks the clock or the random number generator. Nothing reads the environment or a stream
//! except through here.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Read, Write};
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::incident::Mono;
use crate::prompt::Prompter;

/// One reading of the clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockReading {
    pub at: DateTime<Utc>,
    /// Time since boot, sleep included.
    pub mono: Mono,
}

pub trait Clock {
    fn read(&self) -> ClockReading;
}

/// Makes what nobody can guess.
pub trait Ids {
    /// 128 random bits.
    fn salt(&mut self) -> [u8; 16];

    /// Four letters and digits that can be read aloud, for an incident's id.
    fn incident(&mut self) -> String;
}

/// What the terminal is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Standard input is a terminal.
    pub input: bool,
    /// Standard output is a terminal.
    pub output: bool,
    /// Standard error is a terminal.
    pub error: bool,
    pub width: usize,
    pub height: Option<usize>,
    /// Whether colour may be used on standard output and standard error.
    pub colour: bool,
}

pub struct World {
    /// What has to be typed to call the program.
    pub program: String,
    pub clock: Box<dyn Clock>,
    pub ids: Box<dyn Ids>,
    pub prompter: Box<dyn Prompter>,
    pub input: Box<dyn Read>,
    pub out: Box<dyn Write>,
    pub err: Box<dyn Write>,
    /// What the terminal is like.
    pub terminal: Terminal,
    pub env: BTreeMap<String, String>,
    /// Variables whose values are no text.
    pub unreadable_env: Vec<String>,
    /// The folder the program was started in.
    pub cwd: PathBuf,
    /// The login of this machine.
    pub login: String,
    /// The name of this machine.
    pub host: String,
    /// The time zone the system is set to, an IANA name.
    pub system_zone: Option<String>,
    /// The release of the time zone database.
    pub tzdata: String,
}

impl World {
    pub fn real() -> Self {
        let mut env = BTreeMap::new();
        let mut unreadable_env = Vec::new();
        for (name, value) in std::env::vars_os() {
            match (name.into_string(), value.into_string()) {
                (Ok(name), Ok(value)) => drop(env.insert(name, value)),
                (Ok(name), Err(_)) => unreadable_env.push(name),
                (Err(_), _) => {}
            }
        }
        let output = std::io::stdout().is_terminal();
        let (width, height) = window_size(output, &env);
        let terminal = Terminal {
            input: std::io::stdin().is_terminal(),
            output,
            error: std::io::stderr().is_terminal(),
            width,
            height,
            colour: false,
        };
        World {
            program: program(),
            clock: Box::new(SystemClock { boot: boot_id() }),
            ids: Box::new(SystemIds),
            prompter: Box::new(crate::prompt::terminal::Terminal::new()),
            input: Box::new(std::io::stdin()),
            out: Box::new(std::io::stdout()),
            err: Box::new(std::io::stderr()),
            terminal,
            cwd: std::env::current_dir().unwrap_or_default(),
            login: login(&env),
            host: host(),
            system_zone: system_zone(),
            tzdata: crate::time::zone::tzdata().to_owned(),
            unreadable_env,
            env,
        }
    }

    /// A path as somebody typed it at a prompt: `~` is the home folder, as in a shell.
    pub fn path(&self, typed: &str) -> PathBuf {
        let home = |rest: &str| Some(PathBuf::from(self.variable("HOME")?).join(rest.trim_start_matches('/')));
        let at_home = typed
            .strip_prefix('~')
            .filter(|rest| rest.is_empty() || rest.starts_with('/'));
        at_home.and_then(home).unwrap_or_else(|| self.cwd.join(typed))
    }

    /// The value of an environment variable, when it is set and not empty.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.env.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// The clock that counts from boot and through sleep.
#[cfg(target_os = "linux")]
const SINCE_BOOT: rustix::time::ClockId = rustix::time::ClockId::Boottime;
#[cfg(not(target_os = "linux"))]
const SINCE_BOOT: rustix::time::ClockId = rustix::time::ClockId::Monotonic;

struct SystemClock {
    boot: String,
}

impl Clock for SystemClock {
    fn read(&self) -> ClockReading {
        let since_boot = rustix::time::clock_gettime(SINCE_BOOT);
        let ms = u64::try_from(since_boot.tv_sec).unwrap_or(0) * 1000
            + u64::try_from(since_boot.tv_nsec).unwrap_or(0) / 1_000_000;
        ClockReading {
            at: Utc::now(),
            mono: Mono {
                boot: self.boot.clone(),
                ms,
            },
        }
    }
}

struct SystemIds;

impl Ids for SystemIds {
    fn salt(&mut self) -> [u8; 16] {
        random()
    }

    fn incident(&mut self) -> String {
        // No vowels and nothing that sounds or looks like something else.
        const SIGNS: &[u8; 24] = b"bcdfghjkmnpqrstvwxz23479";
        let bytes: [u8; 16] = random();
        bytes
            .iter()
            .filter(|byte| **byte < 240)
            .map(|byte| char::from(SIGNS[usize::from(*byte) % SIGNS.len()]))
            .take(4)
            .collect()
    }
}

/// Random bytes from the system; the clock where the system has none, since a salt must never stop a response.
fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        let nanoseconds = Utc::now().timestamp_nanos_opt().unwrap_or_default();
        bytes[..8].copy_from_slice(&nanoseconds.to_le_bytes());
        bytes[8..12].copy_from_slice(&std::process::id().to_le_bytes());
    }
    bytes
}

/// The program as it was called: its name where the shell found it by that, else the path, in quotes where a shell needs them.
fn program() -> String {
    let called = std::env::args_os().next().and_then(|name| name.into_string().ok());
    let called = called
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "breach".to_owned());
    let is_plain = |sign: char| sign.is_alphanumeric() || "/._-+~".contains(sign);
    if called.chars().all(is_plain) {
        called
    } else {
        format!("'{}'", called.replace('\'', "'\\''"))
    }
}

fn boot_id() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map_or_else(|_| "unknown".to_owned(), |id| id.trim().to_owned())
}

/// The zone that `/etc/localtime` points at.
fn system_zone() -> Option<String> {
    let target = std::fs::canonicalize("/etc/localtime").ok()?;
    let (_, name) = target.to_str()?.rsplit_once("zoneinfo/")?;
    Some(name.to_owned())
}

fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

fn login(env: &BTreeMap<String, String>) -> String {
    ["LOGNAME", "USER"]
        .iter()
        .find_map(|name| env.get(*name).filter(|value| !value.is_empty()).cloned())
        .unwrap_or_else(|| format!("uid-{}", rustix::process::getuid().as_raw()))
}

/// Columns and rows: of the terminal, else of `COLUMNS`, else 80.
fn window_size(output: bool, env: &BTreeMap<String, String>) -> (usize, Option<usize>) {
    let size = if output {
        rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()
    } else {
        rustix::termios::tcgetwinsize(rustix::stdio::stderr()).ok()
    };
    match size {
        Some(size) if size.ws_col > 0 => (usize::from(size.ws_col).min(200), Some(usize::from(size.ws_row))),
        _ => (
            env.get("COLUMNS")
                .and_then(|columns| columns.parse().ok())
                .filter(|columns| (20..=400).contains(columns))
                .unwrap_or(80),
            None,
        ),
    }
}
