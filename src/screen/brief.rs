//! stub: replaced by its author on merge (take the other side).
#![allow(missing_docs)]
use crate::{incident::Incident, time::Zone, walk::Guide};
pub fn brief(_: &Guide, _: &Incident, _: chrono::DateTime<chrono::Utc>, _: Zone, _: usize) -> String {
    String::new()
}
