//! What a record can prove and what it cannot, said in every export.

/// What the chain of hashes shows.
pub(super) const PROVES: [&str; 3] = [
    "Each entry carries the SHA-256 of the entry before it. Changing, removing, inserting or moving an entry breaks that \
     chain at a place that can be named, up to any check code or head that somebody kept elsewhere.",
    "Entries are never edited or deleted. A correction is a new entry; the one it corrects stays where it is.",
    "When something happened and when it was written down are two fields. The order is that of writing.",
];

/// What it does not show.
pub(super) const DOES_NOT_PROVE: [&str; 8] = [
    "Without a check code or a head that was kept elsewhere, whoever controlled the machine could have rewritten \
     everything consistently, cut off the end, or changed the last entry, and no check would find it.",
    "Times come from the clock of the machine on which they were written. Only a time stamp from outside bounds them.",
    "Names are as given. The login and the machine are recorded beside them; nobody proved who sat there.",
    "It shows what was told to this program. It does not show what was done elsewhere, nor whether what was told is true.",
    "An entry counts as written once the disk has confirmed it. A disk that confirms too early can still have lost it.",
    "Digits that look like card numbers are masked before they are written, by pattern; some may have been missed, and \
     some that were masked may have been something else.",
    "The record was kept as plain text, readable by whoever could read the machine's files.",
    "It supports the certificate of a custodian and does not take its place. Counsel decides what it is evidence of.",
];

/// How to check an export in JSON without this program.
pub(super) const HOW_TO_CHECK: &str = "For each item of `lines` that has a `line`: the SHA-256 of its UTF-8 bytes, \
     without a line end, is its `sha256`. The `prev` inside each line is the `sha256` of the item before it, 64 zeros in \
     the first. An item that is left out keeps its `sha256`, so the chain can be followed across it; what stood there \
     cannot be read or guessed, since every line holds 128 random bits. The last `sha256` is the head. The check code is \
     the incident's last part, the number of the last entry, and the first 80 bits of the head in Crockford base 32.";

/// What the words of the report do not decide.
pub(super) const WORDING: &str = "This report speaks of an incident and of a possible compromise. Whether it is a breach \
     in the sense of a law or a contract is for counsel to say; nothing here admits one. Aims that the responders set \
     themselves are not deadlines and are not reported as missed.";
