//! `breach start`: opens an incident and walks it.

use std::path::PathBuf;

use super::playbook::loading::{library, warn_of};
use super::resume;
use crate::answers::{self, Answers};
use crate::case::Case;
use crate::commands::completions;
use crate::context::Context;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::incident::Via;
use crate::incident::receipt::short_id;
use crate::playbook::find::{Library, Loaded, Rejected};
use crate::screens::logged::opened_lines;
use crate::session::opening::{OpeningAnswers, opening_drafts, situations};
use crate::session::{Exit, Flow, Session};
use crate::store::IncidentId;
use crate::summary::peek;
use crate::time::{When, Zone};

/// Open an incident and walk it
///
/// Three questions, then help. Without a playbook you are asked what you have been told or seen.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A playbook's name or file
    #[arg(add = completions::playbooks())]
    playbook: Option<String>,
    /// What the incident is called
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// When it reached you: 23:40, yesterday 18:15, 20 min ago
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// A drill: the same walk, marked in every entry
    #[arg(long)]
    drill: bool,
    /// Answer from a file instead of a terminal
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Open the incident, print its id, and ask nothing
    #[arg(long)]
    no_walk: bool,
}

pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    if args.no_walk {
        context.keep_output_for_programs();
    }
    let zone = context.zone()?;
    let library = library(context);
    let answers = match &args.answers {
        Some(path) => Some(Answers::load(&context.world.cwd.join(path))?),
        None => None,
    };
    let asks = answers.is_none() && !args.no_walk;
    if asks && !context.can_ask() {
        return Err(Failure::new(FailureKind::NoTerminal, "there is no terminal to ask at")
            .no_incident_opened()
            .hint(
                "`breach start PLAYBOOK --answers FILE` answers from a file; `--no-walk` opens it and asks nothing",
            ));
    }
    if asks && !args.drill {
        match open_already(context, zone) {
            Ok(None) => {}
            Ok(Some(id)) => {
                let incident = Some(id.to_string());
                return resume::run(&resume::Args { incident }, context);
            }
            Err(stop) => return left(stop, context),
        }
    }
    let at = args.at.as_deref().map(|text| when(text, context, zone)).transpose()?;
    let given = match &args.playbook {
        Some(name) => Some(load(&library, name, context)?),
        None if asks => None,
        None => {
            return Err(Failure::usage("which playbook? Without a terminal it has to be named")
                .hint("`breach playbook list` shows them"));
        }
    };
    if let (Some(answers), Some(loaded)) = (&answers, &given) {
        answers.check(&loaded.playbook, context, zone)?;
    }
    let profile = context.profile_or_warning();
    context.warn_about_store();

    let (loaded, opening) = if asks {
        match ask(context, &library, zone, given, at) {
            Ok(asked) => asked,
            Err(stop) => return left(stop, context),
        }
    } else {
        let loaded = given.ok_or_else(|| Failure::bug("no playbook was chosen"))?;
        let from_file = answers
            .as_ref()
            .map(|answers| answers.opening(context.now(), zone))
            .transpose()?;
        let opening = from_file.unwrap_or_default();
        let opening = OpeningAnswers {
            first_read_at: at.or(opening.first_read_at),
            ..opening
        };
        (loaded, opening)
    };
    if let Some(answers) = &answers {
        answers.sign(context);
    }
    let title = args
        .title
        .or_else(|| answers.as_ref().and_then(Answers::title))
        .unwrap_or_else(|| {
            let situation = opening.situation.as_deref();
            let start = situation.and_then(|words| loaded.playbook.start(words));
            let own = start.and_then(|start| start.incident_title.clone());
            own.unwrap_or_else(|| loaded.playbook.incident_title.clone())
        });
    let via = if answers.is_some() {
        Via::Script
    } else if asks {
        Via::Terminal
    } else {
        Via::Command
    };
    let mut case = open(context, &loaded, &title, args.drill, zone, &opening, via)?;

    if let Some(answers) = &answers {
        return answers::run(answers, context, &mut case);
    }
    if args.no_walk {
        if context.global.json {
            return Ok(());
        }
        return context.write(format!("{}\n", case.id()).as_bytes());
    }
    // Now, not when the walk ends: it may last for days.
    context.obligations();
    context.warn_of_refused_rules();
    let mut session = Session::about(context, &mut case, "`breach resume` goes on at a terminal")?;
    match session.first_five_minutes(&loaded.playbook, &profile) {
        Ok(()) => session.walk(),
        Err(stop) => {
            let told = session.say_how_to_come_back();
            stop.into_outcome().and(told)
        }
    }
}

/// Somebody left before there was an incident.
fn left(stop: Exit, context: &mut Context<'_>) -> Outcome {
    stop.into_outcome()
        .map_err(|failure| failure.hint("no incident was opened; `breach start` begins again"))?;
    context.say("\n  No incident was opened. `breach start` begins again.\n")
}

/// The incident to go on with, where one is open already and that is the one that is meant.
fn open_already(context: &mut Context<'_>, zone: Zone) -> Flow<Option<IncidentId>> {
    let open = context.open_incidents()?;
    if open.is_empty() {
        return Ok(None);
    }
    let words = |id: &IncidentId| {
        let title = peek(context.store(), id).map_or_else(|unseen| unseen.why, |seen| seen.title);
        format!("go on with {}: {title}", short_id(id.as_str()))
    };
    let words: Vec<String> = open.iter().map(|(id, _)| words(id)).collect();
    let mut session = Session::new(context, zone, "")?;
    session.say("\n")?;
    let (question, none) = ("An incident is open already. Go on with it?", "another one: open it");
    let chosen = session.choose(question, &words, Some(none))?;
    Ok(chosen.map(|chosen| open[chosen].0.clone()))
}

