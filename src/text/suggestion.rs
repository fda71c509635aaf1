//! What somebody probably meant.

use strsim::damerau_levenshtein;

/// The candidate that `wanted` is most likely a slip or an abbreviation of: `card_suspectd` for `card_suspected`,
/// `tech-lead` for `technical-lead`, `commander` for `incident-commander`. `None` when nothing is near; of equally near ones the first.
pub fn did_you_mean<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    let reach = wanted.chars().count() / 3;
    let mut nearest: Option<(usize, &'a str)> = None;
    let mut parts = Vec::new();
    for candidate in candidates {
        let lower = candidate.to_lowercase();
        let distance = match damerau_levenshtein(&wanted, &lower) {
            distance if distance <= reach => distance,
            _ if abbreviates(&wanted, &lower) => reach + 1,
            _ => {
                if is_part(&wanted, &lower) {
                    parts.push(candidate);
                }
                continue;
            }
        };
        if nearest.is_none_or(|(best, _)| distance < best) {
            nearest = Some((distance, candidate));
        }
    }
    match (nearest, parts.as_slice()) {
        (None, [only]) => Some(only),
        (nearest, _) => nearest.map(|(_, candidate)| candidate),
    }
}

/// What was probably meant, as a question; where nothing is near, these words.
pub fn meant(near: Option<&str>, otherwise: impl Into<String>) -> String {
    near.map_or_else(|| otherwise.into(), |near| format!("did you mean `{near}`?"))
}

/// Whether every word of `short` begins the word that stands in the same place of `long`.
fn abbreviates(short: &str, long: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (short, long) = (words(short), words(long));
    short.concat().chars().count() >= 3
        && short.len() <= long.len()
        && short
            .iter()
            .zip(&long)
            .all(|(short, long)| long.starts_with(short.as_str()))
}

/// Whether somebody left out the words in front.
fn is_part(short: &str, long: &str) -> bool {
    short.chars().count() >= 4
        && long
            .split(|sign: char| !sign.is_alphanumeric())
            .any(|word| word == short)
}
