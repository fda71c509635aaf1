//! `/fix` and `breach correct`: asks an entry's question again, wants a reason, and shows the effect before it is written.

use super::talk::{Talk, Talked};
use crate::fact::read::{Asked, read_row};
use crate::fact::{Answer, Kind, Value};
use crate::incident::Entry;
use crate::incident::event::{EntryCorrected, FactRecorded, Instead, Outcome as StepOutcome};
use crate::incident::state::same_person;
use crate::journal::Draft;
use crate::playbook::plan::Question;
use crate::prompt::Ahead;
use crate::screen::logged::entry_lines;
use crate::situation::effect::effect;
use crate::text::wrap;
use crate::walk::correction::{Wrong, correctable, correction};

/// How many entries are offered to choose from.
const OFFERED: usize = 9;

impl Talk<'_, '_> {
    /// Corrects the entry of this number, or the last one that this person typed and that can be corrected.
    ///
    /// # Errors
    /// When the conversation ends, or it cannot be logged.
    pub fn fix(&mut self, rest: &str) -> Talked {
        let entries = self.entries()?;
        let wanted = rest.trim().trim_start_matches('#');
        let entry = match wanted.parse::<u64>() {
            Ok(number) => entries.iter().find(|entry| entry.seq == number).cloned(),
            Err(_) if wanted.is_empty() => {
                let me = self.context.known_writer(None).map(|(name, _)| name);
                let mine = |entry: &&Entry| me.as_ref().is_none_or(|me| same_person(me, &entry.by.name));
                entries
                    .iter()
                    .rev()
                    .filter(mine)
                    .find(|entry| !correctable(&entry.event).is_empty())
                    .cloned()
            }
            Err(_) => None,
        };
        match entry {
            Some(entry) => self.correct(&entry),
            None => self.say("  There is no such entry. `breach log` shows all; /fix 12 corrects entry 12.\n"),
        }
    }

    /// Offers the last entries that can be corrected.
    ///
    /// # Errors
    /// When the conversation ends, or it cannot be logged.
    pub fn choose_and_correct(&mut self) -> Talked {
        let mut entries: Vec<Entry> = self
            .entries()?
            .into_iter()
            .rev()
            .filter(|entry| !correctable(&entry.event).is_empty())
            .take(OFFERED)
            .collect();
        entries.reverse();
        if entries.is_empty() {
            return self.say("  Nothing was logged yet that could be corrected.\n");
        }
        let zone = self.zone;
        let lines: Vec<String> = entries
            .iter()
            .map(|entry| {
                let words = crate::incident::describe::sentence(entry, zone);
                let line = format!("#{}  {}", entry.seq, words.lines().next().unwrap_or_default());
                crate::text::clip(&line, self.context.world.terminal.width.saturating_sub(8)).into_owned()
            })
            .collect();
        self.say("\n  Which entry was wrong?\n")?;
        match self.choose(&lines, "  > ", Some("none of these; `breach correct NUMBER` takes any"))? {
            Some(chosen) => self.correct(&entries[chosen]),
            None => Ok(()),
        }
    }

    /// Corrects one entry.
    ///
    /// # Errors
    /// When the conversation ends, or it cannot be logged.
    pub fn correct(&mut self, entry: &Entry) -> Talked {
        let width = self.context.world.terminal.width;
        let shown = entry_lines("", entry, self.zone, width);
        self.say(&format!("\n  Entry {}, as it stands:\n{shown}", entry.seq))?;
        let choices = correctable(&entry.event);
        let wrong = match choices {
            [] => {
                return self.say("  This entry cannot be changed. Write down what is wrong with it: /note.\n");
            }
            [only] => *only,
            several => {
                self.say("\n  What is wrong?\n")?;
                let words: Vec<String> = several.iter().map(|wrong| wrong.words().to_owned()).collect();
                match self.choose(&words, "  > ", Some("nothing; leave it"))? {
                    Some(chosen) => several[chosen],
                    None => return self.say("  Nothing was changed.\n"),
                }
            }
        };
        let instead = self.instead(entry, wrong)?;
        let why = self.text(
            "  Why is it corrected? ",
            Ahead::Drop,
            "A reason is kept with it. Type one, or /leave.",
        )?;
        let event = correction(entry, instead, &why);
        if !self.agree_to_effect(&event)? {
            return self.say("  Nothing was changed.\n");
        }
        self.write(&mut |_, _| Ok(vec![Draft::new(event.clone())]))?;
        Ok(())
    }

    fn entries(&mut self) -> Talked<Vec<Entry>> {
        let Some(id) = self.id.clone() else {
            return Ok(Vec::new());
        };
        Ok(self.context.journal_with_entries(&id)?.1)
    }

