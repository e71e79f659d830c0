// swift-tools-version: 6.2
import PackageDescription

// The targets are listed in reading order. An arrow that is not in `dependencies` does not exist: build time and
// runtime meet as text only, client and server never, and neither knows an HTTP library or a store of the other side.

let strictness: [SwiftSetting] =
    Context.environment["LOCKSTEP_WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)]
let settings: [SwiftSetting] =
    strictness + [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]

let package = Package(
    name: "lockstep",
    platforms: [.macOS(.v14), .iOS(.v17)],
    products: [
        .library(name: "Lockstep", targets: ["Lockstep"]),
        .library(name: "LockstepClient", targets: ["LockstepClient"]),
        .library(name: "LockstepHTTPClient", targets: ["LockstepHTTPClient"]),
        .library(name: "LockstepServer", targets: ["LockstepServer"]),
        .library(name: "LockstepSQLiteStore", targets: ["LockstepSQLiteStore"]),
        .library(name: "LockstepHummingbird", targets: ["LockstepHummingbird"]),
        .library(name: "LockstepJWT", targets: ["LockstepJWT"]),
        .library(name: "LockstepTesting", targets: ["LockstepTesting"]),
        .plugin(name: "LockstepPlugin", targets: ["LockstepPlugin"]),
        .plugin(name: "LockstepCommand", targets: ["LockstepCommand"]),
        .executable(name: "lockstep", targets: ["LockstepTool"]),
        // The plugins' tool: SwiftPM looks it up by its target's name.
        .executable(name: "LockstepTool", targets: ["LockstepTool"]),
        .executable(name: "lockstep-simulate", targets: ["lockstep-simulate"]),
        .executable(name: "issue-tracker", targets: ["issue-tracker"]),
    ],
    traits: [
        .trait(
            name: "Server",
            description:
                "LockstepServer and LockstepHummingbird. Without it Hummingbird and swift-crypto are not resolved."
        ),
        .trait(
            name: "JWT",
            description:
                "LockstepJWT. Without it jwt-kit is not resolved, and `issue-tracker serve` has no --jwt-secret."
        ),
        // A package that depends on this one compiles jwt-kit only for the product LockstepJWT; the traits decide what
        // is downloaded.
        .default(enabledTraits: ["Server", "JWT"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // MARK: Build time

        .target(name: "LockstepSQL", swiftSettings: settings),
        .target(name: "LockstepSchema", dependencies: ["LockstepSQL"], swiftSettings: settings),
        .target(
            name: "LockstepOracle", dependencies: ["LockstepSchema", "LockstepSQL", "CSQLite"], swiftSettings: settings),
        .target(name: "LockstepEmitter", dependencies: ["LockstepSchema"], swiftSettings: settings),
        // Not `lockstep`: on file systems that ignore case that is the folder of `Lockstep`.
        .executableTarget(
            name: "LockstepTool",
            dependencies: [
                "LockstepSQL", "LockstepSchema", "LockstepOracle", "LockstepEmitter",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .plugin(name: "LockstepPlugin", capability: .buildTool(), dependencies: ["LockstepTool"]),
        .plugin(
            name: "LockstepCommand",
            capability: .command(
                intent: .custom(
                    verb: "lockstep", description: "Checks definition files and generates Swift from them."),
                permissions: [
                    .writeToPackageDirectory(reason: "`generate` writes the generated Swift into the target.")
                ]),
            dependencies: ["LockstepTool"]),

        // MARK: Shared by client and server

        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "Lockstep", dependencies: ["CSQLite"], swiftSettings: settings),

        // MARK: Client

        .target(
            name: "LockstepClient",
            dependencies: [
                "Lockstep", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Metrics", package: "swift-metrics"),
            ],
            swiftSettings: settings),
        .target(name: "LockstepHTTPClient", dependencies: ["LockstepClient"], swiftSettings: settings),

        // MARK: Server

        .target(
            name: "LockstepServer",
            dependencies: [
                "Lockstep",
                .product(name: "Crypto", package: "swift-crypto", condition: .when(traits: ["Server"])),
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Server"])),
                .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Server"])),
                .product(
                    name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: .when(traits: ["Server"])),
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Server"])),
            ],
            swiftSettings: settings),
        .target(
            name: "LockstepSQLiteStore",
            dependencies: ["Lockstep", "LockstepServer", "CSQLite", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .target(
            name: "LockstepHummingbird",
            dependencies: [
                "LockstepServer",
                .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Server"])),
            ],
            swiftSettings: settings),
        .target(
            name: "LockstepJWT",
            dependencies: [
                "Lockstep", "LockstepServer",
                .product(name: "JWTKit", package: "jwt-kit", condition: .when(traits: ["JWT"])),
            ],
            swiftSettings: settings),

        // MARK: Proof

        .target(
            name: "LockstepTesting",
            dependencies: [
                "Lockstep", "LockstepClient", "LockstepServer", "LockstepSQLiteStore", "CSQLite",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Server"])),
                .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Server"])),
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Server"])),
            ],
            swiftSettings: settings),

        // MARK: The example

        .target(
            name: "IssueTrackerSchema", dependencies: ["Lockstep"], swiftSettings: strictness,
            plugins: ["LockstepPlugin"]),
        .executableTarget(
            name: "issue-tracker",
            dependencies: [
                "IssueTrackerSchema", "Lockstep", "LockstepClient", "LockstepHTTPClient", "LockstepServer",
                "LockstepSQLiteStore", "LockstepHummingbird", "LockstepJWT",
                .product(name: "JWTKit", package: "jwt-kit", condition: .when(traits: ["JWT"])),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Server"])),
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Server"])),
                .product(
                    name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: .when(traits: ["Server"])),
                .product(
                    name: "UnixSignals", package: "swift-service-lifecycle", condition: .when(traits: ["Server"])),
            ],
            swiftSettings: settings),

        // MARK: Simulation of schemas

        .executableTarget(
            name: "lockstep-simulate",
            dependencies: [
                "LockstepTesting", "LockstepServer", "Lockstep", "IssueTrackerSchema", "IssueListSchema",
                "MailroomSchema", "RandomSchemas",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),

        // MARK: Tests

        .target(
            name: "IssueListSchema", dependencies: ["Lockstep"], path: "Tests/Fixtures/IssueListSchema",
            swiftSettings: strictness, plugins: ["LockstepPlugin"]),
        .target(
            name: "VaultSchema", dependencies: ["Lockstep"], path: "Tests/Fixtures/VaultSchema",
            swiftSettings: strictness, plugins: ["LockstepPlugin"]),
        .target(
            name: "MailroomSchema", dependencies: ["Lockstep"], path: "Tests/Fixtures/MailroomSchema",
            swiftSettings: strictness, plugins: ["LockstepPlugin"]),
        .target(name: "TestSupport", dependencies: ["Lockstep"], path: "Tests/TestSupport", swiftSettings: settings),
        .target(
            name: "DecoderFuzz", dependencies: ["TestSupport"], path: "Tests/DecoderFuzz", swiftSettings: settings),
        .target(
            name: "GrammarFuzz", dependencies: ["LockstepSQL", "CSQLite", "TestSupport"], path: "Tests/GrammarFuzz",
            swiftSettings: settings),
        .executableTarget(
            name: "lockstep-grammar",
            dependencies: [
                "GrammarFuzz", "LockstepSQL", "CSQLite",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/GrammarFuzzTool", swiftSettings: settings),
        .target(
            name: "TypeProof", dependencies: ["LockstepSQL", "LockstepSchema", "TestSupport", "CSQLite"],
            path: "Tests/TypeProof", swiftSettings: settings),
        .executableTarget(
            name: "lockstep-type-proof", dependencies: ["TypeProof"], path: "Tests/TypeProofTool",
            swiftSettings: settings),
        .target(
            name: "SchemaGenerator", dependencies: ["TestSupport"], path: "Tests/SchemaGenerator",
            swiftSettings: settings),
        .executableTarget(
            name: "lockstep-random-schema",
            dependencies: ["SchemaGenerator", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Tests/RandomSchemaTool", swiftSettings: settings),
        .testTarget(
            name: "LockstepSQLTests", dependencies: ["LockstepSQL", "GrammarFuzz", "CSQLite", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "TypeProofTests", dependencies: ["TypeProof", "LockstepSchema", "CSQLite", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "LockstepPrintingTests", dependencies: ["LockstepSQL", "LockstepSchema", "CSQLite", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "LockstepSchemaTests", dependencies: ["LockstepSchema", "LockstepSQL", "CSQLite", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "LockstepOracleTests", dependencies: ["LockstepOracle", "LockstepSchema", "LockstepSQL"],
            swiftSettings: settings),
        .testTarget(
            name: "LockstepEmitterTests",
            dependencies: ["LockstepEmitter", "LockstepSchema", "LockstepSQL", "Lockstep", "CSQLite", "TestSupport"],
            exclude: ["Definitions"],
            swiftSettings: settings),
        .testTarget(
            name: "LockstepToolTests",
            dependencies: [
                "LockstepTool", "LockstepEmitter", "LockstepSchema", "LockstepSQL",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CaseTests",
            dependencies: ["LockstepTool", "LockstepEmitter", "LockstepSchema", "LockstepSQL", "SchemaGenerator"],
            swiftSettings: settings),
        .target(
            name: "RandomSchemas", dependencies: ["Lockstep"], path: "Tests/Fixtures/RandomSchemas",
            swiftSettings: settings),
        .testTarget(
            name: "CompiledCaseTests",
            dependencies: ["Lockstep", "RandomSchemas", "CSQLite", "DecoderFuzz", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "LockstepTests", dependencies: ["Lockstep", "CSQLite", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "LockstepClientTests",
            dependencies: [
                "LockstepClient", "Lockstep", "IssueListSchema", "CSQLite", "LockstepTesting", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
            ],
            swiftSettings: settings),
        .target(
            name: "ServerTestSupport", dependencies: ["LockstepServer", "Lockstep", "CSQLite", "TestSupport"],
            path: "Tests/ServerTestSupport", swiftSettings: settings),
        .testTarget(
            name: "LockstepServerTests",
            dependencies: [
                "LockstepServer", "LockstepSQLiteStore", "Lockstep", "ServerTestSupport", "TestSupport",
                "HTTPTestSupport",
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "LockstepSQLiteStoreTests",
            dependencies: [
                "LockstepSQLiteStore", "LockstepServer", "Lockstep", "LockstepTesting", "ServerTestSupport", "CSQLite",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "HandlerTests",
            dependencies: ["MailroomSchema", "Lockstep", "LockstepClient", "LockstepServer", "LockstepSQLiteStore"],
            swiftSettings: settings),
        .testTarget(
            name: "SyncTests",
            dependencies: [
                "IssueListSchema", "Lockstep", "LockstepClient", "LockstepServer", "LockstepSQLiteStore", "CSQLite",
                "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "PermissionTests",
            dependencies: [
                "LockstepEmitter", "LockstepSchema", "LockstepSQL", "Lockstep", "LockstepClient", "LockstepServer",
                "LockstepSQLiteStore", "CSQLite", "ServerTestSupport", "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "LockstepTestingTests",
            dependencies: [
                "LockstepTesting", "lockstep-simulate", "Lockstep", "IssueListSchema", "IssueTrackerSchema", "CSQLite",
            ],
            swiftSettings: settings),
        .target(name: "HTTPTestSupport", path: "Tests/HTTPTestSupport", swiftSettings: settings),
        .testTarget(
            name: "LockstepHTTPClientTests", dependencies: ["LockstepHTTPClient", "LockstepClient", "HTTPTestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "LockstepHummingbirdTests",
            dependencies: [
                "LockstepHummingbird", "LockstepServer", "LockstepSQLiteStore", "Lockstep", "IssueListSchema",
                "HTTPTestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .target(
            name: "TokenTestSupport",
            dependencies: [.product(name: "JWTKit", package: "jwt-kit", condition: .when(traits: ["JWT"]))],
            path: "Tests/TokenTestSupport", swiftSettings: settings),
        .testTarget(
            name: "LockstepJWTTests",
            dependencies: [
                "LockstepJWT", "Lockstep", "LockstepHummingbird", "LockstepServer", "LockstepSQLiteStore",
                "TokenTestSupport", "VaultSchema",
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ThreatTests",
            dependencies: [
                "LockstepHummingbird", "LockstepJWT", "LockstepServer", "LockstepSQLiteStore", "Lockstep",
                "VaultSchema", "ServerTestSupport", "HTTPTestSupport", "DecoderFuzz", "TestSupport", "TokenTestSupport",
                "CSQLite",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DecoderFuzzTests",
            dependencies: [
                "DecoderFuzz", "LockstepSQL", "LockstepSchema", "Lockstep", "LockstepClient", "LockstepHTTPClient",
                "LockstepServer", "LockstepSQLiteStore", "LockstepHummingbird", "LockstepJWT", "IssueListSchema",
                "IssueTrackerSchema", "MailroomSchema", "VaultSchema", "ServerTestSupport", "TestSupport",
                "TokenTestSupport", "CSQLite",
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "InspectorTests",
            dependencies: [
                "LockstepHummingbird", "LockstepServer", "LockstepSQLiteStore", "Lockstep", "ServerTestSupport",
                "HTTPTestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "IssueListSchema", "IssueTrackerSchema", "Lockstep", "LockstepClient", "LockstepHTTPClient",
                "LockstepServer",
                "LockstepSQLiteStore", "LockstepHummingbird", "HTTPTestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "lockstep-hammer",
            dependencies: [
                "IssueTrackerSchema", "Lockstep", "LockstepClient", "LockstepHTTPClient", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Hammer", swiftSettings: settings),
        .testTarget(
            name: "PlantedBugsTests", dependencies: ["IssueTrackerSchema", "Lockstep"], swiftSettings: settings),
        .testTarget(
            name: "KillTests",
            dependencies: [
                "Lockstep", "CSQLite", "TestSupport", "HTTPTestSupport", "issue-tracker", "lockstep-hammer",
            ],
            swiftSettings: settings),
    ]
)

// What is expected is rewritten by tests, which must build while it does not: without generated code that is committed,
// and without all that depends on it.
if Context.environment["LOCKSTEP_UPDATE_GOLDENS"] != nil {
    var removed: Set<String> = ["CompiledCaseTests", "RandomSchemas"]
    func isRemoved(_ target: Target) -> Bool {
        let dependencies = target.dependencies.compactMap { dependency -> String? in
            if case .byNameItem(let name, _) = dependency { name } else { nil }
        }
        return removed.contains(target.name) || !removed.isDisjoint(with: dependencies)
    }
    // The targets are in reading order: each after those it depends on.
    for target in package.targets where isRemoved(target) { removed.insert(target.name) }
    package.targets.removeAll { removed.contains($0.name) }
    package.products.removeAll { product in
        let targets = (product as? Product.Executable)?.targets ?? (product as? Product.Library)?.targets ?? []
        return !removed.isDisjoint(with: targets)
    }
}
