//! Who told it: `@Ana phone 22:50 …` in front of a text, and the people that it can mean.

use super::asking::{Flow, Session};
use super::note::note_draft;
use super::prompts::Prompt;
use crate::attribution::{Attribution, attribution, happened};
use crate::incident::state::same_person;

impl Session<'_, '_> {
    /// Reads `@Ana phone 22:50 …` in front of a text.
    pub fn hear(&mut self, text: &str) -> Flow<Option<Attribution>> {
        let people = self.people()?;
        let heard = match attribution(text, &people, self.now(), self.zone) {
            Ok(heard) => heard,
            Err(unsettled) => {
                let when = match self.settle(&unsettled.why)? {
                    Some(when) => when,
                    None => self.when(&Prompt::new("  When was it? "))?,
                };
                Some(Attribution {
                    occurred: Some(happened(when, self.zone)),
                    ..*unsettled.heard
                })
            }
        };
        // Whoever types has not been told it by themselves.
        Ok(heard.map(|heard| Attribution {
            is_told: !self.is_writer(&heard.by),
            ..heard
        }))
    }

    /// What follows `done`: who told it. Words without `@` are logged as a note beside the report, so nothing is lost.
    pub fn hear_or_note(&mut self, rest: &str) -> Flow<Option<Attribution>> {
        let heard = self.hear(rest)?;
        let words = heard.as_ref().map_or(rest, |heard| heard.text.as_str()).to_owned();
        if !words.is_empty() {
            self.write(&mut |_, _| Ok(vec![note_draft(rest, heard.as_ref(), None)?]))?;
        }
        Ok(heard)
    }

    fn is_writer(&self, name: &str) -> bool {
        self.known_writer().is_some_and(|writer| same_person(&writer, name))
    }

    /// Names of people known to the incident and the profile.
    pub fn people(&mut self) -> Flow<Vec<String>> {
        let profile = self.context.profile();
        let mut people = profile.map(|profile| profile.people()).unwrap_or_default();
        if self.has_case() {
            people.extend(self.case()?.incident().people());
        }
        people.sort();
        people.dedup();
        Ok(people)
    }
}
