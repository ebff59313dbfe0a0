//! What the parsers of YAML and JSON find wrong, in words for people who do not know the parsers', and what to do about
//! it.

use crate::language::list::list_or;
use crate::say;
use granit_parser::ErrorKind;

/// What is wrong with YAML at a byte of it.
pub(super) fn yaml(kind: &ErrorKind, text: &str, at: usize) -> String {
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let at_end = rest.trim().is_empty();
    let begins_line = before
        .rsplit('\n')
        .next()
        .is_none_or(|own| own.trim().is_empty());
    match kind {
        ErrorKind::UnexpectedCharacter { character } => {
            say!(
                "unexpected character `{character}`",
                character = character.escape_default()
            )
        }
        ErrorKind::ExpectedDocumentStart => say!("the profile ends above, and more follows"),
        ErrorKind::UnclosedFlowCollection { open: '[' } => open_list(),
        ErrorKind::UnclosedFlowCollection { .. } => open_map(),
        ErrorKind::UnclosedQuotedScalar => open_quote(),
        // The parser says so of whatever it does not expect.
        ErrorKind::UnexpectedEof
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEndOfPlainScalar
            if at_end =>
        {
            cut_off()
        }
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedNodeContent => say!("a value belongs here"),
        ErrorKind::UnknownAnchor => say!("`*` stands for a value that no `&` above it names"),
        ErrorKind::ExpectedBlockMappingKey if !begins_line => more_follows(),
        ErrorKind::ExpectedBlockMappingKey => {
            say!("a key with a colon belongs here, as deep as those above it")
        }
        ErrorKind::ExpectedBlockSequenceEntry => {
            say!("an item that begins with `- ` belongs here, as deep as those above it")
        }
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => {
            say!("`,` or a closing bracket belongs here")
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            say!("this line should be a key with a colon behind it")
        }
        ErrorKind::InvalidQuotedScalarIndent => {
            say!("a quote above is not closed, or this line is not deep enough")
        }
        ErrorKind::InvalidFlowScalarIndent => {
            say!("a bracket above is not closed, or this line is not deep enough")
        }
        ErrorKind::InvalidIndentation | ErrorKind::InvalidBlockScalarIndent => {
            say!("this line is not as deep as what it belongs to")
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => say!("a tab stands where only spaces may"),
        ErrorKind::CommentNotSeparated => say!("a comment needs a space before its `#`"),
        ErrorKind::CommentInterceptedScalar => say!("a comment stands within a text"),
        ErrorKind::MisplacedFlowCollectionEnd => say!("this bracket closes nothing"),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            say!("`{open}` is closed by `{close}`", open, close)
        }
        ErrorKind::BlockEntryInFlowCollection | ErrorKind::BlockSequenceEntryNotAllowed => {
            say!("an item that begins with `- ` cannot stand here")
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            say!("more follows behind the closing quote")
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => escape(),
        ErrorKind::MappingKeyNotAllowed
        | ErrorKind::MappingValueNotAllowed
        | ErrorKind::InvalidColonPlacement => say!("a key with a colon cannot stand here"),
        rare => say!("no valid YAML: {reason}", reason = rare),
    }
}

/// What is wrong with JSON: the parser tells its kinds of mistakes apart by their words only.
pub(super) fn json(error: &serde_json::Error) -> String {
    match &*reason(error) {
        "EOF while parsing a list" => open_list(),
        "EOF while parsing an object" => open_map(),
        "EOF while parsing a string" => open_quote(),
        "EOF while parsing a value" => cut_off(),
        "expected `:`" => belongs(&["`:`"]),
        "expected `,` or `]`" => belongs(&["`,`", "`]`"]),
        "expected `,` or `}`" => belongs(&["`,`", "`}`"]),
        "expected value" | "expected ident" => {
            say!("a text in quotes, a number, `true`, `false`, `null`, `[` or `{{` belongs here")
        }
        "key must be a string" => say!("a key in double quotes belongs here"),
        "trailing characters" => more_follows(),
        "invalid number" => say!("no valid number"),
        "invalid escape"
        | "unexpected end of hex escape"
        | "lone leading surrogate in hex escape"
        | "invalid unicode code point" => escape(),
        control if control.starts_with("control character") => {
            say!("a control character stands in a text")
        }
        rare => say!("no valid JSON: {reason}", reason = rare),
    }
}

/// What the parser of JSON says, without the place.
fn reason(error: &serde_json::Error) -> String {
    let mut message = error.to_string();
    let end = message.find(" at line ").unwrap_or(message.len());
    message.truncate(end);
    message
}

fn open_list() -> String {
    say!("a list is opened with `[` and not closed")
}

fn open_map() -> String {
    say!("a map is opened with `{{` and not closed")
}

fn open_quote() -> String {
    say!("a quote is opened and not closed")
}

fn cut_off() -> String {
    say!("the text ends too early")
}

fn more_follows() -> String {
    say!("more follows behind the value")
}

fn escape() -> String {
    say!("what follows the `\\` means nothing")
}

fn belongs(signs: &[&str]) -> String {
    say!("{signs} belongs here", signs = list_or(signs))
}

/// What to do about the mistakes in YAML that people make most.
pub(super) fn yaml_hint(kind: &ErrorKind, text: &str, at: usize) -> Option<String> {
    let (before, rest) = text.split_at_checked(at)?;
    let before = &before[before.rfind('\n').map_or(0, |line| line + 1)..];
    let line = rest.lines().next().unwrap_or("");
    let sign = rest.chars().next().unwrap_or(' ');
    let above = text[..at - before.len()].trim_end().lines().next_back();
    let above = above.unwrap_or("");
    let hint = if text.bytes().take(2).any(|byte| byte == 0) {
        say!("this looks like UTF-16: save it as UTF-8")
    } else if line.contains('：') || above.contains('：') && !above.contains(':') {
        say!("write `:` and a space, not `：`")
    } else if sign == ',' {
        say!("is one comma too many?")
    } else if (before.to_owned() + line)
        .trim_start_matches(' ')
        .starts_with('\t')
    {
        say!("YAML is indented with spaces, not with tabs")
    } else if sign == ':' && before.contains(": ") {
        say!("put text that contains `: ` in quotes")
    } else if sign == ':' && before.starts_with(' ') {
        say!("check the indentation: this line is deeper than the one above it")
    } else {
        match kind {
            ErrorKind::UnexpectedCharacter { .. } | ErrorKind::UnknownAnchor
                if matches!(sign, '@' | '`' | '%' | '*') =>
            {
                return Some(say!("put text that begins with `{sign}` in quotes", sign));
            }
            ErrorKind::ExpectedDocumentStart if sign == '{' => {
                say!("put each profile into a file of its own")
            }
            ErrorKind::ExpectedDocumentStart if line.contains(" = ") => {
                say!("this looks like TOML: a profile is YAML or JSON")
            }
            ErrorKind::InvalidIndentation => {
                say!("a quote or a bracket before this place may not be closed")
            }
            _ => return None,
        }
    };
    Some(hint)
}

/// What to do about the mistakes in JSON that people make most.
pub(super) fn json_hint(error: &serde_json::Error, text: &str, at: usize) -> Option<String> {
    let (before, rest) = text.split_at_checked(at)?;
    let before = before.trim_end();
    let rest = rest.trim_start();
    let reason = reason(error);
    let hint = if error.is_eof() {
        say!("the text may be cut off, or a bracket or a quote is not closed")
    } else if reason.starts_with("control character") {
        say!("write `\\n` for a new line in a text, or close its quote")
    } else if reason.contains("escape") || reason.contains("code point") {
        say!("write `\\\\` for a backslash")
    } else if rest.starts_with(['}', ']']) && before.ends_with(',') {
        say!("leave out the comma before a closing bracket")
    } else if rest.starts_with('\'') {
        say!("JSON has only double quotes")
    } else if rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#') {
        say!("JSON has no comments; as YAML the file could have some")
    } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        say!("put text into double quotes")
    } else if before.ends_with(['"', '}', ']', 'e', 'l'])
        || before.ends_with(|c: char| c.is_ascii_digit())
    {
        say!("a comma, a colon or a closing bracket belongs here")
    } else {
        say!(
            "JSON has double quotes around text, `\\` only before a few signs, and commas between values"
        )
    };
    Some(hint)
}

