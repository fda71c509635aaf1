//! Which duties there are: the one place where commands turn a typed id into a rule.

use crate::case::Case;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::obligation::{Rule, RuleKind, Rulebook};
use crate::text::did_you_mean;

pub(in crate::commands) fn known_rule<'b>(book: &'b Rulebook, id: &str) -> Outcome<&'b Rule> {
    let id = id.trim();
    book.rule(id).ok_or_else(|| {
        let failure = Failure::usage(format!("no obligation is called `{id}`"));
        let all = "`breach obligation list` shows all";
        match did_you_mean(id, book.rules.iter().map(|rule| rule.id.as_str())) {
            Some(near) => failure.hint(format!("did you mean `{near}`? {all}")),
            None => failure.hint(all),
        }
    })
}

/// The duty of this id, and in words whom it is to tell: of a rule, or of one that the record has and the rules have not any
/// more.
pub(in crate::commands) fn known_obligation(case: &Case, context: &Context<'_>, id: &str) -> Outcome<(String, String)> {
    let book = context.obligations();
    match known_rule(&book, id) {
        Ok(rule) => Ok((rule.id.to_string(), book.whom(rule).to_string())),
        Err(failure) => {
            let state = case.incident().obligations.get(id.trim());
            match state.filter(|state| state.assessed.is_some()) {
                Some(state) => Ok((id.trim().to_owned(), state.tell.clone())),
                None => Err(failure),
            }
        }
    }
}

/// Whether nobody outside is told by it: something is done in the house.
pub(in crate::commands) fn is_internal(context: &Context<'_>, id: &str) -> bool {
    let book = context.obligations();
    book.rule(id).is_some_and(|rule| rule.kind == RuleKind::Internal)
}
