//! Clocks that contracts set beside the law: what was agreed with whom, and the rule that follows from it.
//!
//! Data and its words. Knows nothing of the file in which contracts are written; [`super::contract_reader`] reads them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::CONTRACT;
use super::limit::Limit;
use super::rule::{Clock, Confidence, Reach, Recipient, Rule, RuleKind, Status, named};
use super::start::Start;
use crate::condition::Condition;
use crate::text::Passage;

/// What goes before the id of a contract in the id of its rule.
const PREFIX: &str = "contract-";

named! {
    /// Who the other side of a contract is.
    Party {
        /// The bank that takes in card payments.
        Acquirer = "acquirer",
        CardScheme = "card-scheme",
        Insurer = "insurer",
        /// Somebody who processes payments or data for us.
        Processor = "processor",
        Customer = "customer",
        Other = "other",
    }
}

impl Party {
    /// What sets a contract of this kind off, in words.
    fn trigger(self) -> &'static str {
        match self {
            Party::Acquirer | Party::CardScheme => "Suspected or confirmed compromise of account data",
            Party::Insurer => "A claim, or an incident that may lead to one",
            Party::Processor => "An incident that touches what they process",
            Party::Customer => "An incident that touches their data",
            Party::Other => "An incident that the contract covers",
        }
    }

    /// What sets it off where the contract's own `when` is left out: card data, for those who care for nothing else.
    fn when(self) -> Option<Condition> {
        match self {
            Party::Acquirer | Party::CardScheme => Condition::parse("card_data_suspected").ok(),
            _ => None,
        }
    }
}

/// What a contract says about telling the other side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Contract {
    /// Its id in the file.
    pub id: String,
    pub with: String,
    /// What they are to us.
    pub kind: Party,
    /// Who is told, where that is not the other side.
    pub tell: Option<String>,
    /// How long; none where the contract names no limit.
    pub within: Option<Limit>,
    /// What it counts from: a name of [`super::start`].
    pub after: String,
    /// What sets it off, where that is not what the kind says.
    pub when: Option<Condition>,
    /// Where it is in the contract.
    pub clause: String,
    /// The month in which somebody last read that, `2026-10`.
    pub checked: String,
    /// Whom to call: the id of a contact or role.
    pub contact: Option<String>,
    /// The rule whose place it takes.
    pub replaces: Option<String>,
    /// The calendar of its business days.
    pub calendar: Option<String>,
    /// What a reader should know beside it.
    pub note: Option<String>,
}

impl Contract {
    /// The id of its rule: that of the rule it replaces, or its own after `contract-`.
    pub fn rule_id(&self) -> String {
        match &self.replaces {
            Some(replaced) => replaced.clone(),
            None => format!("{PREFIX}{}", self.id),
        }
    }

    /// The time limit in words: `24 hours after suspicion`.
    pub fn deadline(&self) -> String {
        let from = Start::named(&self.after).filter(|start| start.name != "none");
        match (self.within, from) {
            (Some(limit), Some(start)) => format!("{limit} after {}", start.words),
            (Some(limit), None) => format!("{limit} after {}", self.after),
            (None, Some(start)) => format!("no limit in the contract; counts from {}", start.words),
            (None, None) => "no limit in the contract".to_owned(),
        }
    }

    /// The rule that it makes. `call` is whom to call, with the number: `Acquirer hotline, +44 20 7946 0100`.
    pub fn rule(&self, call: Option<&str>) -> Rule {
        let call = call.map(|call| format!("Call {call}."));
        let notes: Vec<String> = call.into_iter().chain(self.note.clone()).collect();
        let unread = "not said here; read the contract";
        Rule {
            id: self.rule_id().into(),
            jurisdiction: vec![CONTRACT.into()],
            law: format!("Contract with {}", self.with).into(),
            tell: self.tell.clone().unwrap_or_else(|| self.with.clone()).into(),
            recipient: Recipient::Contract,
            binds: "your business, by contract".into(),
            by: vec!["anyone".into()],
            not_by: Vec::new(),
            reach: Reach::Anywhere,
            trigger: self.kind.trigger().into(),
            when: self.when.clone().or_else(|| self.kind.when()),
            unless: Vec::new(),
            with: None,
            outlasts: None,
            people: None,
            clock: Clock {
                within: self.within,
                after: self.after.clone().into(),
                calendar: self.calendar.clone().map(Passage::from),
                ..Clock::default()
            },
            deadline: self.deadline().into(),
            content: "what the contract asks for".into(),
            encryption: unread.into(),
            risk: unread.into(),
            monitoring: "none".into(),
            card_number: Passage::default(),
            kind: RuleKind::Duty,
            status: Status::Contract,
            from: None,
            until: None,
            confidence: Confidence::Confirmed,
            source: self.clause.clone().into(),
            as_of: self.checked.clone().into(),
            note: (!notes.is_empty()).then(|| notes.join(" ").into()),
        }
    }
}
