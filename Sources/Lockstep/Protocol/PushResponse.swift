import Foundation

/// The answer to a push: what became of this client's mutations, and the pull that came with it.
package struct PushResponse: ProtocolMessage {
    /// The number up to which the client's mutations have an outcome.
    package let acknowledged: Int64

    /// The token of the mutation with that number; nil if there is none.
    package let acknowledgedToken: UUID?

    /// Those of this push that were rejected.
    package let rejected: [RejectedMutation]

    package let pull: PullResponse?

    package init(
        acknowledged: Int64, acknowledgedToken: UUID?, rejected: [RejectedMutation], pull: PullResponse? = nil
    ) {
        self.acknowledged = acknowledged
        self.acknowledgedToken = acknowledgedToken
        self.rejected = rejected
        self.pull = pull
    }

    package init(from json: inout JSONReader) throws {
        var acknowledged: Int64?
        var token: UUID?
        var rejected: [RejectedMutation]?
        var pull: PullResponse?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "acknowledged": acknowledged = try json.int64()
            case "acknowledgedToken": token = try UUID?(from: &json)
            case "rejected": rejected = try json.array { try RejectedMutation(from: &$0) }
            case "pull": pull = try PullResponse(from: &json)
            default: throw json.unknown(key)
            }
        }
        self.acknowledged = try acknowledged.required("acknowledged")
        acknowledgedToken = token
        self.rejected = try rejected.required("rejected")
        self.pull = pull
    }

    package func encode(to json: inout JSONWriter) {
        encode(to: &json, pull: pull.map(PullAnswer.init))
    }

    /// Writes the answer with a pull that a server wrote, in the place of `pull`.
    package func encode(to json: inout JSONWriter, pull: PullAnswer?) {
        json.object { json in
            json.key("acknowledged")
            json.int64(acknowledged)
            json.key("acknowledgedToken")
            acknowledgedToken.encode(to: &json)
            json.key("rejected")
            json.array { array in for mutation in rejected { mutation.encode(to: &array) } }
            if let pull {
                json.key("pull")
                pull.encode(to: &json)
            }
        }
    }
}

/// A mutation that the server refused: `{"id": 6, "code": "constraint", "message": "…", "constraint": {…}}`.
package struct RejectedMutation: ProtocolMessage {
    package let id: Int64
    package let code: String
    package let message: String

    /// What was violated, if it was a constraint.
    package let constraint: ViolatedConstraint?

    package init(id: Int64, code: String, message: String, constraint: ViolatedConstraint? = nil) {
        self.id = id
        self.code = code
        self.message = message
        self.constraint = constraint
    }

    package init(from json: inout JSONReader) throws {
        var id: Int64?
        var code: String?
        var message: String?
        var constraint: ViolatedConstraint?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "id": id = try json.int64()
            case "code": code = try json.string()
            case "message": message = try json.string()
            case "constraint": constraint = try ViolatedConstraint(from: &json)
            default: throw json.unknown(key)
            }
        }
        self.id = try id.required("id")
        self.code = try code.required("code")
        self.message = try message.required("message")
        self.constraint = constraint
    }

    package func encode(to json: inout JSONWriter) {
        json.object {
            $0.key("id")
            $0.int64(id)
            $0.key("code")
            $0.string(code)
            $0.key("message")
            $0.string(message)
            if let constraint {
                $0.key("constraint")
                constraint.encode(to: &$0)
            }
        }
    }
}
