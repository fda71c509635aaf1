//! Asides: words with a slash in front that work at every prompt and leave the question where it was.

use super::talk::{Stop, Talk, Talked};
use crate::failure::{Failure, Outcome};
use crate::incident::event::{CallLogged, NoteAdded, StepDeferred};
use crate::incident::{Access, Incident, Via};
use crate::journal::Draft;
use crate::prompt::Ahead;
use crate::screen::board::board;
use crate::situation::Situation;
use crate::told::{Hearing, Source, hearing};
use crate::walk::Guide;
use crate::walk::report::{Report, report};

/// Every aside, with what it does. `/fix` and the like are words; a slash in front of anything else is an answer (paths).
pub const ASIDES: [(&str, &str); 9] = [
    (
        "/note",
        "write down what happened; @Ana phone 22:50 in front says who told you, how and when",
    ),
    ("/counsel", "write down something for counsel only"),
    ("/call", "log a call"),
    ("/board", "show the board"),
    ("/later", "put this off"),
    ("/fix", "correct what was logged last, or /fix 12 for entry 12"),
    ("/i-am", "say who types from now on"),
    ("/help", "show this"),
    ("/leave", "leave; what was logged stays"),
];

/// Splits an aside from what follows it. Anything else that begins with a slash is an answer.
pub fn is_aside(text: &str) -> Option<(&str, &str)> {
    let (word, rest) = match text.split_once(char::is_whitespace) {
        Some((word, rest)) => (word, rest.trim()),
        None => (text, ""),
    };
    ASIDES.iter().any(|(known, _)| *known == word).then_some((word, rest))
}

impl Talk<'_, '_> {
    /// Carries out an aside.
    ///
    /// # Errors
    /// When it ends the conversation.
    pub fn aside(&mut self, word: &str, rest: &str) -> Talked {
        match (word, self.id.is_some()) {
            ("/help", _) => self.show_asides(),
            ("/leave", _) => Err(Stop::Leave),
            ("/i-am", _) => self.i_am(rest),
            (_, false) => self.tell("  No incident is open yet. That works a moment later; nothing was logged.\n"),
            ("/later", true) => {
                rest.clone_into(&mut self.put_off);
                Err(Stop::Later)
            }
            ("/note", true) => self.note(rest, None),
            ("/counsel", true) => self.note(rest, Some(Access::Privileged)),
            ("/call", true) => self.call(rest),
            ("/board", true) => self.show_board(),
            ("/fix", true) => self.fix(rest),
            (_, true) => Ok(()),
        }
    }

    /// Shows every aside.
    ///
    /// # Errors
    /// When nobody can read it any more.
    pub fn show_asides(&mut self) -> Talked {
        let width = self.context.world.terminal.width;
        let mut shown = String::from("\n  At every prompt\n");
        for (word, what) in ASIDES {
            for line in crate::text::wrap(what, width, &format!("    {word:<9} "), "              ") {
                shown.push_str(&line);
                shown.push('\n');
            }
        }
        shown.push('\n');
        self.say(&shown)
    }

    /// Logs one note, and asks whether what somebody told is a step that is done.
    ///
    /// # Errors
    /// When the conversation ends, or the note cannot be logged.
    pub fn note(&mut self, text: &str, access: Option<Access>) -> Talked {
        let text = match text.is_empty() {
            false => text.to_owned(),
            true => self.text(
                "  Note: ",
                Ahead::Join,
                "Type what happened, or /later to write nothing.",
            )?,
        };
        let heard = self.hear(&text)?;
        let draft = note_draft(&text, heard.as_ref(), access);
        self.write(&mut |_, _| Ok(vec![draft.clone()]))?;
        match heard {
            Some(heard) if access.is_none() => self.match_with_step(&heard),
            _ => Ok(()),
        }
    }

