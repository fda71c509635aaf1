//! What holds a step, and its three exits: satisfy it, it has already happened, or the commander overrides it.

use super::asking::{Flow, Session};
use super::prompts::Prompt;
use crate::attribution::{Attribution, Source};
use crate::incident::event::{RoleAssigned, StepOutcome};
use crate::journal::Draft;
use crate::playbook::plan::{Gate, Step};
use crate::screens::step::hold_sentence;
use crate::workflow::holds::{Hold, HoldKind};
use crate::workflow::step_report;

impl Session<'_, '_> {
    /// Deals with what holds a step. `true` when it is worth looking at the step again.
    pub fn open_holds(&mut self, step: &Step, holds: &[Hold]) -> Flow<bool> {
        let Some(hold) = holds.first() else {
            return Ok(true);
        };
        match &hold.what {
            HoldKind::Gate(Gate::Acknowledge(sentence)) => self.agree(step, hold, sentence),
            HoldKind::Gate(Gate::Approval(role)) => self.approval(step, hold, Some(role)),
            HoldKind::Gate(Gate::FourEyes(_)) => self.approval(step, hold, None),
            HoldKind::After { .. } | HoldKind::Gate(_) => self.other_exits(step, holds, hold),
        }
    }

    fn agree(&mut self, step: &Step, hold: &Hold, sentence: &str) -> Flow<bool> {
        let width = self.context.world.terminal.width;
        let lines = crate::text::wrap(&format!("\"{sentence}\""), width, "    ", "    ");
        let question = format!(
            "\n  Before the instructions, one sentence:\n\n{}\n\n  You can type\n    \
             agreed             it holds, and you see to it\n    \
             agreed @Ana phone  Ana said so, by phone\n    \
             done @Ana 22:50    the step has already happened\n    \
             back               leave the step\n",
            lines.join("\n")
        );
        self.tell(&question)?;
        loop {
            let typed = self.ask_at_gate(step, &question)?;
            if let Some(again) = self.exit_typed(step, &typed)? {
                return Ok(again);
            }
            let (word, rest) = typed.split_once(char::is_whitespace).unwrap_or((&typed, ""));
            if word.eq_ignore_ascii_case("agreed") {
                let heard = self.hear_or_note(rest)?;
                let name = hold.name.clone();
                return self.write_gate(heard, &mut |incident| {
                    step_report::acknowledge(incident, step, &name, sentence)
                });
            }
            self.tell("  Nothing was logged. Type agreed, or `back`.\n")?;
        }
    }

    fn approval(&mut self, step: &Step, hold: &Hold, role: Option<&str>) -> Flow<bool> {
        let words = self.sentence(hold)?;
        let question = format!(
            "\n  Held until {words}.\n\n  You can type\n    \
             @Ana phone 22:50   who agreed, how and when\n    \
             approved           you agree, and it is yours to say\n    \
             refused            it is sent back, with a reason\n    \
             done @Ana 22:50    the step has already happened\n    \
             override           go ahead anyway: commander, with a reason\n    \
             back               leave the step\n"
        );
        self.tell(&question)?;
        loop {
            let typed = self.ask_at_gate(step, &question)?;
            if let Some(again) = self.exit_typed(step, &typed)? {
                return Ok(again);
            }
            let heard = if typed.starts_with('@') {
                self.hear_or_note(&typed)?
            } else {
                None
            };
            let name = hold.name.clone();
            match (typed.to_lowercase().as_str(), &heard) {
                ("approved", None) | (_, Some(_)) => {
                    if let Some(role) = role {
                        self.offer_role(role, heard.as_ref())?;
                    }
                    return self.write_gate(heard, &mut |incident| {
                        step_report::approve(incident, step, &name, &words)
                    });
                }
                ("refused", None) => {
                    if let Some(role) = role {
                        self.offer_role(role, None)?;
                    }
                    let why = self.text(&Prompt::new("  Why? "), "A reason is kept with it.")?;
                    self.write_gate(None, &mut |incident| {
                        step_report::send_back(incident, step, &name, &words, &why)
                    })?;
                    return Ok(false);
                }
                _ => {
                    self.tell("  Nothing was logged. Type approved, @NAME and how, refused, override, or `back`.\n")?
                }
            }
        }
    }

    /// For holds that no word at this prompt can lift.
    fn other_exits(&mut self, step: &Step, holds: &[Hold], hold: &Hold) -> Flow<bool> {
        let words = self.sentence(hold)?;
        let others = match holds.len() {
            1 => String::new(),
            more => format!(" (and {} more)", more - 1),
        };
        let first = match &hold.what {
            HoldKind::After { title, .. } => format!("first              open \"{title}\" now\n    "),
            _ => String::new(),
        };
        let question = format!(
            "\n  Not yet: it waits until {words}{others}.\n\n  You can type\n    {first}\
             done @Ana 22:50    it has already happened\n    \
             override           go ahead anyway: commander, with a reason\n    \
             back               leave the step\n"
        );
        self.tell(&question)?;
        loop {
            let typed = self.ask_at_gate(step, &question)?;
            if let Some(again) = self.exit_typed(step, &typed)? {
                return Ok(again);
            }
            match (typed.to_lowercase().as_str(), &hold.what) {
                ("first", HoldKind::After { step: other, .. }) => {
                    self.step(other)?;
                    return Ok(true);
                }
                _ => self.tell("  Nothing was logged. Type one of the words above.\n")?,
            }
        }
    }

