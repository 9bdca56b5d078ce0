package dev.parley.application.usecase;

import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.content.Masker;
import dev.parley.domain.memory.Exchange;
import dev.parley.domain.memory.MemoryWindow;
import dev.parley.domain.message.Turn;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.prompt.PromptMessage;
import dev.parley.domain.prompt.TitleTask;
import dev.parley.domain.session.SessionTitle;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a session without a title one, by asking the model, after its first reply has come whole. Failing it costs
 * nothing but that: the session stays as it is, and the next of its first few replies is another occasion.
 */
final class Titler {

    /** After these turns it is not tried any more. */
    static final int LAST_TURN = 3;

    /** How many titles are written at once on a node; beyond it a session waits for its next reply. */
    static final int MOST_AT_ONCE = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Titler.class);

    /** More than that is no title, and nothing of it is needed. */
    private static final int LONGEST = 1_000;

    private final Ports ports;
    private final Announcer announcer;
    private final Aside aside;
    private final Masker masker;
    private final boolean on;
    private final Set<SessionKey> underWay = ConcurrentHashMap.newKeySet();
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    /** @param on whether titles are given at all */
    Titler(Ports ports, Announcer announcer, Aside aside, Masker masker, boolean on) {
        this.ports = ports;
        this.announcer = announcer;
        this.aside = aside;
        this.masker = masker;
        this.on = on;
    }

    /** Called when a reply has come whole. Does not block: looking and writing are done on a thread of their own. */
    void titleIfDue(SessionKey key, Assistant assistant, Turn turn) {
        if (on && turn.value() <= LAST_TURN) {
            Thread.ofVirtual().name("parley-title").start(() -> {
                try {
                    titleAlone(key, assistant, turn);
                } catch (StoreException e) {
                    LOG.warn("no title was given: the store broke", e);
                }
            });
        }
    }

    private void titleAlone(SessionKey key, Assistant assistant, Turn turn) {
        if (!underWay.add(key)) {
            return;
        }
        try {
            if (room.tryAcquire()) {
                try {
                    title(key, assistant, turn);
                } finally {
                    room.release();
                }
            }
        } finally {
            underWay.remove(key);
        }
    }

    private void title(SessionKey key, Assistant assistant, Turn turn) {
        if (isUntitled(key)) {
            exchange(key, turn)
                    .flatMap(exchange -> write(key, prompt(assistant, exchange)))
                    .ifPresent(title -> keep(key, title));
        }
    }

    private boolean isUntitled(SessionKey key) {
        return ports.sessions()
                .find(key)
                .filter(stored -> stored.session().title() == null)
                .isPresent();
    }

    private Optional<Exchange> exchange(SessionKey key, Turn turn) {
        return MemoryWindow.exchanges(ports.conversations().window(key, turn, null, 1)).stream()
                .findFirst();
    }

    private Prompt prompt(Assistant assistant, Exchange exchange) {
        return TitleTask.prompt(
                masker.mask(said(exchange, PromptMessage.Role.USER)),
                masker.mask(said(exchange, PromptMessage.Role.ASSISTANT)),
                assistant.parameters().model());
    }

    private static String said(Exchange exchange, PromptMessage.Role role) {
        return exchange.messages().stream()
                .filter(message -> message.role() == role)
                .map(PromptMessage::text)
                .collect(Collectors.joining("\n"));
    }

    private Optional<SessionTitle> write(SessionKey key, Prompt prompt) {
        return aside.ask(key.tenant(), "title", prompt, LONGEST).flatMap(SessionTitle::generated);
    }

    /** One that was set by hand meanwhile stays: the store sees to that. */
    private void keep(SessionKey key, SessionTitle title) {
        if (ports.sessions().change(key, new SessionStore.Wish(title, null, null), ports.now())
                instanceof SessionStore.Change.Done(var stored, var events)) {
            announcer.appended(key, events);
        }
    }
}
