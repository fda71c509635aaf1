//! What follows from how places are written: which others one lies in, and what its names begin with.
//!
//! The build script works it out for the places inside the program, and the program for those of one's own; both use this, so
//! that they cannot disagree. Pure, and of plain values alone.

/// A place and those it lies in, from the smallest to the largest. A circle, which no file that was checked has, is walked
/// once.
pub(crate) fn within<T: Clone + PartialEq>(code: T, inside: impl Fn(&T) -> Option<T>) -> Vec<T> {
    let mut within = vec![code];
    while let Some(outer) = within.last().and_then(&inside) {
        if within.contains(&outer) {
            break;
        }
        within.push(outer);
    }
    within
}

/// Every text that means a place of this code, this name and these other names.
pub(crate) fn names<'a>(
    code: &'a str,
    name: &'a str,
    also: impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = &'a str> {
    let part = code.split_once('-').map(|(_, part)| part);
    [code, name].into_iter().chain(part).chain(also)
}

/// What names begin with, as [`initial`] has it.
pub(crate) fn initials<'a>(names: impl Iterator<Item = &'a str>) -> u64 {
    names.fold(0, |initials, name| initials | initial(name))
}

/// What a name begins with once it is plain, as one bit. What begins like `the`, or with anything but a plain letter or
/// digit, may begin with everything.
pub(crate) fn initial(name: &str) -> u64 {
    match name.bytes().next().map(|first| first.to_ascii_lowercase()) {
        Some(first @ b'a'..=b's') => 1 << (first - b'a'),
        Some(first @ b'u'..=b'z') => 1 << (first - b'a'),
        Some(first @ b'0'..=b'9') => 1 << (26 + first - b'0'),
        _ => u64::MAX,
    }
}