    /// Asks at a hold; after a slash command the question stands there again.
    fn ask_at_gate(&mut self, step: &Step, question: &str) -> Flow<String> {
        let reminder = format!("\n  {}{question}", step.title);
        self.say_what_is_due()?;
        self.ask(
            &Prompt::new("  > ")
                .help(
                    "  The instructions come once nothing holds them. What has happened can always be reported: \
                     `done @Ana phone 22:50`.\n",
                )
                .reminder(&reminder),
        )
    }

    /// The exits that every hold has. `None` when the word was none of them.
    fn exit_typed(&mut self, step: &Step, typed: &str) -> Flow<Option<bool>> {
        let lower = typed.to_lowercase();
        if lower == "back" {
            return Ok(Some(false));
        }
        if lower == "override" {
            return self.override_holds(step).map(Some);
        }
        let (word, outcome) = match lower.split_whitespace().next() {
            Some("done") => ("done", StepOutcome::Done),
            Some("started") => ("started", StepOutcome::Started),
            _ => return Ok(None),
        };
        let rest = typed[word.len()..].trim();
        let heard = if rest.is_empty() {
            None
        } else {
            self.hear_or_note(rest)?
        };
        let heard = match heard {
            Some(heard) => heard,
            None => match self.ask_who_and_when()? {
                Some(heard) => heard,
                None => return Ok(Some(false)),
            },
        };
        let is_done = outcome == StepOutcome::Done;
        if self.report_step(step, outcome, Some(&heard))? && is_done {
            self.ask_questions_of_done(step, &Source::from(&heard))?;
        }
        Ok(Some(false))
    }

    /// It has already happened: who did it, and when. `None` to leave it.
    fn ask_who_and_when(&mut self) -> Flow<Option<Attribution>> {
        let who = self.text(&Prompt::new("  Who did it? A name, or `back`: "), "Type a name.")?;
        if who.eq_ignore_ascii_case("back") {
            self.tell("  Nothing was logged.\n")?;
            return Ok(None);
        }
        let when = self.when(&Prompt::new("  When? "))?;
        let people = self.people()?;
        Ok(Some(Attribution {
            by: crate::attribution::full_name(who.trim_start_matches('@'), &people),
            is_told: false,
            channel: None,
            occurred: Some(crate::attribution::happened(when, self.zone)),
            text: String::new(),
        }))
    }

    fn override_holds(&mut self, step: &Step) -> Flow<bool> {
        let why = self.text(&Prompt::new("  Why go ahead anyway? "), "A reason is kept with it.")?;
        self.offer_role("incident-commander", None)?;
        let now = self.now();
        self.write(&mut |incident, workflow| {
            let held = crate::workflow::holds::still_held(workflow, incident, step, now);
            Ok(vec![Draft::new(step_report::override_holds(
                incident, step, &held, &why,
            ))])
        })
    }

    /// Where nobody holds the role that is needed, asks whether whoever acts now does. Nobody is made anything silently.
    fn offer_role(&mut self, role: &str, heard: Option<&Attribution>) -> Flow {
        let (workflow, incident) = self.workflow()?;
        if incident.roles.contains_key(role) {
            return Ok(());
        }
        let title = workflow.role_title(role).to_owned();
        let name = match heard {
            Some(heard) => heard.by.clone(),
            None => self.writer()?,
        };
        if self.yes_or_no(&format!("Nobody is {title} yet. Is {name} acting as {title}?"))? {
            let event = RoleAssigned {
                role: role.to_owned(),
                title,
                name,
                from: None,
                deputy: false,
            };
            self.write(&mut |_, _| Ok(vec![Draft::new(event.clone())]))?;
        }
        Ok(())
    }

    fn write_gate(
        &mut self,
        heard: Option<Attribution>,
        make: &mut dyn FnMut(&crate::incident::Incident) -> crate::incident::Event,
    ) -> Flow<bool> {
        self.write(&mut |incident, _| {
            let draft = Draft::new(make(incident));
            Ok(vec![match &heard {
                Some(heard) => heard.mark(draft, true),
                None => draft,
            }])
        })?;
        Ok(true)
    }

    fn sentence(&mut self, hold: &Hold) -> Flow<String> {
        let (workflow, _) = self.workflow()?;
        Ok(hold_sentence(workflow, hold))
    }
}
