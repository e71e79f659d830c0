extension SQLWriter {
    mutating func insert(_ insert: Insert) {
        group {
            if let with = insert.with { $0.with(with) }
            $0.group {
                let verb =
                    insert.isReplace
                    ? "REPLACE" : "INSERT" + (insert.conflict.map { " OR \($0.action.rawValue)" } ?? "")
                $0.word(verb + " INTO")
                $0.target(insert.table)
                if let columns = insert.columns { $0.names(columns) }
            }
            $0.line()
            switch insert.rows {
            case .values(let values): $0.values(values)
            case .select(let select): $0.select(select, isNamed: false)
            case .defaults(let span): $0.write("DEFAULT VALUES", to: span.end)
            }
            for upsert in insert.upserts {
                $0.line()
                $0.upsert(upsert)
            }
            $0.returning(insert.returning)
        }
    }

    private mutating func target(_ table: TargetTable) {
        name(table.name)
        if let alias = table.alias {
            word("AS")
            name(alias)
        }
        if let hint = table.hint { indexHint(hint) }
        to(table.span.end)
    }

    private mutating func upsert(_ upsert: Upsert) {
        clause {
            $0.word("ON CONFLICT")
            if let target = upsert.target {
                $0.parenthesized(target.columns)
                if let condition = target.condition {
                    $0.write("WHERE", to: condition.span.start)
                    $0.expression(condition)
                }
            }
            switch upsert.action {
            case .nothing: $0.word("DO NOTHING")
            case .update(let assignments, let condition):
                $0.write("DO UPDATE SET", to: assignments[0].span.start)
                $0.assignments(assignments)
                $0.condition(condition)
            }
            $0.to(upsert.span.end)
        }
    }

    private mutating func assignments(_ assignments: [Assignment]) {
        group {
            $0.indent {
                $0.list(assignments, span: \.span) {
                    if $1.isRow {
                        $0.names($1.columns)
                    } else {
                        $0.name($1.columns[0])
                    }
                    $0.write("=", to: $1.value.span.start)
                    $0.expression($1.value)
                }
            }
        }
    }

    mutating func update(_ update: Update) {
        group {
            if let with = update.with { $0.with(with) }
            $0.word("UPDATE" + (update.conflict.map { " OR \($0.action.rawValue)" } ?? ""))
            $0.target(update.table)
            $0.line()
            $0.write("SET", to: update.assignments[0].span.start)
            $0.assignments(update.assignments)
            if let from = update.from {
                $0.line()
                $0.write("FROM", to: from.span.start)
                $0.from(from)
            }
            $0.condition(update.condition)
            $0.returning(update.returning)
        }
    }

    mutating func delete(_ delete: Delete) {
        group {
            if let with = delete.with { $0.with(with) }
            $0.word("DELETE FROM")
            $0.target(delete.table)
            $0.condition(delete.condition)
            $0.returning(delete.returning)
        }
    }

    private mutating func returning(_ returning: Returning?) {
        guard let returning else { return }
        line()
        clause {
            $0.write("RETURNING", to: returning.columns[0].span.start)
            $0.resultColumns(returning.columns, isNamed: $0.isCanonical)
        }
    }
}
