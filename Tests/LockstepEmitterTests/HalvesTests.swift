import LockstepSchema
import Testing

@testable import LockstepEmitter

@Suite("The halves of the generated code")
struct HalvesTests {
    private static let schema: Schema = {
        let depot = DepotModel.schema
        return Schema(
            name: depot.name, access: .public, imports: depot.imports, oldestSQLite: depot.oldestSQLite,
            migrations: depot.migrations, tables: depot.tables, mutations: depot.mutations, queries: depot.queries,
            enums: depot.enums, rowStructs: depot.rowStructs, codes: depot.codes, bulkRows: depot.bulkRows,
            serverTarget: "DepotServer")
    }()

    private func files(_ half: GeneratedHalf) -> [String: String] {
        Dictionary(uniqueKeysWithValues: SwiftEmitter.files(for: Self.schema, half: half).map { ($0.name, $0.text) })
    }

    @Test(
        "What only the server needs is not in the half that clients share",
        arguments: ["audit", "Audit", "Kind", "'pack'", "mallory", "2000000000000", "lockstep_rows_", "ReadRule"])
    func secrets(text: String) {
        let shared = files(.shared).values.joined()
        let server = files(.server(sharing: "DepotTypes")).values.joined()
        #expect(!shared.contains(text))
        #expect(server.contains(text))
    }

    @Test(
        "What both need is in the half that they share, once",
        arguments: ["enum Depot", "struct NewCrate", "fingerprint"])
    func sharedDeclarations(text: String) {
        #expect(files(.shared).values.contains { $0.contains(text) })
        #expect(!files(.server(sharing: "DepotTypes")).values.contains { $0.contains(text) })
    }

    @Test("The halves together are what a single target gets")
    func sum() {
        let both = files(.both)
        let shared = files(.shared)
        let server = files(.server(sharing: "DepotTypes"))
        for name in SwiftEmitter.fileNames {
            let isServer = name.hasPrefix("Server")
            let half = isServer ? server[name] : shared[name]
            let text = half?.replacing("public import DepotTypes\n", with: "")
                .replacing("DepotTypes.Depot: Lockstep.ServerSchema", with: "Depot: ServerSchema")
            #expect(text == both[name])
            let rest = isServer ? shared[name] : server[name]
            #expect(rest?.split(separator: "\n").allSatisfy { $0.hasPrefix("// ") } == true)
        }
    }
}
