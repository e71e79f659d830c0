import LockstepSQL

/// What `lockstep.json` says, and what holds without it.
struct Configuration {
    var name: String
    var access: Schema.Access = .public
    var imports: [String] = []

    /// The module that the server's half of the generated code goes to; nil if both halves go to one.
    var serverTarget: String?

    /// The oldest SQLite that clients and servers run.
    var oldestSQLite = SQLiteVersion(minor: 40)

    /// Without a file: the target `IssueTrackerSchema` gets the root type `IssueTracker`, the target `App` gets
    /// `AppSchema`, since a type of its module's name makes the module's other names unreachable.
    init(targetName: String) {
        let base = SwiftNaming.upperCamelCase(targetName)
        let suffix = "Schema"
        let isSuffixed = base.hasSuffix(suffix) && base != suffix
        name = isSuffixed ? String(base.dropLast(suffix.count)) : base + suffix
    }

    init(file: SourceText?, targetName: String, reporter: Reporter) {
        self.init(targetName: targetName)
        guard let file else { return }
        var reader = ConfigurationReader(file: file)
        do throws(ConfigurationReader.Mistake) {
            try read(&reader, targetName: targetName, reporter: reporter)
        } catch {
            reporter.error(error.message, at: SourcePlace(file, error.span), suggestion: error.suggestion)
        }
    }

    private mutating func read(
        _ reader: inout ConfigurationReader, targetName: String, reporter: Reporter
    ) throws(ConfigurationReader.Mistake) {
        for entry in try reader.object() {
            switch entry.key {
            case "name":
                name = try entry.string()
                guard TypeSpelling(name)?.name == name, !name.contains("."), name.first?.isUppercase == true else {
                    throw entry.mistake("`name` must be the name of a Swift type, such as `IssueTracker`")
                }
            case "access":
                guard let level = Schema.Access(rawValue: try entry.string()) else {
                    throw entry.mistake("`access` must be `public`, `package` or `internal`")
                }
                access = level
            case "imports": imports = try entry.strings()
            case "server":
                let target = try entry.string()
                guard TypeSpelling(target)?.name == target, !target.contains(".") else {
                    throw entry.mistake("`server` must be the name of a target, such as `IssueTrackerServer`")
                }
                if target == targetName {
                    throw entry.mistake(
                        "`server` names the schema's own target", suggestion: "leave it out, or name another target")
                }
                serverTarget = target
            case "sqlite":
                guard let version = Self.version(try entry.string()) else {
                    throw entry.mistake("`sqlite` must be a version of SQLite 3 from 3.37 on, such as `3.40`")
                }
                oldestSQLite = version
            default:
                throw entry.unknownKey(among: ["name", "access", "imports", "server", "sqlite"])
            }
            if entry.key == "name", name == targetName {
                throw entry.mistake(
                    "the root type `\(name)` must not have the name of its module",
                    suggestion: "rename the target, for example to `\(name)Schema`, or the root type")
            }
            if ["name", "server"].contains(entry.key), name == serverTarget {
                throw entry.mistake("the root type `\(name)` must not have the name of the server's module")
            }
        }
    }

    private static func version(_ text: String) -> SQLiteVersion? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard (2...3).contains(parts.count), parts[0] == 3, let minor = parts[1], minor >= 37,
            let patch = parts.count == 3 ? parts[2] : 0
        else { return nil }
        return SQLiteVersion(minor: minor, patch: patch)
    }
}
