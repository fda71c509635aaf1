//! `breach correct`: an entry was wrong; both stay in the record.

use clap::ValueEnum;

use super::attribution::{ahead, occurred};
use super::fact::{given, invalid};
use crate::context::Context;
use crate::fact::read::Asked;
use crate::failure::{Failure, Outcome};
use crate::incident::event::{FactRecorded, Instead, StepOutcome};
use crate::incident::{Entry, Via};
use crate::journal::Draft;
use crate::session::{Exit, Session};
use crate::situation::effect::effect;
use crate::workflow::Workflow;
use crate::workflow::correction::{Wrong, correctable, correction};

/// Correct an entry; both stay in the record
///
/// Without options the entry's question is asked again, a reason is wanted, and the effect is shown before it is written.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("instead").multiple(false))]
pub struct Args {
    /// The entry's number
    entry: Option<u64>,
    /// The right answer, as at the prompt
    #[arg(long, value_name = "ANSWER", group = "instead")]
    answer: Option<String>,
    /// The right words of a note or a call
    #[arg(long, value_name = "TEXT", group = "instead")]
    text: Option<String>,
    /// What really became of the step
    #[arg(long, value_enum, group = "instead")]
    outcome: Option<Became>,
    /// With `--outcome waiting`: on whom, or for what
    #[arg(long, value_name = "WHO", requires = "outcome", required_if_eq("outcome", "waiting"))]
    on: Option<String>,
    /// With `--outcome waiting`: until when
    #[arg(long, value_name = "TIME", requires = "on")]
    until: Option<String>,
    /// When it really happened: 14:05, yesterday 23:50
    #[arg(long, value_name = "TIME", group = "instead")]
    at: Option<String>,
    /// Who really did it
    #[arg(long, value_name = "NAME", group = "instead")]
    who: Option<String>,
    /// It did not happen, or was not said
    #[arg(long, group = "instead")]
    nothing: bool,
    /// Why it is corrected
    #[arg(long, value_name = "REASON")]
    why: Option<String>,
}

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Became {
    /// It is done
    Done,
    /// Somebody works on it
    Started,
    /// It waits; --on says for whom
    Waiting,
    /// It was put off
    Later,
    /// It is not needed; --why says why
    NotNeeded,
    /// It will not be done; --why says why
    WillNotDo,
    /// Nothing was done
    Nothing,
}

impl Args {
    fn says_what_instead(&self) -> bool {
        self.nothing
            || self.outcome.is_some()
            || [&self.answer, &self.text, &self.at, &self.who]
                .iter()
                .any(|option| option.is_some())
    }
}

pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    if !args.says_what_instead() {
        return ask(&args, context);
    }
    let (Some(number), Some(why)) = (args.entry, args.why.as_deref().filter(|why| !why.trim().is_empty())) else {
        return Err(Failure::usage("a correction needs the entry's number and a reason")
            .nothing_logged()
            .hint("`breach correct 12 --answer yes --why \"misread the mail\"`"));
    };
    let mut case = context.open()?;
    let (now, zone) = (context.now(), case.zone());
    let entries = case.entries().to_vec();
    let (workflow, incident) = case.workflow()?;
    let entry = entries.iter().find(|entry| entry.seq == number).ok_or_else(|| {
        Failure::usage(format!("there is no entry {number}"))
            .nothing_logged()
            .hint("`breach log` shows every entry with its number")
    })?;
    let instead = instead(&args, entry, workflow, why, Asked { now, zone }, context)?;
    let event = correction(entry, instead, why);
    let sentences = effect(workflow, incident, &event, now)?;
    context.record(&mut case, Via::Command, &mut |_, _| Ok(vec![Draft::new(event.clone())]))?;
    let shown: String = sentences.iter().map(|sentence| format!("  {sentence}\n")).collect();
    context.say(&shown)
}

fn ask(args: &Args, context: &mut Context<'_>) -> Outcome {
    let mut case = context.open()?;
    let mut session = Session::about(
        context,
        &mut case,
        "`breach correct 12 --answer yes --why REASON` asks nothing",
    )?;
    let ended = match args.entry {
        Some(number) => session.fix(&number.to_string()),
        None => session.choose_and_correct(),
    };
    ended.or_else(Exit::into_outcome)
}

/// What the options put in the entry's place.
fn instead(
    args: &Args,
    entry: &Entry,
    workflow: &Workflow,
    why: &str,
    asked: Asked,
    context: &Context<'_>,
) -> Outcome<Instead> {
    let until = |text: &str| ahead(text, asked.now, asked.zone);
    let (wrong, instead) = if let Some(text) = &args.answer {
        (Wrong::Answer, answer(text, entry, workflow, &asked, context)?)
    } else if let Some(text) = &args.text {
        (Wrong::Words, Instead::Text(text.clone()))
    } else if let Some(became) = args.outcome {
        let outcome = match became {
            Became::Done => Instead::Outcome(StepOutcome::Done),
            Became::Started => Instead::Outcome(StepOutcome::Started),
            Became::Waiting => Instead::Outcome(StepOutcome::Waiting {
                on: args.on.clone().unwrap_or_default(),
                until: args.until.as_deref().map(until).transpose()?,
            }),
            Became::Later => Instead::Outcome(StepOutcome::Deferred { until: None, why: None }),
            Became::NotNeeded => Instead::Outcome(StepOutcome::NotNeeded { why: why.to_owned() }),
            Became::WillNotDo => Instead::Outcome(StepOutcome::Declined { why: why.to_owned() }),
            Became::Nothing => Instead::Nothing,
        };
        (Wrong::Outcome, outcome)
    } else if let Some(time) = &args.at {
        (Wrong::When, Instead::Occurred(occurred(time, asked.now, asked.zone)?))
    } else if let Some(name) = &args.who {
        (Wrong::Who, Instead::Actor(name.clone()))
    } else {
        (Wrong::All, Instead::Nothing)
    };
    let can = correctable(&entry.event);
    if can.contains(&wrong) {
        return Ok(instead);
    }
    let failure = Failure::refused(format!(
        "entry {} is `{}`, and that cannot be corrected in this way",
        entry.seq,
        entry.event.name()
    ))
    .nothing_logged();
    let ways: Vec<&str> = can.iter().map(|wrong| wrong.words()).collect();
    Err(if ways.is_empty() {
        failure.hint("write down what is wrong with it: `breach note TEXT`")
    } else {
        failure.hint(format!(
            "what can be wrong about it: {}",
            crate::text::list_plain(&ways, "or")
        ))
    })
}

fn answer(text: &str, entry: &Entry, workflow: &Workflow, asked: &Asked, context: &Context<'_>) -> Outcome<Instead> {
    let Some(fact) = entry.event.get::<FactRecorded>() else {
        return Ok(Instead::Nothing);
    };
    let kind = workflow
        .question(&fact.fact)
        .map_or_else(|| fact.kind.clone(), |question| question.kind);
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if fact.fact == "situation" && is_number {
        return Err(invalid(
            "a number stands for nothing here; write the situation in words".to_owned(),
        ));
    }
    let answer = given(text, &kind, asked, context)?;
    Ok(Instead::Answer(FactRecorded {
        answer,
        kind,
        ..fact.clone()
    }))
}
