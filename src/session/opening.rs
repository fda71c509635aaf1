//! The first minute: three questions, the incident, and the five-minute screen.

use chrono::{DateTime, FixedOffset, Utc};

use super::asking::{Exit, Flow, Reply, Session};
use super::prompts::Prompt;
use crate::fact::describe::answer_words;
use crate::fact::{Answer, Kind, Value};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::incident::event::{CallLogged, FactRecorded, IncidentOpened, PlaybookAdded, SourceFile};
use crate::incident::receipt::short_id;
use crate::incident::{Entry, Hash, Incident};
use crate::journal::Draft;
use crate::playbook::find::Loaded;
use crate::playbook::plan::Playbook;
use crate::profile::Profile;
use crate::screens::first::{First, ToCall, call_list, first_screen, say_lines};
use crate::template;
use crate::time::format::{clock_near, full};
use crate::time::{Moment, Zone};
use crate::workflow::Workflow;

/// Words of the three opening questions, where a playbook has none of its own.
const OPENING_QUESTIONS: [(&str, &str); 3] = [
    ("situation", "What have you been told, or seen?"),
    ("reported_words", "What were you told, in their words?"),
    ("first_read_at", "When did it reach you?"),
];

/// What the first three questions gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpeningAnswers {
    /// The situation that was chosen.
    pub situation: Option<String>,
    /// What was told, in the teller's words.
    pub reported_words: Option<String>,
    /// When it reached the responder.
    pub first_read_at: Option<Moment>,
}

/// A playbook that fits a situation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    pub words: String,
    pub playbook: String,
}

impl Session<'_, '_> {
    /// Asks which situation it is. A wrong choice costs nothing.
    pub fn choose_situation(&mut self, situations: &[Situation]) -> Flow<usize> {
        self.say(
            "\n  Once you see `logged`, what you said is saved. Leave whenever you must;\n  nothing is lost.\n\n  \
             What have you been told, or seen?\n\n",
        )?;
        let width = self.context.world.terminal.width;
        for (number, situation) in situations.iter().enumerate() {
            let lines = crate::text::wrap(&situation.words, width, &format!("   {}  ", number + 1), "      ");
            self.say(&format!("{}\n", lines.join("\n")))?;
        }
        self.say("\n  A wrong choice costs nothing. You can change it later.\n\n")?;
        let prompt = Prompt::new("  Number: ").help("  Type the number that is closest. You can change it later.\n");
        loop {
            let typed = self.ask(&prompt)?;
            match typed.parse::<usize>() {
                Ok(number) if (1..=situations.len()).contains(&number) => return Ok(number - 1),
                _ => self.say(&format!("  Type a number from 1 to {}.\n", situations.len()))?,
            }
        }
    }

    /// Asks who types, unless that is known.
    pub fn name(&mut self) -> Flow {
        while self.context.known_writer(None).is_none() {
            let name = self.text(
                &Prompt::new("  Your name, for the record: ")
                    .help("  The name that others know you by. It is written beside everything that you log.\n"),
                "Type your name; it is written beside everything that you log.",
            )?;
            self.context.set_writer(name, None);
        }
        Ok(())
    }

    /// Asks what was told, and when it reached the responder.
    pub fn opening_answers(&mut self, at: Option<Moment>) -> Flow<OpeningAnswers> {
        self.tell("  What were you told, in their words?\n")?;
        let words = self.text(
            &Prompt::of_text("  > ").help(
                "  As close to their words as you can; `unknown` is an answer. Card numbers are hidden before saving.\n",
            ),
            "Type what they said, or `unknown`.",
        )?;
        let first_read_at = match at {
            Some(at) => Some(at),
            None => Some(
                self.moment(
                    &Prompt::new("  When did it reach you? ")
                        .help("  A time such as 23:40, yesterday 18:15, or 20 min ago.\n"),
                )?,
            ),
        };
        Ok(OpeningAnswers {
            situation: None,
            reported_words: Some(words),
            first_read_at,
        })
    }

