//! stub: replaced by its author on merge (take the other side).
#![allow(missing_docs)]
use crate::failure::Outcome;
#[derive(Clone, Debug, Default)]
pub struct Contact {
    pub title: String,
    pub name: String,
    pub number: Option<String>,
}
#[derive(Clone, Debug, Default)]
pub struct Profile {
    pub organisation: Option<String>,
    pub me: Option<String>,
    pub zone: Option<String>,
}
impl Profile {
    pub fn load(_: &std::path::Path) -> Outcome<Profile> {
        Ok(Profile::default())
    }
    pub fn people(&self) -> Vec<String> {
        Vec::new()
    }
    pub fn contact(&self, _: &str) -> Option<Contact> {
        None
    }
}
