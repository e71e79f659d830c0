public import LockstepSQL

/// The files of one `schema/` folder, in memory.
public struct DefinitionFiles: Sendable {
    /// `lockstep.json`
    public var configuration: SourceText?

    /// `migrations/*.sql`, in any order.
    public var migrations: [SourceText]

    /// `mutations/*.sql` or `mutations.sql`.
    public var mutations: [SourceText]

    /// `queries/*.sql` or `queries.sql`.
    public var queries: [SourceText]

    /// `permissions.sql` or `permissions/*.sql`.
    public var permissions: [SourceText]

    /// Files that are in none of the places above, which is an error.
    public var misplaced: [SourceText]

    public init(
        configuration: SourceText? = nil, migrations: [SourceText] = [], mutations: [SourceText] = [],
        queries: [SourceText] = [], permissions: [SourceText] = [], misplaced: [SourceText] = []
    ) {
        self.configuration = configuration
        self.migrations = migrations
        self.mutations = mutations
        self.queries = queries
        self.permissions = permissions
        self.misplaced = misplaced
    }

    /// Sorts files by what they are, by the last one or two components of their paths. Only `.sql` files and
    /// `lockstep.json` count.
    public init(sorting files: [SourceText]) {
        self.init()
        for file in files.sorted(by: { $0.path < $1.path }) {
            let components = file.path.split(separator: "/")
            guard let name = components.last else { continue }
            let folder = components.dropLast().last ?? ""
            switch (folder, name) {
            case (_, "lockstep.json"): configuration = file
            case (_, "mutations.sql"): mutations.append(file)
            case (_, "queries.sql"): queries.append(file)
            case (_, "permissions.sql"): permissions.append(file)
            case ("migrations", _) where name.hasSuffix(".sql"): migrations.append(file)
            case ("mutations", _) where name.hasSuffix(".sql"): mutations.append(file)
            case ("queries", _) where name.hasSuffix(".sql"): queries.append(file)
            case ("permissions", _) where name.hasSuffix(".sql"): permissions.append(file)
            case _ where name.hasSuffix(".sql"): misplaced.append(file)
            default: break
            }
        }
    }
}
