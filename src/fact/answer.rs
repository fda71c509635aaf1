//! An answer as the record keeps it: a value, `unknown`, or the reason why there is none.

use serde::{Deserialize, Serialize};

use super::value::Value;

/// How exact a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// Roughly this many (`~4000`).
    About,
    /// This many or more.
    AtLeast,
    /// This many or fewer.
    AtMost,
}

/// What somebody answered. Written as `{"value":…}`, `{"value":…,"bound":…}`, `{"unknown":true}` or `{"none":"reason"}`.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A value is known.
    Known {
        /// The value.
        value: Value,
        /// For numbers and amounts: how exact it is. Absent when exact.
        bound: Option<Bound>,
    },
    /// Asked, and not known. Not the same as unanswered.
    Unknown,
    /// There is none, and why (`none: sent by web form`).
    None {
        /// The reason given.
        reason: String,
    },
}

impl Answer {
    /// A known, exact value.
    pub fn known(value: Value) -> Self {
        Answer::Known { value, bound: None }
    }

    /// The value, if one is known.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Answer::Known { value, .. } => Some(value),
            Answer::Unknown | Answer::None { .. } => None,
        }
    }
}

/// The wire form: one struct with optional keys, because an untagged enum would lose every error message.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bound: Option<Bound>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unknown: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    none: Option<String>,
}

impl Serialize for Answer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut wire = Wire {
            value: None,
            bound: None,
            unknown: None,
            none: None,
        };
        match self {
            Answer::Known { value, bound } => {
                wire.value = Some(value.clone());
                wire.bound = *bound;
            }
            Answer::Unknown => wire.unknown = Some(true),
            Answer::None { reason } => wire.none = Some(reason.clone()),
        }
        wire.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Wire::deserialize(deserializer)?;
        match (wire.value, wire.bound, wire.unknown, wire.none) {
            (Some(value), bound, None, None) => Ok(Answer::Known { value, bound }),
            (None, None, Some(true), None) => Ok(Answer::Unknown),
            (None, None, None, Some(reason)) => Ok(Answer::None { reason }),
            _ => Err(serde::de::Error::custom(
                "an answer has exactly one of `value`, `unknown: true` and `none`",
            )),
        }
    }
}
