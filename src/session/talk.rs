//! One question at a time: what is typed, what was typed ahead and dropped, and asides at every prompt.
//!
//! Knows nothing of steps. Every answer that is understood is said back by what is logged; Enter alone is never an answer.

use chrono::{DateTime, Utc};

use super::asides::is_aside;
use crate::context::Context;
use crate::failure::{Failure, Kind, Outcome};
use crate::mask::mask_cards;
use crate::prompt::{Ahead, Ask, Gone};
use crate::screen::nearest::under_question;
use crate::situation::Situation;
use crate::store::IncidentId;
use crate::time::{Moment, NotUnderstood, Zone, read_deadline, read_moment};

/// Why a conversation did not come to its end.
#[derive(Debug)]
pub enum Stop {
    /// `/later`: this step, not now.
    Later,
    /// `/leave`.
    Leave,
    /// Something failed, or the terminal is gone.
    Failed(Failure),
}

/// The result of a part of a conversation.
pub type Talked<T = ()> = Result<T, Stop>;

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Stop::Failed(failure)
    }
}

impl From<Gone> for Stop {
    fn from(gone: Gone) -> Self {
        Stop::Failed(gone.into())
    }
}

impl Stop {
    /// For a command that is not a walk: leaving and putting off end it without doing anything.
    ///
    /// # Errors
    /// What failed.
    pub fn into_outcome(self) -> Outcome {
        match self {
            Stop::Later | Stop::Leave => Ok(()),
            Stop::Failed(failure) => Err(failure),
        }
    }
}

/// A conversation with the responder.
pub struct Talk<'t, 'w> {
    /// What commands work with.
    pub context: &'t mut Context<'w>,
    /// The incident it is about, once there is one.
    pub id: Option<IncidentId>,
    /// The zone of times.
    pub zone: Zone,
    /// What `?` says at the next prompt.
    pub help: String,
    /// The question that stands open, to be shown again after an aside.
    pub reminder: String,
    /// What followed `/later`: until when, or why.
    pub put_off: String,
}

impl<'t, 'w> Talk<'t, 'w> {
    /// Begins a conversation.
    ///
    /// # Errors
    /// When there is no terminal: refused before anything is written.
    pub fn new(context: &'t mut Context<'w>, id: Option<IncidentId>, zone: Zone, instead: &str) -> Outcome<Self> {
        if !context.can_ask() {
            return Err(Failure::new(Kind::NoTerminal, "there is no terminal to ask at")
                .nothing_written()
                .hint(instead));
        }
        Ok(Talk {
            context,
            id,
            zone,
            help: String::new(),
            reminder: String::new(),
            put_off: String::new(),
        })
    }

    /// The time now.
    pub fn now(&self) -> DateTime<Utc> {
        self.context.now()
    }

    /// Says something.
    ///
    /// # Errors
    /// When nobody can read it any more.
    pub fn say(&mut self, text: &str) -> Talked {
        self.context.say(text).map_err(Stop::from)
    }

    /// Says sentences of our own: a line that is too long for the window goes on below, at its own indent.
    ///
    /// # Errors
    /// When nobody can read it any more.
    pub fn tell(&mut self, text: &str) -> Talked {
        let width = self.context.world.terminal.width;
        // Remarks repeat what was typed; a card number in it is not shown again.
        let text = mask_cards(text).text;
        let folded = crate::text::fold(&text, width);
        self.say(&folded)
    }

    /// Says, in one line under a question that stands open, what time it is and what is due next. A record that cannot be read
    /// here must not keep anybody from answering.
    ///
    /// # Errors
    /// When nobody can read it any more.
    pub fn say_what_is_due(&mut self) -> Talked {
        let Some(id) = self.id.clone() else {
            return Ok(());
        };
        let (now, zone, width) = (self.now(), self.zone, self.context.world.terminal.width);
        let line = {
            let Ok(journal) = self.context.journal(&id) else {
                return Ok(());
            };
            let incident = journal.incident();
            let Ok(guide) = self.context.guide(incident) else {
                return Ok(());
            };
            under_question(incident, &Situation::of(&guide, incident, now), zone, width)
        };
        self.say(&line)
    }

    /// Asks for text. Asides are carried out and the question is asked again; what was typed ahead of a guarded question is
    /// shown as dropped. May come back empty.
    ///
    /// # Errors
    /// When the conversation ends.
    pub fn ask(&mut self, prompt: &str, ahead: Ahead) -> Talked<String> {
        loop {
            if let Some(text) = self.ask_once(prompt, ahead)? {
                return Ok(text);
            }
            let reminder = self.reminder.clone();
            self.tell(&reminder)?;
            if !reminder.is_empty() {
                self.say_what_is_due()?;
            }
        }
    }

