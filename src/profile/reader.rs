//! Reads the text of a profile and notes every mistake at its place.

use std::ops::Range;

use super::{Desk, Letterhead, Profile, RolePerson};
use crate::obligation::{Contract, Known, read_contracts};
use crate::schema::diagnostic::{self, Diagnostic};
use crate::schema::yaml::{Content, Key, Node, tree};
use crate::text::did_you_mean;
use crate::time::Zone;

/// Every field of a profile.
const FIELDS: [&str; 18] = [
    "format",
    "organisation",
    "me",
    "zone",
    "roles",
    "contacts",
    "sectors",
    "places",
    "established-in",
    "regulated-as",
    "card-brands",
    "insured",
    "contract-duties",
    "contracts",
    "payment-channels",
    "payment-providers",
    "accounts",
    "letterhead",
];

/// What stands for an empty answer, where one can be given.
const NONE: &str = "none";

/// The profile as far as it could be read, and every mistake in it. With `known`, names of answers, facts and rules are
/// looked up too.
pub(super) fn read(file: &str, text: &str, known: Option<&Known>) -> (Profile, Vec<Diagnostic>) {
    let root = match tree(text) {
        Ok(root) => root,
        Err(faults) => {
            let mistakes = faults.into_iter().map(|fault| Diagnostic::of_yaml(file, text, fault));
            return (Profile::default(), mistakes.collect());
        }
    };
    let mut reader = Reader {
        file,
        text,
        known,
        found: Vec::new(),
    };
    let profile = reader.profile(&root);
    diagnostic::sort(&mut reader.found);
    (profile, reader.found)
}

