//! Closing an incident: what is asked for it, the entry that ends it, the links to the one it joins, and what stays open.

use super::asking::{Exit, Flow, Session};
use super::prompts::Prompt;
use crate::case::Case;
use crate::context::Context;
use crate::document::terminal;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::incident::Via;
use crate::incident::event::Ending;
use crate::incident::state::same_person;
use crate::journal::Draft;
use crate::screens::closing::{blocked, left_open, open_ends};
use crate::situation::Situation;
use crate::situation::closing::{ClosingRequest, NotYet, StillOpen};

/// How an incident may end, in the words of a list.
const ENDINGS: [(Ending, &str); 3] = [
    (Ending::Handled, "it was dealt with"),
    (
        Ending::RuledOut,
        "ruled out: it was nothing, or not ours; a second person agrees",
    ),
    (Ending::Joined, "it goes on as part of another incident"),
];

/// What is said where nobody closed it after all.
pub const STAYS_OPEN: &str = "  It stays open. Nothing was changed.\n";

impl Session<'_, '_> {
    /// Asks how the incident ended, closes it, and leaves.
    pub fn close_here(&mut self) -> Flow {
        if self.close(None, ClosingRequest::default(), &|draft| Ok(draft))? {
            return Err(Exit::Leave);
        }
        Ok(())
    }

    /// Asks for what closing needs and was not said, and closes. False when it stays open.
    pub fn close(
        &mut self,
        how: Option<Ending>,
        said: ClosingRequest,
        mark: &dyn Fn(Draft) -> Outcome<Draft>,
    ) -> Flow<bool> {
        let words = ENDINGS.map(|(_, words)| words.to_owned());
        let how = match how {
            Some(how) => Some(how),
            None => {
                let chosen = self.choose("How did it end?", &words, Some("it has not: leave it open"))?;
                chosen.map(|chosen| ENDINGS[chosen].0)
            }
        };
        let mut closing = ClosingRequest {
            how: how.unwrap_or(said.how),
            ..said
        };
        let goes_on = how.is_some()
            && match closing.how {
                Ending::Handled => self.settle_open_ends(&mut closing)?,
                Ending::RuledOut => self.second_person(&mut closing)?,
                Ending::Joined => self.joined_to(&mut closing)?,
            };
        if !goes_on {
            self.tell(STAYS_OPEN)?;
            return Ok(false);
        }
        if closing.why.is_empty() {
            closing.why = self.text(
                &Prompt::new("  Why, in a sentence? "),
                "A reason is kept with it. Type one, or /leave.",
            )?;
        }
        let (case, context) = self.parts()?;
        close(context, case, Via::Terminal, &closing, mark)?;
        Ok(true)
    }

    /// Shows what is open, and asks for one reason and a name. False where a duty stands in the way, or nobody says why.
    fn settle_open_ends(&mut self, closing: &mut ClosingRequest) -> Flow<bool> {
        let width = self.context.world.terminal.width;
        let who = self.writer()?;
        let now = self.situation()?;
        let Err(NotYet::Open(open)) = closing.event(now.workflow, now.incident, now.situation, &who) else {
            return Ok(true);
        };
        let shown = terminal(&open_ends(&open), width);
        self.say(&shown)?;
        if !open.owed.is_empty() {
            self.tell(
                "\n  A duty is never left open: `breach notice made ID` once they were told, or\n  `breach notice declined ID`, with \
                 who decided that and why.\n",
            )?;
            return Ok(false);
        }
        self.say("\n")?;
        if closing.open_because.is_none() && !(open.blocking.is_empty() && open.unanswered.is_empty()) {
            let prompt = Prompt::new("  Why do these stay open? One reason for all, or `back`: ");
            closing.open_because = self.unless_back(&prompt)?;
            if closing.open_because.is_none() {
                return Ok(false);
            }
        }
        if closing.left_by.is_none() && !open.undecided.is_empty() {
            let prompt = Prompt::new("  Who leaves open what decides whom to tell? A name, or `back`: ");
            closing.left_by = self.unless_back(&prompt)?;
            return Ok(closing.left_by.is_some());
        }
        Ok(true)
    }

    fn second_person(&mut self, closing: &mut ClosingRequest) -> Flow<bool> {
        let who = self.writer()?;
        while closing.second.is_none() {
            let prompt = Prompt::new("  Who agrees? A second person's name, or `back`: ");
            let Some(name) = self.unless_back(&prompt)? else {
                return Ok(false);
            };
            let name = crate::attribution::full_name(name.trim_start_matches('@'), &self.people()?);
            if same_person(&name, &who) {
                self.tell("  That is who types. Somebody else has to agree.\n")?;
            } else {
                closing.second = Some(name);
            }
        }
        Ok(true)
    }

    fn joined_to(&mut self, closing: &mut ClosingRequest) -> Flow<bool> {
        while closing.joined_to.is_none() {
            let prompt = Prompt::new("  Which incident does it join? Its id, such as k7f3, or `back`: ");
            let Some(name) = self.unless_back(&prompt)? else {
                return Ok(false);
            };
            let own = self.case()?.id().clone();
            match self.context.find(&name) {
                Ok(id) if id == own => self.tell("  That is this incident.\n")?,
                Ok(id) => closing.joined_to = Some(id.to_string()),
                Err(why) => self.tell(&format!("  {why}.\n"))?,
            }
        }
        Ok(true)
    }

    fn unless_back(&mut self, prompt: &Prompt<'_>) -> Flow<Option<String>> {
        let typed = self.text(prompt, "Type it, or `back`.")?;
        Ok((!typed.eq_ignore_ascii_case("back")).then_some(typed))
    }
}

/// Closes an incident. `mark` adds to the entry when it happened and who did it.
pub fn close(
    context: &mut Context<'_>,
    case: &mut Case,
    via: Via,
    closing: &ClosingRequest,
    mark: &dyn Fn(Draft) -> Outcome<Draft>,
) -> Outcome {
    let id = case.id().to_string();
    if closing.joined_to.as_deref() == Some(id.as_str()) {
        return Err(Failure::usage("an incident cannot join itself").nothing_logged());
    }
    let (now, width) = (context.now(), context.world.terminal.width);
    let by = context.writer(Some(case.incident()), via)?;
    let mut left = StillOpen::default();
    context.record(case, via, &mut |incident, workflow| {
        let link = closing.link().map(Draft::new);
        let who = mark(Draft::new(closing.link_back(&id)))?.actor;
        let who = who.as_deref().unwrap_or(&by.name);
        let (closed, open) = closing
            .event(workflow, incident, &Situation::of(workflow, incident, now), who)
            .map_err(|not_yet| match not_yet {
                NotYet::Open(open) => Failure::screen(FailureKind::Refused, terminal(&blocked(&open), width)),
                NotYet::Rule(sentence) => Failure::refused(sentence).nothing_logged(),
            })?;
        left = open;
        Ok(link.into_iter().chain([mark(Draft::new(closed))?]).collect())
    })?;
    if let Some(other) = &closing.joined_to {
        let other = context.find(other)?;
        let mut other = context.open_incident(&other)?;
        let link = closing.link_back(&id);
        context.record(&mut other, via, &mut |_, _| Ok(vec![Draft::new(link.clone())]))?;
    }
    context.say(&terminal(&left_open(&left), width))
}
