import LockstepServer

/// A limit of `ServerConfiguration` that `serve` takes as `--limit NAME=VALUE` or from the environment.
struct ServerLimit: Sendable {
    let name: String
    let help: String

    /// Sets the limit to what a text says; throws `InvalidSetting`.
    let set: @Sendable (String, inout ServerConfiguration) throws -> Void

    /// The value in a configuration, as `set` takes it.
    let text: @Sendable (ServerConfiguration) -> String

    typealias Path<Value> = WritableKeyPath<ServerConfiguration, Value> & Sendable

    static func count(_ name: String, _ path: any Path<Int>, _ help: String) -> ServerLimit {
        ServerLimit(
            name: name, help: help,
            set: { text, configuration in
                guard let value = Int(text), value > 0 else {
                    throw InvalidSetting(name, text, "a whole number above 0")
                }
                configuration[keyPath: path] = value
            },
            text: { String($0[keyPath: path]) })
    }

    static func seconds(_ name: String, _ path: any Path<Duration>, _ help: String) -> ServerLimit {
        ServerLimit(
            name: name, help: help,
            set: { text, configuration in
                guard let value = Double(text), value > 0, value <= 1e9 else {
                    throw InvalidSetting(name, text, "a number of seconds above 0")
                }
                configuration[keyPath: path] = .seconds(value)
            },
            text: { String($0[keyPath: path] / .seconds(1)) })
    }

    /// A limit that `none` lifts.
    static func optionalCount(_ name: String, _ path: any Path<Int64?>, _ help: String) -> ServerLimit {
        ServerLimit(
            name: name, help: help,
            set: { text, configuration in
                guard text != "none" else { return configuration[keyPath: path] = nil }
                guard let value = Int64(text), value > 0 else {
                    throw InvalidSetting(name, text, "a whole number above 0, or none")
                }
                configuration[keyPath: path] = value
            },
            text: { $0[keyPath: path].map { String($0) } ?? "none" })
    }

    /// A rate that `none` lifts.
    static func optionalRate(_ name: String, _ path: any Path<Double?>, _ help: String) -> ServerLimit {
        ServerLimit(
            name: name, help: help,
            set: { text, configuration in
                guard text != "none" else { return configuration[keyPath: path] = nil }
                guard let value = Double(text), value > 0, value <= 1e9 else {
                    throw InvalidSetting(name, text, "a number above 0, or none")
                }
                configuration[keyPath: path] = value
            },
            text: { $0[keyPath: path].map { String($0) } ?? "none" })
    }

    /// A number of days that `none` makes endless.
    static func days(_ name: String, _ path: any Path<Duration?>, _ help: String) -> ServerLimit {
        let day = Duration.seconds(86_400)
        return ServerLimit(
            name: name, help: help,
            set: { text, configuration in
                guard text != "none" else { return configuration[keyPath: path] = nil }
                guard let value = Double(text), value >= 0, value <= 1e6 else {
                    throw InvalidSetting(name, text, "a number of days, or none")
                }
                configuration[keyPath: path] = day * value
            },
            text: { $0[keyPath: path].map { String($0 / day) } ?? "none" })
    }

    static func flag(_ name: String, _ path: any Path<Bool>, _ help: String) -> ServerLimit {
        ServerLimit(
            name: name, help: help,
            set: { text, configuration in
                guard let value = Bool(text) else { throw InvalidSetting(name, text, "true or false") }
                configuration[keyPath: path] = value
            },
            text: { String($0[keyPath: path]) })
    }
}
