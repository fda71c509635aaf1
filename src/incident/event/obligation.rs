//! Events about who must be told: what was computed, what people decided, and the notices that were made.
//!
//! A duty is named by the id of its rule. Rules change, so every event also carries in words whom it speaks of, and is
//! understood without them. Knows no rules and computes nothing.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::SourceFile;
use crate::hash::Hash;

/// Data of `obligation.assessed`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationAssessed {
    /// The rules that were used.
    pub rules: RulesUsed,
    /// The entry that caused it.
    pub because: u64,
    /// The duties whose outcome is another one than the last that was recorded; the others stand as they were.
    pub changed: Vec<Assessed>,
    /// The responder's own rules, word for word, where they are used for the first time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceFile>,
}

/// Which rules a computation used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesUsed {
    /// Where they come from.
    pub origin: RulesOrigin,
    /// What identifies them: see `breach obligation list --digest`.
    pub sha256: Hash,
}

/// Where rules come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RulesOrigin {
    /// Only those that came with the program.
    BuiltIn,
    /// Some, or all, are the responder's own.
    Own,
}

/// What was computed about one duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assessed {
    /// The id of its rule.
    pub id: String,
    /// Whom to tell, in words.
    pub tell: String,
    /// The law or contract.
    pub law: String,
    /// Whether it applies.
    pub applies: Applies,
    /// Why, in words.
    pub because: String,
    /// When it is due or, where something is to be kept, until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<FixedOffset>>,
    /// How its clock stands.
    pub state: ClockState,
    /// The event that its time counts from, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts_from: Option<String>,
    /// When that happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_at: Option<DateTime<FixedOffset>>,
    /// It is due then at the earliest: another event stands in for the one that counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub earliest: bool,
    /// Where the rule comes from.
    pub source: String,
    /// When the rule was last checked: `2026-06`.
    pub as_of: String,
    /// How sure the rule is: `confirmed`, `mixed`, `background`.
    pub confidence: String,
    /// The facts that it was read from, by name: who may not read one of them may not read this.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
}

/// Whether a duty applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applies {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// The facts do not tell yet.
    Unknown,
}

/// How the clock of a duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// There is a time by which it must be done.
    Due,
    /// It must be done soon, and no law names a time.
    Open,
    /// Its time runs from an event that is not known yet.
    Waiting,
    /// Something is to be kept until then.
    Kept,
    /// It has no clock.
    None,
}

/// Data of `obligation.confirmed`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationConfirmed {
    /// The duty.
    pub obligation: String,
    /// Whom to tell, in words.
    pub tell: String,
    /// Why, if somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Data of `obligation.not_required`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationNotRequired {
    /// The duty.
    pub obligation: String,
    /// Whom it would be to tell, in words.
    pub tell: String,
    /// Why it does not apply.
    pub why: String,
}

/// Data of `obligation.corrected`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationCorrected {
    /// The duty.
    pub obligation: String,
    /// Whom to tell, in words.
    pub tell: String,
    /// The time that counts instead of the computed one.
    pub due_at: DateTime<FixedOffset>,
    /// Why.
    pub why: String,
}

/// Data of `obligation.extended`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationExtended {
    /// The duty.
    pub obligation: String,
    /// Whom to tell, in words.
    pub tell: String,
    /// The time that counts now.
    pub until: DateTime<FixedOffset>,
    /// Why, and who granted it.
    pub why: String,
}

/// Data of `obligation.delayed`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationDelayed {
    /// The duty.
    pub obligation: String,
    /// Whom to tell, in words.
    pub tell: String,
    /// Who asked to hold it back.
    pub agency: String,
    /// The person there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officer: Option<String>,
    /// They asked in writing.
    pub written: bool,
    /// Until when, if they said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<FixedOffset>>,
    /// Why, if they said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Data of `obligation.released`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationReleased {
    /// The duty.
    pub obligation: String,
    /// Whom to tell, in words.
    pub tell: String,
    /// Since when nothing holds it back.
    pub at: DateTime<FixedOffset>,
}

/// Data of `obligation.recomputed`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationRecomputed {
    /// The duty.
    pub obligation: String,
    /// Whom to tell, in words.
    pub tell: String,
    /// Why what was decided no longer counts.
    pub why: String,
}

/// The channel of a notice when nobody said how it was made.
pub const NOT_SAID: &str = "not said";

/// Data of `notice.made`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeMade {
    /// The duty.
    pub obligation: String,
    /// Who was told, in words.
    pub tell: String,
    /// When it was made.
    pub at: DateTime<FixedOffset>,
    /// How: web form, e-mail, letter, …, or [`NOT_SAID`].
    pub channel: String,
    /// Their reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What was sent, or what shows that it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
    /// The office or person that it went to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Nobody outside was to be told: something was done in the house, such as an entry in a register.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub internal: bool,
}

/// A file that stays where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Its name without folders.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
}

/// Data of `notice.declined`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeDeclined {
    /// The duty.
    pub obligation: String,
    /// Who is not told, in words.
    pub tell: String,
    /// Why.
    pub why: String,
    /// Who decided so.
    pub decided_by: String,
    /// When somebody looks at it again.
    pub revisit_at: DateTime<FixedOffset>,
}

/// Data of `deadline.missed`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeadlineMissed {
    /// The duty.
    pub obligation: String,
    /// Whom to tell, in words.
    pub tell: String,
    /// The time that passed.
    pub due_at: DateTime<FixedOffset>,
    /// The law or contract, where it was computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// The entry that the time rests on.
    pub because: u64,
}
