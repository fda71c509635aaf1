use super::{Effect, Failure, FailureKind};

#[test]
fn causes_are_printed_below_the_sentence_without_numbers_of_the_system() {
    let bottom = std::io::Error::from_raw_os_error(28);
    let middle = anyhow::Error::new(bottom).context("`report\u{202e}.md` could not be synced");
    let failure = Failure::new(FailureKind::Io, "the report could not be written")
        .because(middle)
        .nothing_written()
        .hint("free some space");
    assert_eq!(
        failure.render(),
        "error: the report could not be written; nothing was written\n  \
         because: `report\\u{202e}.md` could not be synced\n  \
         because: No space left on device\n\
         hint: free some space\n"
    );
    assert_eq!(
        failure.to_string(),
        "the report could not be written; nothing was written"
    );
}

#[test]
fn the_effect_ends_the_sentence() {
    let said = |effect: Effect| Failure::new(FailureKind::Refused, "no").effect(effect).render();
    assert_eq!(said(Effect::Unsaid), "error: no\n");
    assert_eq!(said(Effect::NothingLogged), "error: no; nothing was logged\n");
    assert_eq!(said(Effect::NothingChanged), "error: no; nothing was changed\n");
    assert_eq!(said(Effect::NoIncidentOpened), "error: no; no incident was opened\n");
    assert_eq!(
        said(Effect::Kept("2 entries are kept".to_owned())),
        "error: no; 2 entries are kept\n"
    );
}

#[test]
fn a_text_that_is_not_utf8_says_where() {
    let cause = String::from_utf8(b"ab\xff".to_vec()).expect_err("no UTF-8");
    let failure = Failure::new(FailureKind::Input, "standard input is not UTF-8 text").because(cause);
    assert_eq!(
        failure.render(),
        "error: standard input is not UTF-8 text\n  because: invalid utf-8 sequence of 1 bytes from index 2\n"
    );
}
