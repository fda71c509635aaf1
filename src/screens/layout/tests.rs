use super::{Page, headline};

fn rows(width: usize, cells: &[&[&str]]) -> String {
    let mut page = Page::new(width);
    let rows: Vec<Vec<String>> = cells
        .iter()
        .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
        .collect();
    page.rows(4, &rows);
    page.finish()
}

#[test]
fn rows_line_up_and_wide_characters_take_two_columns() {
    assert_eq!(
        rows(
            80,
            &[
                &["1", "保存日志", "Ana"],
                &["10", "logs", ""],
                &["2", "x", "nobody yet"]
            ]
        ),
        "    1   保存日志   Ana\n    10  logs\n    2   x          nobody yet\n"
    );
}

#[test]
fn the_widest_cell_wraps_in_its_own_column() {
    assert_eq!(
        rows(
            50,
            &[&[
                "Sat 23:40",
                "a duty with a title that is much too long for it",
                "MISSED"
            ]]
        ),
        "    Sat 23:40   a duty with a title that    MISSED\n                is much too long for it\n"
    );
}

#[test]
fn where_columns_would_be_slivers_each_row_is_a_list() {
    assert_eq!(
        rows(
            40,
            &[&[
                "1",
                "Save the logs before they age out today",
                "Ana Ruiz",
                "started 02:10"
            ]]
        ),
        "  1  Save the logs before they age out\n    today\n    Ana Ruiz\n    started 02:10\n"
    );
    assert_eq!(rows(39, &[&["a", "b"]]), "  a  b\n");
}

#[test]
fn a_line_break_in_a_cell_stays_in_its_column_and_other_control_characters_are_shown() {
    assert_eq!(
        rows(80, &[&["when", "title\nsource\x1b[2J"]]),
        "    when   title\n           source\\x1b[2J\n"
    );
}

#[test]
fn columns_without_anything_are_left_out() {
    assert_eq!(rows(80, &[&["a", "", "b"], &["c", ""]]), "    a  b\n    c\n");
}

#[test]
fn a_headline_has_two_sides_or_two_lines() {
    assert_eq!(
        headline("k7f3  Title", "Sat 04:02", 40),
        "  k7f3  Title                Sat 04:02\n"
    );
    assert_eq!(
        headline("k7f3  A longer title", "Sat 04:02", 32),
        "  k7f3  A longer title\n  Sat 04:02\n"
    );
    assert_eq!(headline("k7f3", "", 32), "  k7f3\n");
}

#[test]
fn items_side_by_side_break_only_between_two() {
    let mut page = Page::new(40);
    page.spread(
        4,
        &["security codes taken?", "how many people?", "still going on?"].map(str::to_owned),
    );
    assert_eq!(
        page.finish(),
        "    security codes taken?\n    how many people?    still going on?\n"
    );
}
