//! The damages, by what they touch. Adding one touches one file here.

mod numbers;

use super::draft::Damage;

/// Every damage.
pub(crate) fn all() -> Vec<Damage> {
    [numbers::ALL].concat()
}
