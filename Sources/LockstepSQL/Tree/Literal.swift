/// A constant; https://www.sqlite.org/lang_expr.html#literal_values_constants_.
public enum Literal: Hashable, Sendable {
    /// `NULL`
    case null
    /// `12`, `1_000`, `0xff`; a `-` directly before 9223372036854775808 is part of the literal.
    case integer(Int64)
    /// `1.5`, `1e3`, and decimal integers that do not fit 64 bits
    case real(Double)
    /// `'it''s'`
    case string(String)
    /// `x'00ff'`
    case blob([UInt8])
    /// `TRUE`, `FALSE`: not quoted and not qualified. A column of that name would win over the constant.
    case boolean(Bool)
    /// `CURRENT_DATE`
    case currentDate
    /// `CURRENT_TIME`
    case currentTime
    /// `CURRENT_TIMESTAMP`
    case currentTimestamp
}
