import Foundation
import LockstepEmitter
import LockstepSchema

/// The definition files that a target's code is generated from, and the half of the code that it gets.
///
/// A target that `lockstep.json` of a target it depends on names as `server` gets the server's half of that schema; any
/// other target gets the rest of its own schema.
struct TargetSchema: Equatable {
    /// A target that the target depends on, and the folder where its definition files would be.
    struct Dependency: Equatable {
        let name: String
        let schema: String
    }

    /// The folder.
    let path: String

    /// The module that has the half that clients share.
    let module: String

    private let isServer: Bool

    /// - Parameters:
    ///   - path: The folder of the target's own definition files, which need not exist.
    ///   - target: The target.
    /// - Throws: `MisplacedServerHalf`.
    init(at path: String, target: String, dependencies: [Dependency]) throws {
        let others = dependencies.filter { Self.serverTarget(of: $0.schema) == target }
        guard others.count < 2 else { throw MisplacedServerHalf(target: target, candidates: others.map(\.name)) }
        isServer = !others.isEmpty
        self.path = others.first?.schema ?? path
        module = others.first?.name ?? target
        if !isServer, Self.serverTarget(of: path) == target {
            throw MisplacedServerHalf(target: target, candidates: [])
        }
    }

    func half(of schema: Schema) -> GeneratedHalf {
        if isServer { return .server(sharing: module) }
        return schema.serverTarget == nil ? .both : .shared
    }

    /// What `lockstep.json` says; nil also if it cannot be read, which is reported with the definition files.
    private static func serverTarget(of path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: "\(path)/lockstep.json"),
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return nil }
        return object["server"] as? String
    }
}

/// It cannot be told which module the server's half of the code belongs to.
struct MisplacedServerHalf: Error, Hashable, CustomStringConvertible {
    let target: String

    /// The targets that may have the other half.
    let candidates: [String]

    var description: String {
        guard !candidates.isEmpty else {
            return
                "lockstep.json names the target \(target) as `server`, but it does not depend on the target that the "
                + "half of the clients is generated into. Add that target to its dependencies."
        }
        return
            "the target \(target) gets the server's half of a schema, and depends on several targets that may have the "
            + "other half: \(candidates.joined(separator: ", ")). Move the folder `schema` into the one that has it."
    }
}
