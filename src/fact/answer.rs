//! An answer as the record keeps it: a value, `unknown`, or the reason why there is none.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::kind::Kind;
use super::value::Value;
use crate::time::{CLOCKS_DIFFER, Exactness, When, Zone, format};

/// How exact a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    About,
    AtLeast,
    AtMost,
}

/// What somebody answered. Written as `{"value":…}`, `{"value":…,"bound":…}`, `{"unknown":true}` or `{"none":"reason"}`.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Known {
        value: Value,
        /// For numbers, amounts and times: how exact it is. Absent when exact.
        bound: Option<Bound>,
    },
    /// Asked, and not known. Not the same as unanswered.
    Unknown,
    /// There is none, and why (`none: sent by web form`).
    None { reason: String },
}

impl Answer {
    pub fn known(value: Value) -> Self {
        Answer::Known { value, bound: None }
    }

    /// A time, as exactly as it was said.
    pub fn of_time(when: &When) -> Self {
        let (value, about) = match when {
            When::Moment(moment) => (Value::DateTime(moment.at), moment.precision == Exactness::About),
            When::Period { period, about } => (Value::of_period(*period), *about),
        };
        let bound = about.then_some(Bound::About);
        Answer::Known { value, bound }
    }

    /// The value, if one is known.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Answer::Known { value, .. } => Some(value),
            Answer::Unknown | Answer::None { .. } => None,
        }
    }

    /// The time that it says in words, if that lies after `now` by more than clocks differ. Days are those of this zone.
    pub fn lies_ahead(&self, now: DateTime<Utc>, zone: Zone) -> Option<String> {
        let value = self.value()?;
        match (value, value.period()) {
            (Value::DateTime(at), _) => (at.to_utc() - now > CLOCKS_DIFFER).then(|| format::full(*at, zone)),
            (_, Some(period)) => (period.first > zone.at(&now).date_naive()).then(|| period.words()),
            (_, None) => None,
        }
    }
}

impl Answer {
    /// The JSON of this answer: `{"value":…}`, `{"value":…,"bound":…}`, `{"unknown":true}` or `{"none":"reason"}`.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Answer::Known { value, bound: None } => json!({"value": value.to_json()}),
            Answer::Known {
                value,
                bound: Some(bound),
            } => json!({"value": value.to_json(), "bound": bound}),
            Answer::Unknown => json!({"unknown": true}),
            Answer::None { reason } => json!({"none": reason}),
        }
    }

    /// Reads the JSON of an answer to a question of this type.
    pub fn from_json(kind: &Kind, json: &serde_json::Value) -> Result<Self, String> {
        let wrong = "an answer has exactly one of `value`, `unknown: true` and `none`";
        let object = json.as_object().ok_or(wrong)?;
        let (value, bound) = (object.get("value"), object.get("bound"));
        match (value, bound, object.get("unknown"), object.get("none"), object.len()) {
            (Some(value), None, None, None, 1) => Ok(Answer::known(Value::from_json(kind, value)?)),
            (Some(value), Some(bound), None, None, 2) => Ok(Answer::Known {
                value: Value::from_json(kind, value)?,
                bound: Some(Bound::deserialize(bound).map_err(|_| "a bound is `about`, `at-least` or `at-most`")?),
            }),
            (None, None, Some(serde_json::Value::Bool(true)), None, 1) => Ok(Answer::Unknown),
            (None, None, None, Some(serde_json::Value::String(reason)), 1) => {
                Ok(Answer::None { reason: reason.clone() })
            }
            _ => Err(wrong.to_owned()),
        }
    }
}
