//! A line that a person types, with the keys that a shell has: the library's own input takes every key with
//! Ctrl for a letter.

use super::prompts::Halt;
use crate::present::text::width;
use crate::say;
use anstyle::Style;
use anyhow::anyhow;
use crossterm::cursor::{MoveToColumn, MoveUp};
use crossterm::event::{
    DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind,
    KeyModifiers, poll, read,
};
use crossterm::style::Print;
use crossterm::terminal::{Clear, ClearType, disable_raw_mode, enable_raw_mode};
use crossterm::{execute, queue};
use std::io::{self, Stderr, Write as _};
use std::time::Duration;

/// How a line is asked for.
pub(super) struct Asking<'a> {
    /// What stands before the line.
    pub(super) message: &'a str,
    /// The lines below it, none wider than the terminal.
    pub(super) help: &'a [String],
    /// The columns of the terminal.
    pub(super) columns: usize,
    /// How help and answers look.
    pub(super) styles: (Style, Style),
}

/// Lets a person change `typed`, until Enter.
///
/// # Errors
/// Esc, `^C`, or a terminal that fails.
pub(super) fn ask(asking: &Asking<'_>, typed: &str) -> Result<String, Halt> {
    let broken = |error: io::Error| {
        Halt::Broken(anyhow!(say!("the terminal cannot be used: {error}", error)))
    };
    let mut line = Line::new(typed);
    let raw = Raw::begin().map_err(broken)?;
    let mut out = io::stderr();
    let end = loop {
        draw(asking, &line, &mut out).map_err(broken)?;
        if let Some(end) = take(&mut line).map_err(broken)? {
            break end;
        }
    };
    let (style, text) = match end {
        End::Enter => (asking.styles.1, line.text()),
        End::Back => (Style::new(), say!("back")),
        End::Interrupt => (Style::new(), line.text()),
    };
    let last = format!("{}{style}{text}{style:#}\r\n", asking.message);
    let begin = (MoveToColumn(0), Clear(ClearType::FromCursorDown));
    queue!(out, begin.0, begin.1, Print(last))
        .and_then(|()| out.flush())
        .map_err(broken)?;
    drop(raw);
    match end {
        End::Enter => Ok(line.text()),
        End::Back => Err(Halt::Back),
        End::Interrupt => Err(Halt::Interrupt),
    }
}

/// Waits for keys and does what they say, all that are there: a terminal may give a pasted text key by key.
/// What they end, if anything.
fn take(line: &mut Line) -> io::Result<Option<End>> {
    loop {
        let end = match read()? {
            Event::Key(key) if key.kind == KeyEventKind::Press => line.press(key),
            Event::Paste(text) => {
                line.paste(&text);
                None
            }
            _ => None,
        };
        if end.is_some() || !poll(Duration::ZERO)? {
            return Ok(end);
        }
    }
}

/// Shows the part of the line around the cursor, and the help below it.
fn draw(asking: &Asking<'_>, line: &Line, out: &mut Stderr) -> io::Result<()> {
    let room = asking.columns.saturating_sub(width(asking.message) + 1);
    let (shown, column) = line.shown(room.max(8));
    let style = asking.styles.0;
    let below = |text: &String| format!("\r\n{style}{text}{style:#}");
    let help: String = asking.help.iter().map(below).collect();
    let up = u16::try_from(asking.help.len()).unwrap_or(0);
    let column = u16::try_from(width(asking.message) + column).unwrap_or(u16::MAX);
    queue!(
        out,
        MoveToColumn(0),
        Clear(ClearType::FromCursorDown),
        Print(format!("{}{shown}{help}", asking.message))
    )?;
    if up > 0 {
        queue!(out, MoveUp(up))?;
    }
    queue!(out, MoveToColumn(column))?;
    out.flush()
}

/// A terminal that gives every key at once, until it is dropped.
struct Raw;

