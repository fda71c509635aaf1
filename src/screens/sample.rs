//! One made-up incident for tests of screens: a Friday night, four hours in.

pub(crate) mod duties;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::fact::{Answer, Kind, Value};
use crate::incident::event::{
    CallLogged, FactRecorded, GateAcknowledged, IncidentOpened, PlaybookAdded, RoleTaken, StepCompleted, StepNotNeeded,
    StepStarted, StepWaiting,
};
use crate::incident::{By, Entry, Mono, Reading, ReportedBy, Via};
use crate::journal::{Author, Draft, Journal};
use crate::obligation::Rulebook;
use crate::playbook::load_text;
use crate::situation::Situation;
use crate::store::{IncidentId, MemoryStore, Store};
use crate::time::Zone;
use crate::workflow::{Rules, Workflow};
use crate::world::{Clock, ClockReading, Ids};

/// The playbook of the sample.
pub(crate) const PLAYBOOK: &str = r#"playbook: shop-card-breach
format: 1
title: Shop card breach
summary: Card numbers may be in the wrong hands.
incident-title: Possible card data compromise
use-when:
  - a bank sees card fraud that points at us
first:
  do-not:
    - log in to or restart the shop
    - send anything Jo has not approved
    - use company mail or chat for this
  call: [acquirer]
roles:
  incident-commander: {title: Incident commander, does: Decides and delegates}
  technical-lead: {title: Technical lead, does: Looks after the machines}
  legal-counsel: {title: Counsel, does: Says what the law wants}
  executive-approver: {title: Executive approver, does: Approves every word to the outside}
facts:
  cards_suspected: {type: yes-no, ask: May card data be affected?, title: card data suspected}
  codes_taken: {type: yes-no, ask: Were security codes taken too?, title: security codes taken}
  told_at: {type: date-time, ask: When were we told?, title: when we were told}
  abroad: {type: yes-no, ask: Do customers live in other countries?, title: where customers live}
  cards: {type: number, ask: How many cards?, title: number of cards}
confirm:
  - step: decide-cards
    title: Decide whether cards may be affected
    owner: incident-commander
    why: Card rules count from suspicion.
    do: [Look at what the acquirer said.]
    ask: {cards_suspected: required, codes_taken: required, told_at: required, cards: optional, abroad: required}
    aim: 15 minutes
contain:
  - step: freeze-logs
    title: Save the logs before they age out
    owner: technical-lead
    why: Logs age out.
    do: [Copy the logs of the shop and the firewall.]
    aim: 1 hour
  - step: stop-capture
    title: Stop card capture
    owner: technical-lead
    why: Every hour more cards go.
    do: [Take the payment page out of service.]
    gate:
      - acknowledge: Servers stay on and nobody logs in.
    aim: 30 minutes
  - step: replace-keys
    title: Replace passwords and keys
    owner: technical-lead
    why: The old ones may be known.
    do: [Replace them all.]
    after: [freeze-logs]
    gate:
      - approval: incident-commander
    aim: 6 hours
notify:
  - step: reach-counsel
    title: Reach counsel
    owner: incident-commander
    why: Counsel decides what the law wants.
    do: [Call counsel.]
    aim: 1 hour
  - step: tell-acquirer
    title: Tell the acquirer in writing
    owner: incident-commander
    why: The card schemes want it.
    do: [Write to the acquirer.]
    when: cards_suspected
    due: {by: 24 hours after told_at, source: Mastercard guide, checked: 2026-06}
  - step: tell-schemes
    title: Tell the card scheme
    owner: incident-commander
    why: The scheme wants it within hours.
    do: [Write to the scheme.]
    when: cards_suspected
    due: {by: 4 hours after told_at, source: "Visa, What To Do If Compromised", checked: 2026-06}
  - step: tell-abroad
    title: Tell authorities abroad
    owner: legal-counsel
    why: Other countries have other laws.
    do: [Ask counsel which ones.]
    when: abroad
    due: {by: 72 hours after told_at, source: GDPR Art. 33, checked: 2026-11}
  - step: sell-meanwhile
    title: Decide how the shop sells meanwhile
    owner: executive-approver
    why: No sales, no shop.
    do: [Decide.]
learn:
  - step: review
    title: Sit together and learn
    owner: incident-commander
    why: The next time comes.
    do: [Sit together.]
    aim: 2 weeks
"#;

