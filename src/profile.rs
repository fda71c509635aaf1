//! The organisation profile: who we are, who holds which role, and numbers that do not depend on company systems.
//!
//! One small YAML file that people edit. Every mistake in it is reported with its place, all at once. A response never
//! waits for it: whoever needs a number asks for the profile and goes on without one. Knows nothing of incidents.

use std::ops::Range;
use std::path::Path;

use crate::diagnostic::{self, Diagnostic};
use crate::failure::{Failure, Kind, Outcome};
use crate::text::did_you_mean;
use crate::time::Zone;
pub mod keep;
pub mod suggestion;

use crate::yaml::{Content, Key, MAX_BYTES, Node, read_file, tree};

/// A commented file to begin with. It has no mistakes.
pub const STARTER: &str = include_str!("profile/starter.yaml");

/// Every field of a profile.
const FIELDS: [&str; 12] = [
    "format",
    "organisation",
    "me",
    "zone",
    "roles",
    "contacts",
    "sectors",
    "places",
    "payment-channels",
    "payment-providers",
    "accounts",
    "letterhead",
];

const HINT: &str = "`breach profile edit` opens it; nothing else waits for it";

/// How wide mistakes are drawn.
const DRAWN_WIDTH: usize = 80;

/// Who we are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// What the organisation is called.
    pub organisation: Option<String>,
    /// Who uses this login.
    pub me: Option<String>,
    /// The zone to show times in, an IANA name.
    pub zone: Option<String>,
    /// Who holds which role when nobody said otherwise, in the order of the file.
    pub roles: Vec<(String, RolePerson)>,
    /// Numbers to call, in the order of the file.
    pub contacts: Vec<(String, Desk)>,
    /// Lines of business, in the words of the fact `sectors`.
    pub sectors: Vec<String>,
    /// Countries or states in which we are, or our customers live.
    pub places: Vec<String>,
    /// Ways of selling, in the words of the fact `channel`.
    pub payment_channels: Vec<String>,
    /// Who processes payments for us.
    pub payment_providers: Vec<String>,
    /// Accounts that money can leave from, and that are to be watched.
    pub accounts: Vec<String>,
    /// What stands at the top of a letter.
    pub letterhead: Option<Letterhead>,
}

/// What stands at the top of a letter, and where an answer is to go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letterhead {
    /// The name in full.
    pub name: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// A number for those who are written to.
    pub phone: Option<String>,
    /// An address for those who are written to.
    pub email: Option<String>,
    /// A page that anybody can find without a link.
    pub web: Option<String>,
}

/// Who holds a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RolePerson {
    /// The person.
    pub name: String,
    /// Their number.
    pub number: Option<String>,
    /// Who stands in for them.
    pub deputy: Option<String>,
    /// The deputy's number.
    pub deputy_number: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// A number to call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// The person or desk.
    pub name: String,
    /// Its number.
    pub number: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// Whom to call for a role or a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// What they are here, from the id: `Acquirer`.
    pub title: String,
    /// The person or desk.
    pub name: String,
    /// The number, if one is on file.
    pub number: Option<String>,
}

impl Profile {
    /// Reads the profile; without a file it is empty.
    ///
    /// # Errors
    /// Every mistake in it, drawn; or why the file cannot be read.
    pub fn load(path: &Path) -> Outcome<Self> {
        if path
            .symlink_metadata()
            .is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
        {
            return Ok(Profile::default());
        }
        let file = path.display().to_string();
        let text =
            read_file(path, MAX_BYTES).map_err(|fault| refused(&file, "", &[Diagnostic::of_file(&file, fault)]))?;
        Profile::parse(&file, &text).map_err(|mistakes| refused(&file, &text, &mistakes))
    }

