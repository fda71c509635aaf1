//! A piece of text that many things share: words for people, or a name. To copy one costs nothing.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A piece of text. Two are equal when their words are.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Passage(Arc<str>);

impl Passage {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Passage {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Passage {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Passage {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl Deref for Passage {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<&str> for Passage {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl From<String> for Passage {
    fn from(text: String) -> Self {
        Passage(text.into())
    }
}

impl From<&str> for Passage {
    fn from(text: &str) -> Self {
        Passage(text.into())
    }
}

impl fmt::Display for Passage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for Passage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Passage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Passage::from)
    }
}

/// Items by their names, each name once, in the order in which they come. They are few: to look through those before one is
/// sooner done than to keep a set of them.
pub fn unique_by<T>(items: impl IntoIterator<Item = T>, name: impl Fn(&T) -> &Passage) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for item in items {
        if !kept.iter().any(|known| name(known) == name(&item)) {
            kept.push(item);
        }
    }
    kept
}