pub(crate) struct Sample {
    pub(crate) reading: Reading,
    pub(crate) workflow: Workflow,
    pub(crate) entries: Vec<Entry>,
    /// The time to look at it.
    pub(crate) now: DateTime<Utc>,
}

impl Sample {
    /// What is true of it at its moment.
    pub(crate) fn situation(&self) -> Situation {
        self.situation_at(self.now)
    }

    /// What is true of it at another.
    pub(crate) fn situation_at(&self, now: DateTime<Utc>) -> Situation {
        Situation::of(&self.workflow, &self.reading.incident, now)
    }
}

pub(crate) fn zone() -> Zone {
    Zone::parse("Europe/London").expect("a zone")
}

/// A moment of that night, such as `2026-11-20T23:43:00Z`.
pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

/// The incident at 04:02, with something in every part of the board.
pub(crate) fn busy(drill: bool) -> Sample {
    let yes = |fact: &str, ask: &str, yes: bool| fact_of(fact, ask, Kind::YesNo, Answer::known(Value::YesNo(yes)));
    let told_at = Value::DateTime(at("2026-11-20T23:40:00Z").fixed_offset());
    let number = Answer::Known {
        value: Value::Number(61.into()),
        bound: Some(crate::fact::Bound::AtLeast),
    };
    let words = "Our acquirer: 61 cards, fraud after use at our shop";
    let later = vec![
        (3, role("incident-commander", "Incident commander", "Tom Becker")),
        (4, role("technical-lead", "Technical lead", "Ana Ruiz")),
        (4, role("executive-approver", "Executive approver", "Jo Hall")),
        (
            5,
            Draft::new(GateAcknowledged {
                title: "Stop card capture".to_owned(),
                step: "stop-capture".to_owned(),
                pass: 1,
                gate: "acknowledge:Servers stay on and nobody logs in.".to_owned(),
                words: "Servers stay on and nobody logs in.".to_owned(),
            }),
        ),
        (
            6,
            Draft {
                actor: Some("Ana Ruiz".to_owned()),
                told: Some(ReportedBy {
                    by: "Ana Ruiz".to_owned(),
                    channel: "phone".to_owned(),
                }),
                ..Draft::new(StepCompleted {
                    step: "stop-capture".to_owned(),
                    pass: 1,
                    title: "Stop card capture".to_owned(),
                    before: Vec::new(),
                })
            },
        ),
        (
            10,
            Draft::new(CallLogged {
                with: "Acquirer hotline".to_owned(),
                number: Some("+44 20 7946 0100".to_owned()),
                outcome: "case 88213".to_owned(),
            }),
        ),
        (
            20,
            Draft::new(StepCompleted {
                step: "decide-cards".to_owned(),
                pass: 1,
                title: "Decide whether cards may be affected".to_owned(),
                before: Vec::new(),
            }),
        ),
        (21, yes("cards_suspected", "May card data be affected?", true)),
        (
            21,
            fact_of("told_at", "When were we told?", Kind::DateTime, Answer::known(told_at)),
        ),
        (
            22,
            fact_of(
                "codes_taken",
                "Were security codes taken too?",
                Kind::YesNo,
                Answer::Unknown,
            ),
        ),
        (22, fact_of("cards", "How many cards?", Kind::Number, number)),
        (
            37,
            Draft::new(StepWaiting {
                step: "reach-counsel".to_owned(),
                pass: 1,
                title: "Reach counsel".to_owned(),
                on: "Dana Weiss".to_owned(),
                until: Some(at("2026-11-21T07:00:00Z").fixed_offset()),
            }),
        ),
        (
            147,
            Draft {
                actor: Some("Ana Ruiz".to_owned()),
                ..Draft::new(StepStarted {
                    step: "freeze-logs".to_owned(),
                    pass: 1,
                    title: "Save the logs before they age out".to_owned(),
                    before: Vec::new(),
                })
            },
        ),
    ];
    let told = fact_of(
        "reported_words",
        "What were you told?",
        Kind::LongText,
        Answer::known(Value::Text(words.to_owned())),
    );
    made(drill, vec![told], later)
}

/// The incident a minute after it was opened.
pub(crate) fn fresh() -> Sample {
    let sample = made(false, Vec::new(), Vec::new());
    Sample {
        now: at("2026-11-20T23:44:00Z"),
        ..sample
    }
}

