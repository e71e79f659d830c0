import HTTPTestSupport

/// Something that happens to processes, connections and disks from outside. Users are named by their place in the list.
enum ProcessFault: Hashable, Sendable, CustomStringConvertible {
    /// `kill -9`; it is started again at once.
    case killServer
    case killApp(Int)

    /// `SIGSTOP`, until every request has failed that waits for it.
    case stopServer

    /// `SIGSTOP`, while another user goes on.
    case stopApp(Int)

    /// Until the user's app has found that it cannot sync.
    case network(Int, FaultyProxy.Fault)

    /// There is no space in the server's folder, until the user's app has found that it cannot sync.
    case fullServerDisk(Int)

    /// There is no space for the first user's replicas, until the app has found that it cannot mutate.
    case fullAppDisk

    /// A fault that lasts, and one that happens meanwhile.
    indirect case both(ProcessFault, ProcessFault)

    /// - Parameter hasDisks: Whether disks can be full.
    init(users: Int, hasDisks: Bool, using generator: inout some RandomNumberGenerator) {
        let user = Int.random(in: 0..<users, using: &generator)
        let network: [FaultyProxy.Fault] = [
            .dropRequests, .cutRequests, .halfOpen, .dropAnswers, .cutAnswers, .holdAnswers,
        ]
        let lasting: ProcessFault =
            switch Int.random(in: 0..<(hasDisks ? 9 : 6), using: &generator) {
            case 0..<3: .network(user, network[Int.random(in: network.indices, using: &generator)])
            case 3, 4: .stopApp(user)
            case 5: .stopServer
            case 6, 7: .fullServerDisk(user)
            default: .fullAppDisk
            }
        let kill: ProcessFault = Bool.random(using: &generator) ? .killServer : .killApp(user)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: self = kill
        case 1, 2: self = .both(lasting, kill)
        default: self = lasting
        }
    }

    var description: String {
        switch self {
        case .killServer: "kill -9 of the server"
        case .killApp(let user): "kill -9 of app \(user)"
        case .stopServer: "SIGSTOP of the server"
        case .stopApp(let user): "SIGSTOP of app \(user)"
        case .network(let user, let fault): "\(fault) on the connections of app \(user)"
        case .fullServerDisk: "the server's disk is full"
        case .fullAppDisk: "the disk of app 0 is full"
        case .both(let lasting, let other): "\(lasting), and meanwhile \(other)"
        }
    }
}
