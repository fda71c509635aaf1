//! The program at a real terminal, with a clock and ids that are the same in every run, so that what stands on the screen can be
//! compared. Everything else is the real world.

use std::process::ExitCode;

use breach::incident::Mono;
use breach::world::{Clock, ClockReading, Ids, World};

/// When it always is.
const NOW: &str = "2026-11-20T23:43:00Z";

fn main() -> ExitCode {
    let mut world = World::real();
    world.clock = Box::new(Fixed);
    world.ids = Box::new(Fixed);
    world.login = "tom".to_owned();
    world.host = "ws-12".to_owned();
    world.system_zone = Some("Europe/London".to_owned());
    ExitCode::from(breach::run(std::env::args_os(), &mut world))
}

struct Fixed;

impl Clock for Fixed {
    fn read(&self) -> ClockReading {
        ClockReading {
            at: NOW.parse().expect("a time"),
            mono: Mono {
                boot: "4f0c".to_owned(),
                ms: 1_000_000,
            },
        }
    }
}

impl Ids for Fixed {
    fn salt(&mut self) -> [u8; 16] {
        [7; 16]
    }

    fn incident(&mut self) -> String {
        "k7f3".to_owned()
    }
}