    /// Reads the text of a profile. `file` is its name in messages.
    ///
    /// # Errors
    /// Every mistake in it, by place.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let root = tree(text).map_err(|faults| -> Vec<Diagnostic> {
            faults
                .into_iter()
                .map(|fault| Diagnostic::of_yaml(file, text, fault))
                .collect()
        })?;
        let mut reader = Reader {
            file,
            text,
            found: Vec::new(),
        };
        let profile = reader.profile(&root);
        diagnostic::sort(&mut reader.found);
        if reader.found.is_empty() {
            Ok(profile)
        } else {
            Err(reader.found)
        }
    }

    /// Names of everybody in it, each once.
    pub fn people(&self) -> Vec<String> {
        let mut people: Vec<String> = self.me.iter().cloned().collect();
        for (_, role) in &self.roles {
            people.push(role.name.clone());
            people.extend(role.deputy.clone());
        }
        people.extend(self.contacts.iter().map(|(_, contact)| contact.name.clone()));
        people.sort();
        people.dedup();
        people
    }

    /// Whom to call for this id: a contact, or the holder of a role.
    pub fn contact(&self, id: &str) -> Option<Contact> {
        let desk = self
            .contacts
            .iter()
            .find(|(known, _)| known == id)
            .map(|(_, desk)| (&desk.name, &desk.number));
        let role = || {
            self.roles
                .iter()
                .find(|(known, _)| known == id)
                .map(|(_, role)| (&role.name, &role.number))
        };
        desk.or_else(role).map(|(name, number)| Contact {
            title: title_of(id),
            name: name.clone(),
            number: number.clone(),
        })
    }

    /// The number of a person, whatever they are listed as.
    pub fn number_of(&self, name: &str) -> Option<String> {
        let is = |known: &str| crate::incident::state::same_person(known, name);
        let roles = self.roles.iter().flat_map(|(_, role)| {
            [
                (Some(&role.name), &role.number),
                (role.deputy.as_ref(), &role.deputy_number),
            ]
        });
        let contacts = self
            .contacts
            .iter()
            .map(|(_, contact)| (Some(&contact.name), &contact.number));
        let mut fits = roles
            .chain(contacts)
            .filter(|(known, number)| number.is_some() && known.is_some_and(|known| is(known)));
        fits.next().and_then(|(_, number)| number.clone())
    }
}

/// An id as a title: `Incident commander` of `incident-commander`.
pub fn title_of(id: &str) -> String {
    let words = id.replace(['-', '_'], " ");
    let mut letters = words.chars();
    let first: String = letters
        .next()
        .map_or_else(String::new, |letter| letter.to_uppercase().collect());
    format!("{first}{}", letters.as_str())
}

/// A refused profile as a failure that names the file and draws its mistakes.
pub fn refused(file: &str, text: &str, mistakes: &[Diagnostic]) -> Failure {
    let sentence = match mistakes {
        [only] if only.line == 0 => {
            let help = only.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
            format!("`{file}` {}{help}", only.message)
        }
        all => {
            let texts = [(file.to_owned(), text.to_owned())];
            let drawn = diagnostic::render(all, &texts, DRAWN_WIDTH, false);
            return Failure::new(Kind::Input, diagnostic::summary(all))
                .drawn(&drawn)
                .hint(HINT);
        }
    };
    Failure::new(Kind::Input, sentence).hint(HINT)
}

/// Reads the tree and notes every mistake.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn profile(&mut self, root: &Node) -> Profile {
        let mut profile = Profile::default();
        let mut has_format = false;
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
                "sectors" => profile.sectors = self.list(key, node),
                "places" => profile.places = self.list(key, node),
                "payment-channels" => profile.payment_channels = self.list(key, node),
                "payment-providers" => profile.payment_providers = self.list(key, node),
                "accounts" => profile.accounts = self.list(key, node),
                _ => profile.letterhead = self.letterhead(node),
            }
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

fn is_id(text: &str) -> bool {
    let letters = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.split('-').all(letters)
}

#[cfg(test)]
mod tests;
