//! Drives a program at a real pseudo-terminal: types, sends signals, changes the window, and reads the screen as a
//! person would see it. Everything waits for something that can be seen, with a deadline; on a timeout the screen is
//! in the message. It knows nothing of the program it drives.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

/// Longer than anything takes on a busy machine; only a failing test waits this long.
const DEADLINE: Duration = Duration::from_secs(20);

/// A key that is more than one character, or none that can be typed in a string.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Key {
    Enter,
    Tab,
    Backspace,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    Delete,
    /// Ctrl and this letter.
    Ctrl(char),
}

/// What will be started.
pub(crate) struct Start {
    command: CommandBuilder,
    rows: u16,
    columns: u16,
}

/// A running program and its terminal. Dropping it kills the program.
pub(crate) struct Pty {
    pid: Pid,
    shared: Arc<Shared>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    slave: PathBuf,
    reader: Option<JoinHandle<()>>,
}

struct Shared {
    seen: Mutex<Seen>,
    changed: Condvar,
}

struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
    output_ended: bool,
    hanging_up: bool,
    /// Exit code, -1 when a signal ended the program.
    exit: Option<i32>,
}

impl Start {
    /// A program at 80x24 with an environment of TERM only.
    pub(crate) fn new(program: impl AsRef<Path>) -> Self {
        let mut command = CommandBuilder::new(program.as_ref());
        command.env_clear();
        command.env("TERM", "xterm");
        Start {
            command,
            rows: 24,
            columns: 80,
        }
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn args(mut self, args: impl IntoIterator<Item = impl AsRef<std::ffi::OsStr>>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn env_remove(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub(crate) fn cwd(mut self, folder: impl AsRef<Path>) -> Self {
        self.command.cwd(folder.as_ref());
        self
    }

    /// The window: columns first, as one says it.
    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    pub(crate) fn spawn(self) -> Pty {
        let size = PtySize {
            rows: self.rows,
            cols: self.columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut child = pair.slave.spawn_command(self.command).expect("the program starts");
        drop(pair.slave);
        let master = pair.master;
        let pid = child
            .process_id()
            .and_then(|id| Pid::from_raw(id.cast_signed()))
            .expect("a process id");
        let shared = Arc::new(Shared {
            seen: Mutex::new(Seen {
                parser: vt100::Parser::new(self.rows, self.columns, 1000),
                raw: Vec::new(),
                output_ended: false,
                hanging_up: false,
                exit: None,
            }),
            changed: Condvar::new(),
        });
        let output = master.try_clone_reader().expect("a reader");
        let reader = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || shared.read(output)
        });
        std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || {
                let status = child.wait().expect("the program can be waited for");
                let code = if status.signal().is_some() {
                    -1
                } else {
                    status.exit_code().cast_signed()
                };
                shared.lock().exit = Some(code);
                shared.changed.notify_all();
            }
        });
        let writer = master.take_writer().expect("a writer");
        let slave = master.tty_name().expect("a terminal has a name");
        Pty {
            pid,
            shared,
            master: Some(master),
            writer: Some(writer),
            slave,
            reader: Some(reader),
        }
    }
}

impl Pty {
    /// Types text and Enter.
    pub(crate) fn type_line(&mut self, text: &str) {
        self.type_raw(format!("{text}\r"));
    }

    /// Sends bytes in one piece, as a paste does.
    pub(crate) fn type_raw(&mut self, bytes: impl AsRef<[u8]>) {
        let writer = self.writer.as_mut().expect("the terminal is open");
        writer
            .write_all(bytes.as_ref())
            .and_then(|()| writer.flush())
            .expect("the terminal takes what is typed");
    }

    pub(crate) fn key(&mut self, key: Key) {
        let bytes: &[u8] = match key {
            Key::Enter => b"\r",
            Key::Tab => b"\t",
            Key::Backspace => b"\x7f",
            Key::Up => b"\x1b[A",
            Key::Down => b"\x1b[B",
            Key::Right => b"\x1b[C",
            Key::Left => b"\x1b[D",
            Key::Home => b"\x1b[H",
            Key::End => b"\x1b[F",
            Key::Delete => b"\x1b[3~",
            Key::Ctrl(letter) => &[u8::try_from(letter).expect("a letter") & 0x1f],
        };
        self.type_raw(bytes);
    }

    /// Waits until the text stands somewhere on the screen.
    #[track_caller]
    pub(crate) fn wait_for(&self, text: &str) {
        self.wait(&format!("`{text}` on the screen"), |seen| {
            seen.parser.screen().contents().contains(text)
        });
    }

    /// Waits until the text no longer stands on the screen.
    #[track_caller]
    pub(crate) fn wait_gone(&self, text: &str) {
        self.wait(&format!("no `{text}` on the screen"), |seen| {
            !seen.parser.screen().contents().contains(text)
        });
    }

    /// Waits until the text has been written, even if it has left the screen since. Line ends are `\r\n`.
    #[track_caller]
    pub(crate) fn wait_written(&self, text: &str) {
        let text = text.as_bytes();
        self.wait(&format!("{:?} written", String::from_utf8_lossy(text)), |seen| {
            seen.raw.windows(text.len()).any(|window| window == text)
        });
    }

    /// Waits until the text has been written after that many bytes.
    #[track_caller]
    pub(crate) fn wait_after(&self, bytes: usize, text: &str) {
        let what = format!("{text:?} written after byte {bytes}");
        self.wait(&what, |seen| {
            let written = seen.raw.get(bytes..).unwrap_or_default();
            String::from_utf8_lossy(written).contains(text)
        });
    }