    /// Asks for text once. `None` after an aside or `?`, when what stands on the screen may no longer be so.
    ///
    /// # Errors
    /// When the conversation ends.
    pub fn ask_once(&mut self, prompt: &str, ahead: Ahead) -> Talked<Option<String>> {
        if ahead == Ahead::Drop {
            let dropped = self.context.world.prompter.drop_ahead();
            self.show_dropped(&dropped)?;
        }
        let typed = self.context.world.prompter.ask(&Ask {
            prompt,
            ahead,
            history: ahead == Ahead::Join,
        })?;
        self.show_dropped(&typed.dropped)?;
        let text = typed.text.trim();
        if text == "?" {
            let help = self.help.clone();
            self.tell(&help)?;
            self.show_asides()?;
            return Ok(None);
        }
        let Some((word, rest)) = is_aside(text) else {
            return Ok(Some(text.to_owned()));
        };
        // An aside may ask questions of its own, and must not forget the one that stands open.
        let (help, reminder) = (std::mem::take(&mut self.help), std::mem::take(&mut self.reminder));
        let done = self.aside(word, rest);
        (self.help, self.reminder) = (help, reminder);
        match done {
            // Putting off the aside's own question must not put off the one that stood open before it.
            Err(Stop::Later) if word != "/later" => self.tell("  Left. Nothing was logged for that.\n")?,
            other => other?,
        }
        Ok(None)
    }

    /// Asks until something is typed.
    ///
    /// # Errors
    /// When the conversation ends.
    pub fn text(&mut self, prompt: &str, ahead: Ahead, nudge: &str) -> Talked<String> {
        loop {
            let text = self.ask(prompt, ahead)?;
            if !text.is_empty() {
                return Ok(text);
            }
            self.tell(&format!("  {nudge}\n"))?;
        }
    }

    /// Asks a question that only `yes` or `no` answers.
    ///
    /// # Errors
    /// When the conversation ends.
    pub fn yes_or_no(&mut self, question: &str) -> Talked<bool> {
        self.tell(&format!("  {question}   yes / no\n"))?;
        loop {
            match self.ask("  > ", Ahead::Drop)?.to_lowercase().as_str() {
                "yes" | "y" => return Ok(true),
                "no" | "n" => return Ok(false),
                _ => self.tell("  Type yes or no. Nothing was changed.\n")?,
            }
        }
    }

    /// Asks for one of these. Up to nine are numbered; more are filtered while typing. `None` for none of them.
    ///
    /// # Errors
    /// When the conversation ends.
    pub fn choose(&mut self, items: &[String], prompt: &str, none: Option<&str>) -> Talked<Option<usize>> {
        if items.len() > 9 {
            return Ok(self.context.world.prompter.pick(prompt, items)?);
        }
        for (number, item) in items.iter().enumerate() {
            self.say(&format!("   {}  {item}\n", number + 1))?;
        }
        if let Some(none) = none {
            self.say(&format!("   0  {none}\n"))?;
        }
        loop {
            let typed = self.ask(prompt, Ahead::Drop)?;
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
    ///
    /// # Errors
    /// When the conversation ends.
    pub fn moment(&mut self, prompt: &str) -> Talked<Moment> {
        loop {
            if let Some(moment) = self.time(prompt, read_moment)? {
                return Ok(moment);
            }
            self.tell("  Type a time, such as 23:40 or yesterday 18:15.\n")?;
        }
    }

    /// Asks when something happened. `None` for Enter, which stands for now.
    ///
    /// # Errors
    /// When the conversation ends.
    pub fn moment_or_now(&mut self, prompt: &str) -> Talked<Option<Moment>> {
        self.time(prompt, read_moment)
    }

    /// Asks for a time that lies ahead, and says back how it was understood.
    ///
    /// # Errors
    /// When the conversation ends.
    pub fn deadline(&mut self, prompt: &str) -> Talked<Moment> {
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
        prompt: &str,
        read: fn(&str, DateTime<Utc>, Zone) -> Result<Moment, NotUnderstood>,
    ) -> Talked<Option<Moment>> {
        loop {
            let text = self.ask(prompt, Ahead::Drop)?;
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
                        precision: crate::time::Precision::Exact,
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
            let ago = crate::time::words::ago(moment.at, self.now(), self.zone);
            self.say(&format!("    {said}, {ago}\n"))?;
            return Ok(Some(moment));
        }
    }

    /// Shows lines that were typed or pasted ahead and thrown away.
    fn show_dropped(&mut self, dropped: &[String]) -> Talked {
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
