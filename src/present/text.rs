//! Text for people: foreign strings made safe, widths in terminal columns, wrapping, counting.

use crate::signs::{is_command, is_hidden};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// Makes a foreign string safe to print on one line: control characters, escapes, bidirectional
/// overrides, line separators and what is no character become visible as `\u{..}`; line breaks become spaces. So
/// does the first sign of what a build server takes for a command where a line begins with it (`::error`), or
/// wherever it stands (`##[error]`).
#[must_use]
pub fn clean(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '\n' | '\t' => safe.push(' '),
            _ if is_hidden(c) || is_command(&text[at..], before.is_whitespace()) => {
                // Writing to a string cannot fail.
                let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
            }
            _ => safe.push(c),
        }
        before = c;
    }
    safe
}

/// The terminal columns that a text fills.
#[must_use]
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text, filled with spaces to `columns`.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text behind spaces that fill `columns`.
#[must_use]
pub fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text, cut to `columns` with an ellipsis where it is longer.
#[must_use]
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut filled = 0;
    for c in text.chars() {
        filled += width(c.encode_utf8(&mut [0; 4]));
        // Marks without a width of their own could go on for ever.
        if filled + 1 > columns || short.len() > 16 * columns {
            break;
        }
        short.push(c);
    }
    format!("{}…", short.trim_end())
}

/// Breaks a text into lines of at most `columns`: at spaces, and between full-width characters, where
/// a closing mark never begins a line.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(8);
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let room = width(&line) + width(piece.trim_end()) <= columns;
        if !room && !line.is_empty() {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        if line.is_empty() && width(piece.trim_end()) > columns {
            for c in piece.chars() {
                if width(&line) + width(c.encode_utf8(&mut [0; 4])) > columns {
                    // A closing mark takes the character before it along.
                    let moved = if closes(c) { line.pop() } else { None };
                    lines.push(std::mem::replace(
                        &mut line,
                        moved.map_or_else(String::new, String::from),
                    ));
                }
                line.push(c);
            }
        } else {
            line.push_str(piece);
        }
    }
    if !line.trim_end().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The parts of a text between which a line may break; each keeps its trailing spaces.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if let Some(before) = before {
            // A percent sign stays with its number.
            let after_space = before == ' ' && c != ' ' && c != '%';
            let wide = |c: char| width(c.encode_utf8(&mut [0; 4])) == 2;
            let between = (wide(before) || wide(c)) && before != ' ' && c != ' ';
            if after_space || between && !closes(c) && !opens(before) {
                pieces.push(&text[start..at]);
                start = at;
            }
        }
        before = Some(c);
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

fn closes(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '）'
            | '」'
            | '』'
            | '》'
            | '】'
            | '〉'
            | '”'
            | '’'
            | ','
            | '.'
            | ';'
            | ':'
            | '?'
            | '!'
            | ')'
            | ']'
            | '%'
    )
}

fn opens(c: char) -> bool {
    matches!(
        c,
        '（' | '「' | '『' | '《' | '【' | '〈' | '“' | '‘' | '(' | '['
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_characters_become_visible() {
        assert_eq!(
            clean("a\u{1b}[31mb\u{202e}c\u{9b}d\re\u{200b}"),
            "a\\u{1b}[31mb\\u{202e}c\\u{9b}d\\u{d}e\\u{200b}"
        );
        assert_eq!(clean("两行\n甲"), "两行 甲");
        assert_eq!(clean("\u{fffe}\u{ffff}"), "\\u{fffe}\\u{ffff}");
        assert_eq!(
            clean("::error::a\n::b ##[c] d::e ## #[f]"),
            "\\u{3a}:error::a \\u{3a}:b \\u{23}#[c] d::e ## #[f]"
        );
    }

    #[test]
    fn lines_never_pass_the_width() {
        let text = "远航食品（Yuanhang Foods）在华东有三百家门店，正在寻找 a partner for its digital transformation, urgently。";
        for columns in 8..60 {
            let lines = wrap(text, columns);
            assert!(
                lines.iter().all(|line| width(line) <= columns),
                "{columns}: {lines:?}"
            );
            assert!(
                lines
                    .iter()
                    .all(|line| !line.starts_with(['，', '。', '）', ','])),
                "{columns}: {lines:?}"
            );
            let squeezed = |text: &str| text.replace(' ', "");
            assert_eq!(squeezed(&lines.concat()), squeezed(text));
        }
    }

    #[test]
    fn brackets_stay_with_what_they_hold() {
        assert_eq!(
            pieces("准备 度（甲）a b"),
            ["准", "备 ", "度", "（甲）", "a ", "b"]
        );
        assert_eq!(pieces("【计划】"), ["【计", "划】"]);
        assert_eq!(pieces("is 5 % of it"), ["is ", "5 % ", "of ", "it"]);
    }

    #[test]
    fn cutting_keeps_the_width() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("甲乙丙丁", 5), "甲乙…");
        assert_eq!(pad("甲", 4), "甲  ");
        assert_eq!(pad_left("甲", 4), "  甲");
    }
}
