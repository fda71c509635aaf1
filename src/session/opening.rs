//! The first minute: three questions, the incident, and the five-minute screen.

use chrono::{DateTime, FixedOffset, Utc};

use super::asking::{Exit, Flow, Reply, Session};
use super::choices::{Choice, Choices};
use super::prompts::Prompt;
use crate::fact::describe::answer_words;
use crate::fact::read::read_choice;
use crate::fact::{Answer, Kind, Value};
use crate::failure::{Failure, Outcome};
use crate::incident::event::{CallLogged, FactRecorded, IncidentOpened, Plan, PlaybookAdded, SourceFile};
use crate::incident::receipt::short_id;
use crate::incident::{Entry, Hash, Incident};
use crate::journal::Draft;
use crate::playbook::find::{Library, Loaded};
use crate::playbook::plan::{KnownFact, Playbook};
use crate::profile::Profile;
use crate::screens::first::{First, ToCall, call_list, first_screen, say_lines};
use crate::template;
use crate::text::capitalised;
use crate::time::format::{clock_near, full};
use crate::time::{When, Zone, read_when};
use crate::workflow::Workflow;

/// The playbooks for somebody who cannot say yet what it is, the best first.
const CANNOT_SAY_YET: [&str; 2] = ["business-data-breach", "payment-provider-breach"];

/// Words of the three opening questions, where a playbook has none of its own.
const OPENING_QUESTIONS: [(&str, &str); 4] = [
    ("situation", "What have you been told, or seen?"),
    ("reported_words", "What were you told, in their words?"),
    (
        "arrived_at",
        "When did the message arrive, even if nobody had read it yet?",
    ),
    ("first_read_at", "When did it reach you?"),
];

/// What the first three questions gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpeningAnswers {
    /// The situation that was chosen.
    pub situation: Option<String>,
    /// What was told, in the teller's words.
    pub reported_words: Option<String>,
    /// When it came in, where that was another time than when somebody read it.
    pub arrived_at: Option<When>,
    /// When somebody read or heard it first.
    pub first_read_at: Option<When>,
}

/// A playbook that fits a situation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    pub words: String,
    pub playbook: String,
}

