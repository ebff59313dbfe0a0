//! Numbers that look random and are the same on every machine.

/// SplitMix64 (Steele, Lea and Flood 2014): a stream of 64-bit numbers from a seed.
#[derive(Clone, Debug)]
pub struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// The stream of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next number.
    #[expect(
        clippy::should_implement_trait,
        reason = "the stream never ends, so there is nothing to unwrap"
    )]
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `n`: the upper half of a product, so that no value is likelier than another by
    /// more than n / 2⁶⁴.
    pub fn below(&mut self, n: u32) -> u32 {
        let product = u128::from(self.next()) * u128::from(n);
        u32::try_from(product >> 64).unwrap_or(0)
    }

    /// Brings items into an order of which each is as likely (Fisher and Yates; fewer than 2³² items).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            let place = self.below(u32::try_from(end + 1).unwrap_or(u32::MAX));
            items.swap(end, place as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SplitMix64;

    #[test]
    fn the_stream_is_the_published_one() {
        let mut stream = SplitMix64::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| stream.next()).collect();
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn numbers_below_a_bound_meet_all_of_it() {
        let mut stream = SplitMix64::new(1);
        let mut met = [0_u32; 7];
        (0..7000).for_each(|_| met[stream.below(7) as usize] += 1);
        assert!(met.iter().all(|n| (850..1150).contains(n)), "{met:?}");
    }
}
