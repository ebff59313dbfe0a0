//! Words, and finding one among others: as numbers, in one look, since nobody can foretell which one comes.

/// A word, with its first bytes as numbers.
#[derive(Clone, Copy, Debug)]
pub struct Word<'w> {
    bytes: &'w [u8],
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
        Self::alone(text.as_bytes())
    }

    #[inline]
    fn alone(bytes: &'w [u8]) -> Self {
        let begin = match bytes.first_chunk::<SHORT>() {
            Some(begin) => u128::from_le_bytes(*begin),
            None => short(bytes),
        };
        Self::of(bytes, begin)
    }

    /// The word at a place of a text: faster where something stands behind it.
    #[inline]
    #[must_use]
    pub fn at(text: &'w str, begin: usize, end: usize) -> Self {
        let word = &text.as_bytes()[begin..end];
        match text.as_bytes()[begin..].first_chunk::<SHORT>() {
            Some(bytes) if word.len() < SHORT => {
                let own = (1_u128 << (8 * word.len())) - 1;
                Self::of(word, u128::from_le_bytes(*bytes) & own)
            }
            _ => Self::alone(word),
        }
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "both halves are kept")]
    fn of(bytes: &'w [u8], begin: u128) -> Self {
        let begin = (begin as u64, (begin >> 64) as u64);
        Self { bytes, begin }
    }

    /// A number that hangs on the whole of a short word, and on the beginning of a long one.
    #[inline]
    fn number(&self) -> u64 {
        self.begin.0 ^ self.begin.1.rotate_left(29) ^ self.bytes.len() as u64
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

/// Words that each stand for a number.
#[derive(Debug)]
pub struct Words<'w> {
    /// Each stands where its own number sends it, or behind that; at least one place is free.
    places: Vec<Place>,
    /// Those that are longer than what is compared as numbers.
    long: Vec<&'w str>,
    factor: u64,
}

/// Where a word may stand. Small: how long a look-up takes hangs on how much memory all of them touch.
#[derive(Clone, Copy, Debug)]
struct Place {
    begin: (u64, u64),
    /// In bytes; [`FREE`] where no word stands.
    length: u16,
    /// Its number among the long ones, or [`FREE`].
    long: u16,
    value: u16,
}

impl Place {
    /// Whether a word is as long as the one that stands here, and begins as it does.
    #[inline]
    fn begins(&self, word: &Word<'_>) -> bool {
        self.begin == word.begin && usize::from(self.length) == word.bytes.len()
    }
}

/// The length of no word that is kept, and the number of no long one.
const FREE: u16 = u16::MAX;

/// How many factors are tried for each size. Of a few dozen words almost always one of them sends each to a place of
/// its own; more share places, and take a little longer.
const TRIES: u64 = 100;

impl<'w> Words<'w> {
    /// No word may come twice. Those of 65,535 bytes or more are not found, and none behind as many long ones.
    #[must_use]
    pub fn new(words: &[(&'w str, u16)]) -> Self {
        let mut found = Self {
            places: Vec::new(),
            long: Vec::new(),
            factor: 0,
        };
        let mut numbers: Vec<u64> = words
            .iter()
            .map(|(text, _)| Word::new(text).number())
            .collect();
        numbers.sort_unstable();
        // Two of the same number no factor sends to different places.
        let tries = if numbers.is_sorted_by(|one, other| one < other) {
            TRIES
        } else {
            1
        };
        let least = (words.len() + 1).next_power_of_two();
        for size in [least, 2 * least, 4 * least] {
            for number in 1..=tries {
                // Odd, and unlike the one before (Steele, Lea, Flood 2014).
                found.factor = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
                if found.fill(words, size) {
                    return found;
                }
            }
        }
        found
    }

    /// Puts every word into its place; whether each has one of its own.
    fn fill(&mut self, words: &[(&'w str, u16)], size: usize) -> bool {
        let free = Place {
            begin: (0, 0),
            length: FREE,
            long: FREE,
            value: 0,
        };
        self.places.clear();
        self.places.resize(size, free);
        self.long.clear();
        let mut alone = true;
        for &(text, value) in words {
            let word = Word::new(text);
            let (length, long) = (text.len(), self.long.len());
            let (Ok(length), Ok(long)) = (u16::try_from(length), u16::try_from(long)) else {
                continue;
            };
            if length == FREE || long == FREE {
                continue;
            }
            let mut place = self.place(&word);
            while self.places[place].length != FREE {
                alone = false;
                place = (place + 1) % size;
            }
            let is_long = text.len() > SHORT;
            if is_long {
                self.long.push(text);
            }
            self.places[place] = Place {
                begin: word.begin,
                length,
                long: if is_long { long } else { FREE },
                value,
            };
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
    pub fn find(&self, word: &Word<'_>) -> Option<u16> {
        let place = self.place(word);
        let own = &self.places[place];
        if own.begins(word) && word.bytes.len() <= SHORT {
            return Some(own.value);
        }
        self.find_from(place, word)
    }

    /// What a word stands for that is long, or stands behind its place, or is none: small is what is inlined.
    #[inline(never)]
    fn find_from(&self, mut place: usize, word: &Word<'_>) -> Option<u16> {
        loop {
            let own = &self.places[place];
            if own.begins(word) && (word.bytes.len() <= SHORT || self.ends(own, word)) {
                return Some(own.value);
            }
            if own.length == FREE {
                return None;
            }
            place = (place + 1) & (self.places.len() - 1);
        }
    }

    /// Whether two long words that begin alike are the same.
    fn ends(&self, own: &Place, word: &Word<'_>) -> bool {
        let known = self.long.get(usize::from(own.long));
        known.is_some_and(|known| known.as_bytes()[SHORT..] == word.bytes[SHORT..])
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
            let only = Words::new(&[(one, 7)]);
            for other in TEXTS {
                let within = format!("before,{other},and more behind it");
                for word in [
                    Word::new(other),
                    Word::at(other, 0, other.len()),
                    Word::at(&within, 7, 7 + other.len()),
                ] {
                    let expected = (one == other).then_some(7);
                    assert_eq!(only.find(&word), expected, "{one:?} {other:?}");
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
        for count in 0..=TEXTS.len() {
            let known: Vec<(&str, u16)> = TEXTS.into_iter().zip(0..).take(count).collect();
            let words = Words::new(&known);
            for (number, text) in (0..).zip(TEXTS) {
                let expected = (usize::from(number) < count).then_some(number);
                assert_eq!(
                    words.find(&Word::new(text)),
                    expected,
                    "{text:?} of {count}"
                );
            }
        }
    }

    #[test]
    fn a_free_place_is_no_word() {
        // As long as the length of a free place, and beginning as one.
        let long = "\0".repeat(usize::from(u16::MAX));
        assert_eq!(Words::new(&[]).find(&Word::new(&long)), None);
        assert_eq!(Words::new(&[(&long, 1)]).find(&Word::new(&long)), None);
        let kept = &long[1..];
        assert_eq!(Words::new(&[(kept, 1)]).find(&Word::new(kept)), Some(1));
    }
}
