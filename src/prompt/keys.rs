//! Bytes from a terminal, turned into keys. Escape sequences that mean nothing here, paste brackets, answers of the
//! terminal to somebody else's queries and control characters come out as nothing at all, so that they can reach
//! neither a text nor the screen. It must not know about time, files or what a key does.

use crate::text::is_hidden;
use std::collections::VecDeque;

/// What one key press, or one pasted character, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Char(char),
    Tab,
    Enter,
    Backspace,
    Delete,
    Left,
    Right,
    Home,
    End,
    Up,
    Down,
    KillLine,
    KillWord,
    KillRest,
    Redraw,
    Interrupt,
    EndOfInput,
    Suspend,
}

/// Decoder of one stream of bytes.
#[derive(Debug, Default)]
pub(super) struct Keys {
    state: State,
    after_cr: bool,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Plain,
    Escape,
    /// `ESC [` and the bytes after it.
    Csi(Vec<u8>),
    Ss3,
    /// Text for the terminal itself, up to BEL or `ESC \`; true after an ESC inside it.
    Text(bool),
    Utf8(Vec<u8>, usize),
}

/// No sequence that a terminal sends is longer.
const LONGEST_CSI: usize = 32;

impl Keys {
    /// Takes one byte and adds the keys that it completes.
    pub(super) fn feed(&mut self, byte: u8, keys: &mut VecDeque<Key>) {
        if matches!(self.state, State::Utf8(..)) && byte & 0xc0 != 0x80 {
            self.state = State::Plain;
            keys.push_back(Key::Char(char::REPLACEMENT_CHARACTER));
        }
        keys.extend(self.step(byte));
    }

    /// Whether the last byte began something that is not complete yet.
    pub(super) fn midway(&self) -> bool {
        !matches!(self.state, State::Plain)
    }

    /// Nothing came for a while: what was begun will not be completed, an ESC was the key of that name.
    pub(super) fn pause(&mut self) -> Option<Key> {
        self.after_cr = false;
        match std::mem::take(&mut self.state) {
            State::Utf8(..) => Some(Key::Char(char::REPLACEMENT_CHARACTER)),
            _ => None,
        }
    }

    fn step(&mut self, byte: u8) -> Option<Key> {
        match std::mem::take(&mut self.state) {
            State::Plain => self.plain(byte),
            State::Escape => self.escape(byte),
            State::Csi(mut params) => match byte {
                0x20..=0x3f if params.len() < LONGEST_CSI => {
                    params.push(byte);
                    self.state = State::Csi(params);
                    None
                }
                0x40..=0x7e => csi(&params, byte),
                _ => self.plain(byte),
            },
            State::Ss3 => match byte {
                0x40..=0x7e => csi(&[], byte),
                _ => self.plain(byte),
            },
            State::Text(escaped) => match byte {
                0x07 => None,
                b'\\' if escaped => None,
                // A line end or Ctrl-C is never part of one: an unfinished text must not swallow what follows.
                b'\r' | b'\n' | 0x03 | 0x04 | 0x1a => self.plain(byte),
                _ => {
                    self.state = State::Text(byte == 0x1b);
                    None
                }
            },
            State::Utf8(mut bytes, length) => {
                bytes.push(byte);
                if bytes.len() < length {
                    self.state = State::Utf8(bytes, length);
                    return None;
                }
                let character = std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next());
                visible(character.unwrap_or(char::REPLACEMENT_CHARACTER))
            }
        }
    }

    fn plain(&mut self, byte: u8) -> Option<Key> {
        let after_cr = std::mem::take(&mut self.after_cr);
        match byte {
            b'\r' => {
                self.after_cr = true;
                Some(Key::Enter)
            }
            b'\n' if after_cr => None,
            b'\n' => Some(Key::Enter),
            b'\t' => Some(Key::Tab),
            0x01 => Some(Key::Home),
            0x02 => Some(Key::Left),
            0x03 => Some(Key::Interrupt),
            0x04 => Some(Key::EndOfInput),
            0x05 => Some(Key::End),
            0x06 => Some(Key::Right),
            0x08 | 0x7f => Some(Key::Backspace),
            0x0b => Some(Key::KillRest),
            0x0c => Some(Key::Redraw),
            0x0e => Some(Key::Down),
            0x10 => Some(Key::Up),
            0x15 => Some(Key::KillLine),
            0x17 => Some(Key::KillWord),
            0x1a => Some(Key::Suspend),
            0x1b => {
                self.state = State::Escape;
                None
            }
            0x00..=0x1f => None,
            0x20..=0x7e => Some(Key::Char(char::from(byte))),
            0xc2..=0xdf => self.begin(byte, 2),
            0xe0..=0xef => self.begin(byte, 3),
            0xf0..=0xf4 => self.begin(byte, 4),
            _ => Some(Key::Char(char::REPLACEMENT_CHARACTER)),
        }
    }

    fn begin(&mut self, byte: u8, length: usize) -> Option<Key> {
        self.state = State::Utf8(vec![byte], length);
        None
    }

    fn escape(&mut self, byte: u8) -> Option<Key> {
        match byte {
            0x1b => self.state = State::Escape,
            b'[' => self.state = State::Csi(Vec::new()),
            b'O' => self.state = State::Ss3,
            b']' | b'P' | b'X' | b'^' | b'_' => self.state = State::Text(false),
            0x20..=0x7e => {}
            _ => return self.plain(byte),
        }
        None
    }
}

fn visible(character: char) -> Option<Key> {
    (!is_hidden(character)).then_some(Key::Char(character))
}

fn csi(params: &[u8], last: u8) -> Option<Key> {
    match (params, last) {
        (_, b'A') => Some(Key::Up),
        (_, b'B') => Some(Key::Down),
        (_, b'C') => Some(Key::Right),
        (_, b'D') => Some(Key::Left),
        (_, b'H') | (b"1" | b"7", b'~') => Some(Key::Home),
        (_, b'F') | (b"4" | b"8", b'~') => Some(Key::End),
        (b"3", b'~') => Some(Key::Delete),
        _ => None,
    }
}
