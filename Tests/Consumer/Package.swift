// swift-tools-version: 6.2
import PackageDescription

// A user's package: shopping lists with one target of generated code, which a client and a server share; and a ledger whose
// generated code is in two targets, so that the app has nothing of what only the server needs.

let package = Package(
    name: "shopping",
    platforms: [.macOS(.v14), .iOS(.v17)],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(name: "lockstep", path: "../.."),
    ],
    targets: [
        .target(
            name: "ShoppingListSchema",
            dependencies: [.product(name: "Lockstep", package: "lockstep")],
            plugins: [.plugin(name: "LockstepPlugin", package: "lockstep")]),
        .executableTarget(
            name: "shopping-client",
            dependencies: ["ShoppingListSchema", .product(name: "LockstepClient", package: "lockstep")]),
        .executableTarget(
            name: "shopping-server",
            dependencies: [
                "ShoppingListSchema",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "LockstepHummingbird", package: "lockstep"),
                .product(name: "LockstepServer", package: "lockstep"),
                .product(name: "LockstepSQLiteStore", package: "lockstep"),
            ]),
        .target(
            name: "LedgerTypes",
            dependencies: [.product(name: "Lockstep", package: "lockstep")],
            plugins: [.plugin(name: "LockstepPlugin", package: "lockstep")]),
        .target(
            name: "LedgerServer",
            dependencies: ["LedgerTypes", .product(name: "Lockstep", package: "lockstep")],
            plugins: [.plugin(name: "LockstepPlugin", package: "lockstep")]),
        .executableTarget(
            name: "ledger-app",
            dependencies: ["LedgerTypes", .product(name: "LockstepClient", package: "lockstep")]),
        .executableTarget(
            name: "ledger-backend",
            dependencies: [
                "LedgerServer", "LedgerTypes",
                .product(name: "LockstepServer", package: "lockstep"),
                .product(name: "LockstepSQLiteStore", package: "lockstep"),
            ]),
        .testTarget(
            name: "ShoppingListTests",
            dependencies: ["ShoppingListSchema", .product(name: "LockstepTesting", package: "lockstep")]),
    ]
)
