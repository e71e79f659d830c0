public import Lockstep

extension SchemaRejectionCode {
    /// The code of a rejection, for an app to switch over:
    ///
    ///     switch IssueTracker.RejectionCode(rejection) {
    ///     case .notFound: …
    ///     }
    public init(_ rejection: Rejection) {
        self.init(rawValue: rejection.code)
    }
}
