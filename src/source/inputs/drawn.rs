//! Tables drawn at random: records against an independent reader, numbers as somebody else's table writes them.

use super::cells::{Column, Wording, profile};
use super::csv::{fields, records};
use crate::finding::SourceText;
use crate::value::Span;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use std::borrow::Cow;

/// What the independent reader makes of a text.
fn read(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new();
    let reader = reader
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter);
    let mut reader = reader.from_reader(text.as_bytes());
    let record = |record: ::csv::StringRecord| record.iter().map(str::to_owned).collect();
    let records = reader.records();
    records.map(|one| record(one.expect("text"))).collect()
}

fn own(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let record = |span: Span| {
        let record = &text[span.start as usize..span.end as usize];
        let fields = fields(record, 0, delimiter);
        fields.map(|(text, _)| text.into_owned()).collect()
    };
    records(text.as_bytes(), delimiter).map(record).collect()
}

/// A number as a table writes it, and its value: a whole part with signs between its groups, and decimals.
fn number_in(
    wording: &Wording,
    (negative, whole, decimals): (bool, u32, &str),
    grouped: bool,
) -> (String, f64) {
    let digits = whole.to_string();
    let mut written = String::new();
    for (place, digit) in digits.chars().enumerate() {
        let behind = digits.len() - place;
        if let Some(sign) = wording
            .thousands
            .as_deref()
            .filter(|_| grouped && place > 0 && behind % 3 == 0)
        {
            written += sign;
        }
        written.push(digit);
    }
    let minus = if negative { "-" } else { "" };
    let point = wording.decimal.as_deref().unwrap_or(".");
    let (behind, exact) = if decimals.is_empty() {
        (String::new(), format!("{minus}{digits}"))
    } else {
        (
            format!("{point}{decimals}"),
            format!("{minus}{digits}.{decimals}"),
        )
    };
    (
        format!("{minus}{written}{behind}"),
        exact.parse().expect("a number"),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever fields hold, a table of them is read as it was written.
    #[test]
    fn tables_are_read_as_they_were_written(
        rows in vec(vec(prop_oneof![any::<String>(), "[a,;\t\" \r\n甲]{0,6}"], 3), 0..4),
        delimiter in select(&b",;\t"[..]),
        crlf in any::<bool>(),
    ) {
        let terminator = if crlf { ::csv::Terminator::CRLF } else { ::csv::Terminator::Any(b'\n') };
        let mut writer = ::csv::WriterBuilder::new();
        let mut writer = writer.delimiter(delimiter).terminator(terminator).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).expect("in memory");
        }
        let text = String::from_utf8(writer.into_inner().expect("in memory")).expect("text");
        prop_assert_eq!(&own(&text, delimiter), &rows, "{:?}", text);
    }

    /// Quotes wherever they stand, as far as a line is closed within itself.
    #[test]
    fn odd_records_are_read_as_another_reader_reads_them(
        text in "[a,;\" 甲]{1,10}",
        delimiter in select(&b",;"[..]),
    ) {
        prop_assert_eq!(own(&text, delimiter), read(&text, delimiter), "{:?}", text);
    }

    /// A number in anybody's wording is the number times the factor, to fifteen digits.
    #[test]
    fn numbers_are_read_in_any_wording(
        thousands in option::of(select(&[".", ",", " ", "'", "\u{202f}", "_"][..])),
        decimal in option::of(select(&[".", ",", "·"][..])),
        factor in option::of(select(&[0.0079, 0.001, 1000.0, 7.5, 1e-6][..])),
        number in (any::<bool>(), prop_oneof![0..2000_u32, any::<u32>()], "[0-9]{0,4}"),
        grouped in any::<bool>(),
    ) {
        let wording = Wording {
            thousands: thousands.map(str::to_owned),
            decimal: decimal.map(str::to_owned),
            factor,
            ..Wording::default()
        };
        // One sign for both is none for decimals.
        let apart = thousands != Some(decimal.unwrap_or("."));
        let (negative, whole, decimals) = &number;
        let decimals = if apart { &**decimals } else { "" };
        let (written, number) = number_in(&wording, (*negative, *whole, decimals), grouped);
        let column = Column {
            section: "company".to_owned(),
            key: "turnover".to_owned(),
            set: false,
            wording: Some(wording),
        };
        let source = SourceText::new("t.csv", &written);
        let cell = (Cow::Borrowed(&*written), Span::new(0, written.len()));
        let found = profile(&source, [cell].into_iter(), &[Some(column)]).expect("a number");
        let node = found.0.get("company").and_then(|company| company.get("turnover")).cloned();
        let text = node.as_ref().and_then(|node| node.text()).expect("a value");
        let found: f64 = text.parse().expect("a number");
        let exact = number * factor.unwrap_or(1.0);
        prop_assert!((found - exact).abs() <= exact.abs() * 1e-14, "{written:?} is {found}, not {exact}");
    }
}
