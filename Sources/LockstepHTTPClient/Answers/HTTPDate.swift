/// A date in a header, in any of the three forms that RFC 9110, section 5.6.7, has a recipient accept.
enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Nil if the text is not such a date. The name of the weekday is not compared with the date.
    static func secondsSince1970(_ text: String) -> Int64? {
        let words = text.split { $0 == " " || $0 == "," || $0 == "-" }
        switch words.count {
        case 6 where words[5] == "GMT":
            // Sun, 06 Nov 1994 08:49:37 GMT and Sunday, 06-Nov-94 08:49:37 GMT
            return seconds(day: words[1], month: words[2], year: words[3], time: words[4])
        case 5:
            // Sun Nov  6 08:49:37 1994
            return seconds(day: words[2], month: words[1], year: words[4], time: words[3])
        default: return nil
        }
    }

    private static func seconds(day: Substring, month: Substring, year: Substring, time: Substring) -> Int64? {
        guard let month = months.firstIndex(where: { $0 == month }), let day = number(day, digits: 1...2),
            let year = fullYear(year)
        else { return nil }
        let parts = time.split(separator: ":", omittingEmptySubsequences: false).map { number($0, digits: 2...2) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2] else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        // A leap second is the 60th.
        guard (1...lengths[month]).contains(day), hour < 24, minute < 60, second <= 60 else { return nil }
        let past = year - 1
        let leapDays = past / 4 - past / 100 + past / 400
        // 719,162 days lie between the first day of year 1 and that of 1970.
        let days = past * 365 + leapDays - 719_162 + lengths[..<month].reduce(0, +) + day - 1
        return days * 86_400 + hour * 3_600 + minute * 60 + second
    }

    // Of the obsolete form's two digits, 70 to 99 are the last century's.
    private static func fullYear(_ text: Substring) -> Int64? {
        guard text.utf8.count == 2 else { return number(text, digits: 4...4) }
        return number(text, digits: 2...2).map { $0 < 70 ? 2000 + $0 : 1900 + $0 }
    }

    private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int64? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text)
    }
}
