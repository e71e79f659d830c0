// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "lockstep-benchmarks",
    platforms: [.macOS(.v14)],
    dependencies: [
        .package(name: "lockstep", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    ],
    targets: [
        .target(
            name: "BenchmarkSchema",
            dependencies: [.product(name: "Lockstep", package: "lockstep")],
            plugins: [.plugin(name: "LockstepPlugin", package: "lockstep")]),
        .target(
            name: "TeamSchema",
            dependencies: [.product(name: "Lockstep", package: "lockstep")],
            plugins: [.plugin(name: "LockstepPlugin", package: "lockstep")]),
        .executableTarget(
            name: "lockstep-benchmarks",
            dependencies: [
                "BenchmarkSchema", "TeamSchema",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Lockstep", package: "lockstep"),
                .product(name: "LockstepClient", package: "lockstep"),
                .product(name: "LockstepHTTPClient", package: "lockstep"),
                .product(name: "LockstepHummingbird", package: "lockstep"),
                .product(name: "LockstepServer", package: "lockstep"),
                .product(name: "LockstepSQLiteStore", package: "lockstep"),
                .product(name: "Metrics", package: "swift-metrics"),
            ]),
    ]
)