    /// Reads `@Ana phone 22:50 …` in front of a text.
    ///
    /// # Errors
    /// When its time cannot be; the person is told why.
    pub fn hear(&mut self, text: &str) -> Talked<Option<Hearing>> {
        let people = self.people()?;
        match hearing(text, &people, self.now(), self.zone) {
            Ok(heard) => Ok(match heard {
                // Whoever types has not been told it by themselves.
                Some(heard) => Some(Hearing {
                    is_told: !self.is_writer(&heard.by)?,
                    ..heard
                }),
                None => None,
            }),
            Err(why) => {
                self.tell(&format!("  {why}.\n"))?;
                let moment = self.moment("  When was it? ")?;
                let rest = text.trim_start().trim_start_matches('@');
                let (name, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
                Ok(Some(Hearing {
                    by: crate::told::full_name(name, &people),
                    is_told: true,
                    channel: None,
                    occurred: Some(crate::told::happened_at(moment)),
                    text: rest.to_owned(),
                }))
            }
        }
    }

    fn is_writer(&mut self, name: &str) -> Talked<bool> {
        let writer = match self.id.clone() {
            Some(id) => {
                let journal = self.context.journal(&id)?;
                self.context.known_writer(Some(journal.incident()))
            }
            None => self.context.known_writer(None),
        };
        Ok(writer.is_some_and(|(writer, _)| crate::incident::state::same_person(&writer, name)))
    }

    /// Names of people known to the incident and the profile.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn people(&mut self) -> Talked<Vec<String>> {
        let mut people: Vec<String> = Vec::new();
        if let Ok(profile) = self.context.profile() {
            people.extend(profile.people());
        }
        if let Some(id) = self.id.clone() {
            let journal = self.context.journal(&id)?;
            let incident = journal.incident();
            people.extend(
                incident
                    .roles
                    .values()
                    .chain(incident.deputies.values())
                    .map(|holder| holder.name.clone()),
            );
            people.extend(incident.writers.values().cloned());
        }
        people.sort();
        people.dedup();
        Ok(people)
    }

    /// Writes to the record by the rules of its playbooks, and shows what was logged.
    ///
    /// # Errors
    /// When it is refused or fails. A refusal that a person can act on is shown, and the conversation goes on.
    pub fn write(&mut self, make: &mut dyn FnMut(&Incident, &Guide) -> Outcome<Vec<Draft>>) -> Talked<bool> {
        let Some(id) = self.id.clone() else {
            return Ok(false);
        };
        match self.context.record(&id, Via::Terminal, make) {
            Ok(_) => Ok(true),
            Err(failure) if is_refusal(&failure) => {
                let shown = failure.render();
                self.say(&format!("\n{}\n", shown.trim_end()))?;
                Ok(false)
            }
            Err(failure) => Err(Stop::Failed(failure)),
        }
    }

    /// Offers the steps that a report may be about; nothing is marked without a choice.
    fn match_with_step(&mut self, heard: &Hearing) -> Talked {
        let Some(id) = self.id.clone() else {
            return Ok(());
        };
        let candidates: Vec<(String, String)> = {
            let journal = self.context.journal(&id)?;
            let Ok(guide) = Guide::of(journal.incident()) else {
                return Ok(());
            };
            likely_steps(&guide, journal.incident(), &heard.text, self.now())
        };
        if candidates.is_empty() {
            return Ok(());
        }
        self.tell("  Is this a step that is done now?\n")?;
        let titles: Vec<String> = candidates.iter().map(|(_, title)| title.clone()).collect();
        let Some(chosen) = self.choose(&titles, "  > ", Some("just a note"))? else {
            return Ok(());
        };
        let step_id = candidates[chosen].0.clone();
        let heard = heard.clone();
        let now = self.now();
        let logged = self.write(&mut |incident, guide| {
            let Some(step) = guide.step(&step_id) else {
                return Ok(Vec::new());
            };
            let happened = Report {
                outcome: crate::incident::event::Outcome::Done,
                has_happened: true,
            };
            let event = report(guide, incident, step, happened, now).map_err(crate::screen::held::refusal)?;
            Ok(vec![heard.mark(Draft::new(event), true)])
        })?;
        match logged {
            true => self.say_what_can_follow(&step_id, &Source::from(&heard)),
            false => Ok(()),
        }
    }

    fn call(&mut self, rest: &str) -> Talked {
        let with = match rest.is_empty() {
            false => rest.to_owned(),
            true => self.text(
                "  Who was called, or who called? ",
                Ahead::Drop,
                "Type a name, or /later.",
            )?,
        };
        self.log_call(&with, None)
    }

    /// Asks what came of a call and logs it.
    ///
    /// # Errors
    /// When the conversation ends, or the call cannot be logged.
    pub fn log_call(&mut self, with: &str, number: Option<&str>) -> Talked {
        self.help =
            "  What they said, a case number, or `no answer`. Not called yet? /later logs nothing.\n".to_owned();
        let question = "  What came of it? What they said, a case number, voicemail. Not yet: /later\n";
        self.tell(question)?;
        self.say_what_is_due()?;
        self.reminder = question.to_owned();
        let outcome = self.text(
            "  > ",
            Ahead::Join,
            "Type what came of it, even `no answer`, or /later.",
        );
        self.reminder.clear();
        let outcome = outcome?;
        let heard = self.hear(&outcome)?;
        let call = CallLogged {
            with: with.to_owned(),
            number: number.map(str::to_owned),
            outcome: heard.as_ref().map_or(outcome, |heard| heard.text.clone()),
        };
        let draft = Draft::new(call);
        let draft = match heard {
            Some(heard) => heard.mark(draft, false),
            None => draft,
        };
        self.write(&mut |_, _| Ok(vec![draft.clone()]))?;
        Ok(())
    }

