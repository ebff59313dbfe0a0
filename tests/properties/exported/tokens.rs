//! A statement's words, by the engines' own rules of quoting.

use maturity::present::sql::Dialect;

/// A word of a statement; what was quoted is as it was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name in its quotes.
    Name(String),
    /// A text in its quotes.
    Text(String),
    /// Letters, digits and `_` outside of quotes.
    Word(String),
    Sign(char),
}

impl Token {
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(own) if own == word)
    }
}

/// The comments of a statement and the words behind them; none where something quoted does not end, or where an
/// engine would put something else in its place.
pub(super) fn tokens(dialect: Dialect, statement: &str) -> Option<(Vec<String>, Vec<Token>)> {
    // Spark replaces variables wherever they stand, before it reads the statement.
    if dialect == Dialect::Spark && statement.contains("${") {
        return None;
    }
    let (mut comments, mut tokens) = (Vec::new(), Vec::new());
    let mut rest = statement;
    while let Some(sign) = rest.chars().next() {
        let after = &rest[sign.len_utf8()..];
        rest = match sign {
            ' ' | '\n' => after,
            '-' if after.starts_with('-') => {
                let (comment, after) = rest.split_once('\n')?;
                comments.push(comment.to_owned());
                after
            }
            '\'' if dialect == Dialect::Spark => {
                let (text, after) = escaped(after)?;
                tokens.push(Token::Text(text));
                after
            }
            '\'' => {
                let (text, after) = doubled(after, '\'')?;
                tokens.push(Token::Text(text));
                after
            }
            '"' | '`' if (sign == '`') == (dialect == Dialect::Spark) => {
                let (name, after) = doubled(after, sign)?;
                tokens.push(Token::Name(name));
                after
            }
            _ if sign.is_ascii_alphanumeric() || sign == '_' => {
                let is_inside = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
                let end = rest.find(|sign| !is_inside(sign)).unwrap_or(rest.len());
                tokens.push(Token::Word(rest[..end].to_owned()));
                &rest[end..]
            }
            _ => {
                tokens.push(Token::Sign(sign));
                after
            }
        };
    }
    Some((comments, tokens))
}

/// What stands up to a closing quote, two of which are one of the text, and what stands behind it.
fn doubled(quoted: &str, quote: char) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut rest = quoted;
    loop {
        let (part, after) = rest.split_once(quote)?;
        text.push_str(part);
        match after.strip_prefix(quote) {
            Some(more) => {
                text.push(quote);
                rest = more;
            }
            None => return Some((text, after)),
        }
    }
}

/// The same where a backslash stands before what would mean something else.
fn escaped(quoted: &str) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut signs = quoted.char_indices();
    loop {
        match signs.next()? {
            (end, '\'') => return Some((text, &quoted[end + 1..])),
            (_, '\\') => match signs.next()?.1 {
                'n' => text.push('\n'),
                'r' => text.push('\r'),
                'u' => {
                    let digits: String = signs.by_ref().take(4).map(|(_, digit)| digit).collect();
                    text.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
                }
                other => text.push(other),
            },
            (_, sign) => text.push(sign),
        }
    }
}
