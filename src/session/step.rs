//! One step at the terminal: its screen, what holds it, where it stands, and then its questions.

use super::asking::{Exit, Flow, Session};
use super::prompts::Prompt;
use super::question::Asking;
use crate::attribution::{Attribution, Source};
use crate::incident::event::{Demand, StepDeferred, StepOutcome};
use crate::journal::Draft;
use crate::playbook::plan::{Question, Step};
use crate::screens::held::refusal;
use crate::screens::logged::answers_can_follow;
use crate::screens::step::step_screen_above;
use crate::situation::step::{Standing, standing};
use crate::text::Passage;
use crate::time::{When, read_deadline};
use crate::workflow::holds::still_held;
use crate::workflow::step_report::{StepReport, open_questions, pass_to_report, report};

/// The six outcomes, as they are typed.
const OUTCOMES: [&str; 6] = ["done", "started", "waiting", "later", "not needed", "will not do"];

impl Session<'_, '_> {
    /// Walks one step until something was reported about it, or it was left.
    pub fn step(&mut self, step_id: &str) -> Flow {
        match self.step_until_reported(step_id) {
            Err(Exit::Later(said)) => self.put_off(step_id, &said),
            other => other,
        }
    }

    /// Puts off a step that is not finished, until a time or for a reason when one of them was said.
    fn put_off(&mut self, step_id: &str, said: &str) -> Flow {
        let (now, zone) = (self.now(), self.zone);
        let (workflow, incident) = self.workflow()?;
        let Some(step) = workflow.step(step_id) else {
            return Ok(());
        };
        if standing(workflow, incident, step, now).is_finished() {
            return Ok(());
        }
        let said = said.trim_start_matches([',', ':']).trim();
        let until = read_deadline(said, now, zone).ok();
        let event = StepDeferred {
            step: step.id.clone(),
            pass: pass_to_report(incident, step),
            title: step.title.clone(),
            until: until.map(|moment| moment.at),
            why: (until.is_none() && !said.is_empty()).then(|| said.trim_start_matches("because ").to_owned()),
        };
        self.write(&mut |_, _| Ok(vec![Draft::new(event.clone())]))?;
        Ok(())
    }

    fn step_until_reported(&mut self, step_id: &str) -> Flow {
        loop {
            let terminal = self.context.world.terminal;
            let (now, zone) = (self.now(), self.zone);
            let current = self.situation()?;
            let (workflow, incident) = (current.workflow, current.incident);
            let Some(step) = workflow.step(step_id).cloned() else {
                return Ok(());
            };
            let standing = standing(workflow, incident, &step, now);
            // One row is for what is due next, and some are for what is said between screen and question.
            let taken = 1 + match &standing {
                // Enough for a hold, which is asked about below what decides.
                Standing::CannotTell(facts) if !still_held(workflow, incident, &step, now).is_empty() => {
                    9 + facts.len()
                }
                Standing::CannotTell(facts) => 2 + facts.len(),
                standing if is_remarked_on(standing) => 2,
                _ => 0,
            };
            let window = (terminal.width, terminal.height.unwrap_or(24).saturating_sub(taken));
            let above = step_screen_above(workflow, incident, &step, current.situation, zone, window);
            self.say(&format!("\n{}", above.screen))?;
            if let Some(state) = already(&standing) {
                self.tell(&format!("\n  {state}\n"))?;
            }
            match standing {
                Standing::RuledOut => {
                    self.tell("  It is not needed as things stand: a fact rules it out. If it happened all the same, say so.\n")?;
                }
                Standing::CannotTell(facts) => {
                    self.say_what_decides(&facts)?;
                    let (workflow, incident) = self.workflow()?;
                    let holds = still_held(workflow, incident, &step, now);
                    if !holds.is_empty() {
                        if !self.open_holds(&step, &holds)? {
                            return Ok(());
                        }
                        continue;
                    }
                }
                Standing::Done { .. } | Standing::NotNeeded { .. } | Standing::Declined { .. } => {
                    return self.remaining_questions(&step);
                }
                Standing::Held(holds) => {
                    if !self.open_holds(&step, &holds)? {
                        return Ok(());
                    }
                    continue;
                }
                _ => {}
            }
            if self.where_does_it_stand(&step, &above.question)? {
                return Ok(());
            }
        }
    }

