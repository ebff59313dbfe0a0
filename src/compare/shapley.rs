//! Who made how much of a difference (Shapley 1953): each player's part of what all bring about together,
//! averaged over every order in which they may come.

/// The most players of one game: all their coalitions are counted.
pub(super) const MOST_PLAYERS: usize = 16;

/// The Shapley value of each of `players` in the game in which a coalition, a bit for each player, is worth
/// `worth`. They add up to the worth of all less the worth of none.
pub(super) fn shapley(players: usize, mut worth: impl FnMut(u32) -> f64) -> Vec<f64> {
    let worths: Vec<f64> = (0..1_u32 << players).map(&mut worth).collect();
    // Of the orders of all players, the part in which a given one comes right behind `size` given others.
    let mut parts: Vec<f64> = Vec::with_capacity(players);
    for size in 0..players {
        #[expect(clippy::cast_precision_loss, reason = "a few players")]
        parts.push(match parts.last() {
            None => 1.0 / players as f64,
            Some(before) => before * size as f64 / (players - size) as f64,
        });
    }
    let value = |player: usize| {
        let own = 1_usize << player;
        let without = (0..worths.len()).filter(|coalition| coalition & own == 0);
        without
            .map(|coalition| {
                let size = coalition.count_ones() as usize;
                parts[size] * (worths[coalition | own] - worths[coalition])
            })
            .sum()
    };
    (0..players).map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::shapley;

    fn near(found: &[f64], expected: &[f64]) -> bool {
        let pairs = found.iter().zip(expected);
        found.len() == expected.len() && pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-9)
    }

    /// By the definition: every order, one by one.
    fn by_orders(players: usize, worth: &dyn Fn(u32) -> f64) -> Vec<f64> {
        fn walk(
            left: &[usize],
            coalition: u32,
            worth: &dyn Fn(u32) -> f64,
            values: &mut [f64],
        ) -> f64 {
            if left.is_empty() {
                return 1.0;
            }
            let mut orders = 0.0;
            for &player in left {
                let joined = coalition | 1 << player;
                let rest: Vec<usize> = left.iter().copied().filter(|&one| one != player).collect();
                let below = walk(&rest, joined, worth, values);
                values[player] += below * (worth(joined) - worth(coalition));
                orders += below;
            }
            orders
        }
        let all: Vec<usize> = (0..players).collect();
        let mut values = vec![0.0; players];
        let orders = walk(&all, 0, worth, &mut values);
        values.iter().map(|value| value / orders).collect()
    }

    #[test]
    fn the_glove_game() {
        // One left glove, two right ones; a pair is worth 1.
        let worth = |all: u32| f64::from(u8::from(all & 1 == 1 && all & 0b110 != 0));
        assert!(near(&shapley(3, worth), &[2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]));
        assert!(shapley(0, |_| 7.0).is_empty());
    }

    #[test]
    fn every_order_gives_the_same() {
        for players in 1..=6 {
            // Some game without any pattern.
            let worth = |all: u32| f64::from(all.wrapping_mul(2_654_435_761) >> 20);
            assert!(near(&shapley(players, worth), &by_orders(players, &worth)));
        }
    }
}
