import Foundation

/// The processor time that `body` takes on this thread: other threads and processes do not make it longer.
package func processorTime(of body: () -> Void) -> Duration {
    let start = processorTime()
    body()
    return processorTime() - start
}

private func processorTime() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