    /// Asks for one of the six outcomes. `true` when the step is left.
    fn where_does_it_stand(&mut self, step: &Step, question: &str) -> Flow<bool> {
        self.say(question)?;
        self.say_what_is_due()?;
        let reminder = if question.contains(&step.title) {
            question.to_owned()
        } else {
            format!("\n  {}{question}", step.title)
        };
        let prompt = Prompt::new("  > ")
            .help(
                "  `done @Ana phone 22:50` says that Ana did it and told you by phone. `back` leaves the step as it is.\n",
            )
            .reminder(&reminder);
        loop {
            let typed = self.ask(&prompt)?;
            let (word, rest) = split_outcome(&typed);
            let outcome = match word {
                Some("done") => StepOutcome::Done,
                Some("started") => StepOutcome::Started,
                Some("waiting") => self.waiting(rest)?,
                Some("later") => return Err(Exit::Later(rest.to_owned())),
                Some("not needed") => StepOutcome::NotNeeded {
                    why: self.why(rest, "  Why is it not needed? ")?,
                },
                Some("will not do") => StepOutcome::Declined {
                    why: self.why(rest, "  Why will it not be done? ")?,
                },
                _ if typed == "back" => return Ok(true),
                _ if typed.starts_with('@') => {
                    self.note(&typed, None)?;
                    return Ok(false);
                }
                _ => {
                    self.tell(&format!(
                        "  Nothing was logged. Type {}, or `back`.\n",
                        crate::text::list_plain(&OUTCOMES, "or")
                    ))?;
                    continue;
                }
            };
            let is_deed = matches!(outcome, StepOutcome::Done | StepOutcome::Started);
            let heard = if is_deed && !rest.is_empty() {
                self.hear_or_note(rest)?
            } else {
                None
            };
            if self.report_step(step, outcome.clone(), heard.as_ref())? {
                if outcome == StepOutcome::Done {
                    self.ask_questions_of_done(step, &source(heard.as_ref()))?;
                }
                return Ok(true);
            }
            return Ok(false);
        }
    }

    /// Logs a report about a step; a hold is shown with its three exits.
    pub fn report_step(&mut self, step: &Step, outcome: StepOutcome, heard: Option<&Attribution>) -> Flow<bool> {
        let now = self.now();
        let what = StepReport {
            outcome,
            has_happened: heard.is_some(),
        };
        self.write(&mut |incident, workflow| {
            let event = report(workflow, incident, step, what.clone(), now).map_err(refusal)?;
            let is_deed = matches!(event.facets().demand, Demand::Holds { .. });
            let draft = Draft::new(event);
            Ok(vec![match heard {
                Some(heard) => heard.mark(draft, is_deed),
                None => draft,
            }])
        })
    }

    fn waiting(&mut self, rest: &str) -> Flow<StepOutcome> {
        let rest = rest.trim_start_matches("on ").trim_start_matches("for ").trim();
        let (on, until) = match rest.split_once(" until ") {
            Some((on, until)) => (on.trim().to_owned(), Some(until.trim().to_owned())),
            None => (rest.to_owned(), None),
        };
        let on = if on.is_empty() {
            self.text(
                &Prompt::new("  On whom, or for what? "),
                "Type a name, or what is missing.",
            )?
        } else {
            on
        };
        let until_prompt = Prompt::new("  Until when? A time, or unknown: ");
        const NUDGE: &str = "Type a time such as 09:00 or tomorrow 09:00, or unknown.";
        let mut until_text = match until {
            Some(until) => until,
            None => self.text(&until_prompt, NUDGE)?,
        };
        loop {
            if until_text.eq_ignore_ascii_case("unknown") {
                return Ok(StepOutcome::Waiting { on, until: None });
            }
            let until = match read_deadline(&until_text, self.now(), self.zone) {
                Ok(moment) => Some(moment.at),
                Err(why) => match self.settle(&why)? {
                    Some(When::Moment(moment)) => Some(moment.at),
                    Some(When::Period { .. }) | None => None,
                },
            };
            match until {
                Some(until) => {
                    return Ok(StepOutcome::Waiting { on, until: Some(until) });
                }
                None => until_text = self.text(&until_prompt, NUDGE)?,
            }
        }
    }

    fn why(&mut self, rest: &str, prompt: &str) -> Flow<String> {
        let rest = rest.trim_start_matches([',', ':']).trim_start_matches("because").trim();
        if rest.is_empty() {
            self.text(&Prompt::new(prompt), "A reason is kept with it. Type one, or /later.")
        } else {
            Ok(rest.to_owned())
        }
    }

    /// The step is logged as done; its questions follow one by one, and any of them can be left open. Then comes who was told
    /// with it. `source` is that of the report.
    pub fn ask_questions_of_done(&mut self, step: &Step, source: &Source) -> Flow {
        self.ask_what_is_left(step)?;
        self.ask_who_was_told(step, source)
    }

    /// Says how many questions of a step that was just reported are open, without asking them; asks who was told with it.
    pub fn say_what_can_follow(&mut self, step_id: &str, source: &Source) -> Flow {
        let (workflow, _) = self.workflow()?;
        let Some(step) = workflow.step(step_id).cloned() else {
            return Ok(());
        };
        match self.questions_left(&step)?.len() {
            0 => {}
            open => self.tell(&format!(
                "  {} can follow: open \"{}\" when there is time.\n",
                crate::text::count(open, "answer"),
                step.title
            ))?,
        }
        self.ask_who_was_told(&step, source)
    }

