//! Another playbook for a running incident: whether it may join, what would change, and `/swap` in the walk.

use super::asking::{Flow, Session};
use super::opening::{known_facts, opening_fact, playbook_added, situations};
use super::prompts::Prompt;
use crate::document::terminal;
use crate::fact::{Answer, Kind, Value};
use crate::failure::{Failure, Outcome};
use crate::incident::Incident;
use crate::incident::event::PlaybookSwapped;
use crate::journal::Draft;
use crate::playbook::Loaded;
use crate::screens::joining::{clashing, joining_words};
use crate::screens::layout::about_incident;
use crate::time::TimeView;
use crate::workflow::Workflow;
use crate::workflow::join::{clashes, joining};

impl Session<'_, '_> {
    /// Follows another playbook in the place of one: the named one, else that of a situation that is chosen.
    pub fn swap(&mut self, name: &str) -> Flow {
        let library = self.context.playbooks();
        let (name, chosen) = match name {
            "" => {
                let (situations, _) = situations(&library);
                let words: Vec<String> = situations.iter().map(|situation| situation.words.clone()).collect();
                let none = Some("none of these: nothing changes");
                match self.choose("What is it really?", &words, none)? {
                    Some(chosen) => (situations[chosen].playbook.clone(), Some(words[chosen].clone())),
                    None => return Ok(()),
                }
            }
            name => (name.to_owned(), None),
        };
        let loaded = match library.load(&name) {
            Ok(loaded) => loaded,
            Err(rejected) => {
                let why = rejected.summary();
                return self.tell(&format!("  {why}. Nothing was changed.\n"));
            }
        };
        let playbooks = self.workflow()?.1.playbooks.clone();
        let titles: Vec<String> = playbooks.iter().map(|known| known.title.clone()).collect();
        let place = match playbooks.len() {
            1 => 0,
            _ => match self.choose("In the place of which?", &titles, Some("none"))? {
                Some(place) => place,
                None => return Ok(()),
            },
        };
        let old = playbooks[place].id.clone();
        // What the situation says is known beside the playbook, which may be followed already.
        let mut facts = Vec::new();
        if let Some(words) = &chosen {
            let situation = Answer::known(Value::Text(words.clone()));
            facts.push(opening_fact(&loaded.playbook, "situation", Kind::Text, situation));
            facts.extend(known_facts(&loaded.playbook, words));
        }
        let profile = self.context.profile_or_warning();
        if old == loaded.playbook.id {
            if facts.is_empty() {
                return self.tell("  That playbook is followed already. Nothing was changed.\n");
            }
            self.write(&mut |_, _| Ok(facts.clone()))?;
            return self.first_five_minutes(&loaded.playbook, &profile);
        }
        let (time, width) = (self.context.time_in(self.zone), self.context.world.terminal.width);
        let (workflow, incident) = self.workflow()?;
        if let Err(failure) = may_join(incident, workflow, &loaded, Some(place)) {
            return self.say(&format!("\n{}\n", failure.render().trim_end()));
        }
        let what = format!("Instead of {}", titles[place]);
        let shown = preview(incident, workflow, &loaded, Some(place), &what, (time, width));
        self.say(&format!("\n{shown}\n"))?;
        if !self.yes_or_no("Follow it instead?")? {
            return self.tell("  Nothing was changed.\n");
        }
        let why = self.text(
            &Prompt::new("  Why? "),
            "A reason is kept with it. Type one, or /later.",
        )?;
        let event = swapped(&loaded, &old, &why)?;
        if self.write(&mut |incident, workflow| {
            may_join(incident, workflow, &loaded, Some(place))?;
            Ok([Draft::new(event.clone())].into_iter().chain(facts.clone()).collect())
        })? {
            return self.first_five_minutes(&loaded.playbook, &profile);
        }
        Ok(())
    }
}

/// The event by which a playbook takes the place of another.
pub fn swapped(loaded: &Loaded, from: &str, why: &str) -> Outcome<PlaybookSwapped> {
    let added = playbook_added(loaded)?;
    Ok(PlaybookSwapped {
        from: from.to_owned(),
        playbook: added.playbook,
        title: added.title,
        why: why.to_owned(),
        sources: added.sources,
        plan: added.plan,
    })
}

/// Refuses what cannot be followed here: a closed incident, a playbook that is followed already, names with two meanings.
pub fn may_join(incident: &Incident, workflow: &Workflow, loaded: &Loaded, instead: Option<usize>) -> Outcome {
    let playbook = &loaded.playbook;
    if !incident.is_open() {
        return Err(Failure::refused("the incident is closed")
            .nothing_changed()
            .hint("`breach reopen` opens it again"));
    }
    let is_followed = incident
        .playbooks
        .iter()
        .enumerate()
        .any(|(place, known)| known.id == playbook.id && Some(place) != instead);
    if is_followed {
        return Err(
            Failure::refused(format!("playbook `{}` is followed already", playbook.id))
                .nothing_changed()
                .hint("an edited text of it comes in with `breach playbook adopt FILE --why TEXT`"),
        );
    }
    let clashes = clashes(workflow, incident, playbook, instead);
    if clashes.is_empty() {
        Ok(())
    } else {
        Err(clashing(playbook, &clashes))
    }
}

/// What would change, as a screen.
pub fn preview(
    incident: &Incident,
    workflow: &Workflow,
    loaded: &Loaded,
    instead: Option<usize>,
    what: &str,
    (time, width): (TimeView, usize),
) -> String {
    let mut page = about_incident(incident, Some(what), time);
    let found = joining(workflow, incident, &loaded.playbook, instead);
    joining_words(&mut page, &loaded.playbook, &found);
    terminal(&page, width)
}
