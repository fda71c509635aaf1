//! Reads the text of a profile: its table says what fits, and here stands what only several values together can say.

use super::Profile;
use super::fields::PROFILE;
use crate::obligation::{Known, read_contracts};
use crate::schema::diagnostic::{self, Diagnostic};
use crate::schema::node::{entries, field, items};
use crate::schema::reader::fits;
use crate::schema::source::{Parsed, Text, other_format};
use crate::schema::value::{self, words};
use crate::schema::yaml::{Content, Node};
use crate::text::{did_you_mean, list, meant};

/// What stands for an empty answer, where one can be given.
const NONE: &str = "none";

/// Fields with answers to a question: the fact, and whether `none` is an answer.
const ANSWERS: [(&str, &str, bool); 5] = [
    ("sectors", "sectors", false),
    ("regulated-as", "regulated_as", true),
    ("card-brands", "card_brands", true),
    ("contract-duties", "contract_duties", true),
    ("payment-channels", "channel", false),
];

/// The profile as far as it could be read, and every mistake in it. With `known`, names of answers, facts and rules are
/// looked up too.
pub(super) fn read(file: &str, text: &str, known: Option<&Known>) -> (Profile, Vec<Diagnostic>) {
    let parsed = match Parsed::read(file, text) {
        Ok(parsed) => parsed,
        Err(mistakes) => return (Profile::default(), mistakes),
    };
    let (text, root) = (&parsed.text, &parsed.tree);
    let mut found = Vec::new();
    if field(root, "format").is_some() {
        found.extend(other_format(&parsed));
    }
    fits(text, root, &PROFILE, &mut found);
    let mut profile: Profile = value::read(root, &PROFILE, None).unwrap_or_default();
    let mut checks = Checks {
        text,
        known,
        found: &mut found,
    };
    checks.deputies(root);
    checks.seats(root);
    for (name, fact, may_be_none) in ANSWERS {
        checks.answers(root, name, fact, may_be_none);
    }
    if let Some(contracts) = field(root, "contracts") {
        let (read, mistakes) = read_contracts(text, contracts, known);
        profile.contracts = read;
        checks.found.extend(mistakes);
        checks.callable(contracts, &profile);
    }
    diagnostic::sort(&mut found);
    (profile, found)
}

struct Checks<'a> {
    text: &'a Text,
    known: Option<&'a Known>,
    found: &'a mut Vec<Diagnostic>,
}

impl Checks<'_> {
    fn add(&mut self, code: &'static str, node: &Node, message: String, help: String) {
        let fault = self.text.fault(code, node.at.clone(), message);
        self.found.push(fault.helped(help));
    }

    /// The number of a deputy is that of somebody.
    fn deputies(&mut self, root: &Node) {
        for (_, role) in field(root, "roles").map(entries).unwrap_or_default() {
            let keys = entries(role).iter().map(|(key, _)| key);
            let number = keys.into_iter().find(|key| key.text == "deputy-number");
            if let Some(number) = number.filter(|_| field(role, "deputy").is_none()) {
                let message = "a number of a deputy who has no name";
                let fault = self.text.fault("missing-field", number.at.clone(), message);
                self.found.push(fault.helped("add `deputy: NAME`"));
            }
        }
    }

    /// Places, each of which must be one and no other.
    fn seats(&mut self, root: &Node) {
        let Some(known) = self.known else { return };
        for (seat, node) in answers_in(root, "established-in") {
            if let Some((message, help)) = known.misplaced(&seat) {
                self.add("unknown-place", node, message, help);
            }
        }
    }

    /// Answers to a question, which must be among those that it offers; `none` stands alone.
    fn answers(&mut self, root: &Node, name: &str, fact: &str, may_be_none: bool) {
        let answers = answers_in(root, name);
        if may_be_none
            && answers.len() > 1
            && answers.iter().any(|(answer, _)| answer == NONE)
            && let Some(node) = field(root, name)
        {
            let message = "`none` and something else".to_owned();
            self.add("does-not-fit", node, message, "leave one of the two out".to_owned());
        }
        let Some(options) = self.known.and_then(|known| known.options(fact)) else {
            return;
        };
        let beside: &[&str] = if may_be_none { &[NONE] } else { &[] };
        for (answer, node) in answers {
            if !options.contains(&answer) && !beside.contains(&answer.as_str()) {
                let help = answer_meant(&answer, options, beside);
                self.add("unknown-option", node, format!("unknown answer `{answer}`"), help);
            }
        }
    }

    /// Whether those who are to be called for a contract are in the profile.
    fn callable(&mut self, contracts: &Node, profile: &Profile) {
        for (_, contract) in entries(contracts) {
            let contact = field(contract, "contact").and_then(|node| Some((node, words(node)?)));
            let Some((node, id)) = contact.filter(|(_, id)| profile.contact(id).is_none()) else {
                continue;
            };
            if !crate::schema::reader::is_id(&id) {
                continue;
            }
            let contacts = profile.contacts.iter().map(|(id, _)| id.as_str());
            let all = contacts.chain(profile.roles.iter().map(|(id, _)| id.as_str()));
            let help = meant(did_you_mean(&id, all), "add it under `contacts`");
            self.add("unknown-contact", node, format!("no contact or role `{id}`"), help);
        }
    }
}

/// The texts of a field, a single one or a list, each with its place.
fn answers_in<'n>(root: &'n Node, name: &str) -> Vec<(String, &'n Node)> {
    let nodes = match field(root, name) {
        None => &[],
        Some(node) if matches!(node.content, Content::List(_)) => items(node),
        Some(node) => std::slice::from_ref(node),
    };
    nodes.iter().filter_map(|node| Some((words(node)?, node))).collect()
}

/// What may have been meant by an answer that is not offered: what is spelled almost like it, what shares a word with it, or
/// anything.
fn answer_meant(answer: &str, options: &[String], beside: &[&str]) -> String {
    let all = options.iter().map(String::as_str).chain(beside.iter().copied());
    if let Some(near) = did_you_mean(answer, all) {
        return format!("did you mean `{near}`?");
    }
    let words: Vec<String> = answer
        .to_lowercase()
        .split([' ', '-', '_'])
        .map(str::to_owned)
        .collect();
    let is_kin = |option: &&String| {
        option
            .split('-')
            .any(|word| word.len() > 2 && words.iter().any(|own| own == word))
    };
    let kin: Vec<&String> = options.iter().filter(is_kin).collect();
    if kin.is_empty() {
        format!("the answers are {}", list(options, "and"))
    } else {
        format!("did you mean {}?", list(&kin, "or"))
    }
}