    /// Says how many questions of a step are open, and asks them.
    pub fn ask_what_is_left(&mut self, step: &Step) -> Flow {
        let questions = self.questions_left(step)?;
        self.say(&answers_can_follow(questions.len()))?;
        if questions.len() > 1 {
            self.tell("  /later leaves one open, `back` the rest.\n")?;
        }
        self.ask_all(step, questions)
    }

    fn remaining_questions(&mut self, step: &Step) -> Flow {
        let questions = self.questions_left(step)?;
        self.ask_all(step, questions)?;
        self.ask_who_was_told(step, &Source::default())
    }

    fn ask_all(&mut self, step: &Step, questions: Vec<Question>) -> Flow {
        for question in questions {
            // Somebody else may have answered it in the meantime.
            let (pass, open) = self.open_questions_of(step)?;
            if open.iter().all(|open| open.fact != question.fact) {
                continue;
            }
            if self.question(&question, Some((&step.id, pass)))? == Asking::Left {
                break;
            }
        }
        Ok(())
    }

    fn questions_left(&mut self, step: &Step) -> Flow<Vec<Question>> {
        Ok(self.open_questions_of(step)?.1)
    }

    /// The pass that is under way, and its open questions; none where no playbook has the step any more.
    fn open_questions_of(&mut self, step: &Step) -> Flow<(u32, Vec<Question>)> {
        let (workflow, incident) = self.workflow()?;
        let pass = incident
            .steps
            .get(&step.id)
            .map_or(1, |state| u32::try_from(state.passes.len()).unwrap_or(1));
        let open = workflow
            .step(&step.id)
            .map_or_else(Vec::new, |step| open_questions(incident, step, pass));
        Ok((pass, open))
    }

    /// What decides whether a step is needed, and which step asks it.
    fn say_what_decides(&mut self, facts: &[Passage]) -> Flow {
        let (workflow, _) = self.workflow()?;
        let asking = |fact: &Passage| {
            let mut all = workflow.steps.iter();
            all.find_map(|step| {
                let question = step.questions.iter().find(|question| *question.fact == **fact)?;
                Some((question, step))
            })
        };
        let asked = |fact: &Passage| match asking(fact) {
            Some((question, step)) => format!("\"{}\" (in \"{}\")", question.ask, step.title),
            None => format!("{} (`breach fact set {fact} ANSWER`)", workflow.fact_title(fact)),
        };
        let asked: Vec<String> = facts.iter().map(asked).collect();
        self.tell(&format!(
            "  Not known yet whether this is needed; what decides it: {}.\n",
            crate::text::list_plain(&asked, "and")
        ))
    }
}

/// Of what is logged beside a report.
fn source(heard: Option<&Attribution>) -> Source {
    heard.map(Source::from).unwrap_or_default()
}

/// Whether something is said about it below its screen.
fn is_remarked_on(standing: &Standing) -> bool {
    matches!(standing, Standing::RuledOut) || already(standing).is_some()
}

/// What was reported before, when that matters to whoever opens the step again.
fn already(standing: &Standing) -> Option<String> {
    match standing {
        Standing::Started { who, .. } => Some(format!("Started, by {who}.")),
        Standing::Waiting { on, .. } => Some(format!("Waiting for {on}.")),
        Standing::Deferred { .. } => Some("Put off until later.".to_owned()),
        Standing::Done { who, .. } => Some(format!("Done, by {who}. `breach step reopen` opens it again.")),
        Standing::NotNeeded { why } => Some(format!("Not needed: {why}")),
        Standing::Declined { why } => Some(format!("Will not be done: {why}")),
        Standing::Between => Some("Done so far; `done` reports another pass.".to_owned()),
        Standing::Resting { .. } => Some("The next pass comes later; `done` reports it now.".to_owned()),
        Standing::Open | Standing::Held(_) | Standing::RuledOut | Standing::CannotTell(_) => None,
    }
}

/// Splits an outcome from what follows it. The beginning of a word is enough, from three letters on.
fn split_outcome(typed: &str) -> (Option<&'static str>, &str) {
    let lower = typed.to_lowercase();
    for outcome in OUTCOMES {
        if lower
            .strip_prefix(outcome)
            .is_some_and(|rest| rest.is_empty() || !rest.starts_with(char::is_alphanumeric))
        {
            return (Some(outcome), typed[outcome.len()..].trim());
        }
    }
    let (first, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let first = first.to_lowercase();
    let begins =
        |outcome: &&&str| first.len() >= 3 && outcome.split(' ').next().is_some_and(|word| word.starts_with(&first));
    let mut fits = OUTCOMES.iter().filter(begins);
    match (fits.next(), fits.next(), rest.is_empty()) {
        (Some(only), None, true) => (Some(only), ""),
        (Some(only), None, false) if !only.contains(' ') => (Some(only), rest.trim()),
        _ => (None, typed),
    }
}
