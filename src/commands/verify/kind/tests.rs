use super::{FileKind, of};

/// What is known by a few bytes is named, and nothing else is taken for a record.
#[test]
fn only_what_begins_as_a_record_or_holds_entries_is_one() {
    let line = b"{\"seq\":0,\"at\":\"x\",\"prev\":\"00\"}";
    assert_eq!(of(&[line, &b"\n"[..]].concat(), true), FileKind::Record);
    assert_eq!(of(line, true), FileKind::CutShort);
    assert_eq!(of(line, false), FileKind::Record);
    // A damaged first line does not make the others less of a record.
    assert_eq!(of(&[b"x\n", &line[..], b"\n"].concat(), true), FileKind::Record);
    for (bytes, what) in [
        (&b""[..], "empty"),
        (b"hello", "a text that holds no entry"),
        (b"{\"a\": 1}\n", "a text that holds no entry"),
        (b"\x00\x01\x02", "neither text nor any kind of file that is known here"),
        (b"%PDF-1.7\n", "a PDF"),
    ] {
        assert_eq!(of(bytes, true), FileKind::Other(what));
    }
}
