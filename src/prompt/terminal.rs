//! Asks at a real terminal. dialoguer chooses from long lists and keeps the history of answers. Lines are read by our
//! own small editor, because `dialoguer::Input` ignores Ctrl-D, Ctrl-U, Ctrl-W and Ctrl-Z, leaves remains of a line
//! that is longer than the window, takes the digits of paste brackets into the text, cannot see that a paste goes on
//! after Enter, and misses a signal that comes just before it waits. This is the only file that names dialoguer.
//! It must not know what a question is about.

use std::fmt;
use std::io::{self, Write};

use console::Term;
use dialoguer::theme::Theme;
use dialoguer::{BasicHistory, FuzzySelect, History};
use unicode_width::UnicodeWidthChar;

use super::guard::{Guard, is_there};
use super::input::{self, Input};
use super::label::{cut, labels, width};
use super::line::{Line, LineAction};
use super::paint::{Paint, Window};
use super::signals::{Signals, signals};
use super::{Ask, PromptError, Prompter, TypeAhead, Typed, editor};
use crate::text::is_hidden;

const HISTORY: usize = 100;
/// More lines of one paste are counted, not shown.
const ECHOED_LINES: usize = 10;
/// In a narrower window a list is printed instead of drawn.
const NARROWEST_LIST: usize = 16;

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

    fn choose(&mut self, held: &mut Held, prompt: &str, items: &[String]) -> Result<Option<usize>, PromptError> {
        let columns = window().columns;
        self.drop_pending(held)?;
        if console::is_dumb() || columns < NARROWEST_LIST {
            return self.choose_by_number(held, prompt, items);
        }
        let prompt = short_prompt(prompt, columns)?;
        let labels = labels(items, columns);
        let theme = Plain { columns };
        let term = Term::buffered_stderr();
        held.guard.cursor_may_hide();
        let list = FuzzySelect::with_theme(&theme)
            .with_prompt(prompt)
            .items(&labels)
            .highlight_matches(false);
        let chosen = held.signals.nagging(|| list.interact_on_opt(&term))?;
        held.signals.check()?;
        let chosen = match chosen {
            Ok(chosen) => chosen,
            Err(dialoguer::Error::IO(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(PromptError::Closed);
            }
            Err(dialoguer::Error::IO(error)) => return Err(error.into()),
        };
        let _ = term.flush();
        let lines = held.input.burst();
        input::report(&mut self.dropped, lines);
        Ok(chosen)
    }

    /// The list for terminals that cannot draw one: a number chooses, other text filters, an empty line leaves.
    fn choose_by_number(
        &mut self,
        held: &mut Held,
        prompt: &str,
        items: &[String],
    ) -> Result<Option<usize>, PromptError> {
        let mut filter = String::new();
        loop {
            let wanted = filter.to_lowercase();
            let mut out = String::new();
            for (index, item) in items
                .iter()
                .enumerate()
                .filter(|(_, item)| item.to_lowercase().contains(&wanted))
            {
                let text: String = item.chars().filter(|character| !is_hidden(*character)).collect();
                out.push_str(&format!("{:>4}  {text}\r\n", index + 1));
            }
            if out.is_empty() {
                out.push_str("      nothing like that\r\n");
            }
            write(&out)?;
            let beside = format!("{prompt} ");
            let text = self.line(
                held,
                &Ask {
                    prompt: &beside,
                    ahead: TypeAhead::Drop,
                    history: false,
                    begun: "",
                },
            )?;
            let text = text.trim();
            match text.parse::<usize>() {
                _ if text.is_empty() => return Ok(None),
                Ok(number) if (1..=items.len()).contains(&number) => return Ok(Some(number - 1)),
                _ => filter = text.to_owned(),
            }
        }
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

    fn pick(&mut self, prompt: &str, items: &[String]) -> Result<Option<usize>, PromptError> {
        self.holding(|this, held| this.choose(held, prompt, items))
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

/// The look of a list. It draws nothing raw that was typed, and keeps the line of what was typed shorter than the
/// window, since dialoguer counts it as one row.
struct Plain {
    columns: usize,
}

impl Theme for Plain {
    fn format_fuzzy_select_prompt(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        search_term: &str,
        bytes_pos: usize,
    ) -> fmt::Result {
        let (head, tail) = search_term.split_at(bytes_pos);
        let room = self.columns.saturating_sub(width(prompt) + 3);
        let head: Vec<char> = head.chars().filter(|character| !is_hidden(*character)).collect();
        let mut taken = 0;
        let start = head.iter().rposition(|character| {
            taken += character.width().unwrap_or(0);
            taken > room
        });
        f.write_str(prompt)?;
        if !prompt.is_empty() {
            f.write_str(" ")?;
        }
        let head = &head[start.map_or(0, |index| index + 1)..];
        head.iter().try_for_each(|character| f.write_char(*character))?;
        f.write_str("_")?;
        let mut room = room.saturating_sub(head.iter().map(|character| character.width().unwrap_or(0)).sum());
        for character in tail.chars().filter(|character| !is_hidden(*character)) {
            let wide = character.width().unwrap_or(0);
            if wide > room {
                break;
            }
            room -= wide;
            f.write_char(character)?;
        }
        Ok(())
    }

    fn format_input_prompt_selection(&self, f: &mut dyn fmt::Write, prompt: &str, sel: &str) -> fmt::Result {
        let beside = if prompt.is_empty() { ">" } else { prompt };
        f.write_str(&cut(
            &format!("{beside} {sel}"),
            usize::MAX,
            self.columns.saturating_sub(1),
        ))
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

/// The prompt beside what is typed; a long one is printed above instead.
fn short_prompt(prompt: &str, columns: usize) -> io::Result<String> {
    let clean: String = prompt
        .trim_end()
        .chars()
        .filter(|character| !is_hidden(*character))
        .collect();
    if width(&clean) <= columns / 2 && !prompt.trim_end().contains('\n') {
        return Ok(clean);
    }
    let (mut paint, above) = Paint::new(prompt.trim_end(), false);
    write(&above)?;
    write(&paint.finish(&Line::new(false), window()))?;
    Ok(String::new())
}
