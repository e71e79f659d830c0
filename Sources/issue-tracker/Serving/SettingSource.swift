/// Where the settings of `serve` come from: flags, then the environment, then defaults.
struct SettingSource: Sendable {
    static let prefix = "ISSUE_TRACKER_"

    let environment: [String: String]

    /// The variable that stands for a flag: `--max-body-bytes` is `ISSUE_TRACKER_MAX_BODY_BYTES`.
    static func variable(for flag: String) -> String {
        prefix + flag.uppercased().replacing("-", with: "_")
    }

    /// What the environment says; an empty variable says nothing, as one that is not set.
    func text(_ flag: String) -> String? {
        let text = environment[Self.variable(for: flag)]
        return text?.isEmpty == true ? nil : text
    }

    /// - Parameter flag: Its value on the command line, or nil.
    func value<Value: LosslessStringConvertible>(
        _ name: String, flag: Value?, default fallback: Value, _ expected: String
    ) throws -> Value {
        if let flag { return flag }
        guard let text = text(name) else { return fallback }
        guard let value = Value(text) else { throw InvalidSetting(Self.variable(for: name), text, expected) }
        return value
    }

    /// - Parameter assignments: `NAME=VALUE` from the command line.
    func limits(_ assignments: [String]) throws -> [(limit: ServerLimit, text: String)] {
        var values = ServerLimit.all.compactMap { limit in text(limit.name).map { (limit, $0) } }
        for assignment in assignments {
            let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let limit = ServerLimit.all.first(where: { $0.name == name }) else {
                throw InvalidSetting(unknown: name)
            }
            guard parts.count == 2 else { throw InvalidSetting("--limit", assignment, "NAME=VALUE") }
            values.append((limit, String(parts[1])))
        }
        return values
    }
}
