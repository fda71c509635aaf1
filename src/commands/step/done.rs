//! `breach step done`: a step is done, and perhaps somebody was told with it.

use clap::{ArgGroup, Args as ClapArgs};

use crate::case::Case;
use crate::commands::attribution::AttributionArgs;
use crate::commands::completions;
use crate::commands::notice::said_how;
use crate::commands::obligation::decide::told_at;
use crate::commands::obligation::known::{is_internal, known_obligation};
use crate::context::Context;
use crate::document::{Document, terminal};
use crate::failure::Outcome;
use crate::incident::Via;
use crate::incident::event::{NoticeMade, StepOutcome};
use crate::journal::Draft;
use crate::screens::held::refusal;
use crate::screens::logged::answers_can_follow;
use crate::screens::notices::hint_lines;
use crate::session::Session;
use crate::workflow::step_report::{StepReport, open_questions, report};

/// A step that is done, and the notices that were made with it.
#[derive(Debug, ClapArgs)]
#[command(group = ArgGroup::new("has-channel").multiple(true))]
pub struct Done {
    /// The step
    #[arg(add = completions::steps())]
    step: String,
    /// Who was told with it: an obligation; may be said more than once
    #[arg(long, value_name = "ID", requires = "channel", group = "has-channel", add = completions::obligations())]
    notice: Vec<String>,
    /// Their reference
    #[arg(long, value_name = "TEXT", requires = "notice")]
    reference: Option<String>,
    /// When it happened: 14:05, yesterday 23:50, 20 min ago
    #[arg(long, value_name = "TIME", help_heading = "When and who")]
    at: Option<String>,
    /// Who did it, when not you
    #[arg(long, value_name = "NAME", group = "has-channel", help_heading = "When and who")]
    who: Option<String>,
    /// How you were told: phone, chat, in person; with --notice, how they were
    #[arg(
        long,
        value_name = "CHANNEL",
        requires = "has-channel",
        help_heading = "When and who"
    )]
    channel: Option<String>,
    /// For counsel only; left out of default exports
    #[arg(long, help_heading = "When and who")]
    privileged: bool,
    /// For few people; left out of default exports
    #[arg(long, conflicts_with = "privileged", help_heading = "When and who")]
    restricted: bool,
}

impl Done {
    /// How a notice was made is its own channel.
    fn attribution(&self) -> AttributionArgs {
        AttributionArgs {
            at: self.at.clone(),
            who: self.who.clone(),
            channel: self.channel.clone().filter(|_| self.notice.is_empty()),
            privileged: self.privileged,
            restricted: self.restricted,
        }
    }
}

/// Reports it done, with the notices that were made; says how many answers can follow, and asks them, and who was told,
/// where there is somebody to ask.
pub(super) fn run(about: &Done, context: &mut Context<'_>) -> Outcome {
    let attribution = about.attribution();
    let mut case = context.open()?;
    let notices = notices(about, &attribution, &case, context)?;
    let (now, zone) = (context.now(), case.zone());
    let source = attribution.source(now, zone)?;
    let said = StepReport {
        outcome: StepOutcome::Done,
        has_happened: attribution.has_happened(),
    };
    context.record(&mut case, Via::Command, &mut |incident, workflow| {
        let event =
            report(workflow, incident, workflow.known_step(&about.step)?, said.clone(), now).map_err(refusal)?;
        let drafts = std::iter::once(Draft::new(event)).chain(notices.iter().cloned().map(Draft::new));
        Ok(drafts.map(|draft| source.mark(draft)).collect())
    })?;
    let current = case.situation(context.now())?;
    let (workflow, incident) = (current.workflow, current.incident);
    let step = workflow.known_step(&about.step)?.clone();
    let passes = incident.steps.get(&step.id).map_or(1, |state| state.passes.len());
    let left = open_questions(incident, &step, u32::try_from(passes).unwrap_or(1));
    let untold = if notices.is_empty() {
        let duties: Vec<_> = current.situation.open_with(&step.id).collect();
        hint_lines(&duties, current.situation.seen_in(zone))
    } else {
        Document::default()
    };
    if context.can_ask() {
        let mut session = Session::about(context, &mut case, "")?;
        let asked = if notices.is_empty() {
            session.ask_questions_of_done(&step, &source)
        } else {
            session.ask_what_is_left(&step)
        };
        return asked.or_else(crate::session::Exit::into_outcome);
    }
    if !left.is_empty() {
        let mut shown = answers_can_follow(left.len());
        for question in left {
            shown.push_str(&format!(
                "    breach fact set {} ANSWER      {}\n",
                question.fact, question.ask
            ));
        }
        context.say(&shown)?;
    }
    context.warn(&terminal(&untold, context.world.terminal.width));
    Ok(())
}

/// The notices that were made with a step.
fn notices(
    about: &Done,
    attribution: &AttributionArgs,
    case: &Case,
    context: &Context<'_>,
) -> Outcome<Vec<NoticeMade>> {
    let Some(channel) = about.channel.clone().filter(|_| !about.notice.is_empty()) else {
        return Ok(Vec::new());
    };
    said_how(&channel)?;
    let (at, on_day) = told_at(attribution, case, context)?;
    let mut notices: Vec<NoticeMade> = Vec::new();
    for id in &about.notice {
        let (obligation, tell) = known_obligation(case, context, id)?;
        if notices.iter().any(|notice| notice.obligation == obligation) {
            continue;
        }
        notices.push(NoticeMade {
            internal: is_internal(context, &obligation),
            obligation,
            tell,
            at,
            on_day,
            channel: channel.clone(),
            reference: about.reference.clone(),
            attachment: None,
            to: None,
        });
    }
    Ok(notices)
}
