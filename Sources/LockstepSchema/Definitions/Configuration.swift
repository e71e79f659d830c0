import LockstepSQL

/// What `lockstep.json` says, and what holds without it.
struct Configuration {
    var name: String
    var access: Schema.Access = .public
    var imports: [String] = []

    /// The target of the server's half of the generated code; nil if there is one target for all of it.
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
        var server: ConfigurationReader.Entry?
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
            case "imports":
                imports = try entry.strings()
                for (index, module) in imports.enumerated() {
                    guard TypeSpelling(module)?.name == module else {
                        throw entry.mistake("`imports` are names of modules, and `\(module)` is none")
                    }
                    guard !imports[..<index].contains(module) else {
                        throw entry.mistake("the module `\(module)` is imported twice")
                    }
                }
            case "server":
                serverTarget = try entry.string()
                server = entry
            case "sqlite":
                guard let version = Self.version(try entry.string()) else {
                    throw entry.mistake("`sqlite` must be a version of SQLite 3 from 3.37 on, such as `3.40`")
                }
                oldestSQLite = version
            default:
                throw entry.unknownKey(among: ["name", "access", "imports", "server", "sqlite"])
            }
            if entry.key == "name", NameClashes.isReserved(name) {
                throw entry.mistake(
                    "the root type cannot be called `\(name)`, which generated code needs",
                    suggestion: "name it after the app, such as `IssueTracker`")
            }
            if entry.key == "name", name == targetName {
                throw entry.mistake(
                    "the root type `\(name)` must not have the name of its module",
                    suggestion: "rename the target, for example to `\(name)Schema`, or the root type")
            }
        }
        if let server { try check(server, targetName: targetName) }
    }

    /// The other half of the code is in the target `targetName`.
    private func check(_ server: ConfigurationReader.Entry, targetName: String) throws(ConfigurationReader.Mistake) {
        guard let serverTarget, TypeSpelling(serverTarget)?.name == serverTarget, !serverTarget.contains(".") else {
            throw server.mistake("`server` must be the name of a target, such as `\(name)Server`")
        }
        if serverTarget == targetName {
            throw server.mistake(
                "the server's half must be in another target than the half that clients share",
                suggestion: "leave `server` out, then all of it is in `\(targetName)`")
        }
        if serverTarget == name {
            throw server.mistake(
                "the root type `\(name)` must not have the name of a module",
                suggestion: "rename the target, for example to `\(name)Server`")
        }
        if access == .internal {
            throw server.mistake(
                "the target `\(serverTarget)` cannot see types whose `access` is `internal`",
                suggestion: "set `access` to `package` or `public`")
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
