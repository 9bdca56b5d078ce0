package dev.parley.application.local;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import dev.parley.application.port.out.ConversationStore.Hit;
import dev.parley.application.port.out.ConversationStore.SearchPage;
import dev.parley.application.port.out.ConversationStore.SearchPlace;
import dev.parley.application.port.out.ConversationStore.SearchQuery;
import dev.parley.domain.message.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Looks through the messages of one owner, newest first. */
final class MessageSearch {

    private static final Comparator<SearchPlace> NEWEST_FIRST = comparing(SearchPlace::time, reverseOrder())
            .thenComparing(place -> place.session().toString())
            .thenComparing(SearchPlace::position, reverseOrder());

    private MessageSearch() {}

    static SearchPage page(Collection<MemorySession> owned, SearchQuery query) {
        List<MemorySession> living = owned.stream()
                .filter(MemorySession::living)
                .sorted(comparing((MemorySession session) -> session.session().updatedAt(), reverseOrder()))
                .toList();
        var hits = new ArrayList<Hit>();
        int looked = 0;
        boolean complete = true;
        for (MemorySession session : living) {
            if (looked >= SearchQuery.MOST) {
                complete = false;
                break;
            }
            List<Message> newest = session.messages().newest(SearchQuery.MOST_OF_A_SESSION);
            complete = complete && newest.size() == session.messages().count();
            looked += newest.size();
            newest.stream()
                    .filter(message -> query.words().areIn(message.text()))
                    .map(message -> new Hit(message, session.session().title()))
                    .forEach(hits::add);
        }
        return page(hits, query, complete);
    }

    private static SearchPage page(List<Hit> hits, SearchQuery query, boolean complete) {
        SearchPlace after = query.after();
        List<Hit> found = hits.stream()
                .filter(hit -> after == null || NEWEST_FIRST.compare(place(hit), after) > 0)
                .sorted(comparing(MessageSearch::place, NEWEST_FIRST))
                .limit(query.limit() + 1L)
                .toList();
        List<Hit> shown = found.subList(0, Math.min(query.limit(), found.size()));
        return new SearchPage(shown, found.size() > shown.size() ? place(shown.getLast()) : null, complete);
    }

    private static SearchPlace place(Hit hit) {
        Message message = hit.message();
        return new SearchPlace(
                message.createdAt(), message.session(), message.place().position());
    }
}
