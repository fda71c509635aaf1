//! The organisation profile: who we are, who holds which role, and numbers that do not depend on company systems.
//!
//! One small YAML file that people edit. Every mistake in it is reported with its place, all at once. A response never
//! waits for it: whoever needs a number asks for the profile and goes on without one. Knows nothing of incidents.

pub(crate) mod fields;
pub mod keep;
mod reader;
pub mod suggestion;

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use crate::failure::{Failure, Outcome};
use crate::obligation::{Contract, Known, Rule, RuleSource};
use crate::schema::diagnostic::{self, Diagnostic, has_errors};
use crate::schema::yaml::{MAX_BYTES, read_file};
use crate::text::{prefixed, title_of};

/// A commented file to begin with. It has no mistakes.
pub const STARTER: &str = include_str!("profile/starter.yaml");

const HINT: &str = "`breach profile edit` opens it; nothing else waits for it";

/// How wide mistakes are drawn.
const DRAWN_WIDTH: usize = 80;

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Profile {
    /// What the organisation is called.
    pub organisation: Option<String>,
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
    /// Countries, and US states, in which we are established; the first is the main one.
    pub established_in: Vec<String>,
    /// What we are regulated as, in the words of the fact `regulated_as`; `none` alone for nothing.
    pub regulated_as: Vec<String>,
    /// Card brands that we take, in the words of the fact `card_brands`; `none` alone for no cards.
    pub card_brands: Vec<String>,
    /// Whether there is insurance that may cover an incident.
    pub insured: Option<bool>,
    /// Contracts that may make us tell somebody, in the words of the fact `contract_duties`; `none` alone for none.
    pub contract_duties: Vec<String>,
    /// Contracts that say by when, in the order of the file.
    #[serde(skip)]
    pub contracts: Vec<Contract>,
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Letterhead {
    pub name: Option<String>,
    pub address: Option<String>,
    /// A number for those who are written to.
    pub phone: Option<String>,
    /// An address for those who are written to.
    pub email: Option<String>,
    /// A page that anybody can find without a link.
    pub web: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct RolePerson {
    pub name: String,
    pub number: Option<String>,
    /// Who stands in for them.
    pub deputy: Option<String>,
    pub deputy_number: Option<String>,
    pub note: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Desk {
    pub name: String,
    pub number: Option<String>,
    pub note: Option<String>,
}

/// Whom to call for a role or a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// What they are here, from the id: `Acquirer`.
    pub title: String,
    pub name: String,
    /// The number, if one is on file.
    pub number: Option<String>,
}

impl Profile {
    /// Reads the profile; without a file it is empty.
    pub fn load(path: &Path) -> Outcome<Self> {
        Profile::load_from(path, None)
    }

    /// The same, and looks up the names of rules, facts and answers in it.
    pub fn load_checked(path: &Path, known: &Known) -> Outcome<Self> {
        Profile::load_from(path, Some(known))
    }

    /// Whom it can call, by id.
    pub fn callable(&self) -> BTreeSet<String> {
        let contacts = self.contacts.iter().map(|(id, _)| id);
        contacts.chain(self.roles.iter().map(|(id, _)| id)).cloned().collect()
    }

    /// The rules of the contracts that can be read in this file, and why others may be missing.
    ///
    /// A slip elsewhere in a profile must not hide a deadline, so what has no mistake counts here.
    pub fn load_contracts(path: &Path) -> (Vec<Rule>, RuleSource, Option<Failure>) {
        let source = |text: &str| RuleSource {
            path: "profile.yaml".to_owned(),
            text: contracts_in(text).to_owned().into(),
            own: true,
        };
        let (profile, text, mistakes) = match Profile::read_from(path, None) {
            Ok(read) => read,
            Err(failure) => return (Vec::new(), source(""), Some(failure)),
        };
        let may_have_more = has_errors(&mistakes) && text.lines().any(|line| line.starts_with("contracts:"));
        let failure = may_have_more.then(|| refused(&path.display().to_string(), &text, &mistakes));
        (profile.contract_rules(), source(&text), failure)
    }

    fn load_from(path: &Path, known: Option<&Known>) -> Outcome<Self> {
        match Profile::read_from(path, known)? {
            (profile, _, mistakes) if mistakes.is_empty() || known.is_none() && !has_errors(&mistakes) => Ok(profile),
            (_, text, mistakes) => Err(refused(&path.display().to_string(), &text, &mistakes)),
        }
    }

    fn read_from(path: &Path, known: Option<&Known>) -> Outcome<(Self, String, Vec<Diagnostic>)> {
        let is_missing = |error: std::io::Error| error.kind() == std::io::ErrorKind::NotFound;
        if path.symlink_metadata().is_err_and(is_missing) {
            return Ok(<_>::default());
        }
        let file = path.display().to_string();
        let text =
            read_file(path, MAX_BYTES).map_err(|fault| refused(&file, "", &[Diagnostic::of_file(&file, fault)]))?;
        let (profile, mistakes) = reader::read(&file, &text, known);
        Ok((profile, text, mistakes))
    }

    /// Reads the text of a profile. `file` is its name in messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        match reader::read(file, text, None) {
            (profile, mistakes) if !has_errors(&mistakes) => Ok(profile),
            (_, mistakes) => Err(mistakes),
        }
    }

    /// Every mistake in the text of a profile, also in the names of rules, facts and answers that it takes from `known`.
    pub fn check(file: &str, text: &str, known: &Known) -> Vec<Diagnostic> {
        reader::read(file, text, Some(known)).1
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

    /// The rules of its contracts, with whom to call in their notes.
    pub fn contract_rules(&self) -> Vec<Rule> {
        let rule = |agreed: &Contract| {
            let contact = agreed.contact.as_deref().and_then(|id| self.contact(id));
            let call = contact.map(|contact| match contact.number {
                Some(number) => format!("{}, {number}", contact.name),
                None => contact.name,
            });
            agreed.rule(call.as_deref())
        };
        self.contracts.iter().map(rule).collect()
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

/// The lines of a profile that hold its contracts: nothing else of it is a rule.
fn contracts_in(text: &str) -> &str {
    let starts = |line: &str| line.starts_with("contracts:");
    let is_inside = |line: &&str| line.starts_with([' ', '\t', '#', '\r', '\n', '-']) || starts(line);
    let lines = || text.split_inclusive('\n');
    let start: usize = lines().take_while(|line| !starts(line)).map(str::len).sum();
    let length: usize = text[start..]
        .split_inclusive('\n')
        .take_while(is_inside)
        .map(str::len)
        .sum();
    &text[start..start + length]
}

/// A refused profile as a failure that names the file and draws its mistakes.
pub fn refused(file: &str, text: &str, mistakes: &[Diagnostic]) -> Failure {
    let sentence = match mistakes {
        [only] if only.line == 0 => {
            let help = prefixed("; ", &only.help);
            format!("`{file}` {}{help}", only.message)
        }
        all => {
            let texts = [(file.to_owned(), text.to_owned())];
            let drawn = diagnostic::render(all, &texts, DRAWN_WIDTH, false);
            return Failure::input(diagnostic::summary(all)).drawn(&drawn).hint(HINT);
        }
    };
    Failure::input(sentence).hint(HINT)
}

#[cfg(test)]
mod tests;
