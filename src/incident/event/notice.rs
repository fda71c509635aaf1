//! Notices that were made, and the decisions not to make one.

use chrono::{DateTime, FixedOffset};

use super::data::data;
use super::facets::{EventData, Facets};
use super::obligation::said_of;
use crate::hash::Hash;
use crate::text::prefixed;
use crate::time::format::full;
use crate::time::{Period, Zone};

/// The channel of a notice when nobody said how it was made.
pub const NOT_SAID: &str = "not said";

data! { NoticeMade:
    fixed obligation: String,
    /// Who was told, in words.
    typed tell: String,
    fixed at: DateTime<FixedOffset>,
    /// Nobody said at what hour: `at` is the first moment of the day.
    fixed on_day: bool = "std::ops::Not::not",
    /// How: web form, e-mail, letter, …, or [`NOT_SAID`].
    typed channel: String,
    typed reference: Option<String> = "Option::is_none",
    /// What was sent, or what shows that it was.
    typed attachment: Option<Attachment> = "Option::is_none",
    /// The office or person that it went to.
    typed to: Option<String> = "Option::is_none",
    /// Nobody outside was to be told: something was done in the house, such as an entry in a register.
    fixed internal: bool = "std::ops::Not::not",
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

data! {
    /// A file that stays where it is.
    #[derive(Eq)]
    Attachment:
    typed name: String,
    /// Its size in bytes.
    fixed size: u64,
    /// SHA-256 of its bytes.
    fixed sha256: Hash,
}

data! { NoticeDeclined:
    fixed obligation: String,
    /// Who is not told, in words.
    typed tell: String,
    typed why: String,
    typed decided_by: String,
    /// When somebody looks at it again.
    fixed revisit_at: DateTime<FixedOffset>,
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
