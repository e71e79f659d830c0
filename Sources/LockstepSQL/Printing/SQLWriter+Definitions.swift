extension SQLWriter {
    mutating func createIndex(_ index: CreateIndex) {
        group {
            $0.word(index.isUnique ? "CREATE UNIQUE INDEX" : "CREATE INDEX")
            if index.ifNotExists { $0.word("IF NOT EXISTS") }
            $0.name(index.name)
            $0.indent {
                $0.line()
                $0.word("ON")
                $0.name(index.table)
                $0.parenthesized(index.terms)
                $0.condition(index.condition)
            }
        }
    }

    mutating func createView(_ view: CreateView) {
        group {
            $0.word(view.isTemporary ? "CREATE TEMP VIEW" : "CREATE VIEW")
            if view.ifNotExists { $0.word("IF NOT EXISTS") }
            $0.name(view.name)
            if let columns = view.columns { $0.names(columns) }
            $0.write("AS", to: view.select.span.start)
            $0.line()
            $0.select(view.select, isNamed: view.columns == nil)
        }
    }

    mutating func createVirtualTable(_ table: CreateVirtualTable, end: Int) {
        word("CREATE VIRTUAL TABLE")
        if table.ifNotExists { word("IF NOT EXISTS") }
        name(table.name)
        word("USING")
        name(table.module)
        guard let first = table.arguments.first else { return }
        glue()
        group {
            $0.write("(", to: first.span.start)
            $0.indent {
                $0.softLine()
                $0.list(table.arguments, span: \.span) { $0.raw($1.span) }
            }
            $0.softLine()
            $0.to(end - 1)
            $0.close()
        }
    }

    mutating func createTrigger(_ trigger: CreateTrigger) {
        group {
            $0.word(trigger.isTemporary ? "CREATE TEMP TRIGGER" : "CREATE TRIGGER")
            if trigger.ifNotExists { $0.word("IF NOT EXISTS") }
            $0.name(trigger.name)
            if let time = trigger.time { $0.word(time.rawValue) }
            switch trigger.event {
            case .delete: $0.word("DELETE")
            case .insert: $0.word("INSERT")
            case .update(let columns):
                $0.word(columns == nil ? "UPDATE" : "UPDATE OF")
                $0.list(columns ?? [], span: \.span) { $0.name($1) }
            }
            $0.word("ON")
            $0.name(trigger.table)
            if trigger.isForEachRow { $0.word("FOR EACH ROW") }
            if let condition = trigger.condition {
                $0.write("WHEN", to: condition.span.start)
                $0.expression(condition)
            }
            $0.word("BEGIN")
            $0.through(.begin)
            $0.triggerBody(trigger.body)
        }
    }

    private mutating func triggerBody(_ body: [Statement]) {
        if !isCanonical { document.breakGroups() }
        indent {
            for statement in body {
                $0.line()
                $0.isAligned = true
                $0.putOwnLineComments()
                $0.isAligned = false
                $0.statement(statement, isNamed: false)
                $0.token(";")
            }
            $0.putOwnLineComments()
        }
        line()
        word("END")
    }

    mutating func alterTable(_ alter: AlterTable) {
        word("ALTER TABLE")
        name(alter.table)
        switch alter.change {
        case .rename(let new):
            word("RENAME TO")
            name(new)
        case .renameColumn(let old, let new):
            word("RENAME COLUMN")
            name(old)
            word("TO")
            name(new)
        case .addColumn(let definition):
            word("ADD COLUMN")
            column(definition)
        case .dropColumn(let column):
            word("DROP COLUMN")
            name(column)
        case .addConstraint(let constraint):
            word("ADD")
            tableConstraint(constraint)
        case .dropConstraint(let constraint):
            word("DROP CONSTRAINT")
            name(constraint)
        case .setNotNull(let column, let conflict):
            word("ALTER COLUMN")
            name(column)
            word("SET NOT NULL" + (conflict.map { " ON CONFLICT \($0.action.rawValue)" } ?? ""))
        case .dropNotNull(let column):
            word("ALTER COLUMN")
            name(column)
            word("DROP NOT NULL")
        }
    }

    mutating func drop(_ drop: Drop) {
        word("DROP " + drop.subject.rawValue)
        if drop.ifExists { word("IF EXISTS") }
        name(drop.name)
    }
}
