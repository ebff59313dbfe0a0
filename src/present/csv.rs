//! Rows for spreadsheets and scripts: a line for each profile (RFC 4180), no cell of which a spreadsheet takes
//! for a formula.

use super::fields::{Cell, Field, Subject};
use super::number::push_score;
use super::report::ProfileName;
use std::io::Write as _;

/// The line of the columns' names.
#[must_use]
pub fn header(fields: &[Field]) -> Vec<u8> {
    let mut line = Vec::new();
    for (place, field) in fields.iter().enumerate() {
        separate(place, &mut line);
        quoted(&field.name, &mut line);
    }
    line.push(b'\n');
    line
}

/// A profile's line.
pub fn row(fields: &[Field], of: &Subject<'_>, line: &mut Vec<u8>) {
    let begin = line.len();
    for (place, field) in fields.iter().enumerate() {
        separate(place, line);
        cell(&field.cell(of), line);
    }
    end(begin, line);
}

/// Ends a line: one of a single column with nothing in it would be taken for no line at all.
fn end(begin: usize, line: &mut Vec<u8>) {
    if line.len() == begin {
        line.extend_from_slice(b"\"\"");
    }
    line.push(b'\n');
}

/// The line of a profile that was not scored: which one it is, how much is wrong, and else nothing.
pub fn failed(fields: &[Field], profile: &ProfileName, findings: usize, line: &mut Vec<u8>) {
    let begin = line.len();
    for (place, field) in fields.iter().enumerate() {
        separate(place, line);
        match &*field.name {
            "path" => safe(&profile.path, line),
            "index" => cell(&Cell::Count(profile.index), line),
            "id" => safe(profile.id.as_deref().unwrap_or(""), line),
            "name" => safe(profile.name.as_deref().unwrap_or(""), line),
            "findings" => cell(&Cell::Count(findings), line),
            _ => {}
        }
    }
    end(begin, line);
}

fn separate(place: usize, line: &mut Vec<u8>) {
    if place > 0 {
        line.push(b',');
    }
}

fn cell(cell: &Cell<'_>, line: &mut Vec<u8>) {
    // Writing into memory cannot fail.
    let _ = match cell {
        Cell::Empty => Ok(()),
        Cell::Tenths(tenths) => {
            push_score(*tenths, line);
            Ok(())
        }
        Cell::Number(number) => write!(line, "{number}"),
        Cell::Count(count) => write!(line, "{count}"),
        Cell::Bool(value) => line.write_all(truth(*value)),
        // A set's author may call things as they like, too.
        Cell::Word(text) | Cell::Text(text) => {
            safe(text, line);
            Ok(())
        }
        Cell::Set(id, version) => {
            safe(&format!("{id} {version}"), line);
            Ok(())
        }
        Cell::Words(words) => {
            safe(&words.join(";"), line);
            Ok(())
        }
        Cell::Stated(value) => {
            stated(value, line);
            Ok(())
        }
    };
}

fn truth(value: bool) -> &'static [u8] {
    if value { b"true" } else { b"false" }
}

/// A fact's value as a table of profiles states it: a list between semicolons, half-knowledge in brackets.
fn stated(value: &super::stated::StatedValue<'_>, line: &mut Vec<u8>) {
    use crate::profile::Stated;
    match value.value {
        Stated::Unknown => {}
        Stated::Bool(value) => line.extend_from_slice(truth(*value)),
        Stated::Number(number) => {
            let _ = write!(line, "{number}");
        }
        Stated::Options(options) if !options.is_empty() => {
            let name = |option: &u16| &*value.fact.options[usize::from(*option)].id;
            safe(
                &options.iter().map(name).collect::<Vec<_>>().join(";"),
                line,
            );
        }
        Stated::Option(_)
        | Stated::Options(_)
        | Stated::NotApplicable
        | Stated::Partly(_)
        | Stated::Text(_) => {
            let text = serde_json::to_value(value).unwrap_or_default();
            match text.as_str() {
                Some(text) => safe(text, line),
                None => safe(&text.to_string(), line),
            }
        }
    }
}