    /// Waits until a prompt stands there: the cursor is behind the last words, on their line.
    #[track_caller]
    pub(crate) fn wait_prompt(&self, what: &str) {
        self.wait(what, |seen| {
            let screen = seen.parser.screen();
            let (row, column) = screen.cursor_position();
            column > 0 && trimmed(screen).lines().count() == usize::from(row) + 1
        });
    }

    /// Waits until the screen, as [`Pty::screen`] returns it, is as wanted; `what` says how, for the message.
    #[track_caller]
    pub(crate) fn wait_until(&self, what: &str, wanted: impl Fn(&str) -> bool) {
        self.wait(what, |seen| wanted(&trimmed(seen.parser.screen())));
    }

    /// The screen as text, without spaces at the ends of lines and empty lines at the bottom.
    pub(crate) fn screen(&self) -> String {
        trimmed(self.shared.lock().parser.screen())
    }

    /// Everything the program has written.
    pub(crate) fn raw_output(&self) -> Vec<u8> {
        self.shared.lock().raw.clone()
    }

    /// Row and column of the cursor, counted from 0.
    pub(crate) fn cursor(&self) -> (u16, u16) {
        self.shared.lock().parser.screen().cursor_position()
    }

    pub(crate) fn cursor_is_hidden(&self) -> bool {
        self.shared.lock().parser.screen().hide_cursor()
    }

    /// Whether the terminal echoes and edits lines by itself, as a shell wants to find it.
    pub(crate) fn is_as_found(&self) -> bool {
        let modes = self.modes().local_modes;
        modes.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG)
    }

    /// The modes of the terminal now; they stay readable after the program has ended.
    pub(crate) fn modes(&self) -> Termios {
        tcgetattr(self.open_slave()).expect("the terminal has modes")
    }

    /// Changes the modes, as a shell does with a program that was stopped.
    pub(crate) fn set_modes(&self, modes: &Termios) {
        tcsetattr(self.open_slave(), OptionalActions::Now, modes).expect("the terminal takes modes");
    }

    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        self.shared.lock().parser.screen_mut().set_size(rows, columns);
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master
            .as_ref()
            .expect("the terminal is open")
            .resize(size)
            .expect("the window changes");
    }

    /// Sends a signal to the program alone.
    pub(crate) fn signal(&self, signal: Signal) {
        assert_eq!(self.shared.lock().exit, None, "the program has ended already");
        kill_process(self.pid, signal).expect("the program gets the signal");
    }

    pub(crate) fn kill(&self) {
        self.signal(Signal::KILL);
    }

    /// The process id, for `/proc`.
    pub(crate) fn pid(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    /// Closes the terminal, as closing its window does.
    pub(crate) fn close(&mut self) {
        let slave = self.open_slave();
        self.shared.lock().hanging_up = true;
        // The writer types Enter and an end of input when it is dropped, if the terminal has a key for that.
        let mut modes = tcgetattr(&slave).expect("the terminal has modes");
        modes.special_codes[SpecialCodeIndex::VEOF] = 0;
        tcsetattr(&slave, OptionalActions::Now, &modes).expect("the terminal takes modes");
        self.writer = None;
        // The reader holds the terminal open until it has something to read.
        let _ = rustix::io::write(&slave, b" ");
        drop(slave);
        self.reader
            .take()
            .expect("the terminal was open")
            .join()
            .expect("the reader ends");
        self.master = None;
    }

    /// Waits for the end and returns the exit code, -1 when a signal ended the program.
    #[track_caller]
    pub(crate) fn finish(&mut self) -> i32 {
        self.wait("the end of the program", |seen| seen.exit.is_some());
        if self.master.is_some() {
            self.wait("the end of the output", |seen| seen.output_ended);
        }
        self.shared.lock().exit.expect("the program has ended")
    }

    fn open_slave(&self) -> rustix::fd::OwnedFd {
        rustix::fs::open(
            &self.slave,
            OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC,
            Mode::empty(),
        )
        .expect("the terminal can be opened")
    }

    #[track_caller]
    fn wait(&self, what: &str, wanted: impl Fn(&Seen) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        let mut seen = self.shared.lock();
        while !wanted(&seen) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || (seen.exit.is_some() && seen.output_ended) {
                let message = format!(
                    "waited in vain for {what}; exit {:?}, screen:\n{}\nwritten: {:?}",
                    seen.exit,
                    trimmed(seen.parser.screen()),
                    String::from_utf8_lossy(&seen.raw),
                );
                drop(seen);
                panic!("{message}");
            }
            // Modes of the terminal and signals change without anything being written.
            let pause = left.min(Duration::from_millis(20));
            let woken = self.shared.changed.wait_timeout(seen, pause);
            seen = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let running = self.shared.lock().exit.is_none();
        if running {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self, mut output: Box<dyn Read + Send>) {
        let mut bytes = [0; 4096];
        loop {
            let count = read_to_the_last(&mut output, &mut bytes);
            let mut seen = self.lock();
            seen.raw.extend_from_slice(&bytes[..count]);
            seen.parser.process(&bytes[..count]);
            seen.output_ended = count == 0;
            let over = seen.output_ended || seen.hanging_up;
            drop(seen);
            self.changed.notify_all();
            if over {
                return;
            }
        }
    }
}

/// A terminal that nobody holds open any more is an error to read. On a busy machine that may be said while the kernel still
/// passes on what was written last, so it must be said twice.
fn read_to_the_last(output: &mut dyn Read, bytes: &mut [u8]) -> usize {
    output.read(bytes).unwrap_or_else(|_| {
        std::thread::sleep(Duration::from_millis(50));
        output.read(bytes).unwrap_or(0)
    })
}

fn trimmed(screen: &vt100::Screen) -> String {
    let rows: Vec<String> = screen
        .rows(0, screen.size().1)
        .map(|row| row.trim_end().to_owned())
        .collect();
    rows.join("\n").trim_end().to_owned()
}
