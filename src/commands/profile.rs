//! `breach profile`: who we are, and whom to call.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::{Value, json};

use crate::context::Context;
use crate::document::{Blocks, Document, Section};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::files;
use crate::obligation::{Contract, Known, Obligations};
use crate::output_file;
use crate::profile::{Profile, STARTER, refused};
use crate::prompt::PromptError;
use crate::screens::contacts::{lines, to_json};
use crate::session::asking::Session;
use crate::time::Zone;

/// How wide the names of fields are drawn.
const LABEL: usize = 17;

/// See and edit who we are
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Without it, what the profile says.
    #[command(subcommand)]
    pub action: Option<Action>,
}

/// What to do with the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum Action {
    /// Show what it says
    Show,
    /// Change it in your editor; it is checked before it is kept
    Edit,
    /// Check it, and show every mistake with its place
    Check,
    /// Write a commented file to begin with
    New,
}

/// Shows, checks, changes or begins the profile.
pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    match args.action.unwrap_or(Action::Show) {
        Action::Show => show(context),
        Action::Edit => edit(context),
        Action::Check => check(context),
        Action::New => new(context),
    }
}

/// Opens the profile in the person's editor. What comes back replaces it only without mistakes; with mistakes it can be
/// edited again, or is kept beside the profile.
pub fn edit(context: &mut Context<'_>) -> Outcome {
    let path = place(context)?;
    if !context.can_ask() {
        let failure = Failure::new(FailureKind::NoTerminal, "there is no terminal to open an editor at");
        return Err(failure.hint(format!("edit `{}`, then `breach profile check`", path.display())));
    }
    let unfinished = path.with_file_name("profile.unfinished.yaml");
    let mut text = match (unfinished.exists(), path.symlink_metadata().is_ok()) {
        (true, _) => {
            context.say(&format!(
                "  Going on with what you had left: {}\n",
                unfinished.display()
            ))?;
            read(&unfinished)?
        }
        (false, true) => read(&path)?,
        (false, false) => STARTER.to_owned(),
    };
    let known = known(context);
    loop {
        let edited = context.world.prompter.edit(&text).map_err(|error| {
            let PromptError::Io(error) = error else {
                return Failure::from(error);
            };
            Failure::io("the profile could not be edited")
                .because(error)
                .hint(format!(
                    "`VISUAL` or `EDITOR` names the editor, `vi` without them; or edit `{}` as you like, then `breach profile \
                     check`",
                    path.display()
                ))
        });
        match edited? {
            Some(edited) => text = edited,
            None if !unfinished.exists() => return context.say("  Nothing was changed.\n"),
            // Closed as it was opened: what was left unfinished may be without mistakes by itself.
            None => {}
        }
        let file = path.display().to_string();
        let mistakes = Profile::check(&file, &text, &known);
        if mistakes.is_empty() {
            break;
        }
        context.warn(&refused(&file, &text, &mistakes).render());
        let mut session = Session::new(context, Zone::UTC, "edit the file yourself")?;
        match session.yes_or_no("Open the editor again?") {
            Ok(true) => {}
            Ok(false) | Err(_) => {
                write(&unfinished, &text)?;
                return Err(Failure::input("the profile is as it was").hint(format!(
                    "what you typed is kept in `{}`; `breach profile edit` goes on with it",
                    unfinished.display()
                )));
            }
        }
    }
    write(&path, &text)?;
    // Left behind it would be offered again, which is a nuisance and nothing worse.
    let _ = std::fs::remove_file(&unfinished);
    context.say(&format!("  Kept: {}\n", path.display()))
}

