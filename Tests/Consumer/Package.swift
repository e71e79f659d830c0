// swift-tools-version: 6.2
import PackageDescription

// A user's package: one target of generated code, and a client and a server that share it.

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
    ]
)
