package dev.parley.adapter.rest;

import dev.parley.application.port.in.SearchMessages;
import dev.parley.domain.search.Snippet;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** looks through the caller's messages. */
@Path("/api/chat/search")
@Produces(MediaType.APPLICATION_JSON)
public final class SearchResource {

    private final SearchMessages search;

    SearchResource(RestAdapter.Ports ports) {
        this.search = ports.searchMessages();
    }

    /** One page, the newest first. */
    @GET
    public ResultsJson search(
            @Context ContainerRequestContext request,
            @QueryParam("q") @Nullable String words,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        var query = new SearchMessages.Query(Callers.of(request), words, after, Parameters.limit(limit));
        return switch (search.search(query)) {
            case SearchMessages.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case SearchMessages.Outcome.Page page ->
                new ResultsJson(
                        page.found().stream().map(ResultJson::from).toList(),
                        page.next() != null,
                        page.next(),
                        page.complete());
        };
    }

    /**
     * A page on the wire.
     *
     * @param after what to ask for to see the next page; null if there is none
     */
    record ResultsJson(
            List<ResultJson> results,
            boolean hasMore,
            @Nullable String after,
            boolean complete) {}

    /** A message that was found. */
    record ResultJson(
            String sessionId,
            @Nullable String sessionTitle,
            String messageId,
            String type,
            long position,
            String createdAt,
            String snippet,
            List<Snippet.Span> highlights) {

        static ResultJson from(SearchMessages.Found found) {
            return new ResultJson(
                    found.session().toString(),
                    found.title() == null ? null : found.title().text(),
                    found.message().toString(),
                    found.type().name().toLowerCase(Locale.ROOT),
                    found.position().value(),
                    Json.time(found.createdAt()),
                    found.snippet().text(),
                    found.snippet().highlights());
        }
    }
}