    /// The five-minute screen, and calls to log, until `go on`.
    pub fn first_five_minutes(&mut self, playbook: &Playbook, profile: &Profile) -> Flow {
        let terminal = self.context.world.terminal;
        let (width, height) = (terminal.width, terminal.height.unwrap_or(24));
        let mut is_first_time = true;
        loop {
            let (now, zone) = (self.now(), self.zone);
            let (workflow, incident) = self.workflow()?;
            let first = first_of(playbook, workflow, incident, profile, now, zone);
            let first = with_calls(first, self.case()?.entries(), zone);
            let shown = if is_first_time {
                format!("\n{}", first_screen(&first, width, height))
            } else {
                call_list(&first, width)
            };
            self.say(&shown)?;
            is_first_time = false;
            let prompt = Prompt::new("  > ").help(
                "  A number shows what to say and logs that call. `go on` shows what to do next; nothing here must be \
                 answered.\n",
            );
            let numbers = match first.call.len() {
                0 => String::new(),
                1 => "1 what to say, and to log the call     ".to_owned(),
                many => format!("1-{many} what to say, and to log the call     "),
            };
            self.tell(&format!("\n  {numbers}go on     ? for more\n"))?;
            loop {
                let typed = match self.ask_once(&prompt)? {
                    Reply::Text(typed) => typed,
                    Reply::Help => break,
                    Reply::Slash(command) => match self.carry_out(command) {
                        Ok(()) => break,
                        Err(Exit::Later(_)) => return Ok(()),
                        Err(stop) => return Err(stop),
                    },
                };
                match (typed.to_lowercase().as_str(), typed.parse::<usize>()) {
                    ("go on" | "go" | "on" | "next", _) => return Ok(()),
                    (_, Ok(number)) if (1..=first.call.len()).contains(&number) => {
                        let person = &first.call[number - 1];
                        if let Some(words) = &person.say {
                            self.say(&format!("{}\n", say_lines(&person.who, words, width)))?;
                        }
                        match self.log_call(&person.who, person.number.as_deref()) {
                            Err(Exit::Later(_)) => self.tell("  Nothing was logged. Call, and come back.\n")?,
                            Ok(()) if person.number.is_none() => match self.offer_number(&person.id, &person.who) {
                                Err(Exit::Later(_)) => {}
                                other => other?,
                            },
                            other => other?,
                        }
                        break;
                    }
                    _ => self.tell(
                        "  Nothing was logged. Type a number to log a call, or go on. To write something down: /note.\n",
                    )?,
                }
            }
        }
    }

    /// The five-minute screen again, for somebody who was interrupted before anything else was done.
    pub fn first_five_minutes_again(&mut self, profile: &Profile) -> Flow {
        const FRESH_MINUTES: i64 = 60;
        let now = self.now();
        let (workflow, incident) = self.workflow()?;
        let is_fresh = incident
            .opened_at
            .is_some_and(|opened| (now - opened).num_minutes() < FRESH_MINUTES);
        let is_untouched = incident.is_open() && incident.steps.values().all(|step| step.passes.is_empty());
        let playbook = workflow.playbooks.first().filter(|_| is_fresh && is_untouched).cloned();
        match playbook {
            Some(playbook) => self.first_five_minutes(&playbook, profile),
            None => Ok(()),
        }
    }
}

/// Marks who was called already.
fn with_calls(mut first: First, entries: &[Entry], zone: Zone) -> First {
    for person in &mut first.call {
        person.called = entries
            .iter()
            .rev()
            .find(|entry| {
                entry
                    .event
                    .get::<CallLogged>()
                    .is_some_and(|call| call.with == person.who)
            })
            .map(|entry| crate::time::format::clock(entry.at, zone));
    }
    first
}

/// Every draft of a new incident, in their order: opening, playbook, opening answers. One write.
pub fn opening_drafts(
    id: &str,
    title: &str,
    drill: bool,
    zone: Zone,
    loaded: &Loaded,
    answers: &OpeningAnswers,
) -> Outcome<Vec<Draft>> {
    let opened = IncidentOpened {
        format: crate::incident::event::FORMAT,
        draft: crate::incident::event::DRAFT,
        incident: id.to_owned(),
        program: format!("breach {}", env!("CARGO_PKG_VERSION")),
        title: title.to_owned(),
        drill,
        zone: zone.name().to_owned(),
    };
    let mut drafts = vec![Draft::new(opened), Draft::new(playbook_added(loaded)?)];
    let text = |fact: &str, kind: Kind, value: Option<String>| {
        let answer = match value.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) {
            Some(text) if matches!(text.as_str(), "unknown" | "?") => Answer::Unknown,
            Some(text) => Answer::known(Value::Text(text)),
            None => return None,
        };
        Some(opening_fact(&loaded.playbook, fact, kind, answer))
    };
    drafts.extend(text("situation", Kind::Text, answers.situation.clone()));
    drafts.extend(text("reported_words", Kind::LongText, answers.reported_words.clone()));
    drafts.extend(answers.first_read_at.map(|moment| {
        opening_fact(
            &loaded.playbook,
            "first_read_at",
            Kind::DateTime,
            Answer::known(Value::DateTime(moment.at)),
        )
    }));
    Ok(drafts)
}

