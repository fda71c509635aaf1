//! `breach playbook diff`: what one playbook says differently from another.

use serde_json::json;

use super::loading::refused;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::playbook::Library;
use crate::playbook::difference::difference;
use crate::text::visible_line;

/// Compares two playbooks. Nothing is written.
pub(super) fn diff(library: &Library, mine: &str, base: &str, as_json: bool, context: &mut Context<'_>) -> Outcome {
    let (mine_read, base_read) = (library.load(mine), library.load(base));
    let (mine_read, base_read) = match (mine_read, base_read) {
        (Ok(mine), Ok(base)) => (mine.playbook, base.playbook),
        (mine, base) => {
            let rejected: Vec<_> = [mine.err(), base.err()].into_iter().flatten().collect();
            return Err(refused(&rejected, context));
        }
    };
    let found = difference(&mine_read, &base_read);
    if as_json {
        return context.write_items("breach.playbook-diff/1", found.to_json());
    }
    let head = format!(
        "{}, compared with {}: {}",
        visible_line(mine),
        visible_line(base),
        found.summary()
    );
    let width = context.world.terminal.width;
    let mut shown = crate::text::wrap(&head, width, "  ", "    ").join("\n");
    shown.push('\n');
    if !found.is_empty() {
        shown.push_str(&format!("\n{}", found.words(width)));
    }
    context.say(&shown)
}

/// What the playbook that this one is based on says differently since this one was written. Nothing is written.
pub(super) fn since(library: &Library, mine: &str, as_json: bool, context: &mut Context<'_>) -> Outcome {
    let loaded = library.load(mine).map_err(|rejected| refused(&[rejected], context))?;
    let Some(since) = &loaded.since else {
        let failure = Failure::usage(format!("`{mine}` is based on no other playbook"));
        return Err(failure.hint("name the one to compare it with: `breach playbook diff MINE BASE`"));
    };
    let parts = [
        ("different", &since.changed),
        ("new", &since.added),
        ("gone", &since.gone),
    ];
    let all = parts
        .iter()
        .flat_map(|(what, steps)| steps.iter().map(move |step| (*what, step.as_str())));
    if as_json {
        let items = all.map(|(what, step)| json!({"base": since.base, "step": step, "now": what}));
        let items = items.collect();
        return context.write_items("breach.playbook-since/1", items);
    }
    let base = library.load(&since.base).ok();
    let (name, width) = (visible_line(mine), context.world.terminal.width);
    let head = if since.is_empty() {
        format!("`{}` says what it said when {name} was written", since.base)
    } else {
        format!(
            "What `{}` says differently since {name} was written: {}",
            since.base,
            since.summary()
        )
    };
    let mut shown = crate::text::wrap(&head, width, "  ", "    ").join("\n");
    shown.push('\n');
    for (what, step) in all {
        let title = base.as_ref().and_then(|base| base.playbook.step(step));
        let title = title.map_or(String::new(), |step| format!("  {}", visible_line(&step.title)));
        shown.push_str(&format!("\n  {what:<9}  {step}{title}"));
    }
    if !since.is_empty() {
        let again = format!(
            "`breach playbook show {}` has its words of today. To note them as read, take `based-on` from `breach playbook new \
             {name} --from {} -o -`",
            since.base, since.base
        );
        shown.push_str(&format!(
            "\n\n{}\n",
            crate::text::wrap(&again, width, "  ", "  ").join("\n")
        ));
    }
    context.say(&shown)
}
