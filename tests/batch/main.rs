//! Batches: every form of input, many profiles in one call. What comes out is what each of them gives by itself.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod alike;
mod baseline;
mod edges;
mod figures;
mod folder;
mod prospect;
mod since;
mod sorted;
mod walks;
