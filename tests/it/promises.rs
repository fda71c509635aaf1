//! Every promise of the record, and the tests that judge it.

/// Number, tests by file and name (a path where the file is not beside this one), and the reason where there are none.
type Promise = (&'static str, &'static [(&'static str, &'static str)], &'static str);

/// A promise, with file and name of each test that judges it, or why none does yet.
const PROMISES: [Promise; 25] = [
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
    (
        "P10",
        &[
            ("src/incident/tests/chain", "a_bit_flipped_in_every_byte"),
            ("src/incident/tests/chain", "cut_at_every_byte"),
            ("src/incident/tests/chain", "a_deleted_line_is_missing"),
            ("src/incident/tests/chain", "swapped_lines_are_both_named"),
        ],
        "",
    ),
    ("P11", &[("proof", "a_check_code_finds_a_cut_end_and_a_rewrite")], ""),
    ("P12", &[], "later: signing"),
    (
        "P13",
        &[("proof", "verify_a_whole_record_says_what_it_did_not_check")],
        "",
    ),
    (
        "P14",
        &[
            ("proof", "verify_damaged_files"),
            ("proof", "what_is_no_record_is_refused_without_waiting"),
        ],
        "",
    ),
    (
        "P15",
        &[
            ("manual", "a_record_can_be_checked_by_hand"),
            ("proof", "the_shell_script_of_the_readme_agrees_with_verify"),
        ],
        "",
    ),
    ("P16", &[], "later: evidence"),
    ("P17", &[], "later: running commands; nothing is run today"),
    ("P18", &[("hostile", "crafted_playbooks_end_with_one_message")], ""),
    ("P19", &[("hostile", "hostile_text_is_shown_as_what_it_is")], ""),
    ("P20", &[("src/export/tests", "hostile_text_in_every_field")], ""),
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
            let folder = if file.contains('/') { "" } else { "tests/it/" };
            let path = format!("{}/{folder}{file}.rs", env!("CARGO_MANIFEST_DIR"));
            let source = std::fs::read_to_string(path).expect("the file is there");
            let named = format!("fn {test}() {{");
            let is_test = source
                .lines()
                .zip(source.lines().skip(1))
                .any(|(above, line)| line == named && (above == "#[test]" || above.starts_with("#[ignore = ")));
            assert!(is_test, "{promise}: {file}::{test}");
        }
    }
}
