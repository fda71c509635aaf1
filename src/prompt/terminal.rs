//! Asks at a real terminal. dialoguer keeps the history of answers. Lines are read by our
//! own small editor, because `dialoguer::Input` ignores Ctrl-D, Ctrl-U, Ctrl-W and Ctrl-Z, leaves remains of a line
//! that is longer than the window, takes the digits of paste brackets into the text, cannot see that a paste goes on
//! after Enter, and misses a signal that comes just before it waits. This is the only file that names dialoguer.
//! It must not know what a question is about.

use std::io::{self, Write};

use console::Term;
use dialoguer::{BasicHistory, History};

use super::guard::{Guard, is_there};
use super::input::{self, Input};
use super::line::{Line, LineAction};
use super::paint::{Paint, Window};
use super::signals::{Signals, signals};
use super::{Ask, PromptError, Prompter, TypeAhead, Typed, editor};

const HISTORY: usize = 100;
/// More lines of one paste are counted, not shown.
const ECHOED_LINES: usize = 10;

/// The prompter of a person at a terminal. It holds the terminal from the first question until it is dropped or until
/// a question returns [`PromptError`].
pub struct Terminal {
    held: Option<Held>,
    history: BasicHistory,
    dropped: Vec<String>,
    was_there: bool,
}

struct Held {
    guard: Guard,
    input: Input,
    signals: &'static Signals,
}

impl Terminal {
    /// Returns a prompter; the terminal is not touched before the first question.
    pub fn new() -> Self {
        let history = BasicHistory::new().max_entries(HISTORY).no_duplicates(true);
        Terminal {
            held: None,
            history,
            dropped: Vec::new(),
            was_there: false,
        }
    }

    /// Does `work` with the terminal in hand; gives the terminal back when it fails.
    fn holding<T>(
        &mut self,
        work: impl FnOnce(&mut Self, &mut Held) -> Result<T, PromptError>,
    ) -> Result<T, PromptError> {
        let mut held = match self.held.take() {
            Some(held) => held,
            None => Held::new().map_err(|gone| match gone {
                PromptError::NoTerminal if self.was_there => PromptError::Closed,
                gone => gone,
            })?,
        };
        self.was_there = true;
        held.signals.check()?;
        let result = held
            .guard
            .reading()
            .map_err(PromptError::from)
            .and_then(|()| work(self, &mut held));
        match result {
            Ok(value) => {
                // An answer that was given counts, even if the terminal goes away now.
                if held.guard.quiet().is_ok() {
                    self.held = Some(held);
                }
                Ok(value)
            }
            // A closed window is noticed in several ways; the signal, where there was one, says it best.
            Err(PromptError::Closed | PromptError::Io(_)) if held.signals.ended() => {
                held.signals.check().and(Err(PromptError::Closed))
            }
            Err(gone) => Err(gone),
        }
    }

    fn line(&mut self, held: &mut Held, ask: &Ask<'_>) -> Result<String, PromptError> {
        if ask.ahead == TypeAhead::Drop {
            self.drop_pending(held)?;
        }
        let mut text = match self.type_line(held, ask) {
            Ok(text) => text,
            Err(gone) => {
                // What is printed next starts on a line of its own; there may be nobody left to see it.
                let _ = write("\r\n");
                return Err(gone);
            }
        };
        let more = held.input.burst();
        match ask.ahead {
            TypeAhead::Drop => input::report(&mut self.dropped, more),
            TypeAhead::Join => {
                // The answer is there already, whether or not it can be shown.
                let _ = echo(&more);
                let left = input::join(&mut text, more);
                input::report(&mut self.dropped, left);
            }
        }
        if ask.history && !text.trim().is_empty() && !text.contains('\n') {
            self.history.write(&text);
        }
        Ok(text)
    }

    fn type_line(&self, held: &mut Held, ask: &Ask<'_>) -> Result<String, PromptError> {
        let mut line = Line::begun(ask.begun, ask.ahead == TypeAhead::Join);
        let (mut paint, above) = Paint::new(ask.prompt, console::is_dumb());
        write(&above)?;
        let history = &self.history;
        let recall = |back: usize| ask.history.then(|| History::<String>::read(history, back)).flatten();
        let mut seen = None;
        loop {
            let window = window();
            if seen != Some(window) || held.input.has_keys() {
                while let Some(key) = held.input.take() {
                    match line.press(key, &recall) {
                        LineAction::Nothing => {}
                        LineAction::Finish => {
                            write(&paint.finish(&line, window))?;
                            return Ok(line.text());
                        }
                        LineAction::Redraw => write(paint.anew())?,
                        LineAction::Interrupt => return Err(PromptError::Interrupted),
                        LineAction::Close => return Err(PromptError::Closed),
                        LineAction::Suspend => {
                            write(paint.anew())?;
                            held.suspend()?;
                        }
                    }
                }
                write(&paint.draw(&line, window))?;
                seen = Some(window);
            }
            held.input.wait()?;
            if !held.guard.is_reading()? {
                held.guard.reading()?;
                write(paint.anew())?;
                seen = None;
            }
        }
    }

    fn drop_pending(&mut self, held: &mut Held) -> Result<(), PromptError> {
        if held.input.is_pending()? {
            let lines = held.input.burst();
            input::report(&mut self.dropped, lines);
            held.signals.check()?;
        }
        Ok(())
    }
}

impl Default for Terminal {
    fn default() -> Self {
        Terminal::new()
    }
}

impl Prompter for Terminal {
    fn ask(&mut self, ask: &Ask<'_>) -> Result<Typed, PromptError> {
        let text = self.holding(|this, held| this.line(held, ask))?;
        Ok(Typed {
            text,
            dropped: std::mem::take(&mut self.dropped),
        })
    }

    fn edit(&mut self, text: &str) -> Result<Option<String>, PromptError> {
        self.holding(|this, held| {
            this.drop_pending(held)?;
            held.guard.give_back()?;
            editor::edit(text, held.signals)
        })
    }

    fn drop_ahead(&mut self) -> Vec<String> {
        // Whatever went wrong here goes wrong again at the next question, which tells of it.
        if let Err(PromptError::Interrupted) = self.holding(|this, held| this.drop_pending(held)) {
            let _ = signals().map(Signals::interrupt);
        }
        std::mem::take(&mut self.dropped)
    }
}

impl Held {
    fn new() -> Result<Self, PromptError> {
        if !is_there() {
            return Err(PromptError::NoTerminal);
        }
        // Before the guard: from here on no signal can end the program and leave the terminal quiet.
        let signals = signals()?;
        Ok(Held {
            guard: Guard::new()?,
            input: Input::new(signals),
            signals,
        })
    }

    /// Ctrl-Z: the terminal goes back to the shell and is taken again afterwards.
    fn suspend(&mut self) -> Result<(), PromptError> {
        self.guard.give_back()?;
        rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)?;
        self.guard.reading()?;
        Ok(())
    }
}

fn window() -> Window {
    let (rows, columns) = Term::stderr().size_checked().unwrap_or((24, 80));
    Window {
        rows: usize::from(rows),
        columns: usize::from(columns),
    }
}

fn write(text: &str) -> io::Result<()> {
    io::stderr().write_all(text.as_bytes())
}

fn echo(lines: &[String]) -> io::Result<()> {
    let mut out = String::new();
    for line in lines.iter().take(ECHOED_LINES) {
        out.push_str(&line.replace('\t', " "));
        out.push_str("\r\n");
    }
    if lines.len() > ECHOED_LINES {
        out.push_str(&format!("… and {} more\r\n", lines.len() - ECHOED_LINES));
    }
    write(&out)
}
