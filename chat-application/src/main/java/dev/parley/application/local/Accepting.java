package dev.parley.application.local;

import dev.parley.application.port.out.ConversationStore.Acceptance;
import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.SessionEvent.MessageAdded;
import dev.parley.domain.session.SessionEvent.StandingChanged;
import dev.parley.domain.session.Standing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes a user's message in, or says why not. */
final class Accepting {

    private Accepting() {}

    static Acceptance accept(Memory memory, NewMessage wanted) {
        MemorySession session = memory.living(wanted.key());
        if (session == null) {
            return new Acceptance.Missing();
        }
        if (session.wasHandedOverBy(wanted.content().author())) {
            return new Acceptance.Missing();
        }
        Message present = present(session, wanted);
        if (present != null) {
            return again(present, wanted);
        }
        return session.session().standing().takesMessages() ? add(memory, session, wanted) : new Acceptance.Closed();
    }

    private static @Nullable Message present(MemorySession session, NewMessage wanted) {
        Message own = session.messages().find(wanted.id());
        return own != null || wanted.earlier() == null
                ? own
                : session.messages().find(wanted.earlier());
    }

    private static Acceptance again(Message present, NewMessage wanted) {
        return present.text().equals(wanted.content().text())
                ? new Acceptance.Duplicate(present, present.place().seq())
                : new Acceptance.Conflict();
    }

    private static Acceptance add(Memory memory, MemorySession session, NewMessage wanted) {
        List<RecordedEvent> events = new ArrayList<>(2);
        if (session.session().standing() == Standing.ARCHIVED) {
            session.become(session.session().inStanding(Standing.ACTIVE));
            events.add(session.append(new StandingChanged(Standing.ACTIVE), wanted.at()));
        }
        Message message = message(session, wanted);
        session.messages().add(message);
        memory.open(new MemoryReply(
                session, wanted.reply(), wanted.id(), message.place().turn()));
        session.touch(wanted.at());
        events.add(
                session.append(new MessageAdded(message.id(), message.content().type()), wanted.at()));
        return new Acceptance.Accepted(message, events);
    }

    private static Message message(MemorySession session, NewMessage wanted) {
        Turn turn = session.messages().nextTurn();
        Place place = session.nextPlace(turn, session.replies().newest());
        return new Message(
                wanted.id(), session.session().id(), wanted.content(), wanted.metadata(), wanted.at(), place, 1);
    }
}
