/// A setting says something that the server cannot use.
struct InvalidSetting: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ name: String, _ text: String, _ expected: String) {
        description = "`\(name)` is `\(text)`; it must be \(expected)."
    }

    init(unknown name: String) {
        description = "There is no limit `\(name)`. See `issue-tracker serve --help`."
    }
}
