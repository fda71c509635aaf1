//! scratch
use crate::harness::Breach;

#[test]
fn scratch() {
    let mut breach = Breach::new();
    if std::env::var("NOCARD").is_err() {
        breach.playbook("card-test", include_str!("../data/playbooks/stories/card-test.yaml"));
    }
    let script = std::fs::read_to_string("/tmp/stories-script.txt").unwrap();
    for run in script.split("\n====\n") {
        let (command, lines) = run.split_once('\n').unwrap_or((run, ""));
        if let Some(size) = command.strip_prefix("size ") {
            let (w, h) = size.split_once('x').unwrap();
            breach.size(w.parse().unwrap(), h.parse().unwrap());
            continue;
        }
        breach.types(lines.lines());
        let ran = breach.run(command);
        println!("$ breach {command}   -> {} left {}\n{}", ran.code, ran.left, ran.screen);
    }
    for line in breach.told() {
        println!("| {line}");
    }
}
