package dev.parley.application.usecase;

import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SearchMessages;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.ConversationStore.Hit;
import dev.parley.application.port.out.ConversationStore.SearchPlace;
import dev.parley.application.port.out.ConversationStore.SearchQuery;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Position;
import dev.parley.domain.search.SearchWords;
import dev.parley.domain.search.Snippet;
import dev.parley.domain.session.SessionId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/** Looks through the caller's messages. A search reads much, so that few are under way at once on a node. */
final class SearchMessagesUseCase implements SearchMessages {

    /** How many searches are under way at once. */
    static final int MOST_AT_ONCE = 4;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final Outcome TOO_MANY = new Outcome.Refused(
            new Refusal(ErrorCode.RATE_LIMITED, null, "too many searches at once", Duration.ofSeconds(1)));

    private final ConversationStore conversations;
    private final SessionGate gate;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    SearchMessagesUseCase(ConversationStore conversations, SessionGate gate) {
        this.conversations = conversations;
        this.gate = gate;
    }

    @Override
    public Outcome search(Query query) {
        Refusal refusal = gate.refusalToChat(query.caller());
        if (refusal == null) {
            refusal = ReadSessionsUseCase.limitRefusal(query.limit());
        }
        return refusal != null ? new Outcome.Refused(refusal) : checked(query);
    }

    private Outcome checked(Query query) {
        var words = Field.read("q", query.words() == null ? "" : query.words(), SearchWords::parse);
        var after = Field.read("after", query.after(), SearchMessagesUseCase::placeOf);
        if (words instanceof Field.Invalid<SearchWords>(Refusal broken)) {
            return new Outcome.Refused(broken);
        }
        if (after instanceof Field.Invalid<SearchPlace>(Refusal broken)) {
            return new Outcome.Refused(broken);
        }
        SearchWords wanted = words.orNull();
        return wanted == null || !room.tryAcquire() ? TOO_MANY : found(query, wanted, after);
    }

    private Outcome found(Query query, SearchWords words, Field<SearchPlace> after) {
        try {
            var page = conversations.search(new SearchQuery(
                    query.caller().tenant(), query.caller().user(), words, after.orNull(), query.limit()));
            return new Outcome.Page(
                    page.hits().stream().map(hit -> found(hit, words)).toList(),
                    page.next() == null ? null : textOf(page.next()),
                    page.complete());
        } finally {
            room.release();
        }
    }

    private static Found found(Hit hit, SearchWords words) {
        Message message = hit.message();
        return new Found(
                message.session(),
                hit.title(),
                message.id(),
                message.content().type(),
                message.place().position(),
                message.createdAt(),
                Snippet.of(message.text(), words));
    }

    private static String textOf(SearchPlace place) {
        return place.time().toEpochMilli() + "_" + place.position().value() + "_" + place.session();
    }

    private static SearchPlace placeOf(String text) {
        String[] parts = text.split("_", -1);
        try {
            if (parts.length == 3) {
                Instant time = Instant.ofEpochMilli(Long.parseLong(parts[0]));
                if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
                    return new SearchPlace(
                            time, new SessionId(UUID.fromString(parts[2])), new Position(Long.parseLong(parts[1])));
                }
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("must be what a page of this search gave", e);
        }
        throw new IllegalArgumentException("must be what a page of this search gave");
    }
}