#[cfg(test)]
mod tests {
    use crate::finding::SourceText;
    use crate::source::{json, yaml};
    use crate::value::Span;

    fn said(findings: &[crate::finding::Finding]) -> String {
        let first = findings.first().expect("it is refused");
        let hint = first.hint.as_deref().unwrap_or("-");
        format!("{}; {hint}", first.message)
    }

    #[test]
    fn slips_in_yaml_are_named() {
        for (text, expected) in [
            (
                "a: [b,,c]\n",
                "a value belongs here; is one comma too many?",
            ),
            (
                "a: {b: c,, d: e}\n",
                "a value belongs here; is one comma too many?",
            ),
            ("a: [x\n", "a list is opened with `[` and not closed; -"),
            ("a: {x: y\n", "a map is opened with `{` and not closed; -"),
            ("a: \"x", "a quote is opened and not closed; -"),
            (
                "a:\n  b: \"x\n",
                "a quote above is not closed, or this line is not deep enough; -",
            ),
            ("a: [x] y\n", "more follows behind the value; -"),
            ("a: \"x\" y\n", "more follows behind the closing quote; -"),
            (
                "a： \n  b: c\n",
                "a key with a colon cannot stand here; write `:` and a space, not `：`",
            ),
            (
                "a: b: c\n",
                "a key with a colon cannot stand here; put text that contains `: ` in quotes",
            ),
            (
                "a: *b\n",
                "`*` stands for a value that no `&` above it names; put text that begins with `*` in quotes",
            ),
            (
                "a:\n  b: c\n d: e\n",
                "a key with a colon belongs here, as deep as those above it; -",
            ),
            ("a: [x}\n", "`[` is closed by `}`; -"),
        ] {
            let source = SourceText::new("a.yaml", text);
            assert_eq!(
                said(&yaml::read(&source).expect_err(text)),
                expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn slips_in_json_are_named() {
        const CUT_OFF: &str = "the text may be cut off, or a bracket or a quote is not closed";
        for (text, expected) in [
            ("{\"a\":", format!("the text ends too early; {CUT_OFF}")),
            ("{\"a\": \"b}}", format!("a quote is opened and not closed; {CUT_OFF}")),
            ("{\"a\": [1", format!("a list is opened with `[` and not closed; {CUT_OFF}")),
            ("{\"a\": \"b\\qc\"}", "what follows the `\\` means nothing; write `\\\\` for a backslash".into()),
            (
                "{\"a\": \"b\nc\"}",
                "a control character stands in a text; write `\\n` for a new line in a text, or close its quote".into(),
            ),
            (
                "{\"a\": 1,}",
                "a key in double quotes belongs here; leave out the comma before a closing bracket".into(),
            ),
            ("{'a': 1}", "a key in double quotes belongs here; JSON has only double quotes".into()),
            ("{\"a\": 1} 2", "more follows behind the value; a comma, a colon or a closing bracket belongs here".into()),
        ] {
            let source = SourceText::new("a.json", text);
            let found = json::read(&source, Span::new(0, text.len())).expect_err(text);
            assert_eq!(said(&found), expected, "{text:?}");
        }
    }
}
