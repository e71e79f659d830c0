extension SQLWriter {
    mutating func function(_ call: FunctionCall) {
        name(call.name)
        glue()
        callArguments(call)
        if let filter = call.filter {
            word("FILTER (WHERE")
            to(filter.span.start)
            expression(filter)
            close()
        }
        switch call.over {
        case nil: break
        case .name(let name):
            word("OVER")
            self.name(name)
        case .window(let window):
            word("OVER")
            self.window(window)
        }
    }

    private mutating func callArguments(_ call: FunctionCall) {
        let span = call.argumentsSpan
        group {
            $0.write("(", to: span.start + 1)
            $0.indent {
                switch call.arguments {
                case .star(let star): $0.write("*", to: star.end)
                case .list(let list):
                    if !list.isEmpty { $0.softLine() }
                    if call.isDistinct { $0.word("DISTINCT") }
                    $0.to(list.first?.span.start ?? call.orderBy.first?.span.start ?? span.end - 1)
                    $0.list(list, span: \.span) { $0.expression($1) }
                }
                if !call.orderBy.isEmpty {
                    $0.line()
                    $0.orderBy(call.orderBy)
                }
                $0.to(span.end - 1)
            }
            if !call.argumentList.isEmpty { $0.softLine() }
            $0.close()
        }
    }

    /// `([base] [PARTITION BY …] [ORDER BY …] [frame])`
    mutating func window(_ window: Window) {
        group {
            $0.write("(", to: window.span.start + 1)
            $0.indent {
                $0.softLine()
                var isFirst = true
                func separate(_ writer: inout SQLWriter) {
                    if !isFirst { writer.line() }
                    isFirst = false
                }
                if let base = window.base {
                    separate(&$0)
                    $0.name(base)
                }
                if let first = window.partitionBy.first {
                    separate(&$0)
                    $0.write("PARTITION BY", to: first.span.start)
                    $0.list(window.partitionBy, span: \.span) { $0.expression($1) }
                }
                if !window.orderBy.isEmpty {
                    separate(&$0)
                    $0.orderBy(window.orderBy)
                }
                if let frame = window.frame {
                    separate(&$0)
                    $0.frame(frame)
                }
            }
            $0.softLine()
            $0.to(window.span.end - 1)
            $0.close()
        }
    }

    private mutating func frame(_ frame: WindowFrame) {
        word(frame.unit.rawValue)
        if let end = frame.end {
            word("BETWEEN")
            bound(frame.start)
            word("AND")
            bound(end)
        } else {
            bound(frame.start)
        }
        if let exclusion = frame.exclusion { word("EXCLUDE " + exclusion.rawValue) }
        to(frame.span.end)
    }

    private mutating func bound(_ bound: WindowFrame.Bound) {
        switch bound {
        case .unboundedPreceding: word("UNBOUNDED PRECEDING")
        case .currentRow: word("CURRENT ROW")
        case .unboundedFollowing: word("UNBOUNDED FOLLOWING")
        case .preceding(let distance):
            to(distance.span.start)
            expression(distance)
            word("PRECEDING")
        case .following(let distance):
            to(distance.span.start)
            expression(distance)
            word("FOLLOWING")
        }
    }

    /// `ORDER BY a, b`
    mutating func orderBy(_ terms: [OrderingTerm]) {
        guard let first = terms.first else { return }
        write("ORDER BY", to: first.span.start)
        orderingTerms(terms)
    }

    /// `(a, b)`
    mutating func parenthesized(_ terms: [OrderingTerm], isAutoincrement: Bool = false) {
        group {
            $0.write("(", to: terms[0].span.start)
            $0.indent {
                $0.softLine()
                $0.orderingTerms(terms)
                if isAutoincrement {
                    $0.word("AUTOINCREMENT")
                    if $0.tape?.next?.kind == .keyword(.autoincrement) { $0.through(.autoincrement) }
                }
            }
            $0.softLine()
            $0.close()
        }
    }

    private mutating func orderingTerms(_ terms: [OrderingTerm]) {
        list(terms, span: \.span) {
            $0.expression($1.expression)
            if let direction = $1.direction { $0.word(direction.rawValue) }
            if let nulls = $1.nulls { $0.word(nulls.rawValue) }
            $0.to($1.span.end)
        }
    }
}
