import LockstepSQL

/// A place where a parameter stands, and what the place says of its type.
struct ParameterUse {
    /// In lowerCamelCase.
    let name: String
    let hint: TypeHint
    let place: SourcePlace

    /// True for `value` of `json_each(:ids)`, which says what the elements are.
    var isElement = false
}

/// The parameters that callers do not give.
enum ReservedParameter: String, CaseIterable {
    case actor, now, committedAt
}
