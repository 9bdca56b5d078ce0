package dev.parley.domain.audit;

/** Goes along a tenant's chain from its beginning and stops where something does not fit. For one thread. */
public final class ChainWalk {

    private final AuditChain chain;
    private long next = 1;
    private String link = AuditChain.BEGINNING;

    /** A walk that stands before the first entry. */
    public ChainWalk(AuditChain chain) {
        this.chain = chain;
    }

    /**
     * Goes one entry on, if it fits.
     *
     * @param number which number the entry has
     * @param entry what was found there
     * @param found the link that was found with it
     * @return false if it does not fit; the walk then stays where it is
     */
    public boolean goOn(long number, AuditEntry entry, String found) {
        if (number != next || !chain.link(link, number, entry).equals(found)) {
            return false;
        }
        next++;
        link = found;
        return true;
    }

    /** The number of the entry that comes next. */
    public long next() {
        return next;
    }

    /** The link of the last entry that fitted; {@link AuditChain#BEGINNING} before the first. */
    public String link() {
        return link;
    }
}
