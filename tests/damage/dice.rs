//! Seeded chance: the same seed breaks the same returns in the same way on every machine (splitmix64).

use crate::chance::Chance;

/// A generator.
#[derive(Debug, Clone)]
pub(crate) struct Dice(Chance);

impl Dice {
    /// From a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(Chance::new(seed))
    }

    fn next(&mut self) -> u64 {
        self.0.next()
    }

    /// A number from 0 to below `many`.
    pub(crate) fn below(&mut self, many: usize) -> usize {
        let many = u64::try_from(many.max(1)).unwrap();
        usize::try_from(self.next() % many).unwrap()
    }

    /// One of these.
    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}
