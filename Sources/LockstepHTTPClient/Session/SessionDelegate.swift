import Foundation
import LockstepClient

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Hands what a session's tasks receive to their sinks.
///
/// The session calls on its own serial queue, and exchanges are added by whoever sends: `exchanges` is locked, the rest is
/// immutable, and so the class is `Sendable` without a promise. The session keeps the delegate until it is invalidated;
/// the delegate does not know the session.
final class SessionDelegate: NSObject, URLSessionDataDelegate, Sendable {
    private struct Underway {
        let sink: any AnswerSink
        let body: Data
    }

    private let exchanges = Guarded<[Int: Underway]>([:])
    private let now: @Sendable () -> Date

    init(now: @escaping @Sendable () -> Date) {
        self.now = now
    }

    /// To be called before the task is resumed.
    ///
    /// - Parameter body: What the task sends.
    func add(_ sink: any AnswerSink, for task: URLSessionTask, sending body: Data) {
        exchanges.withLock { $0[task.taskIdentifier] = Underway(sink: sink, body: body) }
    }

    private func exchange(of task: URLSessionTask) -> Underway? {
        exchanges.withLock { $0[task.taskIdentifier] }
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        guard let response = response as? HTTPURLResponse, let sink = exchange(of: dataTask)?.sink else {
            return completionHandler(.cancel)
        }
        let head = AnswerHead(status: response.statusCode, now: Int64(now().timeIntervalSince1970)) {
            response.value(forHTTPHeaderField: $0)
        }
        completionHandler(sink.begin(head) ? .allow : .cancel)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        if exchange(of: dataTask)?.sink.receive(data) != true { dataTask.cancel() }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didSendBodyData bytesSent: Int64, totalBytesSent: Int64,
        totalBytesExpectedToSend: Int64
    ) {
        exchange(of: task)?.sink.progress()
    }

    // The session sends a request again, on another connection, if the server closed the one that it had kept.
    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        needNewBodyStream completionHandler: @escaping @Sendable (InputStream?) -> Void
    ) {
        completionHandler(exchange(of: task).map { InputStream(data: $0.body) })
    }

    // A redirect is the answer. Following it would send the token, and the mutations, to wherever it points; and
    // URLSession follows a 301 or 302 to a POST with a GET.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        exchanges.withLock { $0.removeValue(forKey: task.taskIdentifier) }?.sink.end(error)
    }
}
