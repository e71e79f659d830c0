extension QueryGenerator {
    /// `#` stands for any expression, `@` for a column.
    private static let forms = [
        "# + #", "# - #", "# * #", "# / #", "# % #", "# || #", "# & #", "# | #", "# << 2", "# >> #", "# = #", "# <> #",
        "# < #", "# >= #", "# IS #", "# IS NOT #", "# AND #", "# OR #", "NOT #", "-#", "+#", "~#", "# IS NULL",
        "# NOTNULL", "# LIKE #", "# GLOB '*a*'", "# BETWEEN # AND #", "# NOT BETWEEN 1 AND #", "# IN (#, 1)",
        "# NOT IN (SELECT i FROM w)", "# IN (SELECT p FROM w)", "# IN ()", "(#, #) = (#, 1)", "(#, #) < (1, #)",
        "(#, 1) IN (SELECT k, i FROM w)", "(#, #) IS (1, #)", "# IN (SELECT max(q) FROM w)",
        "CASE WHEN # THEN # ELSE # END", "CASE # WHEN 1 THEN # WHEN # THEN 2 END", "CASE WHEN # IS NULL THEN 0 ELSE # END",
        "CASE WHEN # THEN 'a' ELSE 'b' END", "CAST(# AS INTEGER)", "CAST(# AS REAL)", "CAST(# AS TEXT)",
        "CAST(# AS BLOB)", "CAST(# AS NUMERIC)", "CAST(# AS VARCHAR(3))", "CAST(# AS DATE)", "CAST(# AS \"\")",
        "# COLLATE NOCASE", "(SELECT # FROM w WHERE w.i = 1)", "(SELECT count(*) FROM w WHERE w.k = #)",
        "(SELECT max(w.q) FROM w)", "EXISTS (SELECT 1 FROM w WHERE w.p = #)", "(SELECT total(i) FROM w WHERE k > #)",
        "(SELECT count(*) FROM o LIMIT 1)", "(SELECT p FROM w ORDER BY i LIMIT 1)", "# IS TRUE", "# IS NOT FALSE",
    ]

    private static let calls = [
        "abs(#)", "char(#, 65)", "coalesce(#, #)", "coalesce(#, 1)", "coalesce(#, #, 'x')", "glob('a*', #)", "hex(#)",
        "ifnull(#, #)", "ifnull(#, '')", "iif(#, #, #)", "instr(#, #)", "length(#)", "like('a%', #)",
        "likelihood(#, 0.5)", "likely(#)", "unlikely(#)", "lower(#)", "ltrim(#)", "ltrim(#, #)", "max(#, #)",
        "min(#, #, 1)", "nullif(#, #)", "printf('%s', #)", "printf('%d', #)", "format('%5.2f', #)", "printf(#, #)",
        "quote(#)", "replace(#, #, 'b')", "replace(#, 'a', #)", "round(#)", "round(#, 2)", "round(#, #)", "rtrim(#)",
        "sign(#)", "substr(#, 2)", "substr(#, #, 1)", "substring(#, -1, 2)", "trim(#)", "typeof(#)", "unicode(#)",
        "upper(#)", "zeroblob(2)", "sqlite_version()", "random()", "last_insert_rowid()", "changes()",
        "date(#)", "time(#, '+1 hour')", "datetime(#, 'unixepoch')", "julianday(#)", "unixepoch(#)", "date('now')",
        "strftime('%Y', #)", "strftime(#, 'now')", "unixepoch(@, 'auto')", "date()", "unixepoch()",
        "acos(#)", "asin(#)", "atan(#)", "atan2(#, #)", "ceil(#)", "cos(#)", "cosh(#)", "degrees(#)", "exp(#)",
        "floor(#)", "ln(#)", "log(#)", "log(2, #)", "log2(#)", "mod(#, #)", "pi()", "pow(#, #)", "radians(#)", "sin(#)",
        "sqrt(#)", "tan(#)", "tanh(#)", "trunc(#)", "asinh(#)", "acosh(#)", "atanh(#)", "sinh(#)", "log10(#)",
        "json_array(@, 1)", "json_object('a', @)", "json_quote(@)", "json_valid(#)", "json_type('[1]', '$[0]')",
        "json_type('{\"a\":null}')", "json_extract('{\"a\":[1,\"x\"]}', '$.a')", "json_array_length('[1,2]')",
        "json_array_length('[1,2]', '$.a')", "json_set('{}', '$.a', @)", "json_insert('[1]', '$[#]', @)",
        "json_remove('{\"a\":1}', '$.a')", "json_remove('{}', '$')", "json_replace('{}', '$', @)",
        "json_patch('{}', '{\"a\":2}')", "json('[1]')", "'{\"a\":1}' -> '$.a'", "'{\"a\":1.5}' ->> 'a'",
        "json_patch('{\"a\":1}', @)", "json_set(@, '$.x', 1)", "json(@)", "json_type(@)",
    ]

    mutating func expression(_ columns: [Column], depth: Int) -> String {
        if depth == 0 || chance(22) { return chance(80) ? pick(columns).text : literal() }
        let form = chance(45) ? pick(Self.forms) : pick(Self.calls)
        var text = ""
        for character in form {
            switch character {
            case "#" where !form.contains("$[#]"): text += operand(columns, depth: depth - 1)
            case "@": text += pick(columns).text
            default: text.append(character)
            }
        }
        return text
    }

    private mutating func operand(_ columns: [Column], depth: Int) -> String {
        let text = expression(columns, depth: depth)
        return text.contains(" ") ? "(\(text))" : text
    }
}
