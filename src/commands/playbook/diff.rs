//! `breach playbook diff`: what one playbook says differently from another.

use serde_json::json;

use super::loading::refused;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::playbook::Library;
use crate::playbook::difference::difference;
use crate::text::visible_line;

/// Compares two playbooks. Nothing is written.
pub(super) fn diff(library: &Library, mine: &str, base: &str, context: &mut Context<'_>) -> Outcome {
    let (mine_read, base_read) = (library.load(mine), library.load(base));
    let (mine_read, base_read) = match (mine_read, base_read) {
        (Ok(mine), Ok(base)) => (mine.playbook, base.playbook),
        (mine, base) => {
            let rejected: Vec<_> = [mine.err(), base.err()].into_iter().flatten().collect();
            return Err(refused(&rejected, context));
        }
    };
    let found = difference(&mine_read, &base_read);
    if context.global.json {
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
pub(super) fn since(library: &Library, mine: &str, context: &mut Context<'_>) -> Outcome {
    let loaded = library.load(mine).map_err(|rejected| refused(&[rejected], context))?;
    let Some(since) = &loaded.since else {
        let failure = Failure::usage(format!("`{mine}` is based on no other playbook"));
        return Err(failure.hint("name the one to compare it with: `breach playbook diff MINE BASE`"));
    };
    let groups = [
        (
            "replaced",
            "Where yours says something of its own, which stays:",
            &since.replaced,
        ),
        ("beside", "Elsewhere in what yours changes:", &since.beside),
        ("elsewhere", "In everything else:", &since.elsewhere),
    ];
    if context.global.json {
        let mut items = Vec::new();
        for (group, _, changes) in groups {
            items.extend(changes.to_json().into_iter().map(|mut item| {
                item["base"] = json!(since.base);
                item["group"] = json!(group);
                item
            }));
        }
        return context.write_items("breach.playbook-since/2", items);
    }
    let (name, base, width) = (
        visible_line(mine),
        visible_line(&since.base),
        context.world.terminal.width,
    );
    let wrapped = |text: &str| format!("{}\n", crate::text::wrap(text, width, "  ", "    ").join("\n"));
    if since.is_empty() {
        return context.say(&wrapped(&format!("`{base}` says what it said when {name} was written")));
    }
    let mut shown = wrapped(&format!(
        "What `{base}` says differently since {name} was written: {}",
        since.all().summary()
    ));
    for (_, title, changes) in groups.iter().filter(|(.., changes)| !changes.is_empty()) {
        shown.push_str(&format!("\n{}\n{}", wrapped(title), changes.words(width)));
    }
    let again = format!(
        "`breach playbook show {base}` has all its words of today. To note them as read, take `based-on` from \
         `breach playbook new {name} --from {base} -o -`"
    );
    context.say(&format!(
        "{shown}\n{}\n",
        crate::text::wrap(&again, width, "  ", "  ").join("\n")
    ))
}
