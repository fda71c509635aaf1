//! Ctrl-C, a request to end and a closed terminal, as flags that a prompt looks at and a pipe that wakes it. Nothing
//! is done in a signal handler. It must not know what anybody does about a signal.

use std::io::{self, PipeReader, Read};
use std::os::fd::BorrowedFd;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::PromptError;

#[derive(Debug)]
pub(super) struct Signals {
    interrupted: Arc<AtomicBool>,
    ended_by: Arc<AtomicUsize>,
    wake: PipeReader,
}

static SIGNALS: OnceLock<Signals> = OnceLock::new();

/// Returns the flags of this process; the handlers are set at the first call and stay.
pub(super) fn signals() -> io::Result<&'static Signals> {
    if let Some(signals) = SIGNALS.get() {
        return Ok(signals);
    }
    let signals = register()?;
    Ok(SIGNALS.get_or_init(|| signals))
}

impl Signals {
    /// Fails when a signal came. Ctrl-C is told once, the end for ever.
    pub(super) fn check(&self) -> Result<(), PromptError> {
        match i32::try_from(self.ended_by.load(Ordering::SeqCst)) {
            Ok(SIGHUP) => return Err(PromptError::Terminated("SIGHUP")),
            Ok(SIGTERM) => return Err(PromptError::Terminated("SIGTERM")),
            _ => {}
        }
        if self.interrupted.swap(false, Ordering::SeqCst) {
            Err(PromptError::Interrupted)
        } else {
            Ok(())
        }
    }

    /// Whether a signal asked the program to end.
    pub(super) fn ended(&self) -> bool {
        self.ended_by.load(Ordering::SeqCst) != 0
    }

    /// Remembers a Ctrl-C that came as a byte.
    pub(super) fn interrupt(&self) {
        self.interrupted.store(true, Ordering::SeqCst);
    }

    /// Forgets a Ctrl-C that was meant for another program.
    pub(super) fn forget_interrupt(&self) {
        self.interrupted.store(false, Ordering::SeqCst);
    }

    /// Waits until `other` can be read, a signal came or the time is over. True when `other` can be read.
    pub(super) fn wait(&self, other: BorrowedFd<'_>, timeout_ms: i64) -> Result<bool, PromptError> {
        let mut fds = [
            PollFd::from_borrowed_fd(other, PollFlags::IN),
            PollFd::new(&self.wake, PollFlags::IN),
        ];
        let timeout = Timespec {
            tv_sec: timeout_ms / 1000,
            tv_nsec: timeout_ms % 1000 * 1_000_000,
        };
        let polled = poll(&mut fds, Some(&timeout));
        let (ready, woken) = match polled {
            Ok(_) => (!fds[0].revents().is_empty(), !fds[1].revents().is_empty()),
            Err(Errno::INTR) => (false, false),
            Err(error) => return Err(error.into()),
        };
        if woken {
            self.clear_wake()?;
        }
        self.check()?;
        Ok(ready)
    }

    /// One read is enough: what is left over wakes the next wait, which then finds no flag.
    fn clear_wake(&self) -> io::Result<()> {
        (&self.wake).read(&mut [0; 64]).map(drop)
    }
}

fn register() -> io::Result<Signals> {
    let (wake, waker) = io::pipe()?;
    let signals = Signals {
        interrupted: Arc::new(AtomicBool::new(false)),
        ended_by: Arc::new(AtomicUsize::new(0)),
        wake,
    };
    // The flag comes first: whoever is woken finds it set.
    signal_hook::flag::register(SIGINT, Arc::clone(&signals.interrupted))?;
    for (signal, number) in [(SIGTERM, SIGTERM as usize), (SIGHUP, SIGHUP as usize)] {
        signal_hook::flag::register_usize(signal, Arc::clone(&signals.ended_by), number)?;
    }
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::low_level::pipe::register(signal, waker.try_clone()?)?;
    }
    Ok(signals)
}
