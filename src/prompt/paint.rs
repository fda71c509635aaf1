//! Draws a prompt and the line beside it, and draws them again after each change: wrapped by itself, so that a long
//! line leaves no remains in a narrow window. It only makes text for the terminal; it must not write, read or ask.

use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

use super::line::Line;
use crate::text::is_hidden;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) rows: usize,
    pub(super) columns: usize,
}

/// The picture of one question on the screen.
#[derive(Debug)]
pub(super) struct Paint {
    prompt: Vec<char>,
    dumb: bool,
    drawn: Option<Drawn>,
}

#[derive(Debug)]
struct Drawn {
    window: Window,
    cursor_row: usize,
    characters: Vec<char>,
}

struct Layout {
    rows: Vec<String>,
    cursor_row: usize,
    cursor_column: usize,
}

impl Paint {
    /// Begins a picture; the text returned holds the lines of the prompt that are drawn only once.
    pub(super) fn new(prompt: &str, dumb: bool) -> (Self, String) {
        let (above, beside) = match prompt.rsplit_once('\n') {
            Some((above, beside)) => (format!("{above}\n"), beside),
            None => (String::new(), prompt),
        };
        let mut head = String::new();
        for character in above.chars() {
            match character {
                '\n' => head.push_str("\r\n"),
                '\t' => head.push(' '),
                other if !is_hidden(other) => head.push(other),
                _ => {}
            }
        }
        (
            Paint {
                prompt: beside.chars().filter_map(drawable).collect(),
                dumb,
                drawn: None,
            },
            head,
        )
    }

    /// Returns what makes the screen show the line as it is now.
    pub(super) fn draw(&mut self, line: &Line, window: Window) -> String {
        let mut out = String::new();
        if self.dumb {
            self.draw_dumb(line, &mut out);
        } else {
            self.draw_rows(line, window, &mut out);
        }
        self.drawn = Some(Drawn {
            window,
            cursor_row: self.window_cursor_row(line, window),
            characters: line.characters().to_vec(),
        });
        out
    }

    /// Returns what leaves the finished line and goes to the next one.
    pub(super) fn finish(&mut self, line: &Line, window: Window) -> String {
        let mut out = self.draw(line, window);
        if !self.dumb {
            let layout = self.layout(line, window);
            let below = layout.rows.len() - 1 - layout.cursor_row;
            if below > 0 && layout.rows.len() <= window.rows.max(1) {
                let _ = write!(out, "\x1b[{below}B");
            }
        }
        out.push_str("\r\n");
        self.drawn = None;
        out
    }

    /// Forgets what is on the screen; the text returned goes to a line of its own for the next picture.
    pub(super) fn anew(&mut self) -> &'static str {
        self.drawn = None;
        "\r\n"
    }

    fn draw_rows(&self, line: &Line, window: Window, out: &mut String) {
        let layout = self.layout(line, window);
        match &self.drawn {
            Some(drawn) if drawn.window == window => {
                out.push('\r');
                if drawn.cursor_row > 0 {
                    let _ = write!(out, "\x1b[{}A", drawn.cursor_row);
                }
            }
            // After a change of the window nobody knows where the old picture is: begin below it.
            Some(_) => out.push_str("\r\n"),
            None => out.push('\r'),
        }
        out.push_str("\x1b[J");
        let first = first_row(&layout, window);
        let shown = &layout.rows[first..(first + window.rows.max(1)).min(layout.rows.len())];
        out.push_str(&shown.join("\r\n"));
        let up = first + shown.len() - 1 - layout.cursor_row;
        if up > 0 {
            let _ = write!(out, "\x1b[{up}A");
        }
        out.push('\r');
        if layout.cursor_column > 0 {
            let _ = write!(out, "\x1b[{}C", layout.cursor_column);
        }
    }

    /// A terminal without escape sequences can only be written on: what was added is written, what was taken away at
    /// the end is wiped with spaces, everything else is written anew on the next line.
    fn draw_dumb(&self, line: &Line, out: &mut String) {
        let now = line.characters();
        let before = self.drawn.as_ref().map(|drawn| drawn.characters.as_slice());
        match before {
            Some(before) if now.starts_with(before) => out.extend(now[before.len()..].iter().map(|c| shown(*c))),
            Some(before) if before.starts_with(now) && before.len() - now.len() == 1 => out.push_str("\x08 \x08"),
            Some(_) => {
                out.push_str("\r\n");
                out.extend(self.prompt.iter().chain(now).map(|c| shown(*c)));
            }
            None => out.extend(self.prompt.iter().chain(now).map(|c| shown(*c))),
        }
    }

    fn window_cursor_row(&self, line: &Line, window: Window) -> usize {
        let layout = self.layout(line, window);
        layout.cursor_row - first_row(&layout, window)
    }

    fn layout(&self, line: &Line, window: Window) -> Layout {
        // The last column stays empty: terminals differ in what they do after a character was written there.
        let width = window.columns.max(5) - 1;
        let mut rows = vec![String::new()];
        let mut column = 0;
        let (mut cursor_row, mut cursor_column) = (0, 0);
        let cursor = self.prompt.len() + line.cursor();
        for (index, character) in self
            .prompt
            .iter()
            .chain(line.characters())
            .map(|c| shown(*c))
            .enumerate()
        {
            let wide = character.width().unwrap_or(0);
            if column + wide > width {
                rows.push(String::new());
                column = 0;
            }
            if index == cursor {
                (cursor_row, cursor_column) = (rows.len() - 1, column);
            }
            if let Some(row) = rows.last_mut() {
                row.push(character);
            }
            column += wide;
        }
        if cursor == self.prompt.len() + line.characters().len() {
            if column >= width {
                rows.push(String::new());
                column = 0;
            }
            (cursor_row, cursor_column) = (rows.len() - 1, column);
        }
        Layout {
            rows,
            cursor_row,
            cursor_column,
        }
    }
}

/// Picks the first row that is shown of a text that is higher than the window.
fn first_row(layout: &Layout, window: Window) -> usize {
    let height = window.rows.max(1);
    let last_start = layout.rows.len().saturating_sub(height);
    layout
        .cursor_row
        .saturating_sub(height - 1)
        .max(last_start.min(layout.cursor_row))
}

fn drawable(character: char) -> Option<char> {
    match character {
        '\t' => Some(' '),
        other => (!is_hidden(other)).then_some(other),
    }
}

fn shown(character: char) -> char {
    if character == '\t' { ' ' } else { character }
}