/// Signs with which a spreadsheet takes a cell for a formula, full-width ones too.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Signs before a formula that a reader may take for nothing: blanks of every width, and quotes.
fn is_blank(sign: char) -> bool {
    let none = matches!(sign, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
    none || sign == '"' || sign.is_whitespace() && !FORMULA.contains(&sign)
}

/// Signs behind which a spreadsheet may begin another cell, whatever separates cells where it runs.
const SEPARATORS: [char; 4] = [';', '\t', '\n', '\r'];

/// A text that no spreadsheet takes for a formula: where one would begin, an apostrophe stands before it.
fn safe(text: &str, line: &mut Vec<u8>) {
    if is_harmless(text) {
        line.extend_from_slice(text.as_bytes());
        return;
    }
    // Standard input's path is no formula.
    if text == "-" || !text.contains(FORMULA) {
        quoted(text, line);
        return;
    }
    let mut guarded = String::with_capacity(text.len() + 2);
    for part in text.split_inclusive(SEPARATORS) {
        let begins = part.trim_start_matches(is_blank).starts_with(FORMULA);
        // A tab or a line break alone is a separator here, and a formula's sign where a cell begins with it.
        if begins && (guarded.is_empty() || !part.starts_with(SEPARATORS)) {
            guarded.push('\'');
        }
        guarded.push_str(part);
    }
    quoted(&guarded, line);
}

/// Whether a text needs neither quotes nor an apostrophe, as most: told by its bytes alone.
fn is_harmless(text: &str) -> bool {
    // A minus or a blank only matters at an end; the full-width signs begin with 0xEF.
    let inside = |byte: u8| {
        let ascii =
            byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_' | b'.' | b'/');
        ascii || byte >= 0x80 && byte != 0xEF
    };
    let begins = text.starts_with('-') || text.starts_with(is_blank);
    !begins && !text.ends_with(' ') && text.bytes().all(inside)
}

fn quoted(text: &str, line: &mut Vec<u8>) {
    if text.contains(['"', ',', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ') {
        line.push(b'"');
        for part in text.split_inclusive('"') {
            line.extend_from_slice(part.as_bytes());
            if part.ends_with('"') {
                line.push(b'"');
            }
        }
        line.push(b'"');
    } else {
        line.extend_from_slice(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn written(text: &str) -> String {
        let mut line = Vec::new();
        safe(text, &mut line);
        String::from_utf8(line).expect("text")
    }

    #[test]
    fn no_text_is_a_formula() {
        for (text, expected) in [
            ("Acme", "Acme"),
            ("=1+2", "'=1+2"),
            ("+49 30", "'+49 30"),
            ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("\t=1", "'\t'=1"),
            (" =1", "' =1"),
            ("\u{a0}=1", "'\u{a0}=1"),
            ("\u{3000}-1", "'\u{3000}-1"),
            ("\u{2003}=1", "'\u{2003}=1"),
            ("\u{200b}=1", "'\u{200b}=1"),
            ("\u{3000}甲", "\u{3000}甲"),
            ("\"=1\"", "\"'\"\"=1\"\"\""),
            ("Acme;=1+2", "Acme;'=1+2"),
            ("a\n=1", "\"a\n'=1\""),
            ("a;b", "a;b"),
            ("a, b", "\"a, b\""),
            ("a\nb", "\"a\nb\""),
            ("a -b_c.d/e", "a -b_c.d/e"),
            ("甲 =", "甲 ="),
            ("甲乙 - 丙", "甲乙 - 丙"),
            ("led ", "\"led \""),
        ] {
            assert_eq!(written(text), expected, "{text:?}");
        }
    }

    #[test]
    fn an_independent_reader_reads_what_was_written() {
        for text in ["plain", "a,b", "\"q\"", "x\r\ny", "", " led", "甲，乙"] {
            let mut line = Vec::new();
            quoted(text, &mut line);
            line.extend_from_slice(b",end\n");
            let mut reader = ::csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(&*line);
            let record = reader
                .records()
                .next()
                .expect("a record")
                .expect("well-formed");
            assert_eq!((&record[0], &record[1]), (text, "end"), "{text:?}");
        }
    }

    /// Texts of what matters here, mostly.
    fn texts() -> impl Strategy<Value = String> {
        let sign = prop_oneof![
            3 => select(FORMULA.to_vec()),
            3 => select(vec![';', '\t', '\n', '\r', ',', '"', '\'', ' ', '\u{a0}', '\u{2003}', '\u{feff}', '\u{3000}']),
            2 => select(vec!['a', '1', '甲', '.', '_', '/']),
            1 => any::<char>(),
        ];
        vec(sign, 0..8).prop_map(String::from_iter)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_text_is_read_back_and_none_is_a_formula(text in prop_oneof![texts(), any::<String>()]) {
            let line = format!("begin,{},end\n", written(&text));
            let mut reader = ::csv::ReaderBuilder::new();
            let mut reader = reader.has_headers(false).from_reader(line.as_bytes());
            let record = reader.records().next().expect("a record").expect("well-formed");
            prop_assert_eq!((record.len(), &record[2]), (3, "end"));
            let cell = &record[1];
            // But for apostrophes that were put in, the text comes back.
            let mut rest = text.chars().peekable();
            for sign in cell.chars() {
                if rest.next_if_eq(&sign).is_none() {
                    prop_assert_eq!(sign, '\'', "{:?}", cell);
                }
            }
            prop_assert_eq!(rest.next(), None, "{:?} is not whole", cell);
            // Neither as it is nor where a spreadsheet takes one of its signs to separate cells.
            let begins = |part: &str| part.trim_start_matches([' ', '\u{a0}', '\u{2003}', '\u{feff}', '\u{3000}', '"']).chars().next();
            let is_formula = |first: Option<char>| first.is_some_and(|first| FORMULA.contains(&first));
            let parts = cell.split(SEPARATORS).map(begins);
            let parts = parts.chain([begins(cell)]).collect::<Vec<_>>();
            prop_assert!(cell == "-" || !parts.into_iter().any(is_formula), "{:?}", cell);
            // What needs no apostrophe gets none.
            prop_assert!(text.contains(FORMULA) || *cell == text, "{:?}", cell);
        }
    }
}