    /// Shows what would follow, and asks.
    fn agree_to_effect(&mut self, event: &EntryCorrected) -> Talked<bool> {
        let Some(id) = self.id.clone() else {
            return Ok(false);
        };
        let (now, width) = (self.now(), self.context.world.terminal.width);
        let effect = {
            let journal = self.context.journal(&id)?;
            let guide = self.context.guide(journal.incident())?;
            effect(&guide, journal.incident(), event, now)
        };
        let sentences = match effect {
            Ok(sentences) => sentences,
            Err(failure) => {
                self.say(&format!("  {failure}.\n"))?;
                return Ok(false);
            }
        };
        let mut shown = String::from("\n  Both stay in the record.");
        match sentences.is_empty() {
            true => shown.push_str(" Nothing else changes.\n"),
            false => {
                shown.push_str(" What else changes:\n");
                for sentence in sentences {
                    for line in wrap(&sentence, width, "    ", "      ") {
                        shown.push_str(&line);
                        shown.push('\n');
                    }
                }
            }
        }
        self.say(&shown)?;
        self.yes_or_no("Correct it?")
    }

    /// What takes the entry's place.
    fn instead(&mut self, entry: &Entry, wrong: Wrong) -> Talked<Instead> {
        match wrong {
            Wrong::Words => Ok(Instead::Text(self.text(
                "  The right words: ",
                Ahead::Join,
                "Type them, or /leave.",
            )?)),
            Wrong::Who => Ok(Instead::Actor({
                let name = self.text("  Who was it? ", Ahead::Drop, "Type a name.")?;
                crate::told::full_name(&name, &self.people()?)
            })),
            Wrong::When => {
                let moment = self.moment("  When was it? ")?;
                Ok(Instead::Occurred(crate::told::happened_at(moment)))
            }
            Wrong::All => Ok(Instead::Nothing),
            Wrong::Outcome => self.other_outcome(),
            Wrong::Answer => match entry.event.get::<FactRecorded>() {
                Some(fact) => self.other_answer(fact),
                None => Ok(Instead::Nothing),
            },
        }
    }

    fn other_outcome(&mut self) -> Talked<Instead> {
        let outcomes = ["done", "started", "waiting", "later", "not needed", "will not do"].map(str::to_owned);
        self.say("\n  What became of it?\n")?;
        let chosen = self.choose(&outcomes, "  > ", None)?;
        Ok(Instead::Outcome(match chosen {
            Some(0) => StepOutcome::Done,
            Some(1) => StepOutcome::Started,
            Some(2) => StepOutcome::Waiting {
                on: self.text(
                    "  On whom, or for what? ",
                    Ahead::Drop,
                    "Type a name, or what is missing.",
                )?,
                until: None,
            },
            Some(3) => StepOutcome::Deferred { until: None, why: None },
            Some(4) => StepOutcome::NotNeeded {
                why: self.text("  Why is it not needed? ", Ahead::Drop, "A reason is kept with it.")?,
            },
            _ => StepOutcome::Declined {
                why: self.text("  Why will it not be done? ", Ahead::Drop, "A reason is kept with it.")?,
            },
        }))
    }

    /// Asks the entry's question again, with its options where the playbook still knows them.
    fn other_answer(&mut self, fact: &FactRecorded) -> Talked<Instead> {
        let Some(id) = self.id.clone() else {
            return Ok(Instead::Nothing);
        };
        let question = {
            let journal = self.context.journal(&id)?;
            let guide = self.context.guide(journal.incident())?;
            guide.question(&fact.fact).unwrap_or_else(|| Question {
                fact: fact.fact.clone(),
                local: false,
                kind: fact.kind.clone(),
                ask: fact.asked.clone(),
                hint: None,
                required: false,
            })
        };
        self.show_question(&question)?;
        loop {
            let ahead = if question.kind == Kind::LongText {
                Ahead::Join
            } else {
                Ahead::Drop
            };
            let text = self.ask("  > ", ahead)?;
            let answer = match (&question.kind, text.is_empty()) {
                (_, true) => Err("Type the right answer, or /leave. Nothing was changed.".to_owned()),
                (Kind::Table(columns), false) => {
                    let asked = Asked {
                        now: self.now(),
                        zone: self.zone,
                    };
                    read_row(&text, columns, &asked).map(|row| Answer::known(Value::Row(row)))
                }
                (_, false) => self.read(&question, &text),
            };
            match answer {
                Ok(answer) => {
                    return Ok(Instead::Answer(FactRecorded {
                        answer,
                        kind: question.kind.clone(),
                        asked: question.ask.clone(),
                        ..fact.clone()
                    }));
                }
                Err(why) => self.say(&format!("  {why}\n"))?,
            }
        }
    }
}
