use super::{Listed, incidents, to_json};
use crate::document::terminal;
use crate::screens::sample::{at, zone};
use crate::summary::{Holds, Summary, Unseen};
use crate::time::TimeView;

fn glimpse(is_closed: bool, is_drill: bool, title: &str) -> Summary {
    Summary {
        holds: Holds::Own,
        is_closed,
        is_drill,
        title: title.to_owned(),
        opened_at: Some(at("2026-11-20T23:43:00Z")),
        zone: "Europe/London".to_owned(),
        last_at: Some(at("2026-11-21T03:58:00Z")),
        last_seq: Some(41),
    }
}

fn unseen() -> Unseen {
    Unseen {
        why: "its record cannot be read".to_owned(),
        is_out_of_reach: true,
    }
}

fn listed() -> Vec<Listed> {
    let one = |id: &str, in_use: bool, seen: Result<Summary, Unseen>| Listed {
        id: id.to_owned(),
        in_use,
        seen,
    };
    let mut listed = vec![
        one("drill-2026-11-02-p4xd", false, Ok(glimpse(false, true, "Practice"))),
        one("2025-03-04-r3vz", false, Ok(glimpse(true, false, "Lost laptop"))),
        one(
            "2026-11-20-k7f3",
            true,
            Ok(glimpse(false, false, "Possible card data compromise")),
        ),
        one("2026-11-19-z7nc", false, Err(unseen())),
    ];
    listed.sort_by_key(Listed::rank);
    listed
}

#[test]
fn a_wide_screen_has_a_table_with_drills_last() {
    let shown = terminal(&incidents(&listed(), "", looked_at()), 80);
    assert_eq!(shown, include_str!("all-80.txt"));
}

#[test]
fn a_narrow_screen_has_a_list() {
    let shown = terminal(&incidents(&listed(), "", looked_at()), 40);
    assert_eq!(shown, include_str!("all-40.txt"));
}

#[test]
fn without_incidents_it_says_what_opens_one() {
    assert_eq!(
        terminal(&incidents(&[], "records are looked for in `/r`", looked_at()), 80),
        "  Incidents                                          Sat 21 Nov 04:02 (London)\n\n    \
         There are none. `breach start` opens one; records are looked for in `/r`.\n"
    );
}

#[test]
fn the_keys_of_its_json_stay() {
    let kept: serde_json::Value = serde_json::from_str(include_str!("all.json")).expect("JSON");
    assert_eq!(serde_json::Value::Array(to_json(&listed())), kept);
}

fn looked_at() -> TimeView {
    TimeView {
        now: at("2026-11-21T04:02:00Z"),
        zone: zone(),
    }
}
