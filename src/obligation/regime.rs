//! What a business may be regulated as. Data only.

use serde::{Deserialize, Serialize};

use crate::text::Passage;

/// A regime: a kind of business that some laws speak to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Regime {
    /// Its kebab-case name, an option of the fact `regulated_as`.
    pub id: Passage,
    pub title: Passage,
    /// Business types (options of the fact `sectors`) that may be under it; none: any may be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<Passage>,
}

/// Names that stand in `by` and `not-by` beside regimes, and follow from other facts than `regulated_as`.
pub const ALWAYS: [&str; 4] = ["anyone", "controller", "processor", PROCESSOR_ONLY];

/// Whoever holds the data for others and has none of its own: `not-by` leaves it out where the law binds owners.
pub const PROCESSOR_ONLY: &str = "processor-only";
