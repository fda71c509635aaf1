//! `/fix` and `breach correct`: asks an entry's question again, wants a reason, and shows the effect before it is written.

use super::asking::{Flow, Session};
use super::opening::situations;
use super::prompts::Prompt;
use super::question::HELP;
use crate::document::{Blocks, Document, terminal};
use crate::fact::{Answer, Kind, Value};
use crate::incident::Entry;
use crate::incident::event::{EntryCorrected, FactRecorded, Instead, StepOutcome};
use crate::incident::state::same_person;
use crate::journal::Draft;
use crate::playbook::plan::Question;
use crate::prompt::TypeAhead;
use crate::screens::logged::entry_block;
use crate::situation::effect::effect;
use crate::text::wrap;
use crate::workflow::correction::{Wrong, correctable, correction};

/// How many entries are offered to choose from.
const OFFERED: usize = 9;

impl Session<'_, '_> {
    /// Corrects the entry of this number, or the last one that this person typed and that can be corrected.
    pub fn fix(&mut self, rest: &str) -> Flow {
        let me = self.context.known_writer(None).map(|(name, _)| name);
        let entries = self.case()?.entries();
        let wanted = rest.trim().trim_start_matches('#');
        let entry = match wanted.parse::<u64>() {
            Ok(number) => entries.iter().find(|entry| entry.seq == number).cloned(),
            Err(_) if wanted.is_empty() => {
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
    pub fn choose_and_correct(&mut self) -> Flow {
        let mut entries: Vec<Entry> = self
            .case()?
            .entries()
            .iter()
            .rev()
            .filter(|entry| !correctable(&entry.event).is_empty())
            .take(OFFERED)
            .cloned()
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
        self.say("\n")?;
        let none = "none of these; `breach correct NUMBER` takes any";
        match self.choose("Which entry was wrong?", &lines, Some(none))? {
            Some(chosen) => self.correct(&entries[chosen]),
            None => Ok(()),
        }
    }

    /// Corrects one entry.
    pub fn correct(&mut self, entry: &Entry) -> Flow {
        let width = self.context.world.terminal.width;
        let mut page = Document::default();
        page.space();
        page.paragraph(format!("Entry {}, as it stands:", entry.seq));
        page.add(entry_block("", entry, self.zone));
        self.say(&terminal(&page, width))?;
        let choices = correctable(&entry.event);
        let wrong = match choices {
            [] => {
                return self.say("  This entry cannot be changed. Write down what is wrong with it: /note.\n");
            }
            [only] => *only,
            several => {
                self.say("\n")?;
                let words: Vec<String> = several.iter().map(|wrong| wrong.words().to_owned()).collect();
                match self.choose("What is wrong?", &words, Some("nothing; leave it"))? {
                    Some(chosen) => several[chosen],
                    None => return self.say("  Nothing was changed.\n"),
                }
            }
        };
        let instead = self.instead(entry, wrong)?;
        let why = self.text(
            &Prompt::new("  Why is it corrected? "),
            "A reason is kept with it. Type one, or /leave.",
        )?;
        let event = correction(entry, instead, &why);
        if !self.agree_to_effect(&event)? {
            return self.say("  Nothing was changed.\n");
        }
        self.write(&mut |_, _| Ok(vec![Draft::new(event.clone())]))?;
        Ok(())
    }

    /// Shows what would follow, and asks.
    fn agree_to_effect(&mut self, event: &EntryCorrected) -> Flow<bool> {
        let (now, width) = (self.now(), self.context.world.terminal.width);
        let (workflow, incident) = self.workflow()?;
        let sentences = match effect(workflow, incident, event, now) {
            Ok(sentences) => sentences,
            Err(failure) => {
                self.say(&format!("  {failure}.\n"))?;
                return Ok(false);
            }
        };
        let mut shown = String::from("\n  Both stay in the record.");
        if sentences.is_empty() {
            shown.push_str(" Nothing else changes.\n");
        } else {
            shown.push_str(" What else changes:\n");
        }
        for sentence in sentences {
            for line in wrap(&sentence, width, "    ", "      ") {
                shown.push_str(&line);
                shown.push('\n');
            }
        }
        self.say(&shown)?;
        self.yes_or_no("Correct it?")
    }

    /// What takes the entry's place.
    fn instead(&mut self, entry: &Entry, wrong: Wrong) -> Flow<Instead> {
        match wrong {
            Wrong::Words => Ok(Instead::Text(
                self.text(&Prompt::of_text("  The right words: "), "Type them, or /leave.")?,
            )),
            Wrong::Who => Ok(Instead::Actor({
                let name = self.text(&Prompt::new("  Who was it? "), "Type a name.")?;
                crate::attribution::full_name(&name, &self.people()?)
            })),
            Wrong::When => {
                let when = self.when(&Prompt::new("  When was it? "))?;
                Ok(Instead::Occurred(crate::attribution::happened(when, self.zone)))
            }
            Wrong::All => Ok(Instead::Nothing),
            Wrong::Outcome => self.other_outcome(),
            Wrong::Answer => match entry.event.get::<FactRecorded>() {
                Some(fact) => self.other_answer(fact),
                None => Ok(Instead::Nothing),
            },
        }
    }

    fn other_outcome(&mut self) -> Flow<Instead> {
        let outcomes = ["done", "started", "waiting", "later", "not needed", "will not do"].map(str::to_owned);
        self.say("\n")?;
        let chosen = self.choose("What became of it?", &outcomes, None)?;
        Ok(Instead::Outcome(match chosen {
            Some(0) => StepOutcome::Done,
            Some(1) => StepOutcome::Started,
            Some(2) => StepOutcome::Waiting {
                on: self.text(
                    &Prompt::new("  On whom, or for what? "),
                    "Type a name, or what is missing.",
                )?,
                until: None,
            },
            Some(3) => StepOutcome::Deferred { until: None, why: None },
            Some(4) => StepOutcome::NotNeeded {
                why: self.text(&Prompt::new("  Why is it not needed? "), "A reason is kept with it.")?,
            },
            _ => StepOutcome::Declined {
                why: self.text(&Prompt::new("  Why will it not be done? "), "A reason is kept with it.")?,
            },
        }))
    }

    /// Asks the entry's question again, with its options where the playbook still knows them.
    fn other_answer(&mut self, fact: &FactRecorded) -> Flow<Instead> {
        let (workflow, _) = self.workflow()?;
        let question = workflow.question(&fact.fact).unwrap_or_else(|| Question {
            fact: fact.fact.clone(),
            local: false,
            kind: fact.kind.clone(),
            ask: fact.asked.clone(),
            hint: None,
            required: false,
        });
        if fact.fact == "situation"
            && let Some(words) = self.other_situation()?
        {
            let answer = Answer::known(Value::Text(words));
            return Ok(Instead::Answer(FactRecorded { answer, ..fact.clone() }));
        }
        let shown = self.show_question(&question)?;
        let ahead = if question.kind == Kind::LongText {
            TypeAhead::Join
        } else {
            TypeAhead::Drop
        };
        let prompt = Prompt {
            ahead,
            ..Prompt::new("  > ").help(HELP).reminder(&shown)
        };
        loop {
            let text = self.ask(&prompt)?;
            if text.is_empty() {
                self.tell("  Type the right answer, or /leave. Nothing was changed.\n")?;
            } else if let Some(answer) = self.understood(&question, &text)? {
                return Ok(Instead::Answer(FactRecorded {
                    answer,
                    kind: question.kind.clone(),
                    asked: question.ask.clone(),
                    ..fact.clone()
                }));
            }
        }
    }

    /// Offers the situations that an incident can begin with. `None` to say it in other words.
    fn other_situation(&mut self) -> Flow<Option<String>> {
        let (situations, _) = situations(&self.context.playbooks());
        let words: Vec<String> = situations.iter().map(|situation| situation.words.clone()).collect();
        self.say("\n")?;
        let none = Some("none of these: say it in your own words");
        let Some(chosen) = self.choose("What have you been told, or seen?", &words, none)? else {
            return Ok(None);
        };
        let playbook = &situations[chosen].playbook;
        let (workflow, _) = self.workflow()?;
        if workflow.playbooks.iter().all(|known| known.id != *playbook)
            && let Some(first) = workflow.playbooks.first()
        {
            let swap = format!(
                "  The steps stay those of `{}`. `/swap {playbook}` shows what would change.\n",
                first.id
            );
            self.tell(&swap)?;
        }
        Ok(Some(words[chosen].clone()))
    }
}
