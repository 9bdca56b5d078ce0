package dev.parley.application.local;

import dev.parley.application.contract.MessageJournalContract;
import dev.parley.application.port.out.MessageJournal;

class InMemoryMessageJournalTest extends MessageJournalContract {

    private MessageJournal journal;

    @Override
    protected MessageJournal open() {
        journal = new InMemoryMessageJournal(ROOM);
        return journal;
    }

    /** Its process is the test's. */
    @Override
    protected MessageJournal reopen() {
        return journal;
    }

    @Override
    protected void damageBetween() {
        // Memory does not break.
    }
}
