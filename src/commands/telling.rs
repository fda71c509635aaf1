//! Options of every command that writes: when it happened, who did it, who said so, and who may read it.

use chrono::{DateTime, Utc};
use clap::Args;

use crate::failure::{Failure, Kind, Outcome};
use crate::incident::{Access, Occurred, Told};
use crate::journal::Draft;
use crate::time::Zone;
use crate::told;

/// When, who and how.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "When and who")]
pub struct Telling {
    /// When it happened: 14:05, yesterday 23:50, 20 min ago
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Who did it, when not you
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,
    /// How you were told: phone, chat, in person
    #[arg(long, value_name = "CHANNEL", requires = "who")]
    pub channel: Option<String>,
    /// For counsel only; left out of default exports
    #[arg(long)]
    pub privileged: bool,
    /// For few people; left out of default exports
    #[arg(long, conflicts_with = "privileged")]
    pub restricted: bool,
}

impl Telling {
    /// Whether it speaks of something that has happened already, which no hold can undo.
    pub fn has_happened(&self) -> bool {
        self.at.is_some() || self.who.is_some()
    }

    /// Adds it to a draft.
    ///
    /// # Errors
    /// When the time is not understood, or lies ahead.
    pub fn add_to(&self, draft: Draft, now: DateTime<Utc>, zone: Zone) -> Outcome<Draft> {
        let occurred = self.at.as_deref().map(|text| occurred(text, now, zone)).transpose()?;
        Ok(Draft {
            occurred,
            actor: self.who.clone(),
            told: self.who.as_ref().zip(self.channel.as_ref()).map(|(who, channel)| Told {
                by: who.clone(),
                channel: channel.clone(),
            }),
            access: match (self.privileged, self.restricted) {
                (true, _) => Some(Access::Privileged),
                (_, true) => Some(Access::Restricted),
                _ => None,
            },
            ..draft
        })
    }
}

/// A time as somebody said it.
///
/// # Errors
/// When it is not understood.
pub fn occurred(text: &str, now: DateTime<Utc>, zone: Zone) -> Outcome<Occurred> {
    told::occurred(text, now, zone).map_err(|why| Failure::new(Kind::Input, format!("{why}; nothing was logged")))
}
