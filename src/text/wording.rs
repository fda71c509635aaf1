//! Small grammar for sentences.

/// A number and its noun: `1 step`, `2 steps`.
pub fn count(number: impl TryInto<u64>, noun: &str) -> String {
    count_of(number, noun, &format!("{noun}s"))
}

/// What the system says of an error, without the number that it gives it.
pub fn without_number(error: &str) -> &str {
    error.split(" (os error").next().unwrap_or_default()
}

/// A number and its noun, where the plural is not the singular and an `s`: `1 entry`, `2 entries`.
pub fn count_of(number: impl TryInto<u64>, one: &str, many: &str) -> String {
    match number.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    }
}

/// Things to type, as a list in a sentence: `` `a`, `b` or `c` ``.
pub fn list<S: AsRef<str>>(items: &[S], joiner: &str) -> String {
    joined(
        items.iter().map(|item| format!("`{}`", item.as_ref())).collect(),
        joiner,
    )
}

/// Words as a list in a sentence: `a, b or c`.
pub fn list_plain<S: AsRef<str>>(items: &[S], joiner: &str) -> String {
    joined(items.iter().map(|item| item.as_ref().to_owned()).collect(), joiner)
}

/// The text with a capital first letter.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters.as_str().chars()).collect()
    })
}

/// An id as a title: `Incident commander` of `incident-commander`.
pub fn title_of(id: &str) -> String {
    capitalised(&id.replace(['-', '_'], " "))
}

/// These words and what they lead up to, such as `, because: …`; nothing where there is nothing.
pub fn prefixed<T: std::fmt::Display>(words: &str, what: &Option<T>) -> String {
    what.as_ref().map_or_else(String::new, |what| format!("{words}{what}"))
}

/// The first of these, and where there are more, how many in the words that `more` has for it.
pub fn first_few(
    all: impl IntoIterator<Item = impl Into<String>>,
    most: usize,
    more: impl Fn(usize) -> String,
) -> Vec<String> {
    let mut all = all.into_iter();
    let mut few: Vec<String> = all.by_ref().take(most).map(Into::into).collect();
    let left = all.count();
    few.extend((left > 0).then(|| more(left)));
    few
}

/// Words of a command as a shell needs them typed: quoted where they hold anything but letters, digits and plain signs.
pub fn shell_words<S: AsRef<str>>(words: &[S]) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_@%+=:,./-".contains(letter);
    let quoted = words.iter().map(AsRef::as_ref).map(|word| {
        if !word.is_empty() && word.chars().all(is_plain) {
            return word.to_owned();
        }
        format!("'{}'", word.replace('\'', "'\\''"))
    });
    quoted.collect::<Vec<_>>().join(" ")
}

/// What stands before the first bracket: of a name with an explanation the name, `GDPR` of `GDPR (Reg. 2016/679) Art. 33`.
pub fn before_bracket(text: &str) -> &str {
    text.split(" (").next().unwrap_or(text)
}

fn joined(mut items: Vec<String>, joiner: &str) -> String {
    match items.pop() {
        None => String::new(),
        Some(last) if items.is_empty() => last,
        Some(last) => format!("{} {joiner} {last}", items.join(", ")),
    }
}
