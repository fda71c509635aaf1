use super::{Choice, Choices};

fn items() -> Vec<String> {
    [
        "Pull the plug",
        "Call the bank",
        "Call counsel",
        "Save the logs",
        "Write it down",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[test]
fn a_list_that_fits_is_shown_whole_and_takes_numbers_and_words() {
    let items = items();
    let mut list = Choices::new("Which?", &items, Some("none"), (80, 5));
    assert_eq!(
        list.text(),
        "  Which?\n   1  Pull the plug\n   2  Call the bank\n   3  Call counsel\n   4  Save the logs\n   5  Write it \
         down\n   0  none\n"
    );
    assert_eq!(list.read("4"), Choice::Item(3));
    assert_eq!(list.read("0"), Choice::None);
    assert_eq!(list.read("no"), Choice::None);
    assert_eq!(list.read("save logs"), Choice::Item(3));
    assert_eq!(list.read("PULL THE PLUG"), Choice::Item(0));
    for unclear in ["", "6", "lo gs", "xyz"] {
        assert_eq!(
            list.read(unclear),
            Choice::Unclear("Type a number from 0 to 5. Nothing was changed.".to_owned()),
            "{unclear}"
        );
    }
}

#[test]
fn an_item_that_is_longer_than_the_window_goes_on_below_its_own_beginning() {
    let items = ["Save the logs before they age out".to_owned()];
    let list = Choices::new("", &items, None, (24, 5));
    assert_eq!(list.text(), "   1  Save the logs\n      before they age\n      out\n");
}

#[test]
fn words_of_several_items_narrow_the_list_and_keep_its_numbers() {
    let items = items();
    let mut list = Choices::new("Which?", &items, None, (80, 5));
    assert_eq!(list.read("call"), Choice::Show);
    assert_eq!(list.text(), "  Which?\n   2  Call the bank\n   3  Call counsel\n");
    assert_eq!(list.read("3"), Choice::Item(2));
}

#[test]
fn a_long_list_says_how_much_is_not_shown_and_takes_no_number_that_is_not_on_the_screen() {
    let items = items();
    let mut list = Choices::new("", &items, None, (80, 3));
    assert_eq!(
        list.text(),
        "   1  Pull the plug\n   2  Call the bank\n   3  Call counsel\n  2 more: Enter shows them, and a word narrows the \
         list\n"
    );
    assert_eq!(list.read("5"), Choice::Show);
    assert_eq!(
        list.text(),
        "   4  Save the logs\n   5  Write it down\n  3 more: Enter shows them, and a word narrows the list\n"
    );
    assert_eq!(list.read("1"), Choice::Show);
    assert_eq!(list.read(""), Choice::Show);
    assert_eq!(list.read("5"), Choice::Item(4));
    assert_eq!(list.read(""), Choice::Show);
    assert_eq!(list.read("1"), Choice::Item(0));
    assert_eq!(
        list.read("6"),
        Choice::Unclear("Type a number from 1 to 5, or a word of the list. Nothing was changed.".to_owned())
    );
}
