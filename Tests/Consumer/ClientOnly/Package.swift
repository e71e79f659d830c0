// swift-tools-version: 6.2
import PackageDescription

// A user's package that only wants the client: without Lockstep's trait `Server` neither Hummingbird nor swift-crypto is
// resolved.

let package = Package(
    name: "client-only",
    platforms: [.macOS(.v14), .iOS(.v17)],
    dependencies: [
        .package(name: "lockstep", path: "../../..", traits: [])
    ],
    targets: [
        .executableTarget(
            name: "offline",
            dependencies: [
                .product(name: "Lockstep", package: "lockstep"),
                .product(name: "LockstepClient", package: "lockstep"),
            ],
            plugins: [.plugin(name: "LockstepPlugin", package: "lockstep")])
    ]
)
