//! `breach fact`: what is known, what is not, and new answers.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::attribution::{AttributionArgs, heard, people};
use crate::commands::completions;
use crate::context::Context;
use crate::document::{Blocks, Document, Section};
use crate::fact::describe::answer_words;
use crate::fact::read::{Asked, read_answer, read_csv, without_value};
use crate::fact::{Answer, Kind, Value};
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::incident::Via;
use crate::incident::event::FactWithdrawn;
use crate::journal::Draft;
use crate::situation::not_known;
use crate::situation::step::statuses;
use crate::text::prefixed;
use crate::workflow::step_report::answer;

/// See and record facts
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List what is known
    List {
        /// Only what is not known: answered with unknown, or left open
        #[arg(long)]
        unknown: bool,
    },
    /// Record an answer, as at the prompt: yes, ~4000, unknown, none: why
    Set {
        /// The fact
        #[arg(add = completions::facts())]
        fact: String,
        /// The answer; for a table one row
        #[arg(required_unless_present = "from", allow_negative_numbers = true)]
        answer: Vec<String>,
        /// For a table: rows of a CSV file whose first line names the columns
        #[arg(long, value_name = "FILE", conflicts_with = "answer")]
        from: Option<PathBuf>,
        #[command(flatten)]
        attribution: AttributionArgs,
    },
    /// Take an answer back; it stays in the record
    Withdraw {
        /// The fact
        #[arg(add = completions::facts())]
        fact: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: String,
        /// Only this row of a table
        #[arg(long, value_name = "NUMBER")]
        row: Option<u32>,
        #[command(flatten)]
        attribution: AttributionArgs,
    },
}

pub fn run(command: Command, context: &mut Context<'_>) -> Outcome {
    match command {
        Command::List { unknown } => list(unknown, context),
        Command::Set {
            fact,
            answer,
            from,
            attribution,
        } => set(&fact, &answer.join(" "), from.as_deref(), &attribution, context),
        Command::Withdraw {
            fact,
            why,
            row,
            attribution,
        } => attribution.record(&mut context.open()?, context, |_, workflow| {
            let fact = workflow.known_question(&fact)?.fact;
            let why = why.clone();
            Ok(FactWithdrawn { fact, row, why }.into())
        }),
    }
}

fn set(
    fact: &str,
    text: &str,
    from: Option<&std::path::Path>,
    attribution: &AttributionArgs,
    context: &mut Context<'_>,
) -> Outcome {
    let mut case = context.open()?;
    let (now, zone) = (context.now(), case.zone());
    let (workflow, incident) = case.workflow()?;
    let (asked_for, people) = (workflow.known_question(fact)?, people(context, incident));
    let asked = Asked { now, zone };
    let heard = heard(text, &people, now, zone)?;
    let text = heard.as_ref().map_or(text, |heard| &heard.text);
    let answers: Vec<Answer> = match (&asked_for.kind, from) {
        (Kind::Table(columns), Some(path)) => {
            let text = files::read_text(&context.world.cwd.join(path))
                .map_err(|why| invalid(format!("`{}` cannot be read: {why}", path.display())))?;
            let rows = read_csv(&text, columns, &asked).map_err(|problems| invalid(problems.join("\n  ")))?;
            rows.into_iter().map(|row| Answer::known(Value::Row(row))).collect()
        }
        (_, Some(_)) => {
            return Err(
                Failure::usage(format!("`{fact}` is not a table, so a file of rows does not fit")).nothing_logged(),
            );
        }
        (kind, None) => vec![given(text, kind, &asked, context)?],
    };
    // Each row is durable as its own entry before the next.
    for given in answers {
        context.record(&mut case, Via::Command, &mut |incident, _| {
            let draft = Draft::new(answer(incident, &asked_for, given.clone(), None));
            let draft = match &heard {
                Some(heard) => heard.mark(draft, false),
                None => draft,
            };
            Ok(vec![attribution.add_to(draft, now, zone)?])
        })?;
    }
    Ok(())
}

/// An answer given in one text, as at the prompt. A file is named by its path and stays where it is.
pub(super) fn given(text: &str, kind: &Kind, asked: &Asked, context: &Context<'_>) -> Outcome<Answer> {
    if *kind != Kind::File {
        return read_answer(text, kind, asked).map_err(invalid);
    }
    if let Some(answer) = without_value(text, kind) {
        return answer.map_err(invalid);
    }
    let found = files::fingerprint(&context.world.cwd.join(text))
        .map_err(|why| invalid(format!("`{text}` cannot be read: {why}")))?;
    Ok(Answer::known(found.into()))
}

/// An answer that does not fit, as the failure that the command ends with.
pub(super) fn invalid(why: String) -> Failure {
    Failure::input(why.trim_end_matches('.')).nothing_logged()
}

fn list(only_unknown: bool, context: &mut Context<'_>) -> Outcome {
    let mut case = context.open()?;
    let zone = case.zone();
    let entries = case.entries().to_vec();
    let now = context.now();
    let (workflow, incident) = case.workflow()?;
    let gaps = not_known(workflow, incident, &statuses(workflow, incident, now));
    // A row rests on its own entry, not on the last one that touched its table.
    let who_wrote = |seq: u64| entries.iter().find(|entry| entry.seq == seq).map(|entry| entry.who());
    let mut items = Vec::new();
    let (mut known, mut unknown) = (Section::new("What we know"), Section::new("Not known yet"));
    for (name, fact) in &incident.facts {
        let answers: Vec<(Option<u32>, &Answer, u64, &str)> = fact
            .answer
            .iter()
            .map(|answer| (None, answer, fact.seq, fact.who.as_str()))
            .chain(fact.rows.iter().map(|(row, state)| {
                let who = who_wrote(state.seq).unwrap_or(&fact.who);
                (Some(*row), &state.answer, state.seq, who)
            }))
            .collect();
        for (row, answer, seq, who) in answers {
            let is_unknown = matches!(answer, Answer::Unknown);
            if only_unknown && !is_unknown {
                continue;
            }
            items.push(json!({
                "fact": name, "title": workflow.fact_title(name), "asked": fact.asked, "type": fact.kind.name(),
                "row": row, "answer": answer.to_json(), "entry": seq, "who": who,
            }));
            let into = if is_unknown { &mut unknown } else { &mut known };
            let (row, answer) = (prefixed(" row ", &row), answer_words(answer, zone));
            into.hanging("", 4, format!("{name}{row}   {answer}   (entry {seq}, {who})"));
        }
    }
    for gap in gaps.iter().filter(|gap| !gap.asked) {
        items.push(json!({
            "fact": gap.fact, "title": gap.title, "asked": gap.ask, "type": null, "row": null, "answer": null,
            "entry": null, "who": null,
        }));
        unknown.hanging("", 4, format!("{}   not answered", gap.fact));
    }
    if context.global.json {
        return context.write_items("breach.fact-list/1", items);
    }
    context.show(&Document::of_sections([known, unknown], "Nothing is recorded yet."))
}
