use super::numbers;

#[test]
fn numbers_are_read_in_every_way_that_people_type_them() {
    assert_eq!(numbers("", 3), Some(vec![]));
    assert_eq!(numbers("none", 3), Some(vec![]));
    assert_eq!(numbers("All", 3), Some(vec![0, 1, 2]));
    assert_eq!(numbers("2", 3), Some(vec![1]));
    assert_eq!(numbers("3, 1 1", 3), Some(vec![0, 2]));
    assert_eq!(numbers("2-3", 3), Some(vec![1, 2]));
    for wrong in ["0", "4", "1-4", "3-2", "-", "first", "1 and 2"] {
        assert_eq!(numbers(wrong, 3), None, "{wrong}");
    }
}