/// Reads the tree and notes every mistake.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    known: Option<&'a Known>,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn profile(&mut self, root: &Node) -> Profile {
        let mut profile = Profile::default();
        let mut has_format = false;
        let mut contracts = None;
        for (key, node) in self.fields(root, &FIELDS, "a profile") {
            match key.text.as_str() {
                "format" => {
                    has_format = true;
                    self.format(node);
                }
                "organisation" => profile.organisation = self.words(key, node),
                "me" => profile.me = self.words(key, node),
                "zone" => profile.zone = self.zone(key, node),
                "roles" => profile.roles = self.entries(key, node, |reader, id, node| reader.role(id, node)),
                "contacts" => profile.contacts = self.entries(key, node, |reader, id, node| reader.desk(id, node)),
                "sectors" => profile.sectors = self.answers(key, node, "sectors"),
                "places" => profile.places = self.list(key, node),
                "established-in" => profile.established_in = self.seats(key, node),
                "regulated-as" => profile.regulated_as = self.answers_or_none(key, node, "regulated_as"),
                "card-brands" => profile.card_brands = self.answers_or_none(key, node, "card_brands"),
                "insured" => profile.insured = self.yes_or_no(key, node),
                "contract-duties" => profile.contract_duties = self.answers_or_none(key, node, "contract_duties"),
                "contracts" => {
                    contracts = Some(node);
                    profile.contracts = self.contracts(node);
                }
                "payment-channels" => profile.payment_channels = self.answers(key, node, "channel"),
                "payment-providers" => profile.payment_providers = self.list(key, node),
                "accounts" => profile.accounts = self.list(key, node),
                _ => profile.letterhead = self.letterhead(node),
            }
        }
        if let Some(contracts) = contracts {
            self.callable(contracts, &profile);
        }
        if !has_format && self.found.is_empty() {
            self.add(
                "missing-field",
                0..0,
                "the first line is `format: 1`",
                Some("add it".to_owned()),
            );
        }
        profile
    }

    fn format(&mut self, node: &Node) {
        match &node.content {
            Content::Text { text, .. } if text == "1" => {}
            Content::Text { text, .. } => {
                let message = format!("this breach reads format 1, not {text}");
                self.add(
                    "wrong-format",
                    node.at.clone(),
                    &message,
                    Some("write `format: 1`".to_owned()),
                );
            }
            _ => self.add(
                "wrong-format",
                node.at.clone(),
                "the format is a number",
                Some("write `format: 1`".to_owned()),
            ),
        }
    }

    fn zone(&mut self, key: &Key, node: &Node) -> Option<String> {
        let name = self.words(key, node)?;
        match Zone::parse(&name) {
            Ok(_) => Some(name),
            Err(why) => {
                self.add("unknown-zone", node.at.clone(), &why, None);
                None
            }
        }
    }

    fn role(&mut self, id: &Key, node: &Node) -> RolePerson {
        let mut role = RolePerson::default();
        let mut deputy_number_at = None;
        let known = ["name", "number", "deputy", "deputy-number", "note"];
        for (key, node) in self.fields(node, &known, &format!("role `{}`", id.text)) {
            match key.text.as_str() {
                "name" => role.name = self.words(key, node).unwrap_or_default(),
                "number" => role.number = self.number(key, node),
                "deputy" => role.deputy = self.words(key, node),
                "deputy-number" => {
                    deputy_number_at = Some(key.at.clone());
                    role.deputy_number = self.number(key, node);
                }
                _ => role.note = self.words(key, node),
            }
        }
        self.needs_name(id, node, &role.name);
        if let (Some(at), None) = (deputy_number_at, &role.deputy) {
            self.add(
                "missing-field",
                at,
                "a number of a deputy who has no name",
                Some("add `deputy: NAME`".to_owned()),
            );
        }
        role
    }

    fn desk(&mut self, id: &Key, node: &Node) -> Desk {
        let mut desk = Desk::default();
        for (key, node) in self.fields(node, &["name", "number", "note"], &format!("contact `{}`", id.text)) {
            match key.text.as_str() {
                "name" => desk.name = self.words(key, node).unwrap_or_default(),
                "number" => desk.number = self.number(key, node),
                _ => desk.note = self.words(key, node),
            }
        }
        self.needs_name(id, node, &desk.name);
        desk
    }

    fn letterhead(&mut self, node: &Node) -> Option<Letterhead> {
        if matches!(node.content, Content::Empty) {
            return None;
        }
        let mut letterhead = Letterhead::default();
        for (key, node) in self.fields(node, &["name", "address", "phone", "email", "web"], "the letterhead") {
            let words = self.words(key, node);
            match key.text.as_str() {
                "name" => letterhead.name = words,
                "address" => letterhead.address = words,
                "phone" => letterhead.phone = words,
                "email" => letterhead.email = words,
                _ => letterhead.web = words,
            }
        }
        Some(letterhead)
    }

    /// A list of short texts; one text alone is a list of one.
    fn list(&mut self, key: &Key, node: &Node) -> Vec<String> {
        match &node.content {
            Content::List(items) => items.iter().filter_map(|item| self.words(key, item)).collect(),
            _ => self.words(key, node).into_iter().collect(),
        }
    }

    /// Places, each of which must be one and no other.
    fn seats(&mut self, key: &Key, node: &Node) -> Vec<String> {
        let items = match &node.content {
            Content::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut seats = Vec::new();
        for item in items {
            let Some(seat) = self.words(key, item) else { continue };
            if let Some((message, help)) = self.known.and_then(|known| known.misplaced(&seat)) {
                self.add("unknown-place", item.at.clone(), &message, Some(help));
            }
            seats.push(seat);
        }
        seats
    }

    /// Answers to a question, which must be among those that it offers.
    fn answers(&mut self, key: &Key, node: &Node, fact: &str) -> Vec<String> {
        self.chosen(key, node, fact, &[])
    }

    /// The same; `none` alone says that there are none.
    fn answers_or_none(&mut self, key: &Key, node: &Node, fact: &str) -> Vec<String> {
        let answers = self.chosen(key, node, fact, &[NONE]);
        if answers.len() > 1 && answers.iter().any(|answer| answer == NONE) {
            let help = "leave one of the two out".to_owned();
            self.add("does-not-fit", node.at.clone(), "`none` and something else", Some(help));
        }
        answers
    }

    fn chosen(&mut self, key: &Key, node: &Node, fact: &str, beside: &[&str]) -> Vec<String> {
        let items = match &node.content {
            Content::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let options = self.known.and_then(|known| known.options(fact));
        let mut chosen = Vec::new();
        for item in items {
            let Some(answer) = self.words(key, item) else { continue };
            let is_there = |options: &[String]| options.contains(&answer) || beside.contains(&answer.as_str());
            if let Some(options) = options.filter(|options| !is_there(options)) {
                let help = meant(&answer, options, beside);
                let message = format!("`{answer}` is no answer here");
                self.add("unknown-option", item.at.clone(), &message, Some(help));
            }
            chosen.push(answer);
        }
        chosen
    }

    fn yes_or_no(&mut self, key: &Key, node: &Node) -> Option<bool> {
        match self.words(key, node)?.to_lowercase().as_str() {
            "yes" | "true" => Some(true),
            "no" | "false" => Some(false),
            _ => {
                let message = format!("`{}` is `yes` or `no`", key.text);
                self.add("wrong-type", node.at.clone(), &message, None);
                None
            }
        }
    }

    fn contracts(&mut self, node: &Node) -> Vec<Contract> {
        let (contracts, mistakes) = read_contracts(self.file, self.text, node, self.known);
        self.found.extend(mistakes);
        contracts
    }

    /// Whether those who are to be called for a contract are in the profile.
    fn callable(&mut self, contracts: &Node, profile: &Profile) {
        let Content::Map(contracts) = &contracts.content else {
            return;
        };
        let fields = contracts.iter().filter_map(|(_, node)| match &node.content {
            Content::Map(fields) => Some(fields),
            _ => None,
        });
        for (_, node) in fields.flatten().filter(|(key, _)| key.text == "contact") {
            let Content::Text { text: id, .. } = &node.content else {
                continue;
            };
            if !is_id(id) || profile.contact(id).is_some() {
                continue;
            }
            let contacts = profile.contacts.iter().map(|(id, _)| id.as_str());
            let all = contacts.chain(profile.roles.iter().map(|(id, _)| id.as_str()));
            let help = match did_you_mean(id, all) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add it under `contacts`".to_owned(),
            };
            let message = format!("no contact or role `{id}`");
            self.add("unknown-contact", node.at.clone(), &message, Some(help));
        }
    }

    fn needs_name(&mut self, id: &Key, node: &Node, name: &str) {
        let Content::Map(fields) = &node.content else { return };
        // A misspelt field is reported as such, and is probably the name.
        let is_noted =
            |(key, _): &(Key, Node)| key.text == "name" || self.found.iter().any(|found| found.span == key.at);
        if name.is_empty() && !fields.iter().any(is_noted) {
            let message = format!("`{}` has no name", id.text);
            self.add(
                "missing-field",
                id.at.clone(),
                &message,
                Some("add `name: …`".to_owned()),
            );
        }
    }

    /// The entries of a mapping whose keys are ids.
    fn entries<T>(
        &mut self,
        key: &Key,
        node: &Node,
        mut read: impl FnMut(&mut Self, &Key, &Node) -> T,
    ) -> Vec<(String, T)> {
        let fields = match &node.content {
            Content::Map(fields) => fields,
            Content::Empty => return Vec::new(),
            _ => {
                let message = format!("`{}` lists people by id", key.text);
                let help = "write a line each, such as `acquirer: {name: …, number: \"…\"}`";
                self.add("wrong-type", node.at.clone(), &message, Some(help.to_owned()));
                return Vec::new();
            }
        };
        let mut read_entries = Vec::new();
        for (nth, (id, node)) in fields.iter().enumerate() {
            if fields[..nth].iter().any(|(other, _)| other.text == id.text) {
                self.twice(id);
            } else if !is_id(&id.text) {
                let message = format!("`{}` cannot be an id", id.text);
                let help = "use lower-case letters, digits and single `-`, such as `legal-counsel`";
                self.add("bad-id", id.at.clone(), &message, Some(help.to_owned()));
            } else {
                let entry = read(self, id, node);
                read_entries.push((id.text.clone(), entry));
            }
        }
        read_entries
    }

    /// The fields of a mapping, the unknown and doubled ones noted and left out.
    fn fields<'n>(&mut self, node: &'n Node, known: &[&str], what: &str) -> Vec<(&'n Key, &'n Node)> {
        let fields = match &node.content {
            Content::Map(fields) => fields,
            Content::Empty if known.contains(&"format") => return Vec::new(),
            _ => {
                let help = format!("its fields are {}", crate::text::list(known, "and"));
                self.add("wrong-type", node.at.clone(), &format!("{what} has fields"), Some(help));
                return Vec::new();
            }
        };
        let mut kept: Vec<(&Key, &Node)> = Vec::new();
        for (key, node) in fields {
            if kept.iter().any(|(other, _)| other.text == key.text) {
                self.twice(key);
            } else if known.contains(&key.text.as_str()) {
                kept.push((key, node));
            } else {
                let help = match did_you_mean(&key.text, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("its fields are {}", crate::text::list(known, "and")),
                };
                self.add(
                    "unknown-field",
                    key.at.clone(),
                    &format!("{what} has no field `{}`", key.text),
                    Some(help),
                );
            }
        }
        kept
    }

    /// A text on one line, or nothing where the field is left empty.
    fn words(&mut self, key: &Key, node: &Node) -> Option<String> {
        match &node.content {
            Content::Empty => None,
            Content::Text { text, .. } if text.trim().is_empty() => None,
            Content::Text { text, .. } => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            Content::List(_) | Content::Map(_) => {
                let message = format!("`{}` is one line of text", key.text);
                self.add("wrong-type", node.at.clone(), &message, None);
                None
            }
        }
    }

    fn number(&mut self, key: &Key, node: &Node) -> Option<String> {
        let number = self.words(key, node)?;
        let digits = number.chars().filter(char::is_ascii_digit).count();
        if digits < 3 {
            let message = format!("`{number}` is no number to call");
            self.add(
                "no-number",
                node.at.clone(),
                &message,
                Some("write it like \"+44 20 7946 0100\"".to_owned()),
            );
            return None;
        }
        Some(number)
    }

    fn twice(&mut self, key: &Key) {
        let message = format!("`{}` stands here twice", key.text);
        self.add(
            "duplicate-key",
            key.at.clone(),
            &message,
            Some("keep one of the two".to_owned()),
        );
    }

    fn add(&mut self, code: &'static str, at: Range<usize>, message: &str, help: Option<String>) {
        let found = Diagnostic::at(code, self.file, self.text, at, message);
        self.found.push(Diagnostic { help, ..found });
    }
}

/// What may have been meant by an answer that is not offered: what is spelled almost like it, what shares a word with it, or
/// anything.
fn meant(answer: &str, options: &[String], beside: &[&str]) -> String {
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
    match kin.is_empty() {
        true => format!("the answers are {}", crate::text::list(options, "and")),
        false => format!("did you mean {}?", crate::text::list(&kin, "or")),
    }
}

fn is_id(text: &str) -> bool {
    let letters = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.split('-').all(letters)
}
