//! Every promise of the record, and the tests that judge it.

/// A promise, with file and name of each test that judges it, or why none does yet.
const PROMISES: [(&str, &[(&str, &str)], &str); 25] = [
    (
        "P1",
        &[
            ("crash", "killed_at_every_call_of_a_note"),
            ("crash", "killed_in_the_middle_of_a_line"),
        ],
        "",
    ),
    (
        "P2",
        &[
            ("crash", "killed_at_every_call_of_a_repair"),
            ("crash", "killed_in_the_middle_of_a_line"),
        ],
        "",
    ),
    ("P3", &[("crash", "killed_in_the_middle_of_a_line")], ""),
    ("P4", &[("crash", "killed_or_refused_at_every_call_of_a_start")], ""),
    (
        "P5",
        &[
            ("crash", "refused_at_every_call_of_a_note"),
            ("terminal", "what_is_logged_and_cannot_be_said_is_no_success"),
        ],
        "",
    ),
    (
        "P6",
        &[
            ("crash", "a_failed_sync_is_never_tried_again"),
            ("crash", "a_session_ends_after_a_failed_sync_and_says_what_is_known"),
        ],
        "",
    ),
    (
        "P7",
        &[
            ("crash", "a_full_disk_refuses_and_room_makes_it_go_on"),
            ("crash", "a_limit_on_file_sizes_refuses_and_room_makes_it_go_on"),
        ],
        "",
    ),
    (
        "P8",
        &[("crash", "eight_writers_make_one_chain_and_readers_never_see_it_broken")],
        "",
    ),
    (
        "P9",
        &[("crash", "a_stopped_writer_is_named_and_a_killed_one_blocks_nobody")],
        "",
    ),
    ("P10", &[], "judged by the tests of the record, in src/incident"),
    ("P11", &[], "judged by the tests of verify"),
    ("P12", &[], "later: signing"),
    ("P13", &[], "judged by the tests of verify"),
    ("P14", &[], "judged by the tests of verify"),
    ("P15", &[], "judged by the test of the script in the README"),
    ("P16", &[], "later: evidence"),
    ("P17", &[], "later: running commands; nothing is run today"),
    ("P18", &[("hostile", "crafted_playbooks_end_soon_with_one_message")], ""),
    ("P19", &[("hostile", "hostile_text_is_shown_as_what_it_is")], ""),
    ("P20", &[], "judged by the tests of the exports"),
    (
        "P21",
        &[
            ("hostile", "names_cannot_leave_the_store"),
            (
                "hostile",
                "links_pipes_and_folders_in_the_place_of_a_record_are_left_alone",
            ),
        ],
        "",
    ),
    (
        "P22",
        &[(
            "hostile",
            "modes_are_closed_at_any_umask_and_nothing_of_the_environment_is_kept",
        )],
        "",
    ),
    ("P23", &[("hostile", "card_numbers_are_neither_kept_nor_shown")], ""),
    ("P24", &[], "later: the shared store"),
    (
        "P25",
        &[(
            "hostile",
            "a_clock_that_goes_back_or_jumps_is_accepted_flagged_and_listed",
        )],
        "",
    ),
];

#[test]
fn every_promise_has_a_test_that_exists_or_a_reason() {
    for (number, (promise, tests, reason)) in PROMISES.iter().enumerate() {
        assert_eq!(*promise, format!("P{}", number + 1));
        assert_ne!(tests.is_empty(), reason.is_empty(), "{promise}: tests or a reason");
        for (file, test) in *tests {
            let path = format!("{}/tests/it/{file}.rs", env!("CARGO_MANIFEST_DIR"));
            let source = std::fs::read_to_string(path).expect("the file is there");
            assert!(
                source.contains(&format!("#[test]\nfn {test}() {{")),
                "{promise}: {file}::{test}"
            );
        }
    }
}
