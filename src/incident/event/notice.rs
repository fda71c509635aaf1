//! Notices that were made, and the decisions not to make one.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::facets::{EventData, Facets};
use super::obligation::said_of;
use crate::fact::free_text::free_text;
use crate::hash::Hash;
use crate::text::prefixed;
use crate::time::format::full;
use crate::time::{Period, Zone};

/// The channel of a notice when nobody said how it was made.
pub const NOT_SAID: &str = "not said";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeMade {
    pub obligation: String,
    /// Who was told, in words.
    pub tell: String,
    pub at: DateTime<FixedOffset>,
    /// Nobody said at what hour: `at` is the first moment of the day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_day: bool,
    /// How: web form, e-mail, letter, …, or [`NOT_SAID`].
    pub channel: String,
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

impl EventData for NoticeMade {
    fn sentence(&self, zone: Zone) -> String {
        let to = prefixed(", to ", &self.to);
        let reference = prefixed(", reference ", &self.reference);
        let attachment = prefixed(", with ", &self.attachment.as_ref().map(|file| &file.name));
        let by = match self.channel.as_str() {
            NOT_SAID => String::new(),
            channel => format!(", by {channel}"),
        };
        let what = if self.internal { "done" } else { "told" };
        let at = if self.on_day {
            Period::day(self.at.date_naive()).told()
        } else {
            full(self.at, zone)
        };
        format!("{}: {what} {at}{by}{to}{reference}{attachment}", self.tell)
    }

    fn facets(&self) -> Facets<'_> {
        said_of(&self.obligation)
    }
}

free_text!(NoticeMade { tell, channel, reference, attachment, to } but { obligation, at, on_day, internal });

/// A file that stays where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
}

free_text!(Attachment { name } but { size, sha256 });

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeDeclined {
    pub obligation: String,
    /// Who is not told, in words.
    pub tell: String,
    pub why: String,
    pub decided_by: String,
    /// When somebody looks at it again.
    pub revisit_at: DateTime<FixedOffset>,
}

impl EventData for NoticeDeclined {
    fn sentence(&self, zone: Zone) -> String {
        let (tell, why, by) = (&self.tell, &self.why, &self.decided_by);
        let again = full(self.revisit_at, zone);
        format!("{tell}: will not be told, because: {why} (decided by {by}; to be looked at again {again})")
    }

    fn facets(&self) -> Facets<'_> {
        said_of(&self.obligation)
    }
}

free_text!(NoticeDeclined { tell, why, decided_by } but { obligation, revisit_at });