/// A step of the busy night that is not needed.
pub(crate) fn not_needed(step: &str, title: &str) -> Draft {
    Draft::new(StepNotNeeded {
        step: step.to_owned(),
        pass: 1,
        title: title.to_owned(),
        why: "there is none".to_owned(),
    })
}

/// An incident from drafts, each with the minutes after opening at which it was written.
pub(crate) fn made(drill: bool, opening: Vec<Draft>, later: Vec<(i64, Draft)>) -> Sample {
    made_by(&Arc::default(), drill, opening, later)
}

/// The same by rules about who must be told.
pub(crate) fn made_by(book: &Arc<Rulebook>, drill: bool, opening: Vec<Draft>, later: Vec<(i64, Draft)>) -> Sample {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let name = if drill {
        "drill-2026-11-20-p4xd"
    } else {
        "2026-11-20-k7f3"
    };
    let id = IncidentId::parse(name).expect("an id");
    let opened = at("2026-11-20T23:43:00Z");
    let loaded = load_text("shop-card-breach.yaml", PLAYBOOK).expect("a playbook without mistakes");
    let mut drafts = vec![
        Draft::new(IncidentOpened {
            format: 1,
            draft: crate::incident::event::DRAFT,
            incident: name.to_owned(),
            program: "breach 0.1.0".to_owned(),
            title: loaded.playbook.incident_title.clone(),
            drill,
            zone: "Europe/London".to_owned(),
        }),
        Draft::new(PlaybookAdded {
            playbook: loaded.playbook.id.clone(),
            title: loaded.playbook.title.clone(),
            sources: Vec::new(),
            plan: serde_json::value::RawValue::from_string(loaded.playbook.to_plan())
                .map(crate::incident::event::Plan)
                .expect("a plan"),
        }),
    ];
    drafts.extend(opening);
    let mut ids = NoIds;
    let write = |minutes: i64, ids: &mut NoIds, work: &mut dyn FnMut(&mut Author<'_>, &mut Rules)| {
        let clock = Stopped(opened + TimeDelta::minutes(minutes));
        let mut author = Author {
            by: tom(),
            clock: &clock,
            ids,
            zone: Zone::UTC,
            tzdata: "2026f",
        };
        work(&mut author, &mut Rules::at(clock.0, Arc::clone(book)));
    };
    write(0, &mut ids, &mut |author, rules| {
        Journal::create(Arc::clone(&store), &id, author, rules, drafts.clone()).expect("an incident");
    });
    for (minutes, draft) in later {
        write(minutes, &mut ids, &mut |author, rules| {
            let mut journal = Journal::read(Arc::clone(&store), &id, &mut |_, _| {}).expect("a record");
            journal
                .record(author, rules, &mut |_| Ok(vec![draft.clone()]))
                .expect("an entry");
        });
    }
    let mut entries = Vec::new();
    let journal = Journal::read(store, &id, &mut |entry, _| entries.extend(entry)).expect("a record");
    Sample {
        workflow: Workflow::with_rules(Arc::clone(book), journal.incident()).expect("a guide"),
        reading: journal.reading().clone(),
        entries,
        now: at("2026-11-21T04:02:00Z"),
    }
}

pub(crate) fn fact_of(fact: &str, asked: &str, kind: Kind, answer: Answer) -> Draft {
    Draft::new(FactRecorded {
        fact: fact.to_owned(),
        asked: asked.to_owned(),
        kind,
        row: None,
        answer,
        step: None,
        pass: None,
    })
}

pub(crate) fn role(role: &str, title: &str, name: &str) -> Draft {
    Draft::new(RoleTaken {
        role: role.to_owned(),
        title: title.to_owned(),
        name: name.to_owned(),
        from: None,
    })
}

fn tom() -> By {
    By {
        name: "Tom Becker".to_owned(),
        role: None,
        login: "tom".to_owned(),
        host: "ws-12".to_owned(),
        via: Via::Terminal,
    }
}

struct Stopped(DateTime<Utc>);

impl Clock for Stopped {
    fn read(&self) -> ClockReading {
        let opened = at("2026-11-20T23:43:00Z");
        ClockReading {
            at: self.0,
            mono: Mono {
                boot: "boot".to_owned(),
                ms: u64::try_from((self.0 - opened).num_milliseconds()).expect("a time after opening"),
            },
        }
    }
}

struct NoIds;

impl Ids for NoIds {
    fn salt(&mut self) -> [u8; 16] {
        [7; 16]
    }

    fn incident(&mut self) -> String {
        "k7f3".to_owned()
    }
}
