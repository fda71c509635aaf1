//! The rules inside the program: as JSON, which is read once at its first use, and as the YAML that people wrote.

use std::sync::{Arc, OnceLock};

use super::rulebook::{Contents, Rulebook};

include!(concat!(env!("OUT_DIR"), "/obligations.rs"));

/// What the build script made of [`FILES`].
const JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/obligations.json"));

/// The built-in rulebook, made at its first use.
///
/// # Errors
/// What is wrong with it; a test shows that nothing is.
pub(super) fn rulebook() -> Result<Arc<Rulebook>, String> {
    static MADE: OnceLock<Result<Arc<Rulebook>, String>> = OnceLock::new();
    MADE.get_or_init(|| {
        serde_json::from_str::<Contents>(JSON)
            .map(|contents| Arc::new(Rulebook::from(contents)))
            .map_err(|error| error.to_string())
    })
    .clone()
}