/// The event that brings a playbook into a record: every source word for word, and the resolved plan.
pub fn playbook_added(loaded: &Loaded) -> Outcome<PlaybookAdded> {
    let bug = |why: &str| Failure::new(FailureKind::Bug, why);
    let sources = loaded
        .sources
        .iter()
        .map(|source| {
            Ok(SourceFile {
                path: crate::mask::mask_cards(&source.path).text.into_owned(),
                sha256: Hash::parse(&source.sha256).ok_or_else(|| bug(&format!("`{}` has no hash", source.path)))?,
                text: source.text.clone(),
            })
        })
        .collect::<Outcome<Vec<_>>>()?;
    Ok(PlaybookAdded {
        playbook: loaded.playbook.id.clone(),
        title: loaded.playbook.title.clone(),
        sources,
        plan: serde_json::value::RawValue::from_string(loaded.playbook.to_plan())
            .map_err(|error| bug("the plan is not JSON").because(error))?,
    })
}

fn opening_fact(playbook: &Playbook, fact: &str, kind: Kind, answer: Answer) -> Draft {
    let fallback = OPENING_QUESTIONS
        .iter()
        .find(|(name, _)| *name == fact)
        .map_or(fact, |(_, ask)| *ask);
    let known = playbook.facts.iter().find(|known| known.name == fact);
    Draft::new(FactRecorded {
        fact: fact.to_owned(),
        asked: known.map_or(fallback, |known| &known.ask).to_owned(),
        kind,
        row: None,
        answer,
        step: None,
        pass: None,
    })
}

/// What the five-minute screen says for this incident: names and numbers from the profile, facts in the words to say.
pub fn first_of(
    playbook: &Playbook,
    workflow: &Workflow,
    incident: &Incident,
    profile: &Profile,
    now: DateTime<Utc>,
    zone: Zone,
) -> First {
    // What a role does in this playbook says more than its id.
    let title_of = |id: &str| match (profile.contact(id), workflow.role(id)) {
        (Some(contact), Some(role)) if !contact.name.is_empty() => format!("{}, {}", contact.name, role.title),
        (Some(contact), None) if contact.name.is_empty() => contact.title,
        (Some(contact), None) => format!("{}, {}", contact.name, contact.title),
        (_, Some(role)) => role.title.clone(),
        (None, None) => sentence_case(&id.replace('-', " ")),
    };
    First {
        short_id: short_id(&incident.id).to_owned(),
        clock: format!("{} ({})", crate::time::format::day_clock(now, zone), zone.city()),
        drill: incident.drill,
        do_not: playbook.first.do_not.clone(),
        call: playbook
            .first
            .call
            .iter()
            .map(|id| ToCall {
                id: id.clone(),
                who: title_of(id),
                number: profile.contact(id).and_then(|contact| contact.number),
                say: playbook
                    .first
                    .say
                    .iter()
                    .find(|say| say.to == *id)
                    .map(|say| filled_in(&say.text, incident, now, zone)),
                called: None,
            })
            .collect(),
    }
}

fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Puts facts where a text has `{{ fact }}`. What is not known is said to be not known.
pub fn filled_in(text: &str, incident: &Incident, now: DateTime<Utc>, zone: Zone) -> String {
    template::filled(text, |name| match incident.answer(name) {
        Some(Answer::Known {
            value: Value::DateTime(at),
            ..
        }) => when_said(*at, now, zone),
        Some(answer) => answer_words(answer, zone),
        None => "(not known yet)".to_owned(),
    })
}

/// A time in a sentence that is read aloud: with its day unless it is today's.
fn when_said(at: DateTime<FixedOffset>, now: DateTime<Utc>, zone: Zone) -> String {
    if zone.at(&at).date_naive() == zone.at(&now).date_naive() {
        zone.at(&at).format("%H:%M").to_string()
    } else if (now - at.to_utc()).num_days() > 300 {
        full(at, zone)
    } else {
        clock_near(at, now, zone)
    }
}
