//! stub: replaced by its author on merge (take the other side).
#![allow(missing_docs)]
use super::{Talk, Talked};
impl Talk<'_, '_> {
    pub fn fix(&mut self, _: &str) -> Talked {
        Ok(())
    }
}
