//! One question at a time: what is typed, what was typed ahead and dropped, and slash commands at every prompt.
//!
//! Everything between two prompts happens at one moment and on one state: that at which the last answer came in. Knows
//! nothing of steps. Every answer that is understood is said back by what is logged; Enter alone is never an answer.

use chrono::{DateTime, Utc};

use super::choices::{Choice, Choices};
use super::prompts::Prompt;
use super::slash_commands::{SlashCommand, listed, mistaken};
use crate::case::{Case, Snapshot};
use crate::context::Context;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::incident::{Incident, Via};
use crate::journal::Draft;
use crate::mask::mask_cards;
use crate::prompt::{Ask, PromptError, TypeAhead};
use crate::screens::nearest::under_question;
use crate::time::{CLOCKS_DIFFER, NotUnderstood, Unit, When, Which, Zone, read_when};
use crate::workflow::Workflow;

/// Why a conversation did not come to its end.
#[derive(Debug)]
pub enum Exit {
    /// `/later`: this step, not now; until when, or why.
    Later(String),
    Leave,
    /// Something failed, or the terminal is gone.
    Failed(Failure),
}

/// The result of a part of a conversation.
pub type Flow<T = ()> = Result<T, Exit>;

impl From<Failure> for Exit {
    fn from(failure: Failure) -> Self {
        Exit::Failed(failure)
    }
}

impl From<PromptError> for Exit {
    fn from(gone: PromptError) -> Self {
        Exit::Failed(gone.into())
    }
}

impl Exit {
    /// For a command that is not a walk: leaving and putting off end it without doing anything.
    pub fn into_outcome(self) -> Outcome {
        match self {
            Exit::Later(_) | Exit::Leave => Ok(()),
            Exit::Failed(failure) => Err(failure),
        }
    }
}

/// What was typed at a prompt.
#[derive(Debug)]
pub enum Reply {
    /// An answer, which may be empty.
    Text(String),
    /// No answer: help was shown for a question mark, or it was a slip.
    Again,
    /// Something to be done before the question is answered.
    Slash(SlashCommand),
}

/// A conversation with the responder.
pub struct Session<'t, 'w> {
    pub context: &'t mut Context<'w>,
    /// The incident it is about, once there is one.
    case: Option<&'t mut Case>,
    pub zone: Zone,
    /// When the last answer came in.
    moment: DateTime<Utc>,
}

impl<'t, 'w> Session<'t, 'w> {
    /// Begins a conversation about an incident.
    pub fn about(context: &'t mut Context<'w>, case: &'t mut Case, instead: &str) -> Outcome<Self> {
        let zone = case.zone();
        let session = Session::new(context, zone, instead)?;
        case.journal().check_place()?;
        Ok(Session {
            case: Some(case),
            ..session
        })
    }

    /// Begins a conversation before there is an incident.
    pub fn new(context: &'t mut Context<'w>, zone: Zone, instead: &str) -> Outcome<Self> {
        if !context.can_ask() {
            return Err(Failure::new(FailureKind::NoTerminal, "there is no terminal to ask at")
                .nothing_written()
                .hint(instead));
        }
        Ok(Session {
            moment: context.now(),
            context,
            case: None,
            zone,
        })
    }

    /// The moment at which the last answer came in.
    pub fn now(&self) -> DateTime<Utc> {
        self.moment
    }

    /// The open incident.
    pub fn case(&mut self) -> Flow<&mut Case> {
        self.case.as_deref_mut().ok_or_else(no_incident)
    }

    /// The open incident, and what commands work with.
    pub fn parts(&mut self) -> Flow<(&mut Case, &mut Context<'w>)> {
        let case = self.case.as_deref_mut().ok_or_else(no_incident)?;
        Ok((case, self.context))
    }

    /// Whether there is an incident already.
    pub fn has_case(&self) -> bool {
        self.case.is_some()
    }

    /// What is to be done, and what was.
    pub fn workflow(&mut self) -> Flow<(&Workflow, &Incident)> {
        Ok(self.case()?.workflow()?)
    }

