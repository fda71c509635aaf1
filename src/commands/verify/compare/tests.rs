use super::{Together, compare};

#[test]
fn two_records_agree_up_to_the_first_line_that_differs() {
    let of = |one: &str, other: &str| compare(one.as_bytes(), other.as_bytes()).expect("memory can be read");
    assert_eq!(of("a\nb\n", "a\nb\n"), Together::Same);
    assert_eq!(of("a\nb\n", "a\n"), Together::Longer { first: true, from: 1 });
    assert_eq!(of("a\n", "a\nb\nc\n"), Together::Longer { first: false, from: 1 });
    assert_eq!(of("a\nb\nc\n", "a\nx\n"), Together::Parted { from: 1 });
    assert_eq!(of("a\nb\n", "x\nb\n"), Together::Strangers);
}