    /// Shows the board.
    ///
    /// # Errors
    /// When the record cannot be read, or nobody can read the board.
    pub fn show_board(&mut self) -> Talked {
        let Some(id) = self.id.clone() else {
            return Ok(());
        };
        let (now, zone, width) = (self.now(), self.zone, self.context.world.terminal.width);
        let shown = {
            let journal = self.context.journal(&id)?;
            let guide = self.context.guide(journal.incident())?;
            board(
                &guide,
                journal.incident(),
                &Situation::of(&guide, journal.incident(), now),
                zone,
                width,
            )
        };
        self.say(&format!("\n{shown}\n"))
    }

    fn i_am(&mut self, rest: &str) -> Talked {
        let name = match rest.is_empty() {
            false => rest.to_owned(),
            true => self.text("  Your name, for the record: ", Ahead::Drop, "Type your name.")?,
        };
        let name = crate::told::full_name(&name, &self.people()?);
        self.context.set_writer(name.clone(), None);
        self.say(&format!("  From now on {name} types.\n"))
    }

    /// Puts off a step, until a time or for a reason when one of them was said.
    ///
    /// # Errors
    /// When it cannot be logged.
    pub fn defer(&mut self, step: &str, title: &str, pass: u32) -> Talked {
        let said = std::mem::take(&mut self.put_off);
        let said = said.trim_start_matches([',', ':']).trim();
        let until = crate::time::read_deadline(said, self.now(), self.zone).ok();
        let event = StepDeferred {
            step: step.to_owned(),
            pass,
            title: title.to_owned(),
            until: until.map(|moment| moment.at),
            why: (until.is_none() && !said.is_empty()).then(|| said.trim_start_matches("because ").to_owned()),
        };
        self.write(&mut |_, _| Ok(vec![Draft::new(event.clone())]))?;
        Ok(())
    }
}

/// A note as a draft; its source goes where the record keeps sources.
pub fn note_draft(text: &str, heard: Option<&Hearing>, access: Option<Access>) -> Draft {
    let words = heard.map_or(text, |heard| &heard.text);
    let draft = Draft {
        access,
        ..Draft::new(NoteAdded { text: words.to_owned() })
    };
    match heard {
        Some(heard) => Draft {
            actor: Some(heard.by.clone()),
            ..heard.mark(draft, false)
        },
        None => draft,
    }
}

/// Whether a failure is one that a person answers by doing something else, rather than the end of the session.
pub fn is_refusal(failure: &Failure) -> bool {
    use crate::failure::Kind;
    matches!(failure.kind, Kind::Refused | Kind::Input | Kind::Conflict | Kind::Usage)
}

/// Up to three open steps whose words a report shares, best first; without any, the most pressing ones.
fn likely_steps(
    guide: &Guide,
    incident: &Incident,
    text: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Vec<(String, String)> {
    const SHOWN: usize = 3;
    let words = |text: &str| -> Vec<String> {
        text.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| word.chars().count() > 3)
            .map(|word| word.to_lowercase().chars().take(6).collect())
            .collect()
    };
    let said = words(text);
    let mut scored: Vec<(usize, &crate::playbook::plan::Step)> = guide
        .steps
        .iter()
        .filter(|step| !crate::situation::step::standing(guide, incident, step, now).is_finished())
        .map(|step| {
            let told: String = step
                .instructions
                .iter()
                .map(|instruction| format!(" {}", instruction.text))
                .collect();
            let (title, body) = (words(&step.title), words(&told));
            let score = said.iter().filter(|word| title.contains(word)).count() * 3
                + said.iter().filter(|word| body.contains(word)).count();
            (score, step)
        })
        .filter(|(score, _)| *score > 0)
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let mut found: Vec<(String, String)> = scored
        .iter()
        .take(SHOWN)
        .map(|(_, step)| (step.id.clone(), step.title.clone()))
        .collect();
    if found.is_empty() {
        let pressing = Situation::of(guide, incident, now).next.now;
        found.extend(pressing.into_iter().take(SHOWN).map(|todo| (todo.step, todo.title)));
    }
    found
}
