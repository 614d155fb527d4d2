//! What an XmR chart (individuals and moving range) says of a measure's values: NHS England's *Making Data Count*
//! (5-rating.md, 5.2; docs/xmr.md). Made by `rating`, shown by `publish`.

use serde::{Deserialize, Serialize};

use super::quantity::Quantity;

/// From how many values on XmR is shown.
pub const POINTS_NEEDED: usize = 13;

/// An XmR chart as numbers, with what it says of the latest value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Xmr {
    /// How many values it rests on, at least [`POINTS_NEEDED`].
    pub points: usize,
    /// Mean of the values, in the measure's unit.
    pub mean: Quantity,
    /// Mean of the moving ranges: how far a value is from the one before.
    pub mean_moving_range: Quantity,
    /// Lower process limit: the mean less 2.66 mean moving ranges.
    pub lower: Quantity,
    /// Upper process limit: the mean and 2.66 mean moving ranges.
    pub upper: Quantity,
    /// Rules by which the latest value stands out, in the order of [`Signal`]; empty: it does not.
    pub signals: Vec<Signal>,
    /// What that means, by polarity.
    pub variation: Variation,
    /// Whether the target will be met as things are; none without a target, or where the measure is watched only.
    pub assurance: Option<Assurance>,
}

/// On which side of the mean, or in which direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Side {
    /// Above the mean; rising.
    High,
    /// Below the mean; falling.
    Low,
}

/// A rule of *Making Data Count* that the latest value fulfils, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Signal {
    /// Beyond a process limit.
    BeyondLimit(Side),
    /// The last of seven or more values in a row on one side of the mean.
    Run(Side),
    /// The last of seven or more values in a row, each above (below) the one before.
    Trend(Side),
    /// Near a limit (in the outer third, not beyond), as is at least one of the two before, all three on one side of the
    /// mean.
    NearLimit(Side),
}

/// Variation: does the latest value stand out, and which way?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Variation {
    /// Nothing but the usual up and down.
    CommonCause,
    /// It stands out, the good way.
    Improving,
    /// It stands out, the bad way.
    Concerning,
    /// It stands out, upwards, and neither way is good.
    Higher,
    /// It stands out, downwards, and neither way is good.
    Lower,
}

/// Assurance: where the target lies against the process limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Assurance {
    /// Every value within the limits meets the target.
    Hits,
    /// No value within the limits meets the target.
    Misses,
    /// The target lies within the limits: it is hit or missed by chance.
    Random,
}

impl Signal {
    /// Which side it is on.
    pub const fn side(self) -> Side {
        match self {
            Self::BeyondLimit(side) | Self::Run(side) | Self::Trend(side) | Self::NearLimit(side) => side,
        }
    }

    /// In words, after "it is".
    pub const fn words(self) -> &'static str {
        match self {
            Self::BeyondLimit(Side::High) => "above the upper process limit",
            Self::BeyondLimit(Side::Low) => "below the lower process limit",
            Self::Run(Side::High) => "the last of seven or more in a row above the mean",
            Self::Run(Side::Low) => "the last of seven or more in a row below the mean",
            Self::Trend(Side::High) => "the last of seven or more in a row that rise",
            Self::Trend(Side::Low) => "the last of seven or more in a row that fall",
            Self::NearLimit(Side::High) => "one of two in three near the upper process limit",
            Self::NearLimit(Side::Low) => "one of two in three near the lower process limit",
        }
    }
}

impl Variation {
    /// In the words of *Making Data Count*.
    pub const fn words(self) -> &'static str {
        match self {
            Self::CommonCause => "common cause",
            Self::Improving => "special cause, improving",
            Self::Concerning => "special cause, concerning",
            Self::Higher => "special cause, higher",
            Self::Lower => "special cause, lower",
        }
    }
}

impl Assurance {
    /// In words, of the target.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Hits => "target hit consistently",
            Self::Misses => "target missed consistently",
            Self::Random => "target hit or missed at random",
        }
    }
}

impl Xmr {
    /// `special cause, improving; target hit or missed at random`.
    pub fn words(&self) -> String {
        let variation = self.variation.words();
        self.assurance.map_or_else(|| variation.to_owned(), |a| format!("{variation}; {}", a.words()))
    }
}
