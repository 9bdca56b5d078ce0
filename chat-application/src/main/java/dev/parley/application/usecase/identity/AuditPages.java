package dev.parley.application.usecase.identity;

import dev.parley.application.port.out.AuditLog;
import dev.parley.domain.identity.TenantId;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** All entries that fit, newest first, read page by page, so that they cost the same memory however many there are. */
final class AuditPages implements Iterator<AuditLog.Recorded> {

    private static final int PAGE = 100;

    private final AuditLog log;
    private final TenantId tenant;
    private final AuditLog.Filter filter;
    private List<AuditLog.Recorded> page;
    private int next;

    AuditPages(AuditLog log, TenantId tenant, AuditLog.Filter filter) {
        this.log = log;
        this.tenant = tenant;
        this.filter = filter;
        this.page = log.find(tenant, filter, null, PAGE);
    }

    @Override
    public boolean hasNext() {
        if (next == page.size() && next == PAGE) {
            page = log.find(tenant, filter, page.getLast().number(), PAGE);
            next = 0;
        }
        return next < page.size();
    }

    @Override
    public AuditLog.Recorded next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more entries");
        }
        return page.get(next++);
    }
}
