//! Keeps the terminal quiet while somebody is being asked, and gives it back as it was: on leaving, on an error and on
//! a panic. Three states: as found, quiet between questions (no echo, no line editing by the kernel, Ctrl-C still a
//! signal), reading (every key comes as a byte). It must not know what is asked.

use std::io::{self, IsTerminal};

use rustix::termios::{InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

use super::PromptError;

/// The hold on the terminal; dropping it restores echo and line editing.
#[derive(Debug)]
pub struct Guard {
    found: Termios,
}

/// Whether somebody can be asked at all: questions are read from standard input and drawn on standard error.
pub fn is_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

impl Guard {
    /// Makes the terminal quiet. Fails at once when input or the place where questions are drawn is not a terminal.
    pub fn new() -> Result<Self, PromptError> {
        if !is_there() {
            return Err(PromptError::NoTerminal);
        }
        let guard = Guard {
            found: tcgetattr(io::stdin())?,
        };
        guard.quiet()?;
        Ok(guard)
    }

    /// Keys are not shown and not lost; Ctrl-C is a signal. For the time between questions.
    pub fn quiet(&self) -> io::Result<()> {
        self.set(LocalModes::ISIG, InputModes::empty())
    }

    /// Every key comes as a byte, Ctrl-C, Ctrl-Z and Ctrl-S too. For the time of a question.
    pub fn reading(&self) -> io::Result<()> {
        self.set(LocalModes::empty(), InputModes::IXON)
    }

    /// Whether the terminal still is as [`Guard::reading`] left it; a shell changes it when the program was stopped.
    pub fn is_reading(&self) -> io::Result<bool> {
        let now = tcgetattr(io::stdin())?;
        Ok(!now
            .local_modes
            .intersects(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG))
    }

    /// As it was found, for another program or for a stop; [`Guard::quiet`] or [`Guard::reading`] take it back.
    pub fn give_back(&self) -> io::Result<()> {
        Ok(tcsetattr(io::stdin(), OptionalActions::Now, &self.found)?)
    }

    fn set(&self, kept: LocalModes, not_input: InputModes) -> io::Result<()> {
        let mut modes = self.found.clone();
        let off = LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::IEXTEN | LocalModes::ISIG;
        modes.local_modes.remove(off - kept);
        // Enter and a pasted line feed stay apart, so that CR LF is one line end.
        modes
            .input_modes
            .remove(InputModes::ICRNL | InputModes::INLCR | InputModes::IGNCR | InputModes::ISTRIP);
        modes.input_modes.remove(not_input);
        modes.special_codes[SpecialCodeIndex::VMIN] = 1;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
        // Between questions nobody could restore the echo before a stop or a core dump.
        modes.special_codes[SpecialCodeIndex::VSUSP] = 0;
        modes.special_codes[SpecialCodeIndex::VQUIT] = 0;
        // Not TCSADRAIN: it waits for ever when the output is stopped or the other side has gone.
        Ok(tcsetattr(io::stdin(), OptionalActions::Now, &modes)?)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // The terminal may be gone; there is nobody left to tell.
        let _ = self.give_back();
    }
}
