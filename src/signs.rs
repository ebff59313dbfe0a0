//! Signs in foreign texts that are not what they seem to whoever reads them.

/// Whether a sign is not seen as itself: control characters, direction marks, blanks without width, and what no text
/// has (Unicode Standard Annexes 9 and 31; tag characters).
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{AD}' | '\u{61C}' | '\u{115F}' | '\u{180E}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
        )
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
        || matches!(c, '\u{E0000}'..='\u{E007F}')
}

/// Whether a hidden sign joins letters, as scripts and emoji need it.
#[must_use]
pub fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether what a text holds from here on is for some build servers a command to them, where a word or line begins:
/// `::error::…` and `##[error]…`.
#[must_use]
pub fn is_command(rest: &str, begins: bool) -> bool {
    begins && rest.starts_with("::") || rest.starts_with("##[")
}

/// Whether it holds such a command anywhere.
#[must_use]
pub fn has_command(text: &str) -> bool {
    let mut before = ' ';
    text.char_indices().any(|(at, c)| {
        let begins = before.is_whitespace();
        before = c;
        is_command(&text[at..], begins)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_begin_words() {
        for text in [
            "::error::x",
            "a ::warning::x",
            "a\n::set-output",
            "a##[error]x",
        ] {
            assert!(has_command(text), "{text}");
        }
        for text in ["", "std::vec", "a: : b", "## [x]", "#[error]"] {
            assert!(!has_command(text), "{text}");
        }
    }

    #[test]
    fn what_is_seen_is_not_hidden() {
        assert!("aé甲🙂 —·✓".chars().all(|c| !is_hidden(c)));
        assert!(
            "\u{1b}\u{9b}\u{200b}\u{202e}\u{ad}\u{e0041}\n"
                .chars()
                .all(is_hidden)
        );
        assert!(
            "\u{200c}\u{200d}"
                .chars()
                .all(|c| is_hidden(c) && is_joiner(c))
        );
    }
}
