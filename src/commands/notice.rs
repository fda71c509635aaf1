//! `breach notice`: who was told, when and how, and who was not, because.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::attribution::{AttributionArgs, ahead};
use super::fact::invalid;
use super::obligation::decide::{reason, told_at};
use super::obligation::known::{is_internal, known_obligation};
use crate::commands::completions;
use crate::context::Context;
use crate::document::{Blocks, Document, Section};
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::incident::event::{Attachment, NoticeDeclined, NoticeMade};
use crate::incident::state::Decided;
use crate::incident::{Hash, Incident, Via};
use crate::screens::step::told_words;
use crate::text::prefixed;
use crate::time::TimeView;
use crate::workflow::duties::told_when;

/// Record who was told, and who was not
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Somebody was told; a follow-up is a notice of its own
    Made {
        /// The obligation
        #[arg(value_name = "ID", add = completions::obligations())]
        obligation: String,
        /// How: "web form", e-mail, letter, phone
        #[arg(long, value_name = "TEXT")]
        channel: String,
        /// The office or person it went to
        #[arg(long, value_name = "TEXT")]
        to: Option<String>,
        /// Their reference
        #[arg(long, value_name = "TEXT")]
        reference: Option<String>,
        /// What was sent, or what shows that it was; its hash is kept, the file stays where it is
        #[arg(long, value_name = "FILE")]
        attachment: Option<PathBuf>,
        #[command(flatten)]
        sent: Sent,
    },
    /// Somebody will not be told, because
    Declined {
        /// The obligation
        #[arg(value_name = "ID", add = completions::obligations())]
        obligation: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: String,
        /// Who decided so, when not you
        #[arg(long, value_name = "NAME")]
        decided_by: Option<String>,
        /// When somebody looks at it again: tomorrow 09:00, 2026-11-27 12:00
        #[arg(long, value_name = "TIME")]
        revisit: String,
        #[command(flatten)]
        attribution: AttributionArgs,
    },
    /// List who was told, and who was not
    List,
}

/// When a notice was made and by whom. How it was made is the notice's own channel.
#[derive(Debug, Args)]
#[command(next_help_heading = "When and who")]
pub struct Sent {
    /// When it was made: 14:05, yesterday 23:50, 20 min ago
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Who made it, when not you
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
    /// For counsel only; left out of default exports
    #[arg(long)]
    privileged: bool,
    /// For few people; left out of default exports
    #[arg(long, conflicts_with = "privileged")]
    restricted: bool,
}

impl From<Sent> for AttributionArgs {
    fn from(sent: Sent) -> Self {
        AttributionArgs {
            at: sent.at,
            who: sent.who,
            channel: None,
            privileged: sent.privileged,
            restricted: sent.restricted,
        }
    }
}

pub fn run(command: Command, context: &mut Context<'_>) -> Outcome {
    match command {
        Command::Made {
            obligation,
            channel,
            to,
            reference,
            attachment,
            sent,
        } => {
            said_how(&channel)?;
            let attribution = AttributionArgs::from(sent);
            let mut case = context.open()?;
            let (obligation, tell) = known_obligation(&case, context, &obligation)?;
            let (at, on_day) = told_at(&attribution, &case, context)?;
            let event = NoticeMade {
                internal: is_internal(context, &obligation),
                obligation,
                tell,
                at,
                on_day,
                channel,
                reference,
                attachment: attachment.map(|path| fingerprint(&path, context)).transpose()?,
                to,
            };
            attribution.record(&mut case, context, |_, _| Ok(event.clone().into()))
        }
        Command::Declined {
            obligation,
            why,
            decided_by,
            revisit,
            attribution,
        } => {
            let why = reason(&why)?;
            let mut case = context.open()?;
            let revisit_at = ahead(&revisit, context.now(), case.zone())?;
            let (obligation, tell) = known_obligation(&case, context, &obligation)?;
            let decided_by = match decided_by.or_else(|| attribution.who.clone()) {
                Some(name) => name,
                None => context.writer(Some(case.incident()), Via::Command)?.name,
            };
            let event = NoticeDeclined {
                obligation,
                tell,
                why,
                decided_by,
                revisit_at,
            };
            attribution.record(&mut case, context, |_, _| Ok(event.clone().into()))
        }
        Command::List => list(context),
    }
}

