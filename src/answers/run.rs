//! Writes what an answers file says, entry by entry, and stops at the first that the rules refuse.

use crate::attribution::attribution;
use crate::case::Case;
use crate::context::Context;
use crate::fact::read::Asked;
use crate::failure::{Effect, Failure, FailureKind, Look, Outcome};
use crate::incident::event::{Event, RoleAssigned};
use crate::incident::receipt::short_id;
use crate::incident::{Incident, Via};
use crate::journal::Draft;
use crate::playbook::plan::{Gate, Step};
use crate::schema::diagnostic;
use crate::screens::held::refusal;
use crate::screens::step::gate_sentence;
use crate::session::closing::close;
use crate::session::note::note_draft;
use crate::session::walk::leaving;
use crate::text::count_of;
use crate::workflow::Workflow;
use crate::workflow::holds::still_held;
use crate::workflow::plans::zone;
use crate::workflow::step_report::{
    StepReport, acknowledge, answer, approve, override_holds, pass_to_report, report, send_back,
};

use super::Answers;
use super::action::{Action, Entry, StepAction};

/// Writes everything that the file says into an incident that was opened for it.
pub fn run(answers: &Answers, context: &mut Context<'_>, case: &mut Case) -> Outcome {
    let asked = Asked {
        now: context.now(),
        zone: zone(case.incident()),
    };
    let mut resolved = answers.found.clone();
    let mut actions = Vec::new();
    let (workflow, _) = case.workflow()?;
    for playbook in &workflow.playbooks {
        let one = answers.resolve(playbook, &workflow.book, &asked);
        resolved.extend(one.found);
        actions.extend(one.actions);
    }
    // The check before opening saw none; a file that it named may be gone since.
    if let Some(first) = resolved.first() {
        let failure = Failure::input(format!("{}: {}", diagnostic::summary(&resolved), first.message));
        return Err(stopped(failure, &answers.place(first.span.start), case));
    }
    for action in &actions {
        write(action, context, case).map_err(|failure| stopped(failure, &answers.place(action.at), case))?;
    }
    if matches!(actions.last().map(|action| &action.entry), Some(Entry::Close(_))) {
        return Ok(());
    }
    let width = context.world.terminal.width;
    context.say(&leaving(case, width))
}

/// The failure of one entry, with its place, what is kept, and how to go on.
fn stopped(failure: Failure, place: &str, case: &Case) -> Failure {
    let kind = match failure.kind {
        FailureKind::Refused | FailureKind::Usage | FailureKind::Input | FailureKind::Conflict => FailureKind::Input,
        other => other,
    };
    let logged = case.journal().reading().lines();
    let logged = usize::try_from(logged).unwrap_or(usize::MAX);
    let kept = format!(
        "{} before it and {} kept",
        count_of(logged, "entry was logged", "entries were logged"),
        if logged == 1 { "is" } else { "are" }
    );
    let go_on = format!("`breach resume {}` goes on from there", short_id(case.id().as_str()));
    if failure.look == Look::Screen {
        let screen = format!("{}\n  Stopped at {place}: {kept}.\n", failure.error);
        let stopped = Failure::screen(kind, screen);
        return failure.hints.into_iter().fold(stopped, Failure::hint).hint(go_on);
    }
    // What a rule says of this entry alone would contradict what is said of those before it.
    Failure { kind, ..failure }
        .at(place)
        .effect(Effect::Kept(kept))
        .hint(go_on)
}

