import Testing

@testable import LockstepHTTPClient

@Suite("Reading Retry-After")
struct RetryAfterTests {
    // Sun, 06 Nov 1994 08:49:37 GMT
    static let moment: Int64 = 784_111_777

    @Test(
        "A number is seconds, a date is the time until then, anything else is nothing",
        arguments: [
            ("0", .seconds(0)),
            ("120", .seconds(120)),
            (" 7 ", .seconds(7)),
            ("86400", .seconds(86_400)),
            ("86401", .seconds(86_400)),
            ("99999999999999999999999", .seconds(86_400)),
            ("Sun, 06 Nov 1994 08:49:38 GMT", .seconds(1)),
            ("Sun, 06 Nov 1994 08:49:36 GMT", .seconds(0)),
            ("Sunday, 06-Nov-94 08:50:37 GMT", .seconds(60)),
            ("Sun Nov  6 09:49:37 1994", .seconds(3_600)),
            ("Fri, 01 Jan 2100 00:00:00 GMT", .seconds(86_400)),
            ("", nil),
            ("-1", nil),
            ("1.5", nil),
            ("5 s", nil),
            ("tomorrow", nil),
            ("Sun, 06 Nov 1994 08:49:37 PST", nil),
        ] as [(String, Duration?)])
    func duration(value: String, expected: Duration?) {
        #expect(RetryAfter.duration(value, since: Self.moment) == expected)
    }

    @Test(
        "Dates count in seconds since 1970",
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Wed, 31 Dec 1969 23:59:59 GMT", -1),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
            ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
            ("Sat, 31 Dec 2016 23:59:60 GMT", 1_483_228_800),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
            ("Tue, 30 Feb 2000 12:00:00 GMT", nil),
            ("Wed, 29 Feb 2023 12:00:00 GMT", nil),
            ("Thu, 29 Feb 1900 12:00:00 GMT", nil),
            ("Sun, 00 Nov 1994 08:49:37 GMT", nil),
            ("Sun, 06 Foo 1994 08:49:37 GMT", nil),
            ("Sun, 06 Nov 1994 24:00:00 GMT", nil),
            ("Sun, 06 Nov 1994 08:60:00 GMT", nil),
            ("Sun, 06 Nov 1994 08:49 GMT", nil),
            ("Sun, 06 Nov 1994 8:49:37 GMT", nil),
            ("Sun, 06 Nov 994 08:49:37 GMT", nil),
        ] as [(String, Int64?)])
    func date(text: String, expected: Int64?) {
        #expect(HTTPDate.secondsSince1970(text) == expected)
    }

    @Test("A date is compared with the answer's own date, so that the client's clock does not matter")
    func answerDate() {
        let headers = ["Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After": "Sun, 06 Nov 1994 08:49:47 GMT"]
        let head = AnswerHead(status: 503, now: Self.moment - 1_000_000) { headers[$0] }
        #expect(head.retryAfter == .seconds(10))
        let undated = AnswerHead(status: 503, now: Self.moment) { $0 == "Date" ? nil : headers[$0] }
        #expect(undated.retryAfter == .seconds(10))
    }
}
