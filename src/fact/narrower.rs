//! Options that took the place of a wider one. Records and files that say the wider one stay right: it is one of the
//! narrower, and nobody knows which, so whatever asks for one of them is told yes.

/// A former option, which stands last in its list and is no longer offered, and those that took its place.
const NARROWER: [(&str, &[&str]); 3] = [
    (
        "government-id",
        &[
            "social-security-number",
            "driver-licence-or-state-id",
            "passport-number",
            "tax-id",
            "military-id",
            "student-id",
            "other-government-id",
        ],
    ),
    ("bank-account", &["bank-account-number", "bank-account-with-code"]),
    ("biometric-or-genetic", &["biometric", "genetic"]),
];

/// Whether an option is among those chosen: by its name, by a wider one, or by a narrower one.
pub fn is_chosen(chosen: &[String], option: &str) -> bool {
    let has = |name: &str| chosen.iter().any(|known| known == name);
    has(option)
        || NARROWER.iter().any(|(wider, narrower)| {
            (*wider == option && narrower.iter().any(|one| has(one))) || (narrower.contains(&option) && has(wider))
        })
}

/// The options that a question offers: all but the former ones.
pub fn offered(options: &[String]) -> &[String] {
    let is_former = |option: &String| !former(options, std::slice::from_ref(option)).is_empty();
    let former = options.iter().rev().take_while(|option| is_former(option)).count();
    &options[..options.len() - former]
}

/// Those of the chosen options that a question with these options no longer offers, each with what took its place.
pub fn former<'c>(options: &[String], chosen: &'c [String]) -> Vec<(&'c str, &'static [&'static str])> {
    let is_offered = |name: &str| options.iter().any(|option| option == name);
    chosen
        .iter()
        .filter_map(|known| {
            let (_, narrower) = NARROWER.iter().find(|(wider, _)| wider == known)?;
            let is_former = narrower.iter().any(|one| is_offered(one));
            is_former.then_some((known.as_str(), *narrower))
        })
        .collect()
}
