import Lockstep

/// How the mutations of a schema are written that clients can replay: looked up by the bytes of an entry's name and
/// fingerprint.
struct ReplayForms: Sendable {
    struct Form: Sendable {
        let name: [UInt8]
        let fingerprint: [UInt8]

        /// `"name":"createIssue","args":`
        let member: [UInt8]

        /// False if the client's SQL does not bind the actor: then nobody is told who it was.
        let usesActor: Bool
    }

    private let forms: [Form]

    /// Indexes into `forms` by the hash of the name.
    private let byName: [UInt64: Int]

    /// - Parameter descriptions: Those of the schema's mutations.
    init(_ descriptions: [MutationDescription]) {
        forms = descriptions.filter(\.isReplayable).map { description in
            Form(
                name: Array(description.name.utf8), fingerprint: Array(description.fingerprint.utf8),
                member: Array("\"name\":\"\(description.name)\",\"args\":".utf8),
                usesActor: description.usesActor)
        }
        byName = Dictionary(uniqueKeysWithValues: forms.enumerated().map { (StableHash($1.name).value, $0) })
    }

    /// The form of a mutation, or nil if a client may not replay it: it is not replayable, or ran under another
    /// definition than the schema's.
    func form(of mutation: StoredEntry.Mutation) -> Form? {
        guard let index = byName[StableHash(UnsafeRawBufferPointer(mutation.name)).value] else { return nil }
        let form = forms[index]
        guard form.name.isEqual(mutation.name), form.fingerprint.isEqual(mutation.fingerprint) else { return nil }
        return form
    }
}

extension [UInt8] {
    fileprivate func isEqual(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        withUnsafeBufferPointer { $0.count == other.count && $0.elementsEqual(other) }
    }
}
