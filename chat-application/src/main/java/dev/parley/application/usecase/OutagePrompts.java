package dev.parley.application.usecase;

import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.usecase.UnstoredReply.Phase;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes prompts while the store is away: of what is known that the store has of a session, if that is all and answered, and of what was
 * said and answered since. Does not block.
 */
final class OutagePrompts {

    private final PromptBuilder prompts;
    private final KnownSessions known;
    private final Function<SessionKey, Seq> heads;

    /** @param heads the last event of a session that this node has heard of */
    OutagePrompts(PromptBuilder prompts, KnownSessions known, Function<SessionKey, Seq> heads) {
        this.prompts = prompts;
        this.known = known;
        this.heads = heads;
    }

    /**
     * What came of it.
     *
     * @param head the last event it agrees with
     */
    record Made(PromptBuilder.Building building, Seq head) {}

    /** Whether all is known that the store has of a message's session, and the message is not among it. */
    boolean canBeAnswered(NewMessage message) {
        return history(message).isPresent();
    }

    private Optional<KnownHistory> history(NewMessage message) {
        SessionKey key = message.key();
        return known.history(key)
                .filter(history -> history.isAnswered() && history.head().compareTo(heads.apply(key)) >= 0)
                .filter(history -> !history.has(message.id()));
    }

    /**
     * What a model shall be shown to answer a question.
     *
     * @param before the replies of its session that the store has not got, as they were a moment ago: what the store has got
     *     of them since is in the history, too, and shown once
     * @return empty if not all is known that must be
     */
    Optional<Made> build(NewMessage question, List<UnstoredReply> before) {
        return history(question)
                .flatMap(history -> prompts.build(history, since(history, before, question), question.reply())
                        .map(building -> new Made(building, history.head())));
    }

    /** What was said since a history: as messages that stand where they will stand. */
    private static List<Message> since(KnownHistory history, List<UnstoredReply> before, NewMessage last) {
        long turn = history.lastTurn();
        var since = new ArrayList<Message>();
        for (UnstoredReply reply : before) {
            NewMessage question = reply.question();
            if (question != null
                    && !history.has(question.id())
                    && reply.phase() instanceof Phase.Over(var kept, var recorder, var assistant)
                    && kept.ending() != null) {
                turn++;
                var answer = new Content.FromAi(kept.text(), kept.ending(), 0, kept.model());
                since.add(message(question.id(), question, question.content(), history.head(), turn));
                since.add(message(kept.reply(), question, answer, history.head(), turn));
            }
        }
        since.add(message(last.id(), last, last.content(), history.head(), turn + 1));
        return since;
    }

    private static Message message(MessageId id, NewMessage question, Content content, Seq seq, long turn) {
        var place = new Place(new Position(turn), seq, new Turn(turn), null, true);
        return new Message(id, question.key().session(), content, Message.NO_METADATA, question.at(), place, 1);
    }
}
