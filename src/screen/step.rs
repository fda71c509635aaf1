//! One step: why, what to do, what it is held for. Instructions first; questions come after `done`.

use std::fmt::Write;

use chrono::{DateTime, Utc};

use super::layout::headline;
use crate::incident::Incident;
use crate::playbook::plan::{Gate, Step};
use crate::text::wrap;
use crate::time::Zone;
use crate::time::words::{clock_near, remaining};
use crate::walk::Guide;
use crate::walk::holds::{Hold, HoldKind, holds};
use crate::walk::moments::{aim_at, clock, missed_passes};
use crate::walk::report::pass_to_report;

/// How much of the window a step may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Density {
    /// With room between its parts.
    Roomy,
    /// Without: for long steps in small windows.
    Tight,
}

/// The whole screen of a step. While it is held, its instructions are not shown: what holds it is.
pub fn step_screen(
    guide: &Guide,
    incident: &Incident,
    step: &Step,
    now: DateTime<Utc>,
    zone: Zone,
    width: usize,
) -> String {
    drawn(guide, incident, step, now, zone, width, Density::Roomy)
}

/// The same above a prompt, in a window of this many rows: closer together where it would push its own title away. When
/// even that is too long, title and reason stand again below it, beside the question.
pub fn step_screen_above(
    guide: &Guide,
    incident: &Incident,
    step: &Step,
    now: DateTime<Utc>,
    zone: Zone,
    (width, height): (usize, usize),
) -> StepAbove {
    let roomy = drawn(guide, incident, step, now, zone, width, Density::Roomy);
    let question = where_question(width, Density::Roomy);
    // One row for the prompt.
    if rows(&roomy, width) + rows(&question, width) < height {
        return StepAbove {
            screen: roomy,
            question,
        };
    }
    let tight = drawn(guide, incident, step, now, zone, width, Density::Tight);
    let question = where_question(width, Density::Tight);
    if rows(&tight, width) + rows(&question, width) < height {
        return StepAbove {
            screen: tight,
            question,
        };
    }
    let close = question.trim_start_matches('\n').to_owned();
    if rows(&tight, width) + rows(&close, width) < height {
        return StepAbove {
            screen: tight,
            question: close,
        };
    }
    let mut again = String::from("\n");
    for line in wrap(&step.title, width, "  ", "  ") {
        let _ = writeln!(again, "{line}");
    }
    labelled(&mut again, "Why", &step.why, width);
    again.push_str(where_question(width, Density::Tight).trim_start_matches('\n'));
    StepAbove {
        screen: roomy,
        question: again,
    }
}

/// A step's screen and the question below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepAbove {
    /// The screen.
    pub screen: String,
    /// Where it stands, to be asked below.
    pub question: String,
}

fn drawn(
    guide: &Guide,
    incident: &Incident,
    step: &Step,
    now: DateTime<Utc>,
    zone: Zone,
    width: usize,
    density: Density,
) -> String {
    let pass = pass_to_report(incident, step);
    let held = holds(guide, incident, step, pass, now);
    let is_held = held.iter().any(Hold::holds);
    let mut shown = headline(
        &crate::incident::telling::pass_title(&step.title, pass),
        &format!("{}   {}", step.phase, owner(guide, incident, step)),
        width,
    );
    let gap = |shown: &mut String| {
        if density == Density::Roomy {
            shown.push('\n');
        }
    };
    gap(&mut shown);
    labelled(&mut shown, "Why", &step.why, width);
    if !is_held {
        shown.push('\n');
        shown.push_str(&instructions_in(step, width, density));
    }
    let held = held_lines(guide, &held, now, zone, width);
    if !held.is_empty() {
        gap(&mut shown);
        shown.push_str(&held);
    }
    let times = times(guide, incident, step, now, zone);
    if !times.is_empty() {
        gap(&mut shown);
        for line in times {
            for line in wrap(&line, width, "  ", "         ") {
                let _ = writeln!(shown, "{line}");
            }
        }
    }
    if step.run.is_some() || step.notice.is_some() {
        gap(&mut shown);
        for line in not_acted_on(step) {
            for line in wrap(&line, width, "  ", "  ") {
                let _ = writeln!(shown, "{line}");
            }
        }
    }
    shown
}

