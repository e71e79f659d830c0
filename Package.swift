// swift-tools-version: 6.2
import PackageDescription

// The targets are listed in reading order. An arrow that is not in `dependencies` does not exist: build time and
// runtime meet as text only, client and server never, and neither knows an HTTP library or a store of the other side.

let settings: [SwiftSetting] = [
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
        .plugin(name: "LockstepPlugin", targets: ["LockstepPlugin"]),
        .plugin(name: "LockstepCommand", targets: ["LockstepCommand"]),
        .executable(name: "lockstep", targets: ["lockstep"]),
        .executable(name: "issue-tracker", targets: ["issue-tracker"]),
    ],
    traits: [
        .trait(
            name: "Server",
            description:
                "LockstepServer and LockstepHummingbird. Without it Hummingbird and swift-crypto are not resolved."
        ),
        .default(enabledTraits: ["Server"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // MARK: Build time

        .target(name: "LockstepSQL", swiftSettings: settings),
        .target(name: "LockstepSchema", dependencies: ["LockstepSQL"], swiftSettings: settings),
        .target(
            name: "LockstepOracle", dependencies: ["LockstepSchema", "LockstepSQL", "CSQLite"], swiftSettings: settings),
        .target(name: "LockstepEmitter", dependencies: ["LockstepSchema"], swiftSettings: settings),
        .executableTarget(
            name: "lockstep",
            dependencies: [
                "LockstepSQL", "LockstepSchema", "LockstepOracle", "LockstepEmitter",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .plugin(name: "LockstepPlugin", capability: .buildTool(), dependencies: ["lockstep"]),
        .plugin(
            name: "LockstepCommand",
            capability: .command(
                intent: .custom(
                    verb: "lockstep", description: "Checks definition files and generates Swift from them."),
                permissions: [
                    .writeToPackageDirectory(reason: "`generate` writes the generated Swift into the target.")
                ]),
            dependencies: ["lockstep"]),

        // MARK: Shared by client and server

        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "Lockstep", dependencies: ["CSQLite"], swiftSettings: settings),

        // MARK: Client

        .target(
            name: "LockstepClient",
            dependencies: ["Lockstep", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .target(name: "LockstepHTTPClient", dependencies: ["LockstepClient"], swiftSettings: settings),

        // MARK: Server

        .target(
            name: "LockstepServer",
            dependencies: [
                "Lockstep",
                .product(name: "Crypto", package: "swift-crypto", condition: .when(traits: ["Server"])),
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Server"])),
                .product(
                    name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: .when(traits: ["Server"])),
            ],
            swiftSettings: settings),
        .target(
            name: "LockstepSQLiteStore",
            dependencies: ["Lockstep", "LockstepServer", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .target(
            name: "LockstepHummingbird",
            dependencies: [
                "LockstepServer",
                .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Server"])),
            ],
            swiftSettings: settings),

        // MARK: The example

        .target(name: "IssueTracker", dependencies: ["Lockstep"], plugins: ["LockstepPlugin"]),
        .executableTarget(
            name: "issue-tracker",
            dependencies: [
                "IssueTracker", "LockstepClient", "LockstepHTTPClient", "LockstepServer", "LockstepSQLiteStore",
                "LockstepHummingbird",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),

        // MARK: Tests

        .testTarget(name: "LockstepSQLTests", dependencies: ["LockstepSQL"], swiftSettings: settings),
    ]
)