impl Session<'_, '_> {
    /// Asks which situation it is. A wrong choice costs nothing. Also gives what was told instead, if that was typed first.
    pub fn choose_situation(&mut self, situations: &[Situation]) -> Flow<(usize, String)> {
        self.say(
            "\n  Once you see `logged`, what you said is saved. Leave whenever you must;\n  nothing is lost.\n\n",
        )?;
        let width = self.context.world.terminal.width;
        let mut shown = String::from("  What have you been told, or seen?\n\n");
        for (number, situation) in situations.iter().enumerate() {
            let lines = crate::text::wrap(&situation.words, width, &format!("  {:>2}  ", number + 1), "      ");
            shown.push_str(&format!("{}\n", lines.join("\n")));
        }
        shown.push_str("\n  A wrong choice costs nothing. You can change it later.\n\n");
        self.say(&shown)?;
        let prompt = Prompt::new("  Number: ")
            .help("  Type the number that is closest. You can change it later.\n")
            .reminder(&shown);
        let items: Vec<String> = situations.iter().map(|situation| situation.words.clone()).collect();
        let mut told = String::new();
        loop {
            let typed = self.ask(&prompt)?;
            let mut list = Choices::new("", &items, None, (width, items.len()));
            if let Choice::Item(chosen) = list.read(&typed) {
                return Ok((chosen, told));
            }
            let is_told = typed.contains(' ');
            if is_told {
                told.clone_from(&typed);
            }
            self.tell(&format!(
                "  {}Type a number from 1 to {}.\n",
                if is_told {
                    "It is kept for the next question. Which line is closest? "
                } else {
                    ""
                },
                items.len()
            ))?;
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

    /// Asks what was told, and when it reached the responder. `told` stands there already.
    pub fn opening_answers(&mut self, told: &str, at: Option<When>) -> Flow<OpeningAnswers> {
        let question = "  What were you told, in their words?\n";
        self.tell(question)?;
        let prompt = Prompt {
            begun: told,
            ..Prompt::of_text("  > ")
        };
        let words = self.text(
            &prompt
                .help(
                    "  As close to their words as you can; `unknown` is an answer. Card numbers are hidden before \
                     saving.\n",
                )
                .reminder(question),
            "Type what they said, or `unknown`.",
        )?;
        let (arrived_at, first_read_at) = match at {
            Some(at) => (None, at),
            None => self.arrived_and_read()?,
        };
        Ok(OpeningAnswers {
            situation: None,
            reported_words: Some(words),
            arrived_at,
            first_read_at: Some(first_read_at),
        })
    }

    /// Asks when it came in and when somebody read it: one time where that is the same.
    fn arrived_and_read(&mut self) -> Flow<(Option<When>, When)> {
        let prompt = Prompt::new("  Arrived when, and read when? ").help(
            "  One time if it was read at once: 23:40, yesterday 18:15, 20 min ago. Else both, with a comma between them. A day \
             will do where nobody knows the hour.\n",
        );
        loop {
            let text = self.text(
                &prompt,
                "Type a time, such as 23:40 or yesterday 18:15; two, if it was read later than it came.",
            )?;
            let (now, zone) = (self.now(), self.zone);
            let is_time = |part: &str| match read_when(part, now, zone) {
                Ok(_) => true,
                Err(why) => why.readings().is_some(),
            };
            match arrived_and_read(&text, is_time) {
                (None, Some(read)) => {
                    if let Some(read) = self.understood_time(read, read_when)? {
                        return Ok((None, read));
                    }
                }
                (Some(arrived), read) => {
                    let Some(arrived) = self.understood_time(arrived, read_when)? else {
                        continue;
                    };
                    let read = match read {
                        Some(read) => self.understood_time(read, read_when)?,
                        None => Some(self.when(&Prompt::new("  And when was it read? "))?),
                    };
                    match read {
                        Some(read) if ends(&read, zone) >= arrived.begins(zone) => return Ok((Some(arrived), read)),
                        Some(_) => self.tell("  Then it was read before it arrived. Type both again.\n")?,
                        None => {}
                    }
                }
                (None, None) => {}
            }
        }
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
                    Reply::Again => break,
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

/// Every playbook's first situation, each that has a first page of its own, and one for those who cannot say yet; own playbooks with mistakes are named apart.
pub fn situations(library: &Library) -> (Vec<Situation>, Vec<String>) {
    let (mut found, mut own, mut broken) = (Vec::new(), Vec::new(), Vec::new());
    for listed in library.list() {
        match library.load(&listed.id) {
            Ok(loaded) => {
                let playbook = &loaded.playbook;
                let situation = |words: &String| Situation {
                    words: words.clone(),
                    playbook: listed.id.clone(),
                };
                let others = playbook.starts.iter().map(|start| &start.when);
                own.extend(
                    others
                        .filter(|words| playbook.use_when.first() != Some(words))
                        .map(situation),
                );
                found.extend(playbook.use_when.first().map(situation));
            }
            Err(_) => broken.push(listed.id),
        }
    }
    found.extend(own);
    let fallback = CANNOT_SAY_YET
        .iter()
        .find(|id| found.iter().any(|situation| situation.playbook == **id));
    found.extend(fallback.map(|id| Situation {
        words: "Something is wrong; I cannot say what yet".to_owned(),
        playbook: (*id).to_owned(),
    }));
    (found, broken)
}

/// What was said of when it arrived and when it was read. A time alone is that of reading.
fn arrived_and_read(text: &str, is_time: impl Fn(&str) -> bool) -> (Option<&str>, Option<&str>) {
    let bare = |part: &str| -> (bool, usize) {
        let lower = part.to_lowercase();
        let word = ["arrived", "came in", "came", "read"]
            .into_iter()
            .find(|word| lower.starts_with(&format!("{word} ")));
        word.map_or((false, 0), |word| (word != "read", word.len()))
    };
    let (says_arrived, skip) = bare(text);
    let whole = text[skip..].trim();
    if is_time(whole) {
        return if says_arrived {
            (Some(whole), None)
        } else {
            (None, Some(whole))
        };
    }
    for sign in [";", ", ", ",", " read ", " and "] {
        for (at, _) in text.match_indices(sign) {
            let (first, second) = (text[..at].trim(), text[at + sign.len()..].trim());
            let (first, second) = (first[bare(first).1..].trim(), second[bare(second).1..].trim());
            if is_time(first) && is_time(second) {
                return (Some(first), Some(second));
            }
        }
    }
    (None, Some(text))
}

/// The latest moment that a time may be.
fn ends(when: &When, zone: Zone) -> DateTime<FixedOffset> {
    match when {
        When::Moment(moment) => moment.at,
        When::Period { period, .. } => {
            let next = period.last().succ_opt().unwrap_or(period.last());
            zone.at(&zone.computed(next.and_time(chrono::NaiveTime::MIN)))
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
                    .is_some_and(|call| is_with(call, person))
            })
            .map(|entry| crate::time::format::clock(entry.at, zone));
    }
    first
}

/// Whether a call was with this person. Another playbook may name the same one with another role.
fn is_with(call: &CallLogged, person: &ToCall) -> bool {
    let name = |who: &str| who.split(", ").next().unwrap_or(who).to_lowercase();
    name(&call.with) == name(&person.who) || call.number.is_some() && call.number == person.number
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
    let known = answers
        .situation
        .as_deref()
        .map(|words| known_facts(&loaded.playbook, words));
    drafts.extend(known.into_iter().flatten());
    let times = [
        ("arrived_at", answers.arrived_at),
        ("first_read_at", answers.first_read_at),
    ];
    for (fact, when) in times {
        let draft = |when: When| opening_fact(&loaded.playbook, fact, Kind::DateTime, Answer::of_time(&when));
        drafts.extend(when.map(draft));
    }
    Ok(drafts)
}

/// What is known by choosing a situation.
pub fn known_facts(playbook: &Playbook, situation: &str) -> Vec<Draft> {
    let start = playbook.start(situation).into_iter();
    let draft = |known: &KnownFact| {
        let kind = playbook.kind_of(&known.fact)?.clone();
        // Checked with the playbook.
        let answer = read_choice(&known.answer, &kind).ok()?;
        Some(opening_fact(playbook, &known.fact, kind, answer))
    };
    start.flat_map(|start| &start.known).filter_map(draft).collect()
}

/// The event that brings a playbook into a record: every source word for word, and the resolved plan.
pub fn playbook_added(loaded: &Loaded) -> Outcome<PlaybookAdded> {
    let sources = loaded
        .sources
        .iter()
        .map(|source| {
            Ok(SourceFile {
                path: crate::mask::mask_cards(&source.path).text.into_owned(),
                sha256: Hash::parse(&source.sha256)
                    .ok_or_else(|| Failure::bug(format!("`{}` has no hash", source.path)))?,
                text: source.text.clone(),
            })
        })
        .collect::<Outcome<Vec<_>>>()?;
    Ok(PlaybookAdded {
        playbook: loaded.playbook.id.clone(),
        title: loaded.playbook.title.clone(),
        sources,
        plan: serde_json::value::RawValue::from_string(loaded.playbook.to_plan())
            .map(Plan)
            .map_err(|error| Failure::bug("the plan is not JSON").because(error))?,
    })
}

pub(super) fn opening_fact(playbook: &Playbook, fact: &str, kind: Kind, answer: Answer) -> Draft {
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
        (None, None) => capitalised(&id.replace('-', " ")),
    };
    let minutes = playbook.first_in(incident.text("situation"));
    First {
        short_id: short_id(&incident.id).to_owned(),
        clock: format!("{} ({})", crate::time::format::day_clock(now, zone), zone.city()),
        drill: incident.drill,
        do_not: minutes.do_not.clone(),
        call: minutes
            .call
            .iter()
            .map(|id| ToCall {
                id: id.clone(),
                who: title_of(id),
                number: profile.contact(id).and_then(|contact| contact.number),
                say: minutes
                    .say
                    .iter()
                    .find(|say| say.to == *id)
                    .map(|say| filled_in(&say.text, incident, now, zone)),
                called: None,
            })
            .collect(),
    }
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
