//! The smallest part of a list that does by itself what the whole does.

/// The most items of which every part is tried.
const PROVED: usize = 6;

/// Items are left out, the first ones first, as long as the others do it: half of them together, then less
/// and less, down to single ones. Again and again, since what was needed once may not be needed when others
/// are gone. Of a few that are left every part is tried. The whole list must do it.
///
/// Also whether it is proved that no part of the result does it; else none can be left out alone.
pub(super) fn smallest<T: Copy>(mut items: Vec<T>, does: impl Fn(&[T]) -> bool) -> (Vec<T>, bool) {
    let mut stretch = items.len().div_ceil(2);
    while !items.is_empty() {
        let left_out = leave_out(&mut items, stretch, &does);
        if stretch > 1 {
            stretch = stretch.div_ceil(2);
        } else if !left_out {
            match smaller(&items, &does) {
                Some(smaller) => items = smaller,
                None => break,
            }
        }
    }
    let proved = items.len() <= PROVED;
    (items, proved)
}

/// Leaves out every stretch that is not needed; whether there was one.
fn leave_out<T: Copy>(items: &mut Vec<T>, stretch: usize, does: &impl Fn(&[T]) -> bool) -> bool {
    let (before, mut place) = (items.len(), 0);
    while place < items.len() {
        let end = (place + stretch).min(items.len());
        let others: Vec<T> = [&items[..place], &items[end..]].concat();
        if does(&others) {
            *items = others;
        } else {
            place = end;
        }
    }
    items.len() < before
}

/// The smallest part of a few that does it, the first by place. That none of them can be left out alone is
/// known.
fn smaller<T: Copy>(items: &[T], does: &impl Fn(&[T]) -> bool) -> Option<Vec<T>> {
    if items.len() > PROVED {
        return None;
    }
    let part = |coalition: u32| -> Vec<T> {
        let inside = |place: &usize| coalition >> place & 1 == 1;
        let places = (0..items.len()).filter(inside);
        places.map(|place| items[place]).collect()
    };
    let sizes = 0..items.len().saturating_sub(1);
    sizes
        .flat_map(|size| {
            let all = 0..1_u32 << items.len();
            all.filter(move |coalition| coalition.count_ones() as usize == size)
        })
        .map(part)
        .find(|items| does(items))
}

#[cfg(test)]
mod tests {
    use super::smallest;

    #[test]
    fn no_part_of_the_result_does_it() {
        let all = || (0..10).collect::<Vec<u8>>();
        let both = |items: &[u8]| items.contains(&3) && items.contains(&7);
        assert_eq!(smallest(all(), both), (vec![3, 7], true));
        // Each of two can be left out, but not both.
        let either = |items: &[u8]| items.contains(&3) || items.contains(&7);
        assert_eq!(smallest(all(), either), (vec![7], true));
        // Not monotone: three of them do it together, two do not, and one alone does again.
        let odd = |items: &[u8]| [&[1, 4, 5][..], &[5]].contains(&items);
        assert_eq!(smallest(vec![1, 4, 5], odd), (vec![5], true));
        assert_eq!(smallest(all(), |_| true), (vec![], true));
        let seven = |items: &[u8]| items.len() >= 7;
        assert!(!smallest(all(), seven).1);
    }
}
