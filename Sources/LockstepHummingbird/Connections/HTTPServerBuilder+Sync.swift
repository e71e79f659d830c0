public import HummingbirdCore

extension HTTPServerBuilder {
    /// HTTP/1.1 that closes slow and half-open connections:
    ///
    ///     let application = Application(router: router, server: .sync(), services: [server])
    ///
    /// - Parameter limits: What a connection may take.
    public static func sync(_ limits: ConnectionLimits = ConnectionLimits()) -> HTTPServerBuilder {
        let count = ConnectionCount(maximum: limits.maximumConnections)
        return .http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [ConnectionGuard(limits, count)],
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: limits.maximumHeadBytes, maxHeaderListSize: limits.maximumHeadBytes,
                    maxHeaderFieldCount: 100)))
    }
}
