/// A function of SQLite's: what its result is, and where it may be used.
struct SQLFunction {
    enum Kind {
        case scalar, aggregate, window
    }

    /// The classes and the Swift type of the result.
    enum Result {
        case classes(ValueClasses)
        /// A number that counts something.
        case count
        /// 0 or 1.
        case bool
        /// One of the arguments from an index on.
        case oneOf(from: Int)
        /// One of two arguments at the end: `iif(x, a, b)`.
        case branches
        /// The argument at an index.
        case argument(Int)
        /// The argument as a number: `abs`, `ceil`. Text becomes REAL.
        case numeric
        /// `sum`: INTEGER of INTEGER, REAL of REAL.
        case sum
        /// A part of the first argument: BLOB of BLOB, else TEXT.
        case part
        /// TEXT; `replace` gives back its first argument as it is if there is nothing to look for.
        case replacement
        /// `unixepoch`: INTEGER, or REAL with the modifier `subsec`.
        case seconds
        /// Depends on data: `json_extract`.
        case any
    }

    enum Nullness {
        /// Never NULL.
        case never
        /// NULL for some arguments, whatever their types.
        case always
        /// NULL only if an argument is.
        case ifAnyArgument
        /// NULL only if the argument at the index is.
        case ifArgument(Int)
        /// `printf`: NULL if the result would be empty.
        case ofFormat
        /// NULL only if all arguments are.
        case ifAllArguments
        /// NULL only if an argument is, or is no number.
        case unlessNumber
        /// NULL only if an argument is, is no number, or is infinite.
        case unlessFinite
        /// `json_set`: NULL if the document is, or if a path is NULL or takes the whole document away.
        case ofPaths
        /// `date`: NULL for what is no time.
        case ofTime
        /// NULL if no row has a value.
        case ofAggregate
        /// By the arguments that the result is one of.
        case ofBranches
    }

    /// Whether equal arguments give equal results on every device.
    enum Determinism {
        case deterministic
        /// By the C library's mathematics, which differ in the last digits.
        case platform
        /// For an aggregate: by the order of the rows.
        case rowOrder
        /// By the first argument and the modifiers: `date('now')`.
        case date
        case nondeterministic
    }

    /// Whether a function is there wherever Lockstep runs.
    enum Availability {
        case everywhere
        /// Only in a SQLite that was built with the option.
        case option(String)
        /// Never in a definition file; with the reason.
        case refused(String)
    }

    let name: String
    let kind: Kind
    let arity: ClosedRange<Int>
    let result: Result
    let nullness: Nullness
    let since: SQLiteVersion?
    let determinism: Determinism
    let availability: Availability

    /// What the arguments are; the last one goes on for those that follow. Nil takes anything.
    let arguments: [SwiftType?]

    init(
        _ name: String, _ arity: ClosedRange<Int>, _ result: Result, _ nullness: Nullness,
        _ arguments: [SwiftType?] = [], kind: Kind = .scalar, since: Int? = nil,
        determinism: Determinism = .deterministic, availability: Availability = .everywhere
    ) {
        self.name = name
        self.kind = kind
        self.arity = arity
        self.result = result
        self.nullness = nullness
        self.arguments = arguments
        self.since = since.map { SQLiteVersion(minor: $0) }
        self.determinism = determinism
        self.availability = availability
    }

    /// The Swift type that the argument at an index is to have.
    func argumentType(at index: Int) -> SwiftType? {
        guard let last = arguments.last else { return nil }
        return index < arguments.count ? arguments[index] : last
    }

    static let unlimited = 127
}
