//! One rule: a duty to tell somebody, as its law, scheme or contract has it.
//!
//! What a rule says, and nothing of what follows from it. The words in it are for people; only the fields with types of
//! their own are computed with.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::limit::Limit;
use crate::condition::Condition;
use crate::text::Passage;

/// A duty to tell somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    pub id: Passage,
    /// Where it is law: ISO 3166 codes (`GB`, `US-CA`, `AE-DIFC`), or `EU`, `US`, `US-MULTI`, `CONTRACT`.
    pub jurisdiction: Vec<Passage>,
    /// The law and its place.
    pub law: Passage,
    pub tell: Passage,
    /// What kind of recipient that is.
    pub recipient: Recipient,
    /// Whom it binds, in words.
    pub binds: Passage,
    /// Whom it binds: `anyone`, `controller`, `processor` or regimes. One that holds is enough.
    pub by: Vec<Passage>,
    /// Regimes whose members it does not bind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_by: Vec<Passage>,
    /// What ties an incident to the jurisdiction.
    pub reach: Reach,
    /// What sets it off, in words.
    pub trigger: Passage,
    /// What sets it off, beside the people it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// What exempts from it. An exemption counts once it is known to hold, and not before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<Exemption>,
    /// A rule that must apply for this one to apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Passage>,
    /// A rule whose deadline must be over before what this one counts from happens, for this one to apply: a report on what
    /// was still going on when another report was due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlasts: Option<Passage>,
    /// How many people it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<People>,
    /// How its time is counted.
    pub clock: Clock,
    /// The time limit in words.
    pub deadline: Passage,
    /// What a notice must say.
    pub content: Passage,
    /// What encryption changes, in words.
    pub encryption: Passage,
    /// What a low risk changes, in words.
    pub risk: Passage,
    /// What must be offered to people.
    pub monitoring: Passage,
    /// When a card number counts, in words.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub card_number: Passage,
    pub kind: RuleKind,
    pub status: Status,
    /// From when it holds; for a pending rule as far as known when it was last read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// How well it is known.
    pub confidence: Confidence,
    pub source: Passage,
    /// When the source was last known to be true: a year and a month, `2026-01`.
    pub as_of: Passage,
    /// What a reader should know beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Passage>,
}

/// What exempts from a duty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Exemption {
    pub when: Condition,
    /// Why, as part of a sentence.
    pub because: Passage,
}

/// How many people a duty takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct People {
    /// The smallest number that sets it off: `more than 500` is 501.
    pub at_least: u32,
    /// The largest number with which it still holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u32>,
    pub of: Counted,
    /// A number that nobody knows yet sets it off too: the law says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub or_unknown: bool,
    /// A condition that sets it off whatever the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub or: Option<Condition>,
}

/// How the time of a duty is counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clock {
    /// How long; none where the law names no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Limit>,
    /// What it counts from: a name of [`super::start`].
    pub after: Passage,
    /// The rules whose notices it counts from, where it counts from a notice: from the first one made, unless the last
    /// counts.
    #[serde(default, with = "one_or_several", skip_serializing_if = "Vec::is_empty")]
    pub notice: Vec<Passage>,
    /// It counts from the last of those notices: an updated one begins the time anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub last_notice: bool,
    /// Other starts: the earliest of them all counts.
    #[serde(default, with = "one_or_several", skip_serializing_if = "Vec::is_empty")]
    pub or_after: Vec<Passage>,
    /// A second limit that counts as well, whichever is earlier, unless the start itself lies beyond it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Cap>,
    /// When it is due in relation to the notices to the people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative: Option<Relative>,
    /// The day of the event is day 1, not day 0.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub count_event_day: bool,
    /// The calendar of its business days, where it is not the jurisdiction's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Passage>,
    /// Hours count from the next full hour (Regulation 1182/71): shown beside the earlier time, never instead.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub full_hours: bool,
    /// On a weekend or holiday it moves to noon of the next working day, but for these regimes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noon_of_next_working_day: Option<Relief>,
    /// What a delay asked for by police does.
    #[serde(default)]
    pub police_delay: PoliceDelay,
    /// A time that the authority expects where the law has none, with its source. An aim, never a deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Expected>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Cap {
    pub within: Limit,
    pub after: Passage,
}

/// Who may not use a relief.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Relief {
    /// Regimes that are shut out of it.
    #[serde(default)]
    pub not_by: Vec<Passage>,
}

