import Foundation

/// An applied mutation as the log has it, for a client to replay.
package struct LoggedMutation: ProtocolMessage {
    package let version: Int64

    /// Who made it: the client and its number there.
    package let client: UUID
    package let id: Int64

    package let actor: String
    package let name: String

    /// The arguments: a JSON object.
    package let arguments: [UInt8]

    /// `:now` and `:committedAt`, in milliseconds since 1970.
    package let at: Int64
    package let committedAt: Int64

    /// What it did on the server.
    package let effect: EffectHash

    package init(
        version: Int64, client: UUID, id: Int64, actor: String, name: String, arguments: [UInt8], at: Int64,
        committedAt: Int64, effect: EffectHash
    ) {
        self.version = version
        self.client = client
        self.id = id
        self.actor = actor
        self.name = name
        self.arguments = arguments
        self.at = at
        self.committedAt = committedAt
        self.effect = effect
    }

    package init(from json: inout JSONReader) throws {
        var version: Int64?
        var client: UUID?
        var id: Int64?
        var actor: String?
        var name: String?
        var arguments: [UInt8]?
        var at: Int64?
        var committedAt: Int64?
        var effect: EffectHash?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "version": version = try json.int64()
            case "client": client = try UUID(from: &json)
            case "id": id = try json.int64()
            case "actor": actor = try json.string()
            case "name": name = try json.string()
            case "args": arguments = Array(try json.raw())
            case "at": at = try json.int64()
            case "committedAt": committedAt = try json.int64()
            case "effect":
                guard let hash = EffectHash(try json.string()) else {
                    throw json.error("must be 16 hexadecimal digits")
                }
                effect = hash
            default: throw json.unknown(key)
            }
        }
        self.version = try version.required("version")
        self.client = try client.required("client")
        self.id = try id.required("id")
        self.actor = try actor.required("actor")
        self.name = try name.required("name")
        self.arguments = try arguments.required("args")
        self.at = try at.required("at")
        self.committedAt = try committedAt.required("committedAt")
        self.effect = try effect.required("effect")
    }

    package func encode(to json: inout JSONWriter) {
        json.object {
            $0.key("version")
            $0.int64(version)
            $0.key("client")
            client.encode(to: &$0)
            $0.key("id")
            $0.int64(id)
            $0.key("actor")
            $0.string(actor)
            $0.key("name")
            $0.string(name)
            $0.key("args")
            $0.raw(arguments)
            $0.key("at")
            $0.int64(at)
            $0.key("committedAt")
            $0.int64(committedAt)
            $0.key("effect")
            $0.string(effect.description)
        }
    }
}