    /// What is true of the incident.
    pub fn situation(&mut self) -> Flow<Snapshot<'_>> {
        let (now, reader) = (self.moment, self.known_writer());
        let case = self.case()?;
        case.read_as(reader);
        Ok(case.situation(now)?)
    }

    /// Who types.
    pub fn writer(&mut self) -> Flow<String> {
        let case = self.case.as_deref().ok_or_else(no_incident)?;
        Ok(self.context.writer(Some(case.incident()), Via::Terminal)?.name)
    }

    /// Who would be taken to be typing, without asking.
    pub fn known_writer(&self) -> Option<String> {
        let incident = self.case.as_deref().map(Case::incident);
        self.context.known_writer(incident).map(|(name, _)| name)
    }

    /// Writes to the record by the rules of its playbooks, and shows what was logged. False when it was refused in a way that
    /// a person answers by doing something else: that is shown, and the conversation goes on.
    pub fn write(&mut self, make: &mut dyn FnMut(&Incident, &Workflow) -> Outcome<Vec<Draft>>) -> Flow<bool> {
        let case = self.case.as_deref_mut().ok_or_else(no_incident)?;
        match self.context.record_at(case, Via::Terminal, self.moment, make) {
            Ok(_) => Ok(true),
            Err(failure) if is_refusal(&failure) => {
                let shown = failure.render();
                self.say(&format!("\n{}\n", shown.trim_end()))?;
                Ok(false)
            }
            Err(failure) => Err(Exit::Failed(failure)),
        }
    }

    /// Takes in that time went by while a person was thinking, and what others wrote meanwhile.
    fn catch_up(&mut self) -> Flow {
        self.moment = self.context.now();
        if let Some(case) = self.case.as_deref_mut()
            && case.catch_up()?
        {
            self.context.warn_if_broken(case);
        }
        Ok(())
    }

    /// Says something.
    pub fn say(&mut self, text: &str) -> Flow {
        self.context.say(text).map_err(Exit::from)
    }

    /// Says sentences of our own: a line that is too long for the window goes on below, at its own indent.
    pub fn tell(&mut self, text: &str) -> Flow {
        let width = self.context.world.terminal.width;
        // Remarks repeat what was typed; a card number in it is not shown again.
        let text = mask_cards(text).text;
        let folded = crate::text::fold(&text, width);
        self.say(&folded)
    }

    /// Says, in one line under a question that stands open, what time it is and what is due next. A plan that cannot be read
    /// must not keep anybody from answering.
    pub fn say_what_is_due(&mut self) -> Flow {
        let (zone, width) = (self.zone, self.context.world.terminal.width);
        let Ok(current) = self.situation() else {
            return Ok(());
        };
        let line = under_question(current.incident, current.situation, zone, width);
        self.say(&line)
    }

    /// Asks for text. Slash commands are carried out and the question is asked again; what was typed ahead of a guarded
    /// question is shown as dropped. May come back empty.
    pub fn ask(&mut self, prompt: &Prompt<'_>) -> Flow<String> {
        loop {
            match self.ask_once(prompt)? {
                Reply::Text(text) => return Ok(text),
                Reply::Again => {}
                Reply::Slash(command) => self.carry_out(command)?,
            }
            self.tell(prompt.reminder)?;
            if !prompt.reminder.is_empty() {
                self.say_what_is_due()?;
            }
        }
    }

    /// Asks for text once. After anything but text, what stands on the screen may no longer be so.
    pub fn ask_once(&mut self, prompt: &Prompt<'_>) -> Flow<Reply> {
        if prompt.ahead == TypeAhead::Drop {
            let dropped = self.context.world.prompter.drop_ahead();
            self.show_dropped(&dropped)?;
        }
        let typed = self.context.world.prompter.ask(&Ask {
            prompt: prompt.line,
            ahead: prompt.ahead,
            history: prompt.ahead == TypeAhead::Join,
            begun: prompt.begun,
        })?;
        self.catch_up()?;
        self.show_dropped(&typed.dropped)?;
        let text = typed.text.trim();
        if text == "?" {
            self.tell(prompt.help)?;
            self.show_slash_commands()?;
            return Ok(Reply::Again);
        }
        if let Some(command) = SlashCommand::parse(text) {
            return Ok(Reply::Slash(command));
        }
        // A file of rows is read by its flag.
        let is_slip = !(prompt.ahead == TypeAhead::Join && text.starts_with("--from "));
        if is_slip && !self.is_answer(text)? {
            return Ok(Reply::Again);
        }
        Ok(Reply::Text(text.to_owned()))
    }

    /// Asks whether words that look like a command are meant as they stand.
    pub fn is_answer(&mut self, text: &str) -> Flow<bool> {
        let cwd = self.context.world.cwd.clone();
        match mistaken(text, |path| cwd.join(path).exists()) {
            None => Ok(true),
            Some(why) => self.yes_or_no(&format!("{why} Is it meant word for word?")),
        }
    }

    /// Shows every slash command.
    pub fn show_slash_commands(&mut self) -> Flow {
        let shown = listed(self.context.world.terminal.width);
        self.say(&shown)
    }

    /// Asks until something is typed.
    pub fn text(&mut self, prompt: &Prompt<'_>, nudge: &str) -> Flow<String> {
        loop {
            let text = self.ask(prompt)?;
            if !text.is_empty() {
                return Ok(text);
            }
            self.tell(&format!("  {nudge}\n"))?;
        }
    }

    /// Asks a question that only `yes` or `no` answers.
    pub fn yes_or_no(&mut self, question: &str) -> Flow<bool> {
        let asked = format!("  {question}   yes / no\n");
        self.tell(&asked)?;
        loop {
            match self.ask(&Prompt::new("  > ").reminder(&asked))?.to_lowercase().as_str() {
                "yes" | "y" => return Ok(true),
                "no" | "n" => return Ok(false),
                _ => self.tell("  Type yes or no. Nothing was changed.\n")?,
            }
        }
    }

    /// Asks for one of these, by number or by words. `None` for none of them.
    pub fn choose(&mut self, question: &str, items: &[String], none: Option<&str>) -> Flow<Option<usize>> {
        /// Rows of a window that are not for items: question, none, how many more, two for what is said below.
        const OTHER_ROWS: usize = 6;
        let rows = self
            .context
            .world
            .terminal
            .height
            .unwrap_or(24)
            .saturating_sub(OTHER_ROWS);
        let mut list = Choices::new(question, items, none, (self.context.world.terminal.width, rows));
        let mut shown = list.text();
        self.tell(&shown)?;
        loop {
            let typed = self.ask(&Prompt::new("  > ").reminder(&shown))?;
            match list.read(&typed) {
                Choice::Item(chosen) => return Ok(Some(chosen)),
                Choice::None => return Ok(None),
                Choice::Show => {
                    shown = list.text();
                    self.tell(&shown)?;
                }
                Choice::Unclear(why) => self.tell(&format!("  {why}\n"))?,
            }
        }
    }

    /// Asks when something happened, as exactly as somebody knows, and says back how it was understood.
    pub fn when(&mut self, prompt: &Prompt<'_>) -> Flow<When> {
        loop {
            if let Some(when) = self.time(prompt, read_when)? {
                return Ok(when);
            }
            self.tell("  Type a time, such as 23:40 or yesterday 18:15, or a day where nobody knows the hour.\n")?;
        }
    }

    /// Asks when something happened, its day at least. `None` for Enter, which stands for now.
    pub fn when_or_now(&mut self, prompt: &Prompt<'_>) -> Flow<Option<When>> {
        loop {
            match self.time(prompt, read_when)? {
                Some(When::Period { period, .. }) if period.unit != Unit::Day => {
                    self.tell("  On which day? Nothing was logged.\n")?;
                }
                when => return Ok(when),
            }
        }
    }

    /// Asks for a time until one is understood, and says it back. `None` for Enter alone.
    fn time(
        &mut self,
        prompt: &Prompt<'_>,
        read: impl Fn(&str, DateTime<Utc>, Zone) -> Result<When, NotUnderstood>,
    ) -> Flow<Option<When>> {
        loop {
            let text = self.ask(prompt)?;
            if text.is_empty() {
                return Ok(None);
            }
            if let Some(when) = self.understood_time(&text, &read)? {
                return Ok(Some(when));
            }
        }
    }

    /// Reads a time, asks which is meant where it reads in two ways, and says it back. `None` when it is to be typed again.
    pub fn understood_time(
        &mut self,
        text: &str,
        read: impl Fn(&str, DateTime<Utc>, Zone) -> Result<When, NotUnderstood>,
    ) -> Flow<Option<When>> {
        let when = match read(text, self.now(), self.zone) {
            Ok(when) => Some(when),
            Err(why) => self.settle(&why)?,
        };
        if let Some(when) = &when {
            self.say_back(when)?;
        }
        Ok(when)
    }

    /// Says a time back as it was understood, with its zone where that is not the incident's.
    pub fn say_back(&mut self, when: &When) -> Flow {
        let zone = self.zone;
        let mut said = when.said_back(zone);
        if let When::Moment(moment) = when {
            let is_elsewhere = *moment.at.offset() != *zone.at(&moment.at).offset();
            let incident_zone = self.case.as_deref().map(|case| case.incident().zone.clone());
            if is_elsewhere || incident_zone.as_deref() != Some(zone.name()) {
                said.push_str(&format!(" in {}", zone.city()));
            }
            if is_elsewhere {
                said.push_str(&format!(", which is {}", moment.at.format("%a %-d %b %H:%M %:z")));
            }
            said.push_str(&format!(", {}", crate::time::format::ago(moment.at, self.now(), zone)));
        }
        self.tell(&format!("    {said}\n"))
    }

    /// Asks which of two readings of a time is meant. `None` when neither is, or there are none: then it says what to type.
    pub fn settle(&mut self, why: &NotUnderstood) -> Flow<Option<When>> {
        let Some(both) = why.readings() else {
            self.tell(&format!("  {why}.\n"))?;
            return Ok(None);
        };
        let now = self.now();
        let question = match why {
            NotUnderstood::Twice { .. } => {
                "Clocks were put back that night, so this time came twice. Which?".to_owned()
            }
            NotUnderstood::Either { which: Which::Day, .. } => {
                format!("It is {} now. Which do you mean?", self.zone.at(&now).format("%H:%M"))
            }
            _ => "That reads in two ways. Which do you mean?".to_owned(),
        };
        let said = both.map(|when| {
            let at = when.begins(self.zone);
            let words = match why {
                NotUnderstood::Twice { .. } => at.format("%H:%M, offset %:z").to_string(),
                _ => when.said_back(self.zone),
            };
            match (when, at.to_utc() - now) {
                (When::Moment(_), ahead) if ahead > CLOCKS_DIFFER => {
                    format!("{words}; this clock is {} slow", crate::time::format::length(ahead))
                }
                _ => words,
            }
        });
        let chosen = self.choose(&question, &said, Some("neither; type it again"))?;
        Ok(chosen.map(|chosen| both[chosen]))
    }

    /// Shows lines that were typed or pasted ahead and thrown away.
    fn show_dropped(&mut self, dropped: &[String]) -> Flow {
        if dropped.is_empty() {
            return Ok(());
        }
        self.tell("  Not used, since it was typed before the question. Type it again if it is the answer:\n")?;
        for line in dropped {
            let line = mask_cards(line).text;
            let line = crate::text::visible_line(&line).into_owned();
            self.say(&format!("    {line}\n"))?;
        }
        Ok(())
    }
}

fn no_incident() -> Exit {
    Exit::Failed(Failure::bug("no incident is open here"))
}

/// Whether a failure is one that a person answers by doing something else, rather than the end of the session.
pub fn is_refusal(failure: &Failure) -> bool {
    matches!(
        failure.kind,
        FailureKind::Refused | FailureKind::Input | FailureKind::Conflict | FailureKind::Usage
    )
}