/// A time that the authority expects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Expected {
    pub within: Limit,
    pub source: Passage,
}

/// What a delay asked for by police does to a deadline.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum PoliceDelay {
    /// Nothing: the duty stays as it is.
    #[default]
    Stays,
    /// The deadline is not before the end of the delay.
    Moves,
    /// The deadline is not before this long after the end of the delay.
    Then(Limit),
}

/// Gives an enum names in YAML and JSON, and a list of them.
macro_rules! named {
    ($(#[$doc:meta])* $enum:ident { $($(#[$about:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $enum {
            $($(#[$about])* #[serde(rename = $name)] $variant,)*
        }

        impl $enum {
            /// All of them, in order.
            pub const ALL: &'static [$enum] = &[$($enum::$variant,)*];

            /// Its name in a rule file.
            pub fn name(self) -> &'static str {
                match self {
                    $($enum::$variant => $name,)*
                }
            }

            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }

        impl fmt::Display for $enum {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

pub(super) use named;

named! {
    Recipient {
        Regulator = "regulator",
        Individuals = "individuals",
        CreditBureaus = "credit-bureaus",
        /// A card scheme, acquirer, insurer or other party of a contract.
        Contract = "contract",
        Controller = "controller",
        LawEnforcement = "law-enforcement",
        Media = "media",
        /// Somebody else, or nobody outside.
        Other = "other",
    }
}

named! {
    /// What ties an incident to a jurisdiction.
    Reach {
        /// People who live there are affected.
        People = "people",
        /// People who live there are affected, or the business is established there.
        PeopleOrSeat = "people-or-seat",
        /// Nothing but what the rule itself says: a regime, a contract.
        Anywhere = "anywhere",
    }
}

named! {
    Counted {
        /// Affected people who live in the jurisdiction.
        Residents = "residents",
        Everybody = "everybody",
        /// Affected people of the one state that has most of them.
        OneState = "one-state",
        AmexCards = "amex-cards",
    }
}

named! {
    /// How a limit stands to the notices to the people.
    Relative {
        /// Not later than they are sent.
        NotLaterThanIndividuals = "not-later-than-individuals",
        SameTimeAsIndividuals = "same-time-as-individuals",
        BeforeIndividuals = "before-individuals",
    }
}

named! {
    RuleKind {
        Duty = "duty",
        /// Something must be done or kept inside; nobody is told.
        Internal = "internal",
        /// Something must be kept for at least so long.
        Retention = "retention",
        /// It changes how other rules count.
        CountingRule = "counting-rule",
    }
}

named! {
    Status {
        InForce = "in-force",
        Contract = "contract",
        /// It is not law yet.
        Pending = "pending",
        Voluntary = "voluntary",
        /// Another rule has taken its place.
        Superseded = "superseded",
    }
}

named! {
    /// How well a rule is known.
    Confidence {
        /// It stands in a source that was read.
        Confirmed = "confirmed",
        /// Part of it does; the source says which.
        Mixed = "mixed",
        /// From general knowledge; no source was read.
        Background = "background",
    }
}

/// A list of which one alone is written without its brackets.
mod one_or_several {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Passage;

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        One(Passage),
        Several(Vec<Passage>),
    }

    pub(super) fn serialize<S: Serializer>(several: &[Passage], serializer: S) -> Result<S::Ok, S::Error> {
        match several {
            [one] => one.serialize(serializer),
            several => several.serialize(serializer),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Passage>, D::Error> {
        Ok(match Written::deserialize(deserializer)? {
            Written::One(one) => vec![one],
            Written::Several(several) => several,
        })
    }
}

impl PoliceDelay {
    /// Reads `stays`, `moves`, or a limit that runs from the end of the delay.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text {
            "stays" => Ok(PoliceDelay::Stays),
            "moves" => Ok(PoliceDelay::Moves),
            limit => Limit::parse(limit)
                .map(PoliceDelay::Then)
                .map_err(|why| format!("{why}, or `stays`, or `moves`")),
        }
    }
}

impl fmt::Display for PoliceDelay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PoliceDelay::Stays => f.write_str("stays"),
            PoliceDelay::Moves => f.write_str("moves"),
            PoliceDelay::Then(limit) => limit.fmt(f),
        }
    }
}

impl Serialize for PoliceDelay {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PoliceDelay {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        PoliceDelay::parse(&text).map_err(serde::de::Error::custom)
    }
}