/// Asks for the playbook, a name, and the opening answers.
fn ask(
    context: &mut Context<'_>,
    library: &Library,
    zone: Zone,
    given: Option<Loaded>,
    at: Option<When>,
) -> Flow<(Loaded, OpeningAnswers)> {
    let (situations, broken) = match &given {
        Some(_) => (Vec::new(), Vec::new()),
        None => situations(library),
    };
    for id in broken {
        context.warn(&format!(
            "warning: your playbook `{id}` has mistakes and is not offered; `breach playbook check {id}` lists them\n"
        ));
    }
    let mut session = Session::new(context, zone, "`breach start PLAYBOOK --no-walk` asks nothing")?;
    let (loaded, situation, told) = match given {
        Some(loaded) => {
            session.say(
                "\n  Once you see `logged`, what you said is saved. Leave whenever you must;\n  nothing is lost.\n\n",
            )?;
            let situation = loaded.playbook.use_when.first().cloned();
            (loaded, situation, String::new())
        }
        None => {
            let (chosen, told) = session.choose_situation(&situations)?;
            let situation = &situations[chosen];
            let loaded = load(library, &situation.playbook, session.context)?;
            (loaded, Some(situation.words.clone()), told)
        }
    };
    session.name()?;
    let answers = session.opening_answers(&told, at)?;
    Ok((loaded, OpeningAnswers { situation, ..answers }))
}

/// Makes the incident, durably, and shows what was logged.
fn open(
    context: &mut Context<'_>,
    loaded: &Loaded,
    title: &str,
    drill: bool,
    zone: Zone,
    opening: &OpeningAnswers,
    via: Via,
) -> Outcome<Case> {
    context.writer(None, via)?;
    let now = context.now();
    let day = zone.at(&now).format("%Y-%m-%d").to_string();
    let drill_mark = if drill { "drill-" } else { "" };
    let id_text = format!("{drill_mark}{day}-{}", context.world.ids.incident());
    let id = IncidentId::parse(&id_text).map_err(Failure::bug)?;
    let drafts = opening_drafts(&id_text, title, drill, zone, loaded, opening)?;
    let (case, logged) = context.create(&id, via, now, drafts)?;
    context.say("\n")?;
    context.show(&opened_lines(&logged, zone))?;
    Ok(case)
}

fn when(text: &str, context: &Context<'_>, zone: Zone) -> Outcome<When> {
    crate::time::read_when(text, context.now(), zone).map_err(|why| Failure::usage(why).no_incident_opened())
}

/// Loads a playbook; a broken one of one's own always comes with the built-in one to start with.
fn load(library: &Library, name: &str, context: &mut Context<'_>) -> Outcome<Loaded> {
    let loaded = library
        .load(name)
        .map_err(|rejected| broken_playbook(name, &rejected, context))?;
    warn_of(&loaded, name, context);
    Ok(loaded)
}

fn broken_playbook(name: &str, rejected: &Rejected, context: &Context<'_>) -> Failure {
    // A name is one line, whatever was typed.
    let name = &*crate::text::visible_line(name);
    if let ([only], []) = (rejected.diagnostics.as_slice(), rejected.texts.as_slice()) {
        let failure = Failure::input(format!("`{name}` {}", only.message)).no_incident_opened();
        return match &only.help {
            Some(help) => failure.hint(help),
            None => failure.hint("`breach playbook list` shows every playbook"),
        };
    }
    let summary = crate::text::visible_line(&rejected.summary()).into_owned();
    let terminal = context.world.terminal;
    let drawn = rejected.render(terminal.width, terminal.colour);
    let drawn = if drawn.is_empty() {
        String::new()
    } else {
        format!("\n{drawn}\n")
    };
    let mut screen = format!("error: {summary}. No incident was opened.\n{drawn}");
    if let Some(near) = nearest_built_in(rejected) {
        screen.push_str(&format!(
            "\n  Is it happening now? Start with the built-in playbook. Yours can take over\n  once it is fixed; nothing you log is \
             lost.\n\n      breach start {near}\n      breach playbook adopt {name} --instead-of {near}\n\n"
        ));
    }
    Failure::screen(FailureKind::Input, screen).hint(format!("after editing, run `breach playbook check {name}`"))
}

/// The built-in playbook that shares most steps with the text that was refused.
fn nearest_built_in(rejected: &Rejected) -> Option<String> {
    let text = rejected.texts.first().map_or("", |(_, text)| text.as_str());
    let built_in = Library::new(None);
    let shared = |id: &String| {
        let loaded = built_in.load(id).ok()?;
        let steps = loaded
            .playbook
            .steps
            .iter()
            .filter(|step| text.contains(&step.id))
            .count();
        let own = loaded
            .playbook
            .steps
            .iter()
            .filter(|step| !step.shared && text.contains(&step.id))
            .count();
        Some((own, steps))
    };
    let ids: Vec<String> = built_in.list().into_iter().map(|listed| listed.id).collect();
    // The first of several that share as much, in the order of the list.
    ids.into_iter()
        .rev()
        .filter(|id| shared(id).is_some())
        .max_by_key(shared)
}
