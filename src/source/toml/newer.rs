//! What TOML 1.1 allows and TOML 1.0 does not, which a set is promised to be: other readers refuse it.

use crate::finding::{Code, Findings, Level, SourceText};
use crate::say;
use crate::value::Span;

/// What opens and closes.
struct Open {
    table: bool,
    start: usize,
    /// The last comma, where nothing stands after it yet.
    comma: Option<usize>,
    reported: bool,
}

/// Findings in a text that the reader took without errors.
pub(super) fn newer(source: &SourceText<'_>) -> Findings {
    let mut scan = Scan {
        source,
        bytes: source.text.as_bytes(),
        found: Findings::default(),
    };
    scan.all();
    scan.found
}

struct Scan<'s, 'a> {
    source: &'s SourceText<'a>,
    bytes: &'a [u8],
    found: Findings,
}

impl Scan<'_, '_> {
    fn all(&mut self) {
        let mut stack: Vec<Open> = Vec::new();
        let mut line = 0;
        let mut at = 0;
        while let Some(&byte) = self.bytes.get(at) {
            let mut next = at + 1;
            match byte {
                b'#' => next = self.line_end(at),
                b'"' | b'\'' => next = self.string(at),
                b':' => self.time(at),
                b'}' | b']' => {
                    let closed = stack.pop().filter(|open| open.table && !open.reported);
                    if let Some(comma) = closed.and_then(|open| open.comma) {
                        let message =
                            say!("TOML 1.0 has no comma before the `}}` of an inline table");
                        self.report(comma, next, &message, &say!("leave it out"));
                    }
                }
                b'\n' => {
                    if let Some(open) = stack.last_mut().filter(|open| open.table)
                        && !open.reported
                    {
                        open.reported = true;
                        let start = open.start.max(line);
                        let end = at - usize::from(self.bytes[..at].ends_with(b"\r"));
                        let message = say!("TOML 1.0 has no line break in an inline table");
                        let hint = say!("write it on one line, or as a table of its own: `[name]`");
                        self.report(start, end, &message, &hint);
                    }
                    line = next;
                }
                _ => {}
            }
            if let Some(open) = stack.last_mut() {
                match byte {
                    b',' => open.comma = Some(at),
                    b' ' | b'\t' | b'\r' | b'\n' | b'#' => {}
                    _ => open.comma = None,
                }
            }
            if matches!(byte, b'{' | b'[') {
                stack.push(Open {
                    table: byte == b'{',
                    start: at,
                    comma: None,
                    reported: false,
                });
            }
            at = next;
        }
    }

    /// A colon outside of quotes is in a time: the first of it, one before its seconds, or the one of its zone.
    fn time(&mut self, colon: usize) {
        let start = colon.saturating_sub(2);
        let before = start.checked_sub(1).and_then(|at| self.bytes.get(at));
        let in_hours = !matches!(before, Some(b':' | b'+' | b'-'));
        if in_hours && self.bytes.get(colon + 3) != Some(&b':') {
            let message = say!("TOML 1.0 has no time without seconds");
            let hint = say!("write the seconds, too");
            self.report(start, (colon + 3).min(self.bytes.len()), &message, &hint);
        }
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes[from..].iter();
        let length = rest.take_while(|&&byte| byte != b'\n').count();
        from + length
    }

    /// Where the string that begins here ends.
    fn string(&mut self, start: usize) -> usize {
        let quote = self.bytes[start];
        let long = run_of(self.bytes, start, quote) >= 3;
        let needed = if long { 3 } else { 1 };
        let mut at = start + needed;
        while let Some(&byte) = self.bytes.get(at) {
            if byte == b'\\' && quote == b'"' {
                let letter = self.bytes.get(at + 1).copied();
                let length = match letter {
                    Some(b'e') => 2,
                    Some(b'x') => 4,
                    _ => 0,
                };
                if length > 0 {
                    let end = (at + length).min(self.bytes.len());
                    let escape = self.source.text.get(at..end).unwrap_or_default();
                    let message = say!("TOML 1.0 has no escape `{escape}`", escape);
                    let hint = say!("write the character itself, or `\\u` and four digits");
                    self.report(at, end, &message, &hint);
                }
                at += 2;
                continue;
            }
            if byte == quote {
                // A long string may end with quotes of its own, before the three that close it.
                let quotes = run_of(self.bytes, at, quote);
                if quotes >= needed {
                    return at + if long { quotes.min(5) } else { 1 };
                }
                at += quotes;
                continue;
            }
            at += 1;
        }
        at
    }

    fn report(&mut self, start: usize, end: usize, message: &str, hint: &str) {
        if self.found.is_full(Level::Error) {
            self.found.count(Code::Syntax, Level::Error);
            return;
        }
        let span = Span::new(start, end);
        let finding = self.found.error(self.source, span, Code::Syntax, message);
        finding.hint = Some(hint.to_owned());
    }
}

/// How often a byte stands here in a row.
fn run_of(bytes: &[u8], from: usize, byte: u8) -> usize {
    let rest = bytes[from..].iter();
    rest.take_while(|&&other| other == byte).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each finding as its line and the marked text.
    fn found(text: &str) -> Vec<(usize, String)> {
        let source = SourceText::new("x.toml", text);
        let findings = newer(&source).finish().into_iter();
        let places = findings.filter_map(|finding| finding.place);
        places
            .map(|place| (place.line, place.excerpt[place.caret].to_owned()))
            .collect()
    }

    #[test]
    fn what_toml_1_0_refuses_is_found_where_it_is() {
        let cases: [(&str, usize, &str); 10] = [
            ("a = { b = 1,\n c = 2 }", 1, "{ b = 1,"),
            ("a = {\r\n b = 1 }", 1, "{"),
            ("a = { b = { c = 1, } }", 1, ", }"),
            ("a = [\n { b = 1,}\n]", 2, ",}"),
            ("a = { b = 1 # why\n, c = 2, }", 1, "{ b = 1 # why"),
            ("a = \"x\\e\"", 1, "\\e"),
            ("\"k\\x41\" = 1", 1, "\\x41"),
            ("a = 1979-05-27T07:32-07:00", 1, "07:32"),
            ("a = [1, 23:59]", 1, "23:59"),
            ("a = \"\"\"\nx \\x41 \"\" y\"\"\"\"\"", 2, "\\x41"),
        ];
        for (text, line, marked) in cases {
            assert_eq!(found(text), [(line, marked.to_owned())], "{text}");
        }
    }

    #[test]
    fn what_toml_1_0_allows_is_passed_over() {
        for text in [
            "a = { b = [\n1,\n2,\n], c = \"\"\"\n{,}\n\"\"\", d = '''\n{ '' \\e,\n}''' }\n[x]\n[[y]]\n",
            "a = '\\e' # { \"\nb = \"\\\\e\\\"{\"\nc = \"\"\nd = ''\ne = {}\n",
            "a = \"\"\"\"{\n,}\"\"\"\"\"\nb = { c = ''''x''''' }\n",
            "a = 07:32:00\nb = [1979-05-27T07:32:00.5-07:00, 1979-05-27 07:32:00Z]\n'a:b' = \"1:2\" # 3:4\n",
            "a = [ { b = 1 }, # {\n { b = 2 },\n]\n\"[\" = 1\n",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
