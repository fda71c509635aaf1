//! Options of every command that writes: when it happened, who did it, who said so, and who may read it.

use chrono::{DateTime, FixedOffset, Utc};
use clap::Args;

use crate::attribution::{self, Attribution, Source, attribution};
use crate::case::Case;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::incident::{Access, Event, Incident, Occurred, ReportedBy, Via};
use crate::journal::Draft;
use crate::time::{NotUnderstood, Zone, read_due};
use crate::workflow::Workflow;

/// When, who and how.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "When and who")]
pub struct AttributionArgs {
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

impl AttributionArgs {
    /// Whether it speaks of something that has happened already, which no hold can undo.
    pub fn has_happened(&self) -> bool {
        self.at.is_some() || self.who.is_some()
    }

    /// Adds it to a draft. What the draft says of itself stays where no option says otherwise.
    pub fn add_to(&self, draft: Draft, now: DateTime<Utc>, zone: Zone) -> Outcome<Draft> {
        Ok(self.source(now, zone)?.mark(draft))
    }

    /// Writes one entry by the rules of the playbooks, with what the options say of it.
    pub fn record(
        &self,
        case: &mut Case,
        context: &mut Context<'_>,
        make: impl Fn(&Incident, &Workflow) -> Outcome<Event>,
    ) -> Outcome {
        self.record_at(context.now(), case, context, make)
    }

    /// The same for what is said at this moment.
    pub fn record_at(
        &self,
        now: DateTime<Utc>,
        case: &mut Case,
        context: &mut Context<'_>,
        make: impl Fn(&Incident, &Workflow) -> Outcome<Event>,
    ) -> Outcome {
        let zone = case.zone();
        context.record(case, Via::Command, &mut |incident, workflow| {
            let draft = Draft::new(make(incident, workflow)?);
            Ok(vec![self.add_to(draft, now, zone)?])
        })?;
        Ok(())
    }

    /// What the options say, read.
    pub fn source(&self, now: DateTime<Utc>, zone: Zone) -> Outcome<Source> {
        let told = self.who.as_ref().zip(self.channel.as_ref());
        Ok(Source {
            occurred: self.at.as_deref().map(|text| occurred(text, now, zone)).transpose()?,
            actor: self.who.clone(),
            told: told.map(|(who, channel)| ReportedBy {
                by: who.clone(),
                channel: channel.clone(),
            }),
            access: match (self.privileged, self.restricted) {
                (true, _) => Some(Access::Privileged),
                (_, true) => Some(Access::Restricted),
                _ => None,
            },
        })
    }
}

/// Reads `@Ana phone 22:50 …` in front of a text.
pub fn heard(text: &str, people: &[String], now: DateTime<Utc>, zone: Zone) -> Outcome<Option<Attribution>> {
    attribution(text, people, now, zone).map_err(|unsettled| unread(unsettled.why))
}

/// Names of people known to the incident and the profile; a profile with mistakes keeps nothing back.
pub fn people(context: &Context<'_>, incident: &Incident) -> Vec<String> {
    with_people(in_profile(context), incident)
}

/// Names of people known to the profile.
pub fn in_profile(context: &Context<'_>) -> Vec<String> {
    context.profile().map(|profile| profile.people()).unwrap_or_default()
}

/// These names and those that the incident knows.
pub fn with_people(mut people: Vec<String>, incident: &Incident) -> Vec<String> {
    people.extend(incident.people());
    people.sort();
    people.dedup();
    people
}

/// A time as somebody said it.
pub fn occurred(text: &str, now: DateTime<Utc>, zone: Zone) -> Outcome<Occurred> {
    attribution::occurred(text, now, zone).map_err(unread)
}

/// A time that lies ahead, as somebody said it.
pub fn ahead(text: &str, now: DateTime<Utc>, zone: Zone) -> Outcome<DateTime<FixedOffset>> {
    read_due(text, now, zone).map(|moment| moment.at).map_err(unread)
}

/// A time that was not understood, as the failure that the command ends with.
pub fn unread(why: NotUnderstood) -> Failure {
    Failure::input(why).nothing_logged()
}
