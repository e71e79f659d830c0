import Lockstep
import LockstepServer

/// Nothing is sent of a row to an actor who may not see it: each row that is sent is visible where its step leads, and a
/// key that is told gone is one that the device had been sent.
///
/// Not `Sendable`: it stays on the scheduler's thread.
final class LeakChecker<Schema: ServerSchema> {
    private struct Receiver: Hashable {
        let device: Int
        let actor: String

        init(device: Int, actor: String) {
            self.device = device
            self.actor = actor
        }

        init(_ request: NetworkRequest) {
            self.init(device: request.device, actor: request.actor)
        }
    }

    /// The keys of the rows that were ever sent to an actor on a device, each with its table.
    private var sent: [Receiver: Set<String>] = [:]

    private let ruledTables = Set(Schema.readRules.map(\.table))

    /// - Throws: `Violation`.
    func check(_ response: SyncResponse, to request: NetworkRequest, _ reference: ServerReference<Schema>) throws {
        guard !ruledTables.isEmpty else { return }
        let step: PullResponse?
        do {
            step =
                request.path == SyncProtocol.pushPath
                ? try PushResponse(json: response.body).pull : try PullResponse(json: response.body)
        } catch {
            throw Violation(.unexpectedError, "the server gave an answer that cannot be read: \(error)")
        }
        guard let step, let cursor = CursorPlace(step.cursor) else { return }
        switch step.changes {
        case .mutations(let mutations):
            for mutation in mutations {
                let writes = Schema.Mutation.description(of: mutation.name)?.writes ?? []
                guard let table = writes.first(where: { ruledTables.contains($0.table) }) else { continue }
                throw Violation(.leak, "\(mutation.name), which writes \(table.table), was sent to \(request.actor)")
            }
        case .rows(let bytes): try check(bytes, request, cursor, reference)
        case .snapshot:
            // The file holds what its actor may see.
            guard let visible = try reference.visibleKeys(at: cursor, actor: request.actor) else { return }
            sent[Receiver(request), default: []].formUnion(visible)
        }
    }

    private func check(
        _ bytes: [UInt8], _ request: NetworkRequest, _ cursor: CursorPlace, _ reference: ServerReference<Schema>
    ) throws {
        var rows = SentRows<Schema>()
        try JSONReader.read(bytes) { try RowChanges.read(&$0, &rows) }
        if let key = rows.deleted.first(where: { isRuled($0) && !(sent[Receiver(request)]?.contains($0) ?? false) }) {
            throw Violation(
                .leak, "\(request.actor) hears that \(key) is gone, which device \(request.device) never had")
        }
        guard !rows.upserted.isEmpty else { return }
        if let visible = try reference.visibleKeys(at: cursor, actor: request.actor),
            let key = rows.upserted.first(where: { !visible.contains($0) })
        {
            throw Violation(.leak, "\(request.actor) was sent \(key), which only others see at version \(cursor)")
        }
        sent[Receiver(request), default: []].formUnion(rows.upserted)
    }

    private func isRuled(_ key: String) -> Bool {
        ruledTables.contains { key.hasPrefix($0 + "[") }
    }

    /// A device's file was copied to another.
    func copy(from device: Int, to other: Int) {
        for (receiver, keys) in sent where receiver.device == device {
            sent[Receiver(device: other, actor: receiver.actor)] = keys
        }
    }
}

/// The keys of a step's rows, each with its table.
private struct SentRows<Schema: SyncSchema>: RowChanges.Visitor {
    private(set) var deleted: [String] = []
    private(set) var upserted: [String] = []
    private var table = ""
    private var keyPlaces: [Int] = []

    mutating func table(_ name: String, columns: [String]) throws {
        table = name
        let key = Schema.tables.first { $0.name == name }?.key ?? []
        keyPlaces = key.compactMap { columns.firstIndex(of: $0) }
    }

    mutating func delete(key json: inout JSONReader) throws {
        let values = try json.array { String(decoding: try $0.raw(), as: UTF8.self) }
        deleted.append("\(table)[\(values.joined(separator: ","))]")
    }

    mutating func upsert(row json: inout JSONReader) throws {
        let values = try json.array { String(decoding: try $0.raw(), as: UTF8.self) }
        upserted.append("\(table)[\(keyPlaces.map { values[$0] }.joined(separator: ","))]")
    }
}
