//! Words, and finding one among others: as numbers, in one look, since nobody can foretell which one comes.

/// A word, with its first bytes as numbers.
#[derive(Clone, Copy, Debug)]
pub struct Word<'w> {
    text: &'w str,
    /// Its first sixteen bytes; noughts behind a shorter one.
    begin: (u64, u64),
}

/// How many bytes are compared as numbers.
const SHORT: usize = 16;

impl<'w> Word<'w> {
    /// A word of which nothing is known but its text.
    #[inline]
    #[must_use]
    pub fn new(text: &'w str) -> Self {
        let bytes = text.as_bytes();
        let begin = match bytes.first_chunk::<SHORT>() {
            Some(begin) => u128::from_le_bytes(*begin),
            None => short(bytes),
        };
        Self::of(text, begin)
    }

    /// The word at a place of a text: faster where something stands behind it.
    #[inline]
    #[must_use]
    pub fn at(text: &'w str, begin: usize, end: usize) -> Self {
        let word = &text[begin..end];
        match text.as_bytes()[begin..].first_chunk::<SHORT>() {
            Some(bytes) if word.len() < SHORT => {
                let own = (1_u128 << (8 * word.len())) - 1;
                Self::of(word, u128::from_le_bytes(*bytes) & own)
            }
            _ => Self::new(word),
        }
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "both halves are kept")]
    fn of(text: &'w str, begin: u128) -> Self {
        let begin = (begin as u64, (begin >> 64) as u64);
        Self { text, begin }
    }

    /// The word.
    #[inline]
    #[must_use]
    pub fn text(&self) -> &'w str {
        self.text
    }

    /// Whether two words are the same.
    #[inline]
    #[must_use]
    pub fn is(&self, other: &Word<'_>) -> bool {
        let same = self.begin == other.begin && self.text.len() == other.text.len();
        same && (self.text.len() <= SHORT
            || self.text.as_bytes()[SHORT..] == other.text.as_bytes()[SHORT..])
    }

    /// A number that hangs on the whole of a short word, and on the beginning of a long one.
    #[inline]
    fn number(&self) -> u64 {
        self.begin.0 ^ self.begin.1.rotate_left(29) ^ self.text.len() as u64
    }
}

/// All of a text of fewer than sixteen bytes, by its first and its last ones: both hold those in the middle.
#[inline]
fn short(bytes: &[u8]) -> u128 {
    let ends = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>());
    if let (Some(first), Some(last)) = ends {
        let last = u128::from(u64::from_le_bytes(*last)) << (8 * (bytes.len() - 8));
        return u128::from(u64::from_le_bytes(*first)) | last;
    }
    let ends = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>());
    if let (Some(first), Some(last)) = ends {
        let last = u128::from(u32::from_le_bytes(*last)) << (8 * (bytes.len() - 4));
        return u128::from(u32::from_le_bytes(*first)) | last;
    }
    let add = |all, byte: &u8| all << 8 | u128::from(*byte);
    bytes.iter().rev().fold(0, add)
}

/// Words that each stand for something.
#[derive(Debug)]
pub struct Words<'w, T> {
    /// Each stands where its number sends it, or behind that.
    places: Vec<Option<(Word<'w>, T)>>,
    factor: u64,
}

/// How many factors are tried: almost always one of a few sends each word to a place of its own.
const TRIES: u64 = 100;

impl<'w, T: Copy> Words<'w, T> {
    /// No word may come twice.
    #[must_use]
    pub fn new(words: &[(&'w str, T)]) -> Self {
        let mut found = Self {
            places: vec![None; (4 * words.len()).next_power_of_two().max(2)],
            factor: 0,
        };
        for number in 1..=TRIES {
            // Odd, and unlike the one before (Steele, Lea, Flood 2014).
            found.factor = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
            if found.fill(words) {
                break;
            }
        }
        found
    }

    /// Puts every word into its place; whether each has one of its own.
    fn fill(&mut self, words: &[(&'w str, T)]) -> bool {
        self.places.fill(None);
        let mut alone = true;
        for &(text, value) in words {
            let word = Word::new(text);
            let mut place = self.place(&word);
            while self.places[place].is_some() {
                alone = false;
                place = (place + 1) % self.places.len();
            }
            self.places[place] = Some((word, value));
        }
        alone
    }

    #[inline]
    fn place(&self, word: &Word<'_>) -> usize {
        let mixed = word.number().wrapping_mul(self.factor);
        (mixed >> 40) as usize & (self.places.len() - 1)
    }

    /// What a word stands for.
    #[inline]
    #[must_use]
    pub fn find(&self, word: &Word<'_>) -> Option<T> {
        let mut place = self.place(word);
        loop {
            match &self.places[place] {
                Some((own, value)) if own.is(word) => return Some(*value),
                Some(_) => place = (place + 1) & (self.places.len() - 1),
                None => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Word, Words};

    const TEXTS: [&str; 13] = [
        "",
        "a",
        "ab",
        "a\0",
        "yes",
        "no",
        "cannot-say",
        "exactly-sixteen!",
        "exactly-sixteen?",
        "more-than-sixteen-1",
        "more-than-sixteen-2",
        "甲乙",
        "甲乙丙丁戊己",
    ];

    #[test]
    fn words_are_the_same_where_their_texts_are() {
        for one in TEXTS {
            for other in TEXTS {
                let within = format!("before,{other},and more behind it");
                for word in [
                    Word::new(other),
                    Word::at(other, 0, other.len()),
                    Word::at(&within, 7, 7 + other.len()),
                ] {
                    assert_eq!(Word::new(one).is(&word), one == other, "{one:?} {other:?}");
                    assert_eq!(word.text(), other);
                }
            }
        }
    }

    #[test]
    fn a_text_of_any_length_begins_as_its_bytes() {
        let text = "abcdefghijklmnopqrst";
        for length in 0..=text.len() {
            let mut bytes = [0; 16];
            let own = length.min(16);
            bytes[..own].copy_from_slice(&text.as_bytes()[..own]);
            let begin = u128::from_le_bytes(bytes);
            for word in [Word::new(&text[..length]), Word::at(text, 0, length)] {
                let found = u128::from(word.begin.1) << 64 | u128::from(word.begin.0);
                assert_eq!(found, begin, "{length}");
            }
        }
    }

    #[test]
    fn every_word_is_found_and_no_other() {
        for count in 0..TEXTS.len() {
            let known: Vec<(&str, usize)> = TEXTS.into_iter().zip(0..).take(count).collect();
            let words = Words::new(&known);
            for (number, text) in TEXTS.into_iter().enumerate() {
                let expected = (number < count).then_some(number);
                assert_eq!(
                    words.find(&Word::new(text)),
                    expected,
                    "{text:?} of {count}"
                );
            }
        }
    }
}
