import Lockstep

// The JSON of the inspector, as `docs/inspector.md` lists it. Arguments are a string that holds JSON: a browser would
// round their large integers.

extension InspectedState {
    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.key("time")
            json.int64(time)
            json.key("schema")
            json.object {
                $0.key("name")
                $0.string(schema.name)
                $0.key("version")
                $0.int64(Int64(schema.version))
                $0.key("fingerprint")
                $0.string(schema.fingerprint)
            }
            json.key("version")
            json.int64(head.version)
            json.key("committedAt")
            json.int64(head.committedAt)
            json.key("firstVersion")
            json.int64(firstVersion)
            json.key("waitingPushes")
            json.int64(Int64(waitingPushes))
            json.key("streams")
            json.int64(Int64(streams))
            json.key("log")
            json.array { array in for entry in log { entry.encode(to: &array) } }
            json.key("clients")
            clients.encode(to: &json, head: head)
            json.key("tables")
            tables.encode(to: &json)
            json.key("pulls")
            json.array { array in for pull in pulls { pull.encode(to: &array) } }
        }
    }
}

extension InspectedEntry {
    func encode(to json: inout JSONWriter) {
        json.object { json in
            json.key("version")
            json.int64(version)
            json.key("committedAt")
            json.int64(committedAt)
            json.key("kind")
            json.string(kind.rawValue)
            if let code {
                json.key("code")
                json.string(code)
            }
            if let message {
                json.key("message")
                json.string(message)
            }
            guard let mutation else { return }
            json.key("client")
            mutation.client.encode(to: &json)
            json.key("number")
            json.int64(mutation.number)
            json.key("actor")
            json.string(mutation.actor)
            json.key("name")
            json.string(mutation.name)
            json.key("at")
            json.int64(mutation.at)
            if let arguments = mutation.arguments {
                json.key("arguments")
                json.string(arguments)
            }
        }
    }
}

extension InspectedState.Clients {
    fileprivate func encode(to json: inout JSONWriter, head: LogHead) {
        json.object { json in
            json.key("known")
            known.encode(to: &json)
            json.key("seen")
            json.int64(Int64(seen))
            json.key("behind")
            json.int64(Int64(behind))
            json.key("mostBehind")
            json.int64(mostBehind)
            json.key("latest")
            json.array { array in
                for client in latest {
                    array.object { json in
                        client.pull.encodeMembers(to: &json)
                        json.key("lag")
                        json.int64(max(0, head.version - client.pull.to))
                        json.key("pendingRejections")
                        client.pendingRejections.encode(to: &json)
                    }
                }
            }
        }
    }
}

extension TableCounts {
    fileprivate func encode(to json: inout JSONWriter) {
        json.object { json in
            json.key("at")
            json.int64(at)
            json.key("version")
            json.int64(version)
            json.key("list")
            json.array { array in
                for table in tables {
                    array.object { json in
                        json.key("name")
                        json.string(table.name)
                        json.key("rows")
                        if let rows = table.rows { rows.encode(to: &json) } else { json.null() }
                    }
                }
            }
        }
    }
}

extension InspectedPull {
    fileprivate func encode(to json: inout JSONWriter) {
        json.object { encodeMembers(to: &$0) }
    }

    fileprivate func encodeMembers(to json: inout JSONWriter) {
        json.key("client")
        client.encode(to: &json)
        json.key("actor")
        json.string(actor)
        json.key("at")
        json.int64(at)
        json.key("from")
        from.encode(to: &json)
        json.key("to")
        json.int64(to)
        json.key("encoding")
        json.string(encoding)
        json.key("reason")
        json.string(reason)
        json.key("payloadBytes")
        json.int64(payloadBytes)
        json.key("milliseconds")
        json.int64(duration)
    }
}

extension BoundedCount {
    fileprivate func encode(to json: inout JSONWriter) {
        json.object {
            $0.key("count")
            $0.int64(Int64(value))
            $0.key("isAtLimit")
            $0.bool(isAtLimit)
        }
    }
}
