//! `breach close`: ends an incident, and says what is still open.

use clap::ValueEnum;

use super::telling::Telling;
use crate::commands::completions;
use crate::context::Context;
use crate::failure::{Failure, Kind, Outcome};
use crate::incident::event::{Ending, IncidentClosed, IncidentLinked};
use crate::incident::state::same_person;
use crate::incident::{Receipt, Via};
use crate::journal::Draft;
use crate::session::walk::leaving;
use crate::text::{count, wrap};
use crate::walk::closing::{StillOpen, still_open};

/// End an incident, and say what is still open
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How it ended
    #[arg(long, value_enum, default_value = "handled")]
    how: How,
    /// Why, in a sentence
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// The second person who agrees that it was nothing
    #[arg(long, value_name = "NAME", required_if_eq("how", "ruled-out"))]
    second: Option<String>,
    /// The incident it joins
    #[arg(long = "to", value_name = "ID", required_if_eq("how", "joined"), add = completions::incidents())]
    joined_to: Option<String>,
    /// When and who.
    #[command(flatten)]
    telling: Telling,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum How {
    /// It was dealt with
    Handled,
    /// It was nothing; a second person agrees
    RuledOut,
    /// It goes on as part of another incident
    Joined,
}

/// Runs `breach close`.
///
/// # Errors
/// When something blocks closing, or it fails.
pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    let (id, now, width) = (context.incident_id()?, context.now(), context.world.terminal.width);
    let joined_to = args.joined_to.as_deref().map(|name| context.find(name)).transpose()?;
    if joined_to.as_ref() == Some(&id) {
        return Err(Failure::new(
            Kind::Usage,
            "an incident cannot join itself; nothing was logged",
        ));
    }
    let (zone, by) = {
        let incident = context.journal(&id)?.incident().clone();
        (
            context.zone_of(&incident)?,
            context.writer(Some(&incident), Via::Command)?,
        )
    };
    let who = args.telling.who.clone().unwrap_or(by.name);
    if let (How::RuledOut, Some(second)) = (args.how, &args.second)
        && same_person(second, &who)
    {
        return Err(Failure::new(
            Kind::Refused,
            "the second person is the first; somebody else has to agree; nothing was logged",
        ));
    }
    let mut left = StillOpen::default();
    context.record(&id, Via::Command, &mut |incident, guide| {
        let open = still_open(guide, incident, now);
        if args.how == How::Handled && !(open.blocking.is_empty() && open.unanswered.is_empty()) {
            return Err(Failure::screen(Kind::Refused, blocked(&open, width)));
        }
        let closed = IncidentClosed {
            how: match args.how {
                How::Handled => Ending::Handled,
                How::RuledOut => Ending::RuledOut,
                How::Joined => Ending::Joined,
            },
            why: args.why.clone(),
            second: args.second.clone(),
            joined_to: joined_to.as_ref().map(ToString::to_string),
            open: open.blocking.iter().chain(&open.other).cloned().collect(),
            unanswered: open.unanswered.iter().map(|(fact, _)| fact.clone()).collect(),
        };
        left = open;
        let draft = args.telling.add_to(Draft::new(closed), now, zone)?;
        let link = joined_to.as_ref().map(|other| {
            Draft::new(IncidentLinked {
                incident: other.to_string(),
                relation: format!("goes on there: {}", args.why),
            })
        });
        Ok(link.into_iter().chain([draft]).collect())
    })?;
    if let Some(other) = &joined_to {
        let link = IncidentLinked {
            incident: id.to_string(),
            relation: format!("joined to this one: {}", args.why),
        };
        context.record(other, Via::Command, &mut |_, _| Ok(vec![Draft::new(link.clone())]))?;
    }
    let mut shown = String::new();
    let open: Vec<&str> = left
        .blocking
        .iter()
        .chain(&left.other)
        .map(|step| step.title.as_str())
        .collect();
    if !open.is_empty() {
        shown.push_str(&format!(
            "\n  Still open when it closed: {}\n",
            count(open.len(), "step")
        ));
        for title in open {
            for line in wrap(title, width, "    ", "      ") {
                shown.push_str(&line);
                shown.push('\n');
            }
        }
    }
    let (receipt, head) = {
        let journal = context.journal(&id)?;
        let head = journal.reading().head();
        (
            Receipt::new(id.as_str(), journal.reading().lines().saturating_sub(1), head),
            head,
        )
    };
    shown.push_str(
        &leaving(&receipt.to_string(), &head.to_string(), id.as_str(), width).replace(
            "To go on:   breach resume",
            "To open it again:   breach reopen --why REASON -i",
        ),
    );
    context.say(&shown)
}

/// What stands in the way, and how to settle each.
fn blocked(open: &StillOpen, width: usize) -> String {
    let mut shown = String::from("\n  Not yet: this incident has open ends.\n");
    let mut push = |text: &str, first: &str, rest: &str| {
        for line in wrap(text, width, first, rest) {
            shown.push_str(&line);
            shown.push('\n');
        }
    };
    if !open.blocking.is_empty() {
        push("", "", "");
        push("Steps", "  ", "  ");
        for step in &open.blocking {
            push(&format!("{} ({})", step.title, step.step), "    ", "      ");
        }
    }
    if !open.unanswered.is_empty() {
        push("", "", "");
        push("Questions that need an answer; `unknown` is one", "  ", "  ");
        for (fact, ask) in &open.unanswered {
            push(&format!("{ask} ({fact})"), "    ", "      ");
        }
    }
    shown.push_str(
        "\n  You can\n    settle them one by one\n        breach step done | not-needed | will-not-do STEP\n        \
         breach fact set FACT ANSWER\n    close it as part of another incident, or as ruled out\n        \
         breach close --how joined --to ID --why REASON\n        breach close --how ruled-out --second NAME --why REASON\n\n  \
         Nothing was changed.\n",
    );
    shown
}
