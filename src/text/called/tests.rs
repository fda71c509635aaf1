use super::as_called;

#[test]
fn commands_are_called_as_the_program_was_and_sentences_stay() {
    for (text, expected) in [
        ("hint: `breach list` shows all\n", "hint: `./b list` shows all\n"),
        ("`breach\n    list`", "`./b\n    list`"),
        (
            "  None.\n\n  breach start          here\n  breach start --drill  practise\n  breach help\n",
            "  None.\n\n  ./b start          here\n  ./b start --drill  practise\n  ./b help\n",
        ),
        (
            "  Code\n  To go on:   breach resume k7f3\n",
            "  Code\n  To go on:   ./b resume k7f3\n",
        ),
        (
            "  You can\n    agree\n        breach gate approve look\n",
            "  You can\n    agree\n        ./b gate approve look\n",
        ),
        (
            "3 more MISSED: breach deadline list",
            "3 more MISSED: ./b deadline list",
        ),
        ("A mistake? breach correct 7", "A mistake? ./b correct 7"),
        (
            "  leave them open   breach close --why REASON\n                    breach close --how joined\n",
            "  leave them open   ./b close --why REASON\n                    ./b close --how joined\n",
        ),
        // What people write.
        (
            "  #2  Fri 23:43  breach notice to customers\n",
            "  #2  Fri 23:43  breach notice to customers\n",
        ),
        (
            "      the customers got a\n      breach notice\n",
            "      the customers got a\n      breach notice\n",
        ),
        ("a data breach list of names", "a data breach list of names"),
    ] {
        assert_eq!(as_called(text, "./b"), expected);
        assert_eq!(as_called(text, "breach"), text);
    }
}
