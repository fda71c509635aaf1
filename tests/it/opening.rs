//! The first minute: three questions, the incident, and the five-minute screen.

use crate::harness::Breach;

#[test]
fn first_help_is_on_the_screen_after_four_answers() {
    let mut breach = Breach::new();
    breach.types(["1", "Tom Becker", "We had an incident", "23:40", "/leave"]);
    let ran = breach.run("start").ok();
    assert_eq!(ran.asked.len(), 5);
    assert!(ran.screen.contains("The first five minutes"), "{}", ran.screen);
}