/// How they were told must say something.
pub(in crate::commands) fn said_how(channel: &str) -> Outcome {
    match channel.trim() {
        "" => Err(Failure::usage("how they were told is kept with it")
            .nothing_logged()
            .hint("`--channel letter`, `--channel \"web form\"`")),
        _ => Ok(()),
    }
}

fn fingerprint(path: &Path, context: &Context<'_>) -> Outcome<Attachment> {
    let found = files::fingerprint(&context.world.cwd.join(path))
        .map_err(|why| invalid(format!("`{}` cannot be read: {why}", path.display())))?;
    let sha256 = Hash::parse(&found.sha256).ok_or_else(|| Failure::bug("a hash has another form"))?;
    Ok(Attachment {
        name: found.name,
        size: found.size,
        sha256,
    })
}

fn list(context: &mut Context<'_>) -> Outcome {
    let case = context.open()?;
    if context.global.json {
        return context.write_items("breach.notice-list/1", items(case.incident()));
    }
    context.show(&listed(case.incident(), context.time_in(case.zone())))
}

fn items(incident: &Incident) -> Vec<Json> {
    let mut items = Vec::new();
    for (id, state) in &incident.obligations {
        items.extend(state.notices.iter().map(|notice| {
            json!({
                "obligation": id, "tell": state.tell, "made": true, "at": notice.at.to_rfc3339(), "on_day": notice.on_day,
                "channel": notice.channel, "to": notice.to, "reference": notice.reference,
                "attachment": notice.attachment, "who": notice.who, "entry": notice.seq,
            })
        }));
        if let Some(decision) = state.decision()
            && let Decided::Declined { decided_by, revisit_at } = &decision.what
        {
            items.push(json!({
                "obligation": id, "tell": state.tell, "made": false, "at": decision.at.to_rfc3339(),
                "why": decision.why, "decided_by": decided_by, "revisit_at": revisit_at.to_rfc3339(),
                "who": decision.who, "entry": decision.seq,
            }));
        }
    }
    items
}

fn listed(incident: &Incident, time: TimeView) -> Document {
    let (mut told, mut not_told) = (Section::new("Told"), Section::new("Not told, by decision"));
    for (id, state) in &incident.obligations {
        let title = format!("{} ({id})", state.tell);
        if !state.notices.is_empty() {
            told.hanging("", 2, &title);
        }
        for notice in &state.notices {
            let to = prefixed(", to ", &notice.to);
            let reference = prefixed(", reference ", &notice.reference);
            let file = prefixed(", with ", &notice.attachment.as_ref().map(|file| &file.name));
            let how = &notice.channel;
            let at = told_words(told_when(notice), |at| time.clock_near(*at));
            let text = format!(
                "{at}  {how}{to}{reference}{file}   (entry {}, {})",
                notice.seq, notice.who
            );
            told.hanging("  ", 4, text);
        }
        let Some(decision) = state.decision() else { continue };
        if let Decided::Declined { decided_by, revisit_at } = &decision.what {
            let why = decision.why.as_deref().unwrap_or_default();
            let text = format!(
                "{}  because: {why}; decided by {decided_by}, to be looked at again {}   (entry {}, {})",
                time.clock_near(decision.at),
                time.clock_near(*revisit_at),
                decision.seq,
                decision.who
            );
            not_told.hanging("", 2, title);
            not_told.hanging("  ", 4, text);
        }
    }
    Document::of_sections([told, not_told], "No notice is recorded yet.")
}
