//! A piece of text in a rule: words for people, with which nothing is computed.
//!
//! The built-in rules hold thousands of them, and a run shows a few. They stay where they are in the program; only those of
//! one's own rules, and those that had to be changed while they were read, have memory of their own.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};

/// A piece of text. Two are equal when their words are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage(Cow<'static, str>);

impl Deref for Passage {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Passage {
    fn from(text: String) -> Self {
        Passage(Cow::Owned(text))
    }
}

impl From<&'static str> for Passage {
    fn from(text: &'static str) -> Self {
        Passage(Cow::Borrowed(text))
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

/// Only text that is there for the whole run can be borrowed from.
impl<'de: 'static> Deserialize<'de> for Passage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Reader)
    }
}

struct Reader;

impl<'de: 'static> Visitor<'de> for Reader {
    type Value = Passage;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Passage, E> {
        Ok(text.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Passage, E> {
        Ok(text.to_owned().into())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Passage, E> {
        Ok(text.into())
    }
}
