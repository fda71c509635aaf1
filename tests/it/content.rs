//! The built-in playbooks held against their sources: every point of the seeds stands in the step that cites it, and no
//! question, condition or gate is idle. The tables in `tests/data/content` were written by reading, not made from the
//! citations, so a step that loses its words fails here even while it keeps its citation.

use std::collections::{BTreeMap, BTreeSet};

use breach::condition::{Condition, Seen, Truth};
use breach::fact::{Answer, Asked, Kind, read_answer};
use breach::incident::state::RoleHolder;
use breach::incident::{GateOpening, Incident, Pass, PassState, StepState};
use breach::obligation::start::Start;
use breach::playbook::{Due, Gate, Library, Moment, OPENING_FACTS, Phase, Playbook, RECIPIENTS, Repeat, Step};
use breach::screens::step::{step_screen, step_screen_above};
use breach::situation::Situation;
use breach::time::Zone;
use breach::workflow::Workflow;
use chrono::{DateTime, TimeDelta, Utc};

use crate::harness::{Breach, START};

/// The five playbooks and the seed each was made from, with the number of its points.
const SEEDS: [(&str, &str, usize); 5] = [
    ("S0", "payment-provider-breach", 50),
    ("S1", "card-data-breach", 68),
    ("S2", "business-data-breach", 63),
    ("S3", "customer-notification", 52),
    ("S4", "customer-info-compromise", 49),
];

/// The head of the table of points.
const SEED_HEAD: [&str; 5] = ["row", "playbook", "step", "excerpt", "point"];

/// Steps by which an acquirer, a regulator or the police is told: an empty role must not stop them.
const TELLING_STEPS: [&str; 6] = [
    "authority-liaison",
    "law-enforcement",
    "notify-acquirer",
    "open-authority-lane",
    "provide-at-risk-accounts",
    "regulator-notice",
];

/// Steps that are due with duties to tell somebody, not with a time that the playbook states.
const DUE_WITH_DUTIES: [&str; 12] = [
    "credit-bureaus",
    "engage-counsel-and-insurer",
    "engage-pfi",
    "forensic-findings",
    "law-enforcement",
    "notify-acquirer",
    "obligations-closeout",
    "offer-protection",
    "partner-notice",
    "provide-at-risk-accounts",
    "regulator-notice",
    "send-notice",
];

/// The width and height of the smallest window that a step is written for.
const WINDOW: (usize, usize) = (80, 24);

fn playbook(id: &str) -> Playbook {
    let loaded = Library::default().load(id);
    loaded
        .unwrap_or_else(|why| panic!("{}", why.render(120, false)))
        .playbook
}

fn playbooks() -> Vec<Playbook> {
    SEEDS.iter().map(|(_, id, _)| playbook(id)).collect()
}

fn step<'p>(playbook: &'p Playbook, id: &str) -> &'p Step {
    let found = playbook.step(id);
    found.unwrap_or_else(|| panic!("no step {id} in {}", playbook.id))
}

