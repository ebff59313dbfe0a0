//! The short way through a plain profile in JSON: what stands there is told as facts, and no tree is built.
//!
//! It takes nothing that JSON does not have (RFC 8259); strings with escapes and unusual numbers are left to
//! `serde_json`.

use crate::value::FactSink;
use std::borrow::Cow;

/// Tells a sink the facts of one document; `None` where it is not plain enough, whatever the reason is.
pub fn tell(text: &str, sink: &mut impl FactSink) -> Option<()> {
    let mut reader = Reader { text, at: 0 };
    if reader.sign()? != b'{' {
        return None;
    }
    reader.each(b'}', |reader| {
        sink.section(&reader.key()?)?;
        match reader.sign()? {
            b'n' => reader.word("null"),
            b'{' => reader.each(b'}', |reader| {
                sink.fact(&reader.key()?)?;
                reader.fact(sink)
            }),
            _ => None,
        }
    })?;
    reader.space();
    (reader.at == text.len()).then_some(())
}

/// A key of `{ value: …, note: … }`.
pub(super) enum Part {
    Value,
    Aside(&'static str),
}

impl Part {
    /// The part that a key names; none for half-knowledge and what is unknown.
    pub(super) fn named(key: &str) -> Option<Self> {
        if key == "value" {
            return Some(Self::Value);
        }
        let asides = ["note", "source", "as_of"];
        asides
            .into_iter()
            .find(|aside| *aside == key)
            .map(Self::Aside)
    }

    /// A bit of its own, to notice what stands twice.
    pub(super) fn bit(&self) -> u8 {
        match self {
            Self::Value => 1,
            Self::Aside("note") => 2,
            Self::Aside("source") => 4,
            Self::Aside(_) => 8,
        }
    }
}

/// A text and how far it has been read.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// The next sign that is no space, and past it.
    #[inline]
    fn sign(&mut self) -> Option<u8> {
        self.space();
        let sign = self.peek()?;
        self.at += 1;
        Some(sign)
    }

    /// Goes on behind the rest of a word of which the first sign has been read.
    fn word(&mut self, word: &str) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at..)?;
        self.at += word.len() - 1;
        rest.starts_with(&word.as_bytes()[1..]).then_some(())
    }

    /// Everything up to the closing bracket, where the opening one has been read.
    #[inline]
    fn each(&mut self, close: u8, mut one: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.space();
        if self.peek()? == close {
            self.at += 1;
            return Some(());
        }
        loop {
            one(self)?;
            match self.sign()? {
                b',' => {}
                sign => return (sign == close).then_some(()),
            }
        }
    }

    /// A key and the colon behind it.
    #[inline]
    fn key(&mut self) -> Option<Cow<'a, str>> {
        let key = (self.sign()? == b'"').then(|| self.string())??;
        (self.sign()? == b':').then_some(key)
    }

    /// A string, where the opening quote has been read.
    #[inline]
    fn string(&mut self) -> Option<Cow<'a, str>> {
        let begin = self.at;
        self.at = self.special(begin)?;
        if self.peek()? == b'"' {
            self.at += 1;
            return Some(Cow::Borrowed(&self.text[begin..self.at - 1]));
        }
        // What is escaped, and whether it may stand there, is no matter of speed.
        while self.peek()? != b'"' {
            self.at = self.special(self.at + 2 * usize::from(self.peek()? == b'\\'))?;
            if self.peek()? < b' ' {
                return None;
            }
        }
        self.at += 1;
        let whole = &self.text[begin - 1..self.at];
        serde_json::from_str(whole).ok().map(Cow::Owned)
    }

    /// Where from some place on a quote, a backslash or a control character stands.
    #[inline]
    fn special(&self, from: usize) -> Option<usize> {
        const ONES: u64 = u64::MAX / 255;
        const HIGH: u64 = ONES << 7;
        let bytes = self.text.as_bytes().get(from..)?;
        let (words, rest) = bytes.as_chunks::<8>();
        for (number, word) in words.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            // The highest bit of the first such byte, and of none before it (Warren, Hacker's Delight, 6-1).
            let below = |word: u64, least: u8| word.wrapping_sub(ONES * u64::from(least)) & !word;
            let sign = |sign: u8| below(word ^ (ONES * u64::from(sign)), 1);
            let found = (sign(b'"') | sign(b'\\') | below(word, b' ')) & HIGH;
            if found != 0 {
                return Some(from + 8 * number + found.trailing_zeros() as usize / 8);
            }
        }
        let special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..b' ');
        Some(from + 8 * words.len() + rest.iter().position(special)?)
    }

    /// What is said of a fact.
    #[inline]
    fn fact(&mut self, sink: &mut impl FactSink) -> Option<()> {
        match self.sign()? {
            b'n' => {
                self.word("null")?;
                sink.scalar("null", true)
            }
            b'{' => {
                sink.details()?;
                self.details(sink)
            }
            sign => self.value(sign, sink),
        }
    }

    /// A value that begins with a sign, or a list of some.
    #[inline]
    fn value(&mut self, sign: u8, sink: &mut impl FactSink) -> Option<()> {
        match sign {
            b'"' => {
                let text = self.string()?;
                sink.scalar(&text, false)
            }
            b't' => {
                self.word("true")?;
                sink.scalar("true", true)
            }
            b'f' => {
                self.word("false")?;
                sink.scalar("false", true)
            }
            b'[' => {
                sink.list()?;
                self.each(b']', |reader| {
                    let item = (reader.sign()? == b'"').then(|| reader.string())??;
                    sink.item(&item, false)
                })
            }
            _ => self.number(sink),
        }
    }

    /// A number of which the first sign has been read.
    fn number(&mut self, sink: &mut impl FactSink) -> Option<()> {
        let rest = &self.text.as_bytes()[self.at - 1..];
        let part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let length = rest.iter().position(|byte| !part(byte))?;
        let text = self.text.get(self.at - 1..self.at - 1 + length)?;
        self.at += length.checked_sub(1)?;
        if length <= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return sink.integer(crate::value::integer(text)?);
        }
        let number: serde_json::Number = serde_json::from_str(text).ok()?;
        match number.as_i64() {
            Some(whole) => sink.integer(whole),
            // What is too small to be told from zero is told elsewhere.
            None if number.is_f64() => {
                let value = number.as_f64()?;
                let told = value != 0.0 || crate::value::number(text).is_some();
                told.then(|| sink.float(value))?
            }
            None => None,
        }
    }

    /// `{ value: …, note: … }`, where the bracket has been read.
    fn details(&mut self, sink: &mut impl FactSink) -> Option<()> {
        let mut seen = 0;
        self.each(b'}', |reader| {
            let part = Part::named(&reader.key()?).filter(|part| seen & part.bit() == 0)?;
            seen |= part.bit();
            match (part, reader.sign()?) {
                (Part::Value, sign) => reader.value(sign, sink),
                (Part::Aside(key), b'"') => sink.aside(key, &reader.string()?, false),
                (Part::Aside(key), b'n') => {
                    reader.word("null")?;
                    sink.aside(key, "", true)
                }
                (Part::Aside(_), _) => None,
            }
        })
    }
}
