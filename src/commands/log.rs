//! `breach log`: the record, entry by entry, newest last.

use serde_json::{Value as Json, json};

use crate::context::Context;
use crate::document::{Block, Blocks, Document, terminal};
use crate::failure::{Failure, Outcome};
use crate::incident::describe::{occurred_words, sentence};
use crate::incident::receipt::short_id;
use crate::incident::view::View;
use crate::incident::{Access, ClockFault, Entry, Incident};
use crate::journal::Journal;
use crate::text::{count_of, prefixed, visible_line};
use crate::time::Zone;
use crate::time::format::day_clock;

/// How many entries a terminal is shown at once, unless it asks for more.
const SCREENFUL: usize = 40;

/// Which entries.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Begin with this entry
    #[arg(long, value_name = "ENTRY", value_parser = super::restrict::entry_number)]
    pub from: Option<u64>,
    /// Only what was said of this step
    #[arg(long, value_name = "STEP")]
    pub step: Option<String>,
    /// Every entry, however many there are
    #[arg(long)]
    pub all: bool,
}

/// Shows the entries.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let id = context.incident_id()?;
    let mut entries = Vec::new();
    let mut unread: Vec<Vec<u8>> = Vec::new();
    let journal = Journal::look(context.shared_store(), &id, &mut |entry, line| match entry {
        Some(entry) => entries.push(entry),
        None => unread.push(line.to_vec()),
    })?;
    context.warn_if_out_of_place(&journal);
    if let Some(draft) = journal.reading().other_draft {
        return raw(args, &draft.to_string(), &unread, context);
    }
    let reader = context.known_writer(Some(journal.incident()));
    let view = View::of(
        journal.incident(),
        &entries,
        reader.as_ref().map(|(name, _)| name.as_str()),
    );
    let (incident, entries) = match &view {
        Some(view) => (&view.incident, &view.entries),
        None => (journal.incident(), &entries),
    };
    let faults = journal.reading().fault_count;
    let zone = context.zone_of(incident)?;
    let chosen: Vec<&Entry> = entries
        .iter()
        .filter(|entry| args.from.is_none_or(|from| entry.seq >= from))
        .filter(|entry| {
            args.step
                .as_deref()
                .is_none_or(|step| entry.event.facets().step == Some(step))
        })
        .collect();
    if let Some(step) = &args.step
        && chosen.is_empty()
        && !incident.steps.contains_key(step)
    {
        return Err(Failure::usage(format!("no entry of `{id}` speaks of a step `{step}`"))
            .hint("`breach step list --all` shows every step with its name"));
    }
    if context.global.json {
        let items = chosen.iter().map(|entry| json_item(entry, incident, zone));
        return context.write_items("breach.log/1", items.collect());
    }
    let limit = match (args.all, args.from, context.world.terminal.output) {
        (false, None, true) => SCREENFUL,
        _ => usize::MAX,
    };
    let screen = terminal(
        &log_screen(&chosen, limit, incident, zone),
        context.world.terminal.width,
    );
    context.say_as_recorded(&screen)?;
    if let Some(view) = &view {
        let many = count_of(view.left_out.entries.len(), "entry is", "entries are");
        context.say(&format!("  {many} not shown in full: not for everybody.\n"))?;
    }
    if faults > 0 {
        context.warn(&format!(
            "WARNING: {} not shown or not as written; `breach verify {id}` shows them.\n",
            count_of(faults, "line is", "lines are")
        ));
    }
    Ok(())
}

/// A record whose entries are not read is shown as it stands, a line each.
fn raw(args: &Args, why: &str, lines: &[Vec<u8>], context: &mut Context<'_>) -> Outcome {
    if args.step.is_some() {
        return Err(Failure::refused(why).hint("`breach log` shows every line as it stands"));
    }
    let from = args.from.map_or(0, |from| usize::try_from(from).unwrap_or(usize::MAX));
    let chosen = lines.iter().enumerate().skip(from);
    let text = |line: &[u8]| String::from_utf8_lossy(line).into_owned();
    if context.global.json {
        let items: Vec<Json> = chosen
            .map(|(seq, line)| json!({"seq": seq, "line": text(line)}))
            .collect();
        return context.write_noted_items("breach.log/1", why, items);
    }
    let mut page = Document::default();
    page.paragraph(why);
    page.space();
    for (seq, line) in chosen {
        page.hanging("", 4, format!("#{seq}  {}", visible_line(&text(line))));
    }
    let screen = terminal(&page, context.world.terminal.width);
    context.say_as_recorded(&screen)
}

/// The last `limit` of these entries.
fn log_screen(chosen: &[&Entry], limit: usize, incident: &Incident, zone: Zone) -> Document {
    let mut page = Document::default();
    let drill = if incident.drill { "  DRILL" } else { "" };
    let id = short_id(&incident.id);
    page.hanging("", 4, format!("{id}{drill}  {}  ({})", incident.title, zone.city()));
    let skipped = chosen.len().saturating_sub(limit);
    if skipped > 0 {
        let many = count_of(skipped, "earlier entry is", "earlier entries are");
        page.paragraph(format!("{many} not shown: breach log --all"));
    }
    page.space();
    if chosen.is_empty() {
        page.paragraph("Nothing here.");
    }
    for entry in &chosen[skipped..] {
        page.hanging("", 4, front(entry, incident, zone));
        page.below(4, vec![Block::paragraph(sentence(entry, zone))]);
    }
    page
}

/// Number, marks and times; who.
fn front(entry: &Entry, incident: &Incident, zone: Zone) -> String {
    let mut front = format!("#{}  {}", entry.seq, day_clock(entry.at, zone));
    front.push_str(&prefixed("  ", &happened_words(entry, zone)));
    front.push_str(&format!("  {}", entry.by.name));
    if let Some(access) = incident.restricted.get(&entry.seq) {
        front.push_str(&format!("  [{}]", access_word(*access)));
    }
    if let Some(by) = incident.corrected.get(&entry.seq) {
        front.push_str(&format!("  [corrected by #{by}]"));
    }
    front.push_str(match entry.clock {
        Some(ClockFault::Back) => "  [clock was back]",
        Some(ClockFault::Jump) => "  [clock was ahead]",
        None => "",
    });
    front
}

fn happened_words(entry: &Entry, zone: Zone) -> Option<String> {
    occurred_words(entry, zone).map(|when| format!("for {}", when.trim_start_matches("at ")))
}

fn json_item(entry: &Entry, incident: &Incident, zone: Zone) -> Json {
    json!({
        "seq": entry.seq,
        "at": entry.at.to_rfc3339(),
        "clock": entry.clock,
        "by": entry.by,
        "actor": entry.actor,
        "told": entry.told,
        "drill": entry.drill,
        "access": incident.restricted.get(&entry.seq),
        "occurred": entry.occurred,
        "event": entry.event.name(),
        "step": entry.event.facets().step,
        "what": sentence(entry, zone),
        "corrected_by": incident.corrected.get(&entry.seq),
        "data": entry.event.data().ok(),
    })
}

fn access_word(access: Access) -> &'static str {
    match access {
        Access::Privileged => "privileged",
        Access::Restricted => "restricted",
    }
}
