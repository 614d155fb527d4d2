//! Columns of history.csv (docs/ledgers.md names them for people; a test holds the two together).

macro_rules! columns {
    ($($(#[$meta:meta])* $column:ident = $name:literal,)+) => {
        /// A column of history.csv.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Column { $($(#[$meta])* $column,)+ }

        /// Names of the columns, in the order in which they are written.
        pub const COLUMNS: &[&str] = &[$($name,)+];

        impl Column {
            /// Every column, in that order.
            pub const ALL: &'static [Self] = &[$(Self::$column,)+];
        }
    };
}

columns! {
    /// What the row is about: `measure`, `contribution`, `action`, `progress` or `exception`.
    Kind = "kind",
    /// The month.
    Period = "period",
    /// 1 for the first results of the month, 2 for the next different ones.
    Revision = "revision",
    /// Id of the run that first gave these results (run.json).
    Run = "run",
    /// As-at date of the month's ratings.
    AsAt = "as_at",
    /// How many rows this revision of the month has: a row that was lost shows.
    Rows = "rows",
    /// SHA-256 over the rows of this revision and everything before them in the file: what was altered shows.
    Seal = "seal",
    /// The measure or action.
    Ref = "ref",
    /// The returner of a contribution or progress.
    Lead = "lead",
    /// What kind of value follows: `number`, `date` or `text`.
    ValueType = "value_type",
    /// The value, exact.
    Value = "value",
    /// Numerator of a percent.
    Numerator = "numerator",
    /// Denominator of a percent.
    Denominator = "denominator",
    /// `value`, `partial` or `absent`.
    State = "state",
    /// Why there is no value.
    Absence = "absence",
    /// Whether the contribution was used: `yes` or `no`.
    Used = "used",
    /// The lead's Note.
    Note = "note",
    /// Target: of a measure a number, of an action the date in force then.
    Target = "target",
    /// The first target the plan ever gave the action.
    OriginalTarget = "original_target",
    /// The value expected then.
    Expected = "expected",
    /// Whether a return came for the action: `yes` or `no`.
    Returned = "returned",
    /// Status.
    Status = "status",
    /// Forecast.
    Forecast = "forecast",
    /// Lead's own rating.
    OwnRating = "own_rating",
    /// Delivery rating.
    Delivery = "delivery",
    /// Why, and what would change it.
    DeliveryReason = "delivery_reason",
    /// Impact rating of the measure or action.
    Impact = "impact",
    /// Why, and what would change it.
    ImpactReason = "impact_reason",
    /// The month whose answers were carried forward.
    CarriedFrom = "carried_from",
    /// Commentary.
    Commentary = "commentary",
    /// Evidence.
    Evidence = "evidence",
    /// Key of an exception that was raised.
    Key = "key",
    /// SHA-256 of the files behind the row, parted by blanks. Last, because it never needs quoting: a file that ends too
    /// early is told from a whole one.
    Sources = "sources",
}
