package dev.parley.adapter.mssql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;

/** Fills in what differs from database to database: <code>${schema}</code>, <code>${now}</code> and <code>${exact}</code>. */
final class SqlTemplate implements TemplateEngine {

    private final String schema;
    private final String now;
    private final String exact;
    private final Map<String, String> rendered = new ConcurrentHashMap<>();

    SqlTemplate(Dialect dialect, String schema) {
        this.schema = schema;
        this.now = dialect.now();
        this.exact = dialect.exact();
    }

    @Override
    public String render(String template, StatementContext context) {
        return rendered.computeIfAbsent(template, this::filled);
    }

    private String filled(String template) {
        return template.replace("${schema}", schema).replace("${now}", now).replace("${exact}", exact);
    }
}
