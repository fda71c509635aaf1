//! A person made of a list of events, for tests in the same process: it answers, pastes, presses Ctrl-C, and goes away
//! when the list ends. It follows the same rules for text typed ahead as the terminal does.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Ask, PromptError, Prompter, TypeAhead, Typed};

/// What the person does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Types one line and Enter.
    Line(String),
    /// Pastes several lines at once.
    Paste(String),
    /// Saves this text in the editor; the same text as before counts as unchanged.
    Edit(String),
    Interrupt,
    /// Somebody sends the signal of this name.
    Terminate(&'static str),
    /// Presses Ctrl-D, or closes the window.
    Close,
    NoTerminal,
}

/// What was asked of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A line, with the prompt and the fate of text typed ahead.
    Line(String, TypeAhead),
    /// A text in the editor.
    Edit(String),
}

/// What was asked so far; a clone sees what is asked later too.
#[derive(Clone, Debug, Default)]
pub struct Transcript(Arc<Mutex<Vec<Asked>>>);

/// The prompter of a scripted person.
#[derive(Debug, Default)]
pub struct Scripted {
    events: VecDeque<Event>,
    transcript: Transcript,
}

impl Scripted {
    /// A person who does this and then goes away.
    pub fn new(events: impl IntoIterator<Item = Event>) -> Self {
        Scripted {
            events: events.into_iter().collect(),
            transcript: Transcript::default(),
        }
    }

    /// A person who types these lines and then goes away.
    pub fn lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        Scripted::new(lines.into_iter().map(|line| Event::Line(line.to_owned())))
    }

    /// What this person is asked, to be looked at after the prompter was given away.
    pub fn transcript(&self) -> Transcript {
        self.transcript.clone()
    }

    /// Events that have not happened yet.
    pub fn left(&self) -> usize {
        self.events.len()
    }

    fn next(&mut self) -> Result<Event, PromptError> {
        match self.events.pop_front() {
            None | Some(Event::Close) => Err(PromptError::Closed),
            Some(Event::Interrupt) => Err(PromptError::Interrupted),
            Some(Event::Terminate(signal)) => Err(PromptError::Terminated(signal)),
            Some(Event::NoTerminal) => Err(PromptError::NoTerminal),
            Some(event) => Ok(event),
        }
    }
}

impl Transcript {
    /// Everything asked so far, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn add(&self, asked: Asked) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
    }
}

impl Prompter for Scripted {
    fn ask(&mut self, ask: &Ask<'_>) -> Result<Typed, PromptError> {
        self.transcript.add(Asked::Line(ask.prompt.to_owned(), ask.ahead));
        match self.next()? {
            Event::Line(text) => Ok(Typed {
                text,
                dropped: Vec::new(),
            }),
            Event::Paste(text) if ask.ahead == TypeAhead::Join => Ok(Typed {
                text: text.trim_end_matches('\n').to_owned(),
                dropped: Vec::new(),
            }),
            Event::Paste(text) => {
                let mut lines = text.lines().map(str::to_owned);
                let text = lines.next().unwrap_or_default();
                Ok(Typed {
                    text,
                    dropped: lines.filter(|line| !line.trim().is_empty()).collect(),
                })
            }
            event => Err(misfit(&event, "a line", ask.prompt)),
        }
    }

    fn edit(&mut self, text: &str) -> Result<Option<String>, PromptError> {
        self.transcript.add(Asked::Edit(text.to_owned()));
        match self.next()? {
            Event::Edit(edited) => Ok((edited != text).then_some(edited)),
            event => Err(misfit(&event, "a text from the editor", text)),
        }
    }
}

fn misfit(event: &Event, wanted: &str, prompt: &str) -> PromptError {
    PromptError::Io(io::Error::other(format!(
        "the script has `{event:?}` where `{prompt}` wanted {wanted}"
    )))
}
