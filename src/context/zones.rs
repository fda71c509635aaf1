//! The zone that times are typed and shown in.

use super::Context;
use crate::failure::{Failure, Outcome};
use crate::incident::Incident;
use crate::time::Zone;

impl Context<'_> {
    /// The zone to show times in: `--zone`, `TZ`, the profile, the system, UTC.
    pub fn zone(&self) -> Outcome<Zone> {
        if let Some(named) = self.zone_named()? {
            return Ok(named);
        }
        let from_variable = self
            .world
            .variable("TZ")
            .map(|name| name.trim_start_matches(':').to_owned());
        let from_profile = || self.profile().ok().and_then(|profile| profile.zone);
        let named = from_variable.and_then(|name| Zone::parse(&name).ok());
        Ok(named
            .or_else(|| from_profile().and_then(|name| Zone::parse(&name).ok()))
            .or_else(|| {
                self.world
                    .system_zone
                    .as_deref()
                    .and_then(|name| Zone::parse(name).ok())
            })
            .unwrap_or(Zone::UTC))
    }

    /// The zone for an incident: `--zone`, else the incident's own.
    pub fn zone_of(&self, incident: &Incident) -> Outcome<Zone> {
        let named = self.zone_named()?;
        Ok(named.unwrap_or_else(|| crate::workflow::plans::zone(incident)))
    }

    pub(super) fn zone_named(&self) -> Outcome<Option<Zone>> {
        let named = self.global.zone.as_deref().map(Zone::parse).transpose();
        named.map_err(Failure::usage)
    }
}
