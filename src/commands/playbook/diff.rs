//! `breach playbook diff`: what one playbook says differently from another.

use super::refused;
use crate::context::Context;
use crate::failure::Outcome;
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
