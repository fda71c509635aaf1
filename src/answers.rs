//! stub: replaced by its author on merge (take the other side).
#![allow(missing_docs)]
use crate::{context::Context, failure::Outcome, session::opening::OpeningAnswers, store::IncidentId, time::Zone};
pub struct Answers {}
impl Answers {
    pub fn load(_: &std::path::Path) -> Outcome<Answers> {
        Ok(Answers {})
    }
    pub fn opening(&self, _: chrono::DateTime<chrono::Utc>, _: Zone) -> Outcome<OpeningAnswers> {
        Ok(OpeningAnswers::default())
    }
    pub fn title(&self) -> Option<String> {
        None
    }
    pub fn sign(&self, _: &mut Context<'_>) {}
}
pub fn run(_: &Answers, _: &mut Context<'_>, _: &IncidentId) -> Outcome {
    Ok(())
}
