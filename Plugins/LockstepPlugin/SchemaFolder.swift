import Foundation
import PackagePlugin

/// Where a target's definition files are. Both plugins have this file: they cannot share a module.
struct SchemaFolder {
    /// The target of the executable that plugins run.
    static let toolName = "LockstepTool"

    /// The files that `lockstep generate` writes, whatever the schema and the half.
    static let generatedFiles = [
        "Schema.generated.swift", "Rows.generated.swift", "Mutations.generated.swift", "Arguments.generated.swift",
        "Queries.generated.swift", "Server.generated.swift", "ServerMutations.generated.swift",
        "ServerQueries.generated.swift",
    ]

    /// The folder, which need not exist: then `lockstep` says where it looked.
    let url: URL

    let isInTarget: Bool

    /// `schema/` in the target's folder, else at the package's root.
    init(ofTargetAt target: URL, inPackageAt package: URL) {
        let own = target.appending(path: "schema", directoryHint: .isDirectory)
        isInTarget = FileManager.default.fileExists(atPath: own.path)
        url = isInTarget ? own : package.appending(path: "schema", directoryHint: .isDirectory)
    }

    /// All files in the folder, sorted by path.
    var files: [URL] {
        let options: FileManager.DirectoryEnumerationOptions = [.skipsHiddenFiles]
        let enumerator = FileManager.default.enumerator(
            at: url, includingPropertiesForKeys: [.isRegularFileKey], options: options)
        let files = enumerator?.compactMap { $0 as? URL } ?? []
        return files.filter { !$0.hasDirectoryPath }.sorted { $0.path < $1.path }
    }

    /// The options that name the modules a target depends on and where their definition files would be: one of them may
    /// have the half of the code that clients share. That module depends on `Lockstep`, as its code does.
    static func dependencies(of target: any Target, in package: Package) -> [String] {
        modules(of: target, in: package)
            .filter { module, _ in dependsOnLockstep(module) }
            .flatMap { module, package in
                let schema = SchemaFolder(ofTargetAt: module.directoryURL, inPackageAt: package.directoryURL)
                return ["--dependency", "\(module.name)=\(schema.url.path)"]
            }
    }

    /// The modules that a target names as its dependencies, with their packages.
    private static func modules(of target: any Target, in package: Package) -> [(any Target, Package)] {
        target.dependencies.flatMap { dependency -> [(any Target, Package)] in
            switch dependency {
            case .target(let target):
                return [(target, package)]
            case .product(let product):
                let owner = package.dependencies.map(\.package).first { other in
                    other.products.contains { $0.id == product.id }
                }
                return owner.map { owner in product.targets.map { ($0, owner) } } ?? []
            @unknown default:
                return []
            }
        }
    }

    private static func dependsOnLockstep(_ target: any Target) -> Bool {
        target.dependencies.contains { dependency in
            switch dependency {
            case .target(let target): target.name == "Lockstep"
            case .product(let product): product.name == "Lockstep"
            @unknown default: false
            }
        }
    }
}
