//! What the parsers of YAML and JSON find wrong, in words for people who do not know the parsers', and what to do about
//! it.

use crate::language::list::list_or;
use crate::say;
use granit_parser::ErrorKind;

/// What is wrong with YAML.
pub(super) fn yaml(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::UnexpectedCharacter { character } => {
            say!(
                "unexpected character `{character}`",
                character = character.escape_default()
            )
        }
        ErrorKind::ExpectedDocumentStart => say!("the profile ends above, and more follows"),
        ErrorKind::UnclosedFlowCollection { open: '[' } | ErrorKind::UnexpectedEofFlowSequence => {
            open_list()
        }
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => open_map(),
        ErrorKind::UnclosedQuotedScalar => open_quote(),
        ErrorKind::UnexpectedEof
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEndOfPlainScalar => cut_off(),
        ErrorKind::UnknownAnchor => say!("`*` stands for a value that no `&` above it names"),
        ErrorKind::ExpectedNodeContent => say!("a value belongs here"),
        ErrorKind::ExpectedBlockMappingKey => {
            say!("a key with a colon belongs here, as deep as those above it")
        }
        ErrorKind::ExpectedBlockSequenceEntry => {
            say!("an item that begins with `- ` belongs here, as deep as those above it")
        }
        ErrorKind::ExpectedFlowMappingSeparator => belongs(&["`,`", "`}`"]),
        ErrorKind::ExpectedFlowSequenceSeparator => belongs(&["`,`", "`]`"]),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            say!("this line should be a key with a colon behind it")
        }
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent => {
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
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or(&message);
    match reason {
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
        "trailing comma" => say!("a comma stands before a closing bracket"),
        "trailing characters" => say!("more follows behind the value"),
        "invalid number" | "number out of range" => say!("no valid number"),
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
    let hint = if text.bytes().take(2).any(|byte| byte == 0) {
        say!("this looks like UTF-16: save it as UTF-8")
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
            ErrorKind::InvalidIndentation
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::InvalidFlowScalarIndent => {
                say!("a quote or a bracket before this place may not be closed")
            }
            _ => return None,
        }
    };
    Some(hint.to_owned())
}

/// What to do about the mistakes in JSON that people make most.
pub(super) fn json_hint(text: &str, at: usize) -> Option<String> {
    let (before, rest) = text.split_at_checked(at)?;
    let before = before.trim_end();
    let rest = rest.trim_start();
    let hint = if rest.starts_with(['}', ']']) && before.ends_with(',') || before.ends_with([',']) {
        say!("leave out the comma before a closing bracket")
    } else if rest.starts_with('\'') {
        say!("JSON has only double quotes")
    } else if rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#') {
        say!("JSON has no comments; as YAML the file could have some")
    } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        say!("put text into double quotes")
    } else if rest.is_empty() {
        say!("the text may be cut off, or a bracket or a quote is not closed")
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
