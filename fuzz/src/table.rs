//! Bytes as a table, against another reader of tables.

use super::inputs::chunks;
use maturity::source::inputs::Form;
use maturity::source::inputs::csv::fields;

/// Every row of ours is the other's, where both mean the same by a table.
pub fn run(data: &[u8]) {
    let chunks = chunks(data, Some(Form::Csv), 7);
    if chunks.iter().any(Result::is_err) || chunks.is_empty() {
        return;
    }
    let chunks: Vec<_> = chunks.into_iter().flatten().collect();
    let Some(header) = chunks.first().and_then(|chunk| chunk.header.clone()) else {
        return;
    };
    // Until it is known what separates, a quote behind a comma, a semicolon or a tab opens a field of the header.
    if header.text.trim_end().contains('\n') {
        return;
    }
    // A mark below blank lines, which the other takes away.
    if header.text.starts_with('\u{FEFF}') {
        return;
    }
    // Packed data are not what the other reads, nor a mark at the beginning; it also ends records at a CR alone.
    let text = data.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(data);
    let lone = text
        .windows(2)
        .any(|pair| pair[0] == b'\r' && pair[1] != b'\n');
    if lone || text.ends_with(b"\r") || packed(data) {
        return;
    }
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let mut rows = Vec::new();
    for chunk in &chunks {
        for document in chunk.documents() {
            let (row, _) = chunk.alone("table", document).expect("UTF-8 throughout");
            let row = fields(row, 0, header.delimiter).map(|(field, _)| field.into_owned());
            rows.push(row.collect::<Vec<_>>());
        }
    }
    // Blank lines above the header may hold spaces.
    let begin = text.find(&*header.text).expect("it is part of the text");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(header.delimiter)
        .from_reader(&text.as_bytes()[begin..]);
    let mut others = reader.records().map(|record| {
        let record = record.expect("UTF-8 throughout");
        record.iter().map(str::to_owned).collect::<Vec<_>>()
    });
    let names: Vec<String> = header.names.iter().map(|(name, _)| name.clone()).collect();
    let other: Vec<String> = others
        .next()
        .expect("a header")
        .iter()
        .map(|name| name.trim().to_owned())
        .collect();
    assert_eq!(names, other, "the header");
    assert_eq!(rows, others.collect::<Vec<_>>());
}

fn packed(data: &[u8]) -> bool {
    data.starts_with(&[0x1f, 0x8b]) || data.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
}