fn show(context: &mut Context<'_>) -> Outcome {
    let path = place(context)?;
    let profile = context.profile()?;
    let people = lines(&profile, None);
    if context.global.json {
        let item = json!({
            "file": path.display().to_string(),
            "organisation": profile.organisation,
            "me": profile.me,
            "zone": profile.zone,
            "contacts": to_json(&people),
            "sectors": profile.sectors,
            "places": profile.places,
            "established-in": profile.established_in,
            "regulated-as": profile.regulated_as,
            "card-brands": profile.card_brands,
            "insured": profile.insured,
            "contract-duties": profile.contract_duties,
            "contracts": profile.contracts.iter().map(contract_json).collect::<Vec<_>>(),
            "payment-channels": profile.payment_channels,
            "payment-providers": profile.payment_providers,
            "accounts": profile.accounts,
            "letterhead": profile.letterhead.as_ref().map(|head| json!({
                "name": head.name, "address": head.address, "phone": head.phone, "email": head.email, "web": head.web,
            })),
        });
        return context.write_items("breach.profile/1", vec![item]);
    }
    if path.symlink_metadata().is_err() {
        return no_profile(context);
    }
    let said = |words: &Option<String>| words.clone().unwrap_or_else(|| "not said".to_owned());
    let listed = |items: &[String]| said(&(!items.is_empty()).then(|| items.join(", ")));
    let insured = profile
        .insured
        .map(|insured| if insured { "yes" } else { "no" }.to_owned());
    let mut contracts: Vec<String> = profile.contracts.iter().map(contract_words).collect();
    if contracts.is_empty() {
        contracts.push("not said".to_owned());
    }
    let rows = [
        ("Organisation", said(&profile.organisation)),
        ("Me", said(&profile.me)),
        ("Zone", said(&profile.zone)),
        ("Sectors", listed(&profile.sectors)),
        ("Places", listed(&profile.places)),
        ("Established in", listed(&profile.established_in)),
        ("Regulated as", listed(&profile.regulated_as)),
        ("Card brands", listed(&profile.card_brands)),
        ("Insured", said(&insured)),
        ("Contract duties", listed(&profile.contract_duties)),
        ("Sold through", listed(&profile.payment_channels)),
        ("Paid through", listed(&profile.payment_providers)),
        ("Accounts", listed(&profile.accounts)),
        ("Letterhead", letterhead_words(&profile)),
    ];
    let mut section = Section::new("Profile").remark(path.display().to_string());
    section.space();
    for (label, words) in rows {
        section.labelled(label, LABEL, words);
    }
    for (nth, words) in contracts.iter().enumerate() {
        section.labelled(if nth == 0 { "Contracts" } else { "" }, LABEL, words);
    }
    section.labelled("Contacts", LABEL, format!("{}   breach contacts", people.len()));
    context.show(&Document {
        blocks: vec![section.into()],
        ..Document::default()
    })
}

fn no_profile(context: &mut Context<'_>) -> Outcome {
    context.say("  There is no profile yet. `breach profile new` writes one to begin with.\n")
}

fn check(context: &mut Context<'_>) -> Outcome {
    let path = place(context)?;
    let is_missing = |error: &std::io::Error| error.kind() == std::io::ErrorKind::NotFound;
    if path.symlink_metadata().as_ref().is_err_and(is_missing) {
        return no_profile(context);
    }
    let known = known(context);
    Profile::load_checked(&path, &known)?;
    context.say(&format!("  {} has no mistakes.\n", path.display()))
}

fn new(context: &mut Context<'_>) -> Outcome {
    let path = place(context)?;
    make_folder_of(&path)?;
    output_file::create(&path, STARTER.as_bytes()).map_err(|why| {
        Failure::io(format!("`{}` was not written: {why}", path.display()))
            .hint("`breach profile edit` changes the one that is there")
    })?;
    context.say(&format!(
        "  Written: {}\n  breach profile edit   fills it in\n",
        path.display()
    ))
}

/// The names that the profile may use; those of what is built in where the responder's own rules have mistakes.
fn known(context: &mut Context<'_>) -> Known {
    let own = context.config_folder().map(|folder| folder.join("obligations"));
    let (rules, rejected) = Obligations::new(own).load_or_builtin();
    if rejected.is_some() {
        context.warn(
            "warning: your own rules about whom to tell have mistakes; names are looked up in the built-in ones\n",
        );
    }
    rules.known()
}

fn place(context: &Context<'_>) -> Outcome<PathBuf> {
    let folder = context
        .config_folder()
        .ok_or_else(|| Failure::io("there is no home folder for a profile").hint("set HOME or XDG_CONFIG_HOME"))?;
    Ok(folder.join("profile.yaml"))
}

fn read(path: &Path) -> Outcome<String> {
    files::read_text(path).map_err(|why| Failure::io(format!("`{}` cannot be read: {why}", path.display())))
}

fn write(path: &Path, text: &str) -> Outcome {
    make_folder_of(path)?;
    output_file::replace_linked(path, text.as_bytes())
        .map_err(|why| Failure::io(format!("`{}` was not written: {why}", path.display())))
}

fn make_folder_of(path: &Path) -> Outcome {
    let folder = path.parent().unwrap_or(path);
    files::make_folder(folder).map_err(|why| Failure::io(format!("`{}` cannot be made: {why}", folder.display())))
}

/// The letterhead on one line.
fn letterhead_words(profile: &Profile) -> String {
    let Some(head) = &profile.letterhead else {
        return "not said".to_owned();
    };
    let parts = [&head.name, &head.address, &head.phone, &head.email, &head.web];
    parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
}

/// What a contract says, on one line.
fn contract_words(contract: &Contract) -> String {
    let tell = contract
        .tell
        .as_ref()
        .map_or_else(String::new, |tell| format!(" (tell {tell})"));
    format!("{}{tell}: {}", contract.with, contract.deadline())
}

/// A contract for programs, with the id of its rule.
fn contract_json(contract: &Contract) -> Value {
    let mut item = json!(contract);
    item["rule"] = json!(contract.rule_id());
    item
}
