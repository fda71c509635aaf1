//! What people decide about a duty to tell somebody: counsel's word, and requests of the police to hold a notice back.
//!
//! Nothing here computes: a decision is recorded beside what was computed, and counts more.

use chrono::{DateTime, FixedOffset};
use clap::{Args as ClapArgs, Subcommand};

use super::known::known_obligation;
use crate::case::Case;
use crate::commands::attribution::{AttributionArgs, ahead, occurred, unread};
use crate::commands::completions;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::incident::event::{
    ObligationConfirmed, ObligationCorrected, ObligationDelayed, ObligationExtended, ObligationNotRequired,
    ObligationRecomputed, ObligationReleased,
};
use crate::incident::{Event, Incident, Occurred, Precision};
use crate::screens::held_back::{Request, held_back};
use crate::time::format::full;
use crate::time::{NotUnderstood, Zone, read_due};
use crate::workflow::Workflow;

/// What somebody decides.
#[derive(Debug, Subcommand)]
pub enum Decide {
    /// Counsel confirms that it applies as computed
    Confirm {
        #[command(flatten)]
        about: DutyArgs,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
    },
    /// It does not apply
    NotRequired {
        #[command(flatten)]
        about: DutyArgs,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// It is due at another time than computed
    Correct {
        #[command(flatten)]
        about: DutyArgs,
        /// When it is due: 2026-11-23 17:00, tomorrow 09:00
        #[arg(long, value_name = "TIME")]
        due: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// More time was granted
    Extend {
        #[command(flatten)]
        about: DutyArgs,
        /// Until when: 2026-11-30 17:00, Fri 12:00
        #[arg(long, value_name = "TIME")]
        until: String,
        /// Why, and who granted it
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// The police asked to hold a notice back
    Delay {
        #[command(flatten)]
        about: DutyArgs,
        /// Who asked: Met Police, FBI
        #[arg(long, value_name = "NAME")]
        agency: String,
        /// The person there
        #[arg(long, value_name = "NAME")]
        officer: Option<String>,
        /// They asked without writing
        #[arg(long)]
        oral: bool,
        /// Until when, if they said so
        #[arg(long, value_name = "TIME")]
        until: Option<String>,
        /// Why, if they said so
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
    },
    /// Nothing holds the notice back any more; --at says since when
    Release(DutyArgs),
    /// Take back what people decided; what is computed counts again
    Recompute {
        #[command(flatten)]
        about: DutyArgs,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
}

/// A duty, and when and by whom it was decided.
#[derive(Debug, ClapArgs)]
pub struct DutyArgs {
    /// The obligation
    #[arg(value_name = "ID", add = completions::obligations())]
    obligation: String,
    #[command(flatten)]
    attribution: AttributionArgs,
}

/// Records a decision.
pub(in crate::commands) fn run(decide: Decide, context: &mut Context<'_>) -> Outcome {
    let mut case = context.open()?;
    match decide {
        Decide::Confirm { about, why } => {
            let why = why.map(|why| reason(&why)).transpose()?;
            write(&about, &mut case, context, &|_, (obligation, tell)| {
                let why = why.clone();
                Ok(ObligationConfirmed { obligation, tell, why }.into())
            })
        }
        Decide::NotRequired { about, why } => {
            let why = reason(&why)?;
            write(&about, &mut case, context, &|_, (obligation, tell)| {
                let why = why.clone();
                Ok(ObligationNotRequired { obligation, tell, why }.into())
            })
        }
        Decide::Correct { about, due, why } => {
            let (due_at, why) = (due_time(&due, &case, context)?, reason(&why)?);
            write(&about, &mut case, context, &|_, (obligation, tell)| {
                Ok(ObligationCorrected {
                    obligation,
                    tell,
                    due_at,
                    why: why.clone(),
                }
                .into())
            })
        }
        Decide::Extend { about, until, why } => {
            let zone = case.zone();
            let (until, why) = (ahead(&until, context.now(), zone)?, reason(&why)?);
            write(&about, &mut case, context, &|incident, (obligation, tell)| {
                is_later(incident, &obligation, until, zone)?;
                Ok(ObligationExtended {
                    obligation,
                    tell,
                    until,
                    why: why.clone(),
                }
                .into())
            })
        }
        Decide::Delay {
            about,
            agency,
            officer,
            oral,
            until,
            why,
        } => {
            let until = until.as_deref().map(|text| ahead(text, context.now(), case.zone()));
            let until = until.transpose()?;
            write(&about, &mut case, context, &|_, (obligation, tell)| {
                Ok(ObligationDelayed {
                    obligation,
                    tell,
                    agency: agency.clone(),
                    officer: officer.clone(),
                    written: !oral,
                    until,
                    why: why.clone(),
                }
                .into())
            })?;
            say_what_stays(&about.obligation, until, oral, &mut case, context)
        }
        Decide::Release(about) => {
            let at = happened_at(&about.attribution, &case, context)?;
            write(&about, &mut case, context, &|_, (obligation, tell)| {
                Ok(ObligationReleased { obligation, tell, at }.into())
            })
        }
        Decide::Recompute { about, why } => {
            let why = reason(&why)?;
            write(&about, &mut case, context, &|_, (obligation, tell)| {
                let why = why.clone();
                Ok(ObligationRecomputed { obligation, tell, why }.into())
            })
        }
    }
}

/// Makes the event of a decision, for the state as it is when it is written.
type Make<'m> = &'m dyn Fn(&Incident, (String, String)) -> Outcome<Event>;

fn write(about: &DutyArgs, case: &mut Case, context: &mut Context<'_>, make: Make<'_>) -> Outcome {
    let known = known_obligation(case, context, &about.obligation)?;
    let record = |incident: &Incident, _: &Workflow| make(incident, known.clone());
    about.attribution.record(case, context, record)
}

/// Says what moved and what did not, by the state after the entry.
fn say_what_stays(
    obligation: &str,
    until: Option<DateTime<FixedOffset>>,
    oral: bool,
    case: &mut Case,
    context: &mut Context<'_>,
) -> Outcome {
    let request = Request {
        obligation,
        until: until.map(|until| until.to_utc()),
        oral,
    };
    let zone = case.zone();
    let current = case.situation(context.now())?;
    let book = &current.workflow.book;
    context.show(&held_back(&request, current.incident, current.situation, book, zone))
}

/// More time ends later than what there was.
fn is_later(incident: &Incident, id: &str, until: DateTime<FixedOffset>, zone: Zone) -> Outcome {
    match incident.obligations.get(id).and_then(|state| state.due_at()) {
        Some((due_at, _)) if until <= due_at => {
            Err(Failure::refused(format!("it is due {} already", full(due_at, zone)))
                .nothing_logged()
                .hint(format!(
                    "`breach obligation correct {id} --due TIME --why TEXT` sets an earlier time"
                )))
        }
        Some(_) | None => Ok(()),
    }
}

/// A reason that says something.
pub(in crate::commands) fn reason(why: &str) -> Outcome<String> {
    match why.trim() {
        "" => Err(Failure::usage("a reason is kept with it")
            .nothing_logged()
            .hint("`--why TEXT` says why")),
        why => Ok(why.to_owned()),
    }
}

/// A deadline, which may have passed already.
fn due_time(text: &str, case: &Case, context: &Context<'_>) -> Outcome<DateTime<FixedOffset>> {
    match read_due(text, context.now(), case.zone()) {
        Ok(moment) => Ok(moment.at),
        Err(NotUnderstood::Past { at }) => Ok(at),
        Err(why) => Err(unread(why)),
    }
}

/// When it happened: `--at`, which must be a time here, or now.
pub(in crate::commands) fn happened_at(
    attribution: &AttributionArgs,
    case: &Case,
    context: &Context<'_>,
) -> Outcome<DateTime<FixedOffset>> {
    told_at(attribution, case, context).map(|(at, _)| at)
}

/// The same, and whether no more than the day was said.
pub(in crate::commands) fn told_at(
    attribution: &AttributionArgs,
    case: &Case,
    context: &Context<'_>,
) -> Outcome<(DateTime<FixedOffset>, bool)> {
    let (now, zone) = (context.now(), case.zone());
    let said = attribution
        .at
        .as_deref()
        .map(|text| occurred(text, now, zone))
        .transpose()?;
    match said {
        None => Ok((chrono::SubsecRound::trunc_subsecs(zone.at(&now), 0), false)),
        Some(Occurred {
            at: Some(at),
            precision,
            ..
        }) if !matches!(precision, Precision::Month | Precision::Year) => Ok((at, precision == Precision::Day)),
        Some(_) => Err(Failure::input("this needs the day when it happened, at least")
            .nothing_logged()
            .hint("about is enough: `--at \"about 14:00\"`, and so is a day: `--at \"20 Nov\"`")),
    }
}