fn write(action: &Action, context: &mut Context<'_>, case: &mut Case) -> Outcome {
    if let Entry::Close(closing) = &action.entry {
        let joined_to = closing
            .joined_to
            .as_deref()
            .map(|name| context.find(name))
            .transpose()?;
        let closing = crate::situation::closing::ClosingRequest {
            joined_to: joined_to.map(|other| other.to_string()),
            ..closing.clone()
        };
        return close(context, case, Via::Script, &closing, &Ok);
    }
    let now = context.now();
    let people = match &action.entry {
        Entry::Note(_) => context.profile().map(|profile| profile.people()).unwrap_or_default(),
        _ => Vec::new(),
    };
    context.record(case, Via::Script, &mut |incident, workflow| {
        let draft = match &action.entry {
            Entry::Role { role, name } => Draft::new(RoleAssigned {
                title: workflow.known_role(role)?.title.clone(),
                role: role.clone(),
                name: name.clone(),
                from: incident.roles.get(role).map(|holder| holder.name.clone()),
                deputy: false,
            }),
            Entry::Step {
                step,
                pass,
                source,
                report: said,
            } => {
                let step = workflow.known_step(step)?;
                expect_pass(incident, step, *pass)?;
                // What has happened already no hold can undo.
                let has_happened = source.occurred.is_some() || source.actor.is_some();
                let event = step_event(said, workflow, incident, step, has_happened, now)?;
                source.mark(Draft::new(event))
            }
            Entry::Fact {
                step,
                pass,
                question,
                answer: given,
                is_asked,
                told,
            } => {
                let passes = incident.steps.get(step).map_or(0, |state| state.passes.len());
                let pass = pass.unwrap_or(u32::try_from(passes).unwrap_or(u32::MAX).max(1));
                let asked_by = is_asked.then_some((step.as_str(), pass));
                Draft {
                    told: told.clone(),
                    ..Draft::new(answer(incident, question, given.clone(), asked_by))
                }
            }
            Entry::Duty { event, source } => source.mark(Draft::new(event.clone())),
            Entry::Note(text) => {
                let holders = incident.roles.values().chain(incident.deputies.values());
                let holders = holders.map(|holder| holder.name.clone());
                let people: Vec<String> = people.iter().cloned().chain(holders).collect();
                let heard = attribution(text, &people, now, zone(incident))
                    .map_err(|unsettled| Failure::input(unsettled.why).nothing_logged())?;
                note_draft(text, heard.as_ref(), None)?
            }
            Entry::Close(_) => return Err(Failure::bug("closing is written apart")),
        };
        Ok(vec![draft])
    })?;
    Ok(())
}

fn step_event(
    said: &StepAction,
    workflow: &Workflow,
    incident: &Incident,
    step: &Step,
    has_happened: bool,
    now: chrono::DateTime<chrono::Utc>,
) -> Outcome<Event> {
    Ok(match said {
        StepAction::Acknowledge(gate) => acknowledge(incident, step, &gate.name(), &words(workflow, gate)),
        StepAction::Approve(gate) => approve(incident, step, &gate.name(), &words(workflow, gate)),
        StepAction::SendBack(gate, why) => send_back(incident, step, &gate.name(), &words(workflow, gate), why),
        StepAction::Override(why) => {
            let held = still_held(workflow, incident, step, now);
            if held.is_empty() {
                return Err(Failure::usage(format!(
                    "nothing holds \"{}\", so there is nothing to override",
                    step.title
                ))
                .nothing_logged());
            }
            override_holds(incident, step, &held, why)
        }
        StepAction::Outcome(outcome) => {
            let said = StepReport {
                outcome: outcome.clone(),
                has_happened,
            };
            report(workflow, incident, step, said, now).map_err(refusal)?
        }
    })
}

/// A gate's words as they are kept: the sentence itself, or what was approved.
fn words(workflow: &Workflow, gate: &Gate) -> String {
    match gate {
        Gate::Acknowledge(sentence) => sentence.clone(),
        gate => gate_sentence(workflow, gate),
    }
}

/// The pass that is next must be the one that the file means.
fn expect_pass(incident: &Incident, step: &Step, pass: Option<u32>) -> Outcome {
    let next = pass_to_report(incident, step);
    match pass {
        Some(pass) if pass != next => Err(Failure::refused(format!(
            "the next pass of \"{}\" is {next}, and the file says {pass}",
            step.title
        ))
        .nothing_logged()),
        _ => Ok(()),
    }
}
