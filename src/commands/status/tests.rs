use super::fitted;

#[test]
fn a_watched_board_keeps_its_top_in_a_small_window() {
    assert_eq!(fitted("a\nb\nc\n", Some(3)), "a\nb\n");
    assert_eq!(fitted("a\nb\nc\n", Some(24)), "a\nb\nc\n");
    assert_eq!(fitted("a\nb\nc\n", None), "a\nb\nc\n");
}