impl Raw {
    fn begin() -> io::Result<Self> {
        enable_raw_mode()?;
        let raw = Self;
        execute!(io::stderr(), EnableBracketedPaste)?;
        Ok(raw)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // Where the terminal is gone there is nothing to put back.
        let _ = execute!(io::stderr(), DisableBracketedPaste);
        let _ = disable_raw_mode();
    }
}

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Enter,
    Back,
    Interrupt,
}

/// A line and where the cursor stands in it.
struct Line {
    chars: Vec<char>,
    cursor: usize,
}

impl Line {
    fn new(typed: &str) -> Self {
        let chars: Vec<char> = typed.chars().collect();
        Self {
            cursor: chars.len(),
            chars,
        }
    }

    fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// Does what a key says; what it ends, if anything.
    fn press(&mut self, key: KeyEvent) -> Option<End> {
        // AltGr comes as both.
        let control = key.modifiers.contains(KeyModifiers::CONTROL)
            && !key.modifiers.contains(KeyModifiers::ALT);
        match (key.code, control) {
            (KeyCode::Enter, _) | (KeyCode::Char('j' | 'm'), true) => return Some(End::Enter),
            (KeyCode::Esc, _) | (KeyCode::Char('g'), true) => return Some(End::Back),
            (KeyCode::Char('c'), true) => return Some(End::Interrupt),
            (KeyCode::Char('u'), true) => self.cut(0, self.cursor),
            (KeyCode::Char('k'), true) => self.cut(self.cursor, self.chars.len()),
            (KeyCode::Char('w') | KeyCode::Backspace, true) => self.cut(self.word(), self.cursor),
            (KeyCode::Backspace, false) | (KeyCode::Char('h'), true) => {
                self.cut(self.cursor.saturating_sub(1), self.cursor);
            }
            (KeyCode::Delete, _) | (KeyCode::Char('d'), true) => {
                self.cut(self.cursor, (self.cursor + 1).min(self.chars.len()));
            }
            (KeyCode::Left, true) => self.cursor = self.word(),
            (KeyCode::Left, false) | (KeyCode::Char('b'), true) => {
                self.cursor = self.cursor.saturating_sub(1);
            }
            (KeyCode::Right, _) | (KeyCode::Char('f'), true) => {
                self.cursor = (self.cursor + 1).min(self.chars.len());
            }
            (KeyCode::Home, _) | (KeyCode::Char('a'), true) => self.cursor = 0,
            (KeyCode::End, _) | (KeyCode::Char('e'), true) => self.cursor = self.chars.len(),
            (KeyCode::Char(c), false) => self.write(c),
            _ => {}
        }
        None
    }

    fn paste(&mut self, text: &str) {
        let text = text.trim_end_matches(['\r', '\n']).chars();
        let before = self.chars.len();
        let shown = text.map(|c| if c.is_control() { ' ' } else { c });
        self.chars.splice(self.cursor..self.cursor, shown);
        self.cursor += self.chars.len() - before;
    }

    fn write(&mut self, c: char) {
        self.chars.insert(self.cursor, c);
        self.cursor += 1;
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.chars.drain(from..to);
        self.cursor = from;
    }

    /// Where the word before the cursor begins.
    fn word(&self) -> usize {
        let before = &self.chars[..self.cursor];
        let end = before.iter().rposition(|c| *c != ' ').unwrap_or(0);
        let space = before[..end].iter().rposition(|c| *c == ' ');
        space.map_or(0, |space| space + 1)
    }

    /// The part of the line that fits into so many columns, and the cursor's column in it.
    fn shown(&self, room: usize) -> (String, usize) {
        let text = |from: usize, to: usize| self.chars[from..to].iter().collect::<String>();
        let before = self.chars[..self.cursor].iter().rev();
        let mut from = self.cursor - fitting(before, room.saturating_sub(1));
        let mut to = from + fitting(self.chars[from..].iter(), room);
        // Some characters are wider together than each by itself.
        while width(&text(from, self.cursor)) > room.saturating_sub(1) {
            from += 1;
        }
        while width(&text(from, to)) > room {
            to -= 1;
        }
        (text(from, to), width(&text(from, self.cursor)))
    }
}