/// The question below a step, with its six answers.
fn where_question(width: usize, density: Density) -> String {
    match (density, width) {
        (Density::Tight, 80..) => {
            "\n  Where does it stand?  done, started, waiting, later, not needed, will not do\n".to_owned()
        }
        (_, 0..70) | (Density::Tight, _) => {
            let words = "Where does it stand? done, started, waiting, later, not needed, will not do. ? for more";
            format!("\n{}\n", wrap(words, width, "  ", "  ").join("\n"))
        }
        (Density::Roomy, _) => {
            "\n  Where does this stand?\n    done       started       waiting (on whom, until when)\n    \
             later      not needed    will not do                        ? for more\n"
                .to_owned()
        }
    }
}

/// How many rows of a window a text takes: a command is never wrapped by us, and the terminal wraps it.
fn rows(text: &str, width: usize) -> usize {
    text.lines()
        .map(|line| crate::text::width(line).div_ceil(width.max(1)).max(1))
        .sum()
}

/// The numbered instructions, and after them every command on a line of its own, bare, so that it can be copied.
pub fn instructions(step: &Step, width: usize) -> String {
    instructions_in(step, width, Density::Roomy)
}

fn instructions_in(step: &Step, width: usize, density: Density) -> String {
    let mut shown = String::new();
    let mut number = 0;
    let mut commands = Vec::new();
    for instruction in &step.instructions {
        if let Some(command) = &instruction.command {
            commands.push((command, instruction.text.as_str()));
            continue;
        }
        number += 1;
        let front = match (number, density, width) {
            (_, Density::Tight, _) | (_, _, 0..60) => format!("  {number}  "),
            (1, Density::Roomy, _) => format!("  Do     {number}  "),
            (_, Density::Roomy, _) => format!("         {number}  "),
        };
        let hang = " ".repeat(front.len());
        for line in wrap(&instruction.text, width, &front, &hang) {
            let _ = writeln!(shown, "{line}");
        }
    }
    if !commands.is_empty() && number > 0 && density == Density::Roomy {
        shown.push('\n');
    }
    for (command, remark) in commands {
        if !remark.is_empty() {
            for line in wrap(remark, width, "  ", "  ") {
                let _ = writeln!(shown, "{line}");
            }
        }
        // Never wrapped: a command that was broken in two is not the command.
        let _ = writeln!(shown, "  {}", crate::text::visible_line(command));
    }
    shown
}

/// What holds or held a step: each hold, who lifted it, when.
fn held_lines(guide: &Guide, held: &[Hold], now: DateTime<Utc>, zone: Zone, width: usize) -> String {
    let mut shown = String::new();
    // Mostly nobody ever asked for a police delay, and then it must not look as if somebody had.
    let shown_holds = held
        .iter()
        .filter(|hold| hold.holds() || hold.what != HoldKind::Gate(Gate::PoliceDelay));
    for (number, hold) in shown_holds.enumerate() {
        let state = match &hold.lifted {
            None => "not yet".to_owned(),
            Some(lifted) => {
                let who = lifted.who.as_deref().unwrap_or("");
                let at = lifted
                    .at
                    .map_or_else(String::new, |at| format!("  {}", clock_near(at, now, zone)));
                match lifted.overridden {
                    true => format!("overridden by {who}"),
                    false if who.is_empty() => "yes".to_owned(),
                    false => format!("{who}{at}"),
                }
            }
        };
        let front = if number == 0 {
            "  Held until   "
        } else {
            "               "
        };
        for line in wrap(
            &format!("{}   {state}", hold_sentence(guide, hold)),
            width,
            front,
            "                 ",
        ) {
            let _ = writeln!(shown, "{line}");
        }
    }
    shown
}