/// The rows of a table, each with as many cells as its head names.
fn table<const CELLS: usize>(name: &str, head: [&str; CELLS]) -> Vec<[String; CELLS]> {
    let path = format!("{}/tests/data/content/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|why| panic!("{path}: {why}"));
    let found: Vec<String> = reader.headers().expect("a head").iter().map(str::to_owned).collect();
    assert_eq!(found, head, "{path}");
    reader
        .records()
        .map(|record| {
            let cells: Vec<String> = record.expect("a row").iter().map(str::to_owned).collect();
            assert!(
                cells.iter().all(|cell| !cell.trim().is_empty()),
                "an empty cell in {cells:?}"
            );
            cells.try_into().expect("as many cells as the head")
        })
        .collect()
}

/// How many words.
fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn what_to_do(step: &Step) -> Vec<&str> {
    step.instructions.iter().map(|item| item.text.as_str()).collect()
}

/// The title, and the questions with their hints.
fn wording(step: &Step) -> Vec<&str> {
    let questions = step.questions.iter();
    let asked = questions.flat_map(|question| [Some(question.ask.as_str()), question.hint.as_deref()]);
    std::iter::once(step.title.as_str()).chain(asked.flatten()).collect()
}

fn gates(step: &Step) -> Vec<String> {
    step.gates.iter().map(ToString::to_string).collect()
}

/// Everything that a person reads in a step.
fn all_words(step: &Step) -> Vec<&str> {
    [wording(step), vec![step.why.as_str()], what_to_do(step)].concat()
}

fn has<T: AsRef<str>>(texts: &[T], excerpt: &str) -> bool {
    texts.iter().any(|text| text.as_ref().contains(excerpt))
}

/// The points of the seeds that have content.
fn points() -> Vec<String> {
    let rows = table("seeds", SEED_HEAD);
    rows.into_iter().map(|[row, ..]| row).collect()
}

/// Whether it has the form of a point of a seed.
fn is_point(source: &str) -> bool {
    source.split_once('-').is_some_and(|(seed, number)| {
        seed.len() == 2
            && seed.starts_with('S')
            && seed.ends_with(|last: char| last.is_ascii_digit())
            && number.parse::<usize>().is_ok()
    })
}

#[test]
fn every_seed_point_stands_in_the_step_that_cites_it() {
    let rows = table("seeds", SEED_HEAD);
    assert_eq!(rows.len(), 275);
    let loaded: BTreeMap<&str, Playbook> = SEEDS.iter().map(|(_, id, _)| (*id, playbook(id))).collect();
    let mut faults = Vec::new();
    for [row, id, step_id, excerpt, point] in &rows {
        let own = SEEDS.iter().find(|(seed, ..)| row.starts_with(&format!("{seed}-")));
        if own.is_none_or(|(_, own, _)| own != id) {
            faults.push(format!("{row}: {id} is not its own playbook"));
            continue;
        }
        let Some(step) = loaded[id.as_str()].step(step_id) else {
            faults.push(format!("{row}: no step {step_id} in {id}"));
            continue;
        };
        if !step.sources.contains(row) {
            faults.push(format!("{row}: {step_id} does not cite it"));
        }
        if !has(&all_words(step), excerpt) {
            faults.push(format!("{row}: {step_id} does not say: {excerpt}"));
        }
        if words(excerpt) < 3 || words(point) < 2 {
            faults.push(format!("{row}: too few words"));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn every_point_of_every_seed_is_listed_once() {
    let with = points();
    let without: Vec<String> = table("seeds-without-content", ["row", "why"])
        .into_iter()
        .map(|[row, _]| row)
        .collect();
    assert_eq!(without.len(), 7);
    let mut listed: Vec<&str> = with.iter().chain(&without).map(String::as_str).collect();
    listed.sort_unstable();
    let mut points: Vec<String> = SEEDS
        .iter()
        .flat_map(|(seed, _, count)| (1..=*count).map(move |number| format!("{seed}-{number}")))
        .collect();
    points.sort_unstable();
    assert_eq!(listed, points);
}

#[test]
fn no_step_cites_a_point_that_says_nothing_or_is_not_there() {
    let points: BTreeSet<String> = points().into_iter().collect();
    let mut faults = Vec::new();
    for playbook in playbooks() {
        for step in &playbook.steps {
            for source in &step.sources {
                let looks_like_one = is_point(source) || source.len() < 8;
                if looks_like_one && !points.contains(source) {
                    faults.push(format!("{} {}: {source}", playbook.id, step.id));
                }
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn every_step_says_who_why_what_and_after_whom() {
    let mut faults = Vec::new();
    for playbook in playbooks() {
        for step in &playbook.steps {
            let name = format!("{} {}", playbook.id, step.id);
            if playbook
                .role(&step.owner)
                .is_none_or(|role| role.title.is_empty() || role.does.is_empty())
            {
                faults.push(format!("{name}: owner"));
            }
            if words(&step.why) < 5 {
                faults.push(format!("{name}: why"));
            }
            if what_to_do(step).iter().filter(|text| words(text) > 3).count() < 2 {
                faults.push(format!("{name}: what to do"));
            }
            if step.sources.iter().all(|source| source.trim().is_empty()) {
                faults.push(format!("{name}: source"));
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

/// Every condition of a step, with what it is for.
fn conditions(step: &Step) -> Vec<(&'static str, &Condition)> {
    let when = step.when.iter().map(|condition| ("when", condition));
    let until = step.repeat.iter().filter_map(|repeat| match repeat {
        Repeat::Every(schedule) => schedule.until.as_ref().map(|until| ("until", until)),
        Repeat::OnDemand => None,
    });
    let gates = step.gates.iter().filter_map(|gate| match gate {
        Gate::Fact(condition) => Some(("gate", condition)),
        _ => None,
    });
    when.chain(until).chain(gates).collect()
}

fn asked_at() -> Asked {
    Asked {
        now: START.parse().expect("a time"),
        zone: Zone::parse("Europe/London").expect("a zone"),
    }
}

/// What somebody may answer, as far as it can matter to this condition; the first is no answer at all.
fn answers(kind: &Kind, condition: &Condition) -> Vec<Option<Answer>> {
    let literals = condition.text().split('\'').skip(1).step_by(2).map(str::to_owned);
    let texts: Vec<String> = match kind {
        Kind::YesNo => vec!["yes".to_owned(), "no".to_owned()],
        Kind::Select(options) | Kind::MultiSelect(options) => options.clone(),
        Kind::Number => {
            let written = condition.text().split(|letter: char| !letter.is_ascii_digit());
            let numbers = written.filter_map(|number| number.parse::<u64>().ok());
            numbers
                .flat_map(|number| [number.saturating_sub(1), number, number + 1])
                .map(|number| number.to_string())
                .collect()
        }
        Kind::Date => vec!["2020-01-01".to_owned(), "2040-01-01".to_owned()],
        Kind::DateTime => vec!["2020-01-01 10:00".to_owned(), "2026-11-20 10:00".to_owned()],
        Kind::Text | Kind::LongText | Kind::Person => literals.chain(["somebody".to_owned()]).collect(),
        Kind::Duration => vec!["1 minute".to_owned(), "90 days".to_owned()],
        Kind::Money => vec!["EUR 1".to_owned(), "EUR 1000000".to_owned()],
        Kind::Table(_) | Kind::File => Vec::new(),
    };
    let read = |text: &String| {
        let answer = read_answer(text, kind, &asked_at());
        Some(answer.unwrap_or_else(|why| panic!("`{text}` for a {kind}: {why}")))
    };
    [None, Some(Answer::Unknown)]
        .into_iter()
        .chain(texts.iter().map(read))
        .collect()
}

/// Everything that comes out, over every combination of answers.
fn outcomes(condition: &Condition, playbook: &Playbook) -> Vec<Truth> {
    let facts: Vec<(String, Vec<Option<Answer>>)> = condition
        .names()
        .into_iter()
        .map(|(name, _)| {
            let kind = playbook.kind_of(&name).unwrap_or_else(|| panic!("no fact {name}"));
            let answers = answers(kind, condition);
            (name.to_string(), answers)
        })
        .collect();
    let combinations: usize = facts.iter().map(|(_, answers)| answers.len()).product();
    let mut found = Vec::new();
    for number in 0..combinations {
        let mut rest = number;
        let mut chosen: BTreeMap<&str, &Option<Answer>> = BTreeMap::new();
        for (name, answers) in &facts {
            chosen.insert(name, &answers[rest % answers.len()]);
            rest /= answers.len();
        }
        let seen = |name: &str| match chosen[name] {
            Some(answer) => Seen::Answered(answer),
            None => Seen::Unanswered,
        };
        let truth = condition.evaluate(&seen).truth;
        if !found.contains(&truth) {
            found.push(truth);
        }
    }
    found
}

#[test]
fn every_condition_can_be_true_and_can_be_false() {
    let mut dead = Vec::new();
    let mut count = 0;
    for playbook in playbooks() {
        for step in &playbook.steps {
            for (what, condition) in conditions(step) {
                count += 1;
                let found = outcomes(condition, &playbook);
                if !(found.contains(&Truth::True) && found.contains(&Truth::False)) {
                    dead.push(format!("{} {}: {what}: {condition}: {found:?}", playbook.id, step.id));
                }
            }
        }
    }
    assert_eq!(dead, Vec::<String>::new());
    assert!(count > 50, "{count} conditions");
}

#[test]
fn every_fact_that_opens_or_counts_is_asked_for() {
    let mut faults = Vec::new();
    for playbook in playbooks() {
        let questions = playbook.steps.iter().flat_map(|step| &step.questions);
        let asked: BTreeSet<&str> = questions.map(|question| question.fact.as_str()).collect();
        for fact in put_to_use(&playbook) {
            if !asked.contains(fact.as_str()) && !OPENING_FACTS.contains(&fact.as_str()) {
                faults.push(format!("{}: {fact}", playbook.id));
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn a_condition_that_is_never_true_would_be_found() {
    let playbook = playbook("card-data-breach");
    let outcome = |text: &str| outcomes(&Condition::parse(text).expect("a condition"), &playbook);
    assert!(!outcome("status == 'refuted' and status == 'confirmed'").contains(&Truth::True));
    assert!(!outcome("status is known or status is not known").contains(&Truth::False));
    assert!(outcome("status == 'refuted'").contains(&Truth::True));
}

/// Facts that the computation of who must be told reads by name, beside those in the rules themselves.
const READ_BY_THE_ENGINE: [&str; 9] = [
    "established_in",
    "harm_by_place",
    "notices_planned_at",
    "org_role",
    "persons_by_jurisdiction",
    "persons_total",
    "police_delay_until",
    "regulated_as",
    "sectors",
];

/// Facts from which it follows who must be told, and by when.
fn read_by_rules() -> BTreeSet<String> {
    let book = breach::obligation::library::builtin();
    let mut read: BTreeSet<String> = READ_BY_THE_ENGINE.map(str::to_owned).into();
    let mut conditions: Vec<&Condition> = book.definitions.iter().map(|definition| &definition.when).collect();
    for rule in &book.rules {
        conditions.extend(&rule.when);
        conditions.extend(rule.unless.iter().map(|exemption| &exemption.when));
        conditions.extend(rule.people.iter().filter_map(|people| people.or.as_ref()));
        let cap = rule.clock.cap.iter().map(|cap| &cap.after);
        let starts = cap.chain([&rule.clock.after]).filter_map(|name| Start::named(name));
        read.extend(starts.flat_map(|start| start.facts).map(|fact| (*fact).to_owned()));
    }
    let names = conditions
        .into_iter()
        .flat_map(Condition::names)
        .map(|(name, _)| name.to_string());
    read.extend(names.filter(|name| book.definition(name).is_none()));
    read
}

#[test]
fn a_step_is_due_with_duties_that_there_are() {
    let book = breach::obligation::library::builtin();
    let mut faults = Vec::new();
    let mut due = BTreeSet::new();
    for playbook in playbooks() {
        for step in &playbook.steps {
            let Some(Due::With(with)) = &step.due else { continue };
            due.insert(step.id.clone());
            for name in &with.obligations {
                if book.rule(name).is_none() && !RECIPIENTS.contains(&name.as_str()) {
                    faults.push(format!("{} {}: {name}", playbook.id, step.id));
                }
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(due, DUE_WITH_DUTIES.map(str::to_owned).into());
}

#[test]
fn no_rule_has_the_name_of_a_kind_of_recipient() {
    let book = breach::obligation::library::builtin();
    let found: Vec<&str> = RECIPIENTS
        .into_iter()
        .filter(|kind| book.rule(kind).is_some())
        .collect();
    assert_eq!(found, Vec::<&str>::new());
}

/// What a playbook does with facts beyond keeping them: it decides, counts, reopens or says.
fn put_to_use(playbook: &Playbook) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for step in &playbook.steps {
        used.extend(step.reads());
        for (_, condition) in conditions(step) {
            used.extend(condition.names().into_iter().map(|(name, _)| name.to_string()));
        }
        if let Some(Due::By(due)) = &step.due
            && let Moment::Fact(fact) = &due.of
        {
            used.insert(fact.clone());
        }
    }
    for known in playbook.starts.iter().flat_map(|start| &start.known) {
        used.insert(known.fact.clone());
    }
    let firsts = std::iter::once(&playbook.first).chain(playbook.starts.iter().map(|start| &start.first));
    for say in firsts.flat_map(|first| &first.say) {
        let inserted = say.text.split("{{").skip(1).filter_map(|part| part.split_once("}}"));
        used.extend(inserted.map(|(fact, _)| fact.trim().to_owned()));
    }
    used
}

#[test]
fn every_question_is_put_to_use_or_kept_for_a_reason() {
    let kept: BTreeMap<String, String> = table("kept-facts", ["fact", "why"])
        .into_iter()
        .map(|[fact, why]| (fact, why))
        .collect();
    let mut idle = BTreeSet::new();
    let read = read_by_rules();
    for playbook in playbooks() {
        let used: BTreeSet<String> = put_to_use(&playbook).union(&read).cloned().collect();
        let questions = playbook.steps.iter().flat_map(|step| &step.questions);
        idle.extend(
            questions
                .map(|asked| asked.fact.clone())
                .filter(|fact| !used.contains(fact)),
        );
    }
    let listed: BTreeSet<String> = kept.keys().cloned().collect();
    let without: Vec<&String> = idle.difference(&listed).collect();
    let beside: Vec<&String> = listed.difference(&idle).collect();
    assert_eq!(
        (without, beside),
        (Vec::new(), Vec::new()),
        "no reason given, and no reason needed"
    );
    let thin: Vec<&String> = kept
        .iter()
        .filter(|(_, why)| words(why) < 4)
        .map(|(fact, _)| fact)
        .collect();
    assert_eq!(thin, Vec::<&String>::new(), "a reason has four words at least");
}

#[test]
fn the_required_questions_are_the_listed_ones() {
    let listed: BTreeSet<(String, String)> = table("required", ["playbook", "fact", "without_it"])
        .into_iter()
        .map(|[playbook, fact, _]| (playbook, fact))
        .collect();
    let required: BTreeSet<(String, String)> = playbooks()
        .iter()
        .flat_map(|playbook| {
            let questions = playbook.steps.iter().flat_map(|step| &step.questions);
            let required = questions.filter(|question| question.required);
            required
                .map(|question| (playbook.id.clone(), question.fact.clone()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(required, listed);
}

#[test]
fn every_contradiction_is_settled_where_the_table_says() {
    let rows = table("contradictions", ["id", "playbook", "step", "where", "excerpt"]);
    let loaded: BTreeMap<&str, Playbook> = SEEDS.iter().map(|(_, id, _)| (*id, playbook(id))).collect();
    let settled: BTreeSet<&str> = rows.iter().map(|[id, ..]| id.as_str()).collect();
    let all: Vec<String> = (1..=30).map(|number| format!("C{number}")).collect();
    assert_eq!(settled, all.iter().map(String::as_str).collect());
    let mut faults = Vec::new();
    for [id, playbook_id, step_id, place, excerpt] in &rows {
        let step = step(&loaded[playbook_id.as_str()], step_id);
        let stands = match place.as_str() {
            "why" => step.why.contains(excerpt),
            "do" => has(&what_to_do(step), excerpt),
            "gate" => has(&gates(step), excerpt),
            "wording" => has(&wording(step), excerpt),
            other => panic!("{id}: no place `{other}`"),
        };
        if !stands {
            faults.push(format!("{id}: {playbook_id} {step_id} {place}: {excerpt}"));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn no_empty_role_stops_what_an_acquirer_or_a_regulator_must_hear() {
    let told = ["acquirer", "regulator", "police", "authorit"];
    let mut found = BTreeSet::new();
    for playbook in playbooks() {
        for step in &playbook.steps {
            let title = step.title.to_lowercase();
            if !told.iter().any(|word| title.contains(word)) {
                continue;
            }
            found.insert(step.id.clone());
            let needs_a_person =
                |gate: &&Gate| matches!(gate, Gate::Approval(_) | Gate::RoleFilled(_) | Gate::FourEyes(_));
            let held: Vec<&Gate> = step.gates.iter().filter(needs_a_person).collect();
            assert_eq!(held, Vec::<&Gate>::new(), "{} {}", playbook.id, step.id);
        }
    }
    assert_eq!(found, TELLING_STEPS.map(str::to_owned).into());
}

/// The state of an incident that follows this playbook, just opened.
fn opened(id: &str) -> Incident {
    let mut breach = Breach::new();
    breach.types(["Tom Becker", "It was on the news", "23:40", "/leave"]);
    breach.run(&format!("start {id}")).ok();
    let mut incident = Incident::default();
    for entry in breach.entries() {
        incident.apply(&entry).expect("an entry that follows");
    }
    incident
}

/// Lifts everything that holds a step, each by somebody's word, and fills every role: the longest that its card gets.
fn lifted(incident: &Incident, workflow: &Workflow, step: &Step, at: DateTime<Utc>) -> Incident {
    const NAME: &str = "Tom Becker";
    let mut incident = incident.clone();
    let pass = |state: PassState, gates: BTreeMap<String, GateOpening>| Pass {
        state,
        seq: 5,
        at,
        who: NAME.to_owned(),
        before: Vec::new(),
        gates,
        sent_back: BTreeMap::new(),
        overridden: None,
    };
    let opening = |gate: &Gate| GateOpening {
        who: NAME.to_owned(),
        at,
        seq: 5,
        approval: matches!(gate, Gate::Approval(_)),
    };
    let gates = step.gates.iter().map(|gate| (gate.name(), opening(gate))).collect();
    for (id, pass) in std::iter::once((&step.id, pass(PassState::Open, gates))).chain(step.after.iter().map(|id| {
        let done = PassState::Reported(breach::incident::event::StepOutcome::Done);
        (id, pass(done, BTreeMap::new()))
    })) {
        incident.steps.insert(
            id.clone(),
            std::sync::Arc::new(StepState {
                passes: vec![pass],
                ..StepState::default()
            }),
        );
    }
    for role in workflow.playbooks.iter().flat_map(|playbook| &playbook.roles) {
        let holder = RoleHolder {
            title: role.title.clone(),
            name: NAME.to_owned(),
            since: at,
            seq: 5,
        };
        incident.roles.insert(role.id.clone(), holder);
    }
    incident
}

#[test]
fn a_step_without_commands_fits_one_small_window() {
    let (width, height) = WINDOW;
    let now = START.parse::<DateTime<Utc>>().expect("a time") + TimeDelta::minutes(12);
    let zone = asked_at().zone;
    let mut long = Vec::new();
    for playbook in playbooks() {
        let incident = opened(&playbook.id);
        let workflow = Workflow::of(&incident).expect("a guide");
        for step in &playbook.steps {
            let has_commands = step.instructions.iter().any(|item| item.command.is_some());
            // A release and a police delay are facts, lifted without a word on the card.
            let mut step = step.clone();
            step.gates.retain(|gate| !matches!(gate, Gate::EvidenceReleased));
            let incident = lifted(&incident, &workflow, &step, now);
            let mut workflow = workflow.clone();
            for known in workflow.steps.iter_mut().filter(|known| known.id == step.id) {
                *known = step.clone();
            }
            let situation = Situation::of(&workflow, &incident, now);
            let shown = step_screen(&workflow, &incident, &step, &situation, zone, width);
            if has_commands {
                continue;
            }
            let flowing: Vec<&str> = shown.split_whitespace().collect();
            assert!(flowing.join(" ").contains(&step.instructions[0].text), "held:\n{shown}");
            let above = step_screen_above(&workflow, &incident, &step, &situation, zone, (width, height));
            let rows = above.screen.lines().count() + above.question.lines().count();
            let wide = shown.lines().filter(|line| line.chars().count() > width).count();
            if shown.lines().count() > height || wide > 0 || rows > height {
                let lines = shown.lines().count();
                long.push(format!(
                    "{} {}: {lines} lines, {rows} rows with the question, {wide} too wide",
                    playbook.id, step.id
                ));
            }
        }
    }
    assert_eq!(long, Vec::<String>::new());
}

/// What a person types who is alone and wants the systems off: the situation, a name, the words told, the time; past the
/// first five minutes; the step; the sentence; the approval, as nobody else is there to give it.
const ALONE: [&str; 8] = [
    "Tom Becker",
    "They are inside",
    "23:40",
    "go on",
    "",
    "agreed",
    "approved",
    "yes",
];

#[test]
fn a_person_alone_sees_how_to_isolate_within_ten_answers() {
    let mut counts = Vec::new();
    let listed = Library::default().list();
    for playbook in playbooks() {
        let Some(step) = playbook.steps.iter().find(|step| step.id.starts_with("isolate-")) else {
            continue;
        };
        let number = 1 + listed
            .iter()
            .position(|item| item.id == playbook.id)
            .expect("it is listed");
        let number = number.to_string();
        let typed: Vec<&str> = std::iter::once(number.as_str())
            .chain(ALONE.map(|line| if line.is_empty() { step.id.as_str() } else { line }))
            .collect();
        let reaches = |answers: &[&str]| {
            let mut breach = Breach::new();
            breach.types(answers.iter().copied()).types(["/leave"]);
            let ran = breach.run("start").ok();
            let shown: Vec<&str> = ran.screen.split_whitespace().collect();
            let shown = shown.join(" ");
            what_to_do(step).iter().all(|text| shown.contains(text))
        };
        assert!(reaches(&typed), "{}", playbook.id);
        assert!(
            !reaches(&typed[..typed.len() - 1]),
            "{}: the last answer is not needed",
            playbook.id
        );
        counts.push((playbook.id.clone(), step.phase, typed.len()));
    }
    assert_eq!(
        counts,
        [
            ("card-data-breach".to_owned(), Phase::Contain, 9),
            ("business-data-breach".to_owned(), Phase::Contain, 9),
            ("customer-info-compromise".to_owned(), Phase::Contain, 9),
        ]
    );
}
