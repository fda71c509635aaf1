use super::{Wanted, check};
use crate::incident::{Hash, Reading};
use crate::store::BATCH_BYTES;

/// Many lines, some longer than a batch, give the same reading as one pass over the bytes.
#[test]
fn threads_read_what_one_pass_reads() {
    let mut bytes = Vec::new();
    for number in 0..4000 {
        let length = if number % 1000 == 999 {
            BATCH_BYTES * 2
        } else {
            100 + number
        };
        bytes.extend(std::iter::repeat_n(
            b'a' + u8::try_from(number % 26).unwrap_or(0),
            length,
        ));
        bytes.push(b'\n');
    }
    let mut plain = Reading::default();
    let mut hashes = Vec::new();
    plain.feed_all(&bytes, |_, line| hashes.push(Hash::of(line)));
    let wanted = Wanted {
        line: Some(3210),
        hash: Some(hashes[1234]),
    };
    let checked = check(&bytes[..], wanted).expect("memory can be read");
    assert_eq!(checked.hash_of_wanted, Some(hashes[3210]));
    assert_eq!(checked.line_of_wanted, Some(1234));
    assert_eq!(checked.reading.faults, plain.faults);
    assert_eq!(
        (checked.reading.lines(), checked.reading.bytes(), checked.reading.head()),
        (plain.lines(), plain.bytes(), plain.head())
    );
}