/// What lifts a hold, in words.
pub fn hold_sentence(guide: &Guide, hold: &Hold) -> String {
    match &hold.what {
        HoldKind::After { title, .. } => format!("\"{title}\" is done"),
        HoldKind::Gate(gate) => gate_sentence(guide, gate),
    }
}

/// What opens a gate, in words.
pub fn gate_sentence(guide: &Guide, gate: &Gate) -> String {
    match gate {
        Gate::Acknowledge(sentence) => format!("you agree: {sentence}"),
        Gate::Approval(role) => format!("{} agrees", guide.role_title(role)),
        Gate::FourEyes(step) => {
            let title = guide.step(step).map_or(step.as_str(), |step| &step.title);
            format!("somebody other than who did \"{title}\" has looked")
        }
        Gate::RoleFilled(role) => format!("somebody is {}", guide.role_title(role)),
        Gate::EvidenceReleased => "somebody has released the evidence".to_owned(),
        Gate::PoliceDelay => "the delay that police asked for is over".to_owned(),
        Gate::Fact(condition) => condition.names().first().map_or_else(
            || condition.to_string(),
            |(name, _)| format!("{} is settled ({condition})", guide.fact_title(name)),
        ),
    }
}

/// Deadline, aim and missed passes.
fn times(guide: &Guide, incident: &Incident, step: &Step, now: DateTime<Utc>, zone: Zone) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(clock) = step.due.as_ref().and_then(|due| clock(guide, incident, due)) {
        let checked = clock
            .checked
            .as_ref()
            .map_or_else(String::new, |checked| format!(", checked {checked}"));
        let source = format!("{}{checked}. Counsel decides.", clock.source);
        lines.push(match clock.at {
            Some(at) if clock.is_missed(now) => format!(
                "Due    {}, MISSED: {}; {source}",
                clock_near(at, now, zone),
                remaining(at - now)
            ),
            Some(at) if at < now => format!(
                "Due    {} at the earliest, {}; {source}",
                clock_near(at, now, zone),
                remaining(at - now)
            ),
            Some(at) => format!(
                "Due    {}, {} left; {source}",
                clock_near(at, now, zone),
                remaining(at - now)
            ),
            None => format!("Due    cannot tell yet; {source}"),
        });
    }
    match aim_at(incident, step) {
        Some(at) if at < now => lines.push(format!("Aim    {}: aim passed", clock_near(at, now, zone))),
        Some(at) => lines.push(format!("Aim    {}", clock_near(at, now, zone))),
        None => {}
    }
    if let Some((count, since)) = missed_passes(incident, step, now) {
        lines.push(format!(
            "Missed {} since {}",
            crate::text::count_of(usize::try_from(count).unwrap_or(usize::MAX), "pass", "passes"),
            clock_near(since, now, zone)
        ));
    }
    lines
}

/// What a step carries and this version does not act on, said plainly.
fn not_acted_on(step: &Step) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(run) = &step.run {
        lines.push(format!(
            "This version does not run commands. Run it yourself: {}",
            run.join(" ")
        ));
    }
    if let Some(notice) = &step.notice {
        lines.push(format!(
            "This version does not draft notices. The playbook names the template `{notice}`."
        ));
    }
    lines
}

/// Whom a step belongs to: the person it was given to, whoever holds the role, else the role.
pub fn owner(guide: &Guide, incident: &Incident, step: &Step) -> String {
    if let Some(person) = incident.steps.get(&step.id).and_then(|state| state.assigned.clone()) {
        return person;
    }
    match incident.roles.get(&step.owner) {
        Some(holder) => holder.name.clone(),
        None => guide.role_title(&step.owner).to_owned(),
    }
}

fn labelled(shown: &mut String, label: &str, text: &str, width: usize) {
    for line in wrap(text, width, &format!("  {label:<6} "), "         ") {
        let _ = writeln!(shown, "{line}");
    }
}
