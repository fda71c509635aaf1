//! A check code as somebody copied it: right, wrong, or of a time when a wrong one could not be told.

#[cfg(test)]
mod tests;

use super::receipt::{Receipt, symbols};
use crate::text::{fits, is_dash, plain_sign, read_check_code};

/// Signs of a code without, and with, the two check signs.
const HEAD_SIGNS: usize = 16;
const ALL_SIGNS: usize = 18;

/// A check code that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopiedCode {
    Right(Receipt),
    /// It has no check signs, as an older breach made it: it cannot be told whether it was copied rightly.
    Unchecked(Receipt),
    Wrong(WrongCode),
}

impl CopiedCode {
    /// Reads a check code. Lower case, `O` for `0`, `I` or `L` for `1`, and spaces for dashes are all right. `None` when it
    /// is no check code at all, not even a badly copied one.
    pub fn read(text: &str) -> Option<Self> {
        let typed = WrongCode::split(text)?;
        let number = typed.number();
        let receipt = |code: &str| {
            Some(Receipt {
                incident: typed.incident.to_lowercase(),
                seq: number?,
                bits: read_check_code(code)?.try_into().ok()?,
            })
        };
        let is_parted = typed.groups.iter().all(|group| !group.is_empty());
        if typed.code.len() == HEAD_SIGNS
            && let Some(receipt) = receipt(&typed.code)
        {
            return Some(CopiedCode::Unchecked(receipt));
        }
        if typed.code.len() == ALL_SIGNS
            && is_parted
            && fits(&typed.symbols())
            && let Some(receipt) = receipt(&typed.code[..HEAD_SIGNS])
        {
            return Some(CopiedCode::Right(receipt));
        }
        Some(CopiedCode::Wrong(typed))
    }

    /// What the code says, when it can be relied on that it says anything.
    pub fn receipt(&self) -> Option<&Receipt> {
        match self {
            CopiedCode::Right(receipt) | CopiedCode::Unchecked(receipt) => Some(receipt),
            CopiedCode::Wrong(_) => None,
        }
    }
}

/// The parts of a code that does not fit itself, in plain signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongCode {
    incident: String,
    number: String,
    /// All signs behind the number.
    code: String,
    /// The parts behind the number as they were typed.
    groups: Vec<String>,
}

impl WrongCode {
    fn split(text: &str) -> Option<Self> {
        let plain = |part: &str| part.chars().map(plain_sign).collect::<String>();
        let dashes = text.trim().replace(is_dash, "-");
        let words: Vec<&str> = dashes.split_whitespace().collect();
        let dashed = words.join(" ").replace(" -", "-").replace("- ", "-").replace(' ', "-");
        let mut parts = dashed.split('-');
        let (incident, number) = (parts.next()?, parts.next()?);
        let groups: Vec<String> = parts.map(str::to_owned).collect();
        let code = plain(&groups.concat());
        let is_code = (HEAD_SIGNS - 3..=ALL_SIGNS + 3).contains(&code.len())
            && code.chars().all(|sign| sign.is_ascii_alphanumeric())
            && number.len() <= 20
            && incident.chars().count() <= 40;
        is_code.then(|| WrongCode {
            incident: plain(incident),
            number: plain(number),
            code,
            groups,
        })
    }

    fn symbols(&self) -> Vec<u32> {
        symbols(&self.incident, &self.number, &self.code)
    }

    /// The parts, as typed, in which one slip would explain everything; those in which a usual slip would, if there are any.
    /// Empty when none stands out.
    pub fn suspects(&self) -> Vec<String> {
        let mut found = self.misshapen();
        if !found.is_empty() {
            return found;
        }
        let signs: Vec<char> = self.line().chars().collect();
        for usual in [true, false] {
            for place in 0..signs.len() {
                let is_slip = swapped(&signs, place)
                    .into_iter()
                    .chain(replaced(&signs, place, usual))
                    .any(|line| self.with_line(&line).is_some_and(|typed| typed.is_right()));
                if is_slip {
                    let name = self.part_at(place);
                    if !found.contains(&name) {
                        found.push(name);
                    }
                }
            }
            if !found.is_empty() {
                break;
            }
        }
        // A list of half of the code helps nobody.
        if found.len() > 2 {
            found.clear();
        }
        found
    }

    /// Parts with a sign that no code has, or of another length than they should be.
    fn misshapen(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.number().is_none() {
            found.push(self.number.clone());
        }
        let last = self.groups.len().saturating_sub(1);
        for (place, group) in self.groups.iter().enumerate() {
            if group.is_empty() {
                continue;
            }
            let is_foreign = group
                .chars()
                .any(|sign| read_check_code(&sign.to_string().repeat(8)).is_none());
            let is_long = group.chars().count() > 4;
            let is_short = group.chars().count() < 4 && place < last;
            if is_foreign || self.code.len() != ALL_SIGNS && self.groups.len() > 1 && (is_long || is_short) {
                found.push(group.clone());
            }
        }
        found
    }

    fn is_right(&self) -> bool {
        self.code.len() == ALL_SIGNS && self.number().is_some() && fits(&self.symbols())
    }

    fn number(&self) -> Option<u64> {
        let digits = self.number.bytes().all(|sign| sign.is_ascii_digit());
        digits.then(|| self.number.parse().ok()).flatten()
    }

    /// Everything in one line, as the check signs see it.
    fn line(&self) -> String {
        format!("{}-{}-{}", self.incident, self.number, self.code)
    }

    fn with_line(&self, line: &[char]) -> Option<WrongCode> {
        let line: String = line.iter().collect();
        let mut parts = line.splitn(3, '-').map(str::to_owned);
        let (incident, number, code) = (parts.next()?, parts.next()?, parts.next()?);
        Some(WrongCode {
            incident,
            number,
            code,
            groups: Vec::new(),
        })
    }

    /// The part, as typed, that holds this place of the line.
    fn part_at(&self, place: usize) -> String {
        let incident = self.incident.chars().count();
        if place <= incident {
            return self.incident.to_lowercase();
        }
        let mut rest = place - incident - 1;
        if rest <= self.number.len() {
            return self.number.clone();
        }
        rest -= self.number.len() + 1;
        for group in &self.groups {
            match rest.checked_sub(group.chars().count()) {
                Some(behind) => rest = behind,
                None => return group.clone(),
            }
        }
        self.groups.last().cloned().unwrap_or_default()
    }
}

/// The line with this sign and the next one swapped.
fn swapped(line: &[char], place: usize) -> Option<Vec<char>> {
    let next = *line.get(place + 1)?;
    let mut swapped = line.to_vec();
    swapped[place + 1] = line[place];
    swapped[place] = next;
    (line[place] != next).then_some(swapped)
}

/// The line with another sign at this place: only those that look or sound like it, or all.
fn replaced(line: &[char], place: usize, alike: bool) -> impl Iterator<Item = Vec<char>> {
    const ALIKE: [&str; 14] = [
        "B8", "S5", "Z2", "G6", "VW", "MN", "DT", "BP", "17", "49", "59", "D0Q", "CG", "EF",
    ];
    const SIGNS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let typed = line[place];
    SIGNS
        .chars()
        .filter(move |sign| *sign != typed && typed != '-')
        .filter(move |sign| !alike || ALIKE.iter().any(|signs| signs.contains(*sign) && signs.contains(typed)))
        .map(move |sign| {
            let mut replaced = line.to_vec();
            replaced[place] = sign;
            replaced
        })
}
