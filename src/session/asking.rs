//! One question at a time: what is typed, what was typed ahead and dropped, and slash commands at every prompt.
//!
//! Everything between two prompts happens at one moment and on one state: that at which the last answer came in. Knows
//! nothing of steps. Every answer that is understood is said back by what is logged; Enter alone is never an answer.

use chrono::{DateTime, Utc};

use super::prompts::Prompt;
use super::slash_commands::{SlashCommand, listed};
use crate::case::{Case, Snapshot};
use crate::context::Context;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::incident::{Incident, Via};
use crate::journal::Draft;
use crate::mask::mask_cards;
use crate::prompt::{Ask, PromptError, TypeAhead};
use crate::screens::nearest::under_question;
use crate::time::{Moment, NotUnderstood, Zone, read_deadline, read_moment};
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
    /// A question mark, for which help was shown.
    Help,
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
        let now = self.moment;
        Ok(self.case()?.situation(now)?)
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
                Reply::Help => {}
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
        })?;
        self.catch_up()?;
        self.show_dropped(&typed.dropped)?;
        let text = typed.text.trim();
        if text == "?" {
            self.tell(prompt.help)?;
            self.show_slash_commands()?;
            return Ok(Reply::Help);
        }
        Ok(match SlashCommand::parse(text) {
            Some(command) => Reply::Slash(command),
            None => Reply::Text(text.to_owned()),
        })
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

    /// Asks for one of these. Up to nine are numbered; more are filtered while typing. `None` for none of them.
    pub fn choose(&mut self, items: &[String], prompt: &str, none: Option<&str>) -> Flow<Option<usize>> {
        if items.len() > 9 {
            let picked = self.context.world.prompter.pick(prompt, items)?;
            self.catch_up()?;
            return Ok(picked);
        }
        for (number, item) in items.iter().enumerate() {
            self.say(&format!("   {}  {item}\n", number + 1))?;
        }
        if let Some(none) = none {
            self.say(&format!("   0  {none}\n"))?;
        }
        loop {
            let typed = self.ask(&Prompt::new(prompt))?;
            match typed.parse::<usize>() {
                Ok(0) if none.is_some() => return Ok(None),
                Ok(number) if (1..=items.len()).contains(&number) => return Ok(Some(number - 1)),
                _ => {
                    let from = if none.is_some() { 0 } else { 1 };
                    self.say(&format!(
                        "  Type a number from {from} to {}. Nothing was changed.\n",
                        items.len()
                    ))?;
                }
            }
        }
    }

    /// Asks when something happened, and says back how it was understood.
    pub fn moment(&mut self, prompt: &Prompt<'_>) -> Flow<Moment> {
        loop {
            if let Some(moment) = self.time(prompt, read_moment)? {
                return Ok(moment);
            }
            self.tell("  Type a time, such as 23:40 or yesterday 18:15.\n")?;
        }
    }

    /// Asks when something happened. `None` for Enter, which stands for now.
    pub fn moment_or_now(&mut self, prompt: &Prompt<'_>) -> Flow<Option<Moment>> {
        self.time(prompt, read_moment)
    }

    /// Asks for a time that lies ahead, and says back how it was understood.
    pub fn deadline(&mut self, prompt: &Prompt<'_>) -> Flow<Moment> {
        loop {
            if let Some(moment) = self.time(prompt, read_deadline)? {
                return Ok(moment);
            }
            self.tell("  Type a time, such as 23:40 or yesterday 18:15.\n")?;
        }
    }

    /// Asks for a time until one is understood, and says it back. `None` for Enter alone.
    fn time(
        &mut self,
        prompt: &Prompt<'_>,
        read: fn(&str, DateTime<Utc>, Zone) -> Result<Moment, NotUnderstood>,
    ) -> Flow<Option<Moment>> {
        loop {
            let text = self.ask(prompt)?;
            if text.is_empty() {
                return Ok(None);
            }
            let moment = match read(&text, self.now(), self.zone) {
                Ok(moment) => moment,
                Err(NotUnderstood::Twice { earlier, later }) => {
                    self.tell("  Clocks were put back that night, so this time came twice.\n")?;
                    let both = [earlier, later].map(|at| at.format("%H:%M, offset %:z").to_string());
                    let which = self.choose(&both, "  Which? ", None)?;
                    Moment {
                        at: if which == Some(1) { later } else { earlier },
                        precision: crate::time::Exactness::Exact,
                    }
                }
                Err(why) => {
                    let Some(both) = why.readings() else {
                        self.tell(&format!("  {why}.\n"))?;
                        continue;
                    };
                    self.tell("  That reads in two ways.\n")?;
                    let said = both.map(|moment| moment.said_back(self.zone));
                    let which = self.choose(&said, "  Which? ", None)?;
                    both[usize::from(which == Some(1))]
                }
            };
            let said = moment.said_back(self.zone);
            let ago = crate::time::format::ago(moment.at, self.now(), self.zone);
            self.say(&format!("    {said}, {ago}\n"))?;
            return Ok(Some(moment));
        }
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
    Exit::Failed(Failure::new(FailureKind::Bug, "no incident is open here"))
}

/// Whether a failure is one that a person answers by doing something else, rather than the end of the session.
pub fn is_refusal(failure: &Failure) -> bool {
    matches!(
        failure.kind,
        FailureKind::Refused | FailureKind::Input | FailureKind::Conflict | FailureKind::Usage
    )
}