/// How many of these characters fit into so many columns.
fn fitting<'c>(chars: impl Iterator<Item = &'c char>, room: usize) -> usize {
    let mut filled = 0;
    // Marks without a width of their own could go on for ever.
    let fit = chars.take(16 * room).take_while(|c| {
        filled += width(c.encode_utf8(&mut [0; 4]));
        filled <= room
    });
    fit.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(typed: &str, keys: &[(KeyCode, KeyModifiers)]) -> (String, usize) {
        let mut line = Line::new(typed);
        for &(code, modifiers) in keys {
            assert_eq!(line.press(KeyEvent::new(code, modifiers)), None);
        }
        (line.text(), line.cursor)
    }

    const CTRL: KeyModifiers = KeyModifiers::CONTROL;
    const NONE: KeyModifiers = KeyModifiers::NONE;

    #[test]
    fn keys_with_control_are_not_letters() {
        let key = |c| (KeyCode::Char(c), CTRL);
        let left = (KeyCode::Left, NONE);
        assert_eq!(after("250", &[key('u')]), (String::new(), 0));
        assert_eq!(after("250", &[left, key('u')]), ("0".into(), 0));
        assert_eq!(after("250", &[key('a'), key('k')]), (String::new(), 0));
        assert_eq!(after("at  most ", &[key('w')]), ("at  ".into(), 4));
        assert_eq!(after("ab", &[left, key('h')]), ("b".into(), 0));
        assert_eq!(after("ab", &[key('t'), key('x')]), ("ab".into(), 2));
        let altgr = (KeyCode::Char('{'), CTRL | KeyModifiers::ALT);
        assert_eq!(after("", &[altgr]), ("{".into(), 1));
    }

    #[test]
    fn a_line_is_edited_where_the_cursor_stands() {
        let (left, delete) = ((KeyCode::Left, NONE), (KeyCode::Delete, NONE));
        let two = (KeyCode::Char('乙'), NONE);
        assert_eq!(after("甲丙", &[left, two]), ("甲乙丙".into(), 2));
        assert_eq!(after("甲丙", &[left, delete, delete]), ("甲".into(), 1));
        assert_eq!(
            after("", &[left, (KeyCode::Backspace, NONE)]),
            (String::new(), 0)
        );
        let mut line = Line::new("");
        line.paste("two\nlines\r\n");
        assert_eq!(line.text(), "two lines");
    }

    #[test]
    fn a_long_line_stays_within_its_room() {
        let mut line = Line::new("一二三四五六七八九十 and so on");
        for cursor in 0..=line.chars.len() {
            line.cursor = cursor;
            let (shown, column) = line.shown(9);
            assert!(width(&shown) <= 9 && column < 9, "{shown} {column}");
        }
    }

    #[test]
    fn a_long_pasted_text_stays_within_its_room() {
        let pasted = "甲 ☺\u{fe0f}e\u{301}".repeat(4_000);
        let mut line = Line::new("ab");
        line.cursor = 1;
        line.paste(&pasted);
        assert_eq!(line.text(), format!("a{pasted}b"));
        line.paste(&"\u{301}".repeat(20_000));
        for cursor in (0..=line.chars.len()).step_by(1_000) {
            line.cursor = cursor;
            let (shown, column) = line.shown(60);
            assert!(width(&shown) <= 60 && column < 60, "{shown} {column}");
        }
    }

    #[test]
    fn keys_end_a_line() {
        let end = |code, modifiers| Line::new("").press(KeyEvent::new(code, modifiers));
        assert_eq!(end(KeyCode::Enter, NONE), Some(End::Enter));
        assert_eq!(end(KeyCode::Esc, NONE), Some(End::Back));
        assert_eq!(end(KeyCode::Char('c'), CTRL), Some(End::Interrupt));
    }
}
