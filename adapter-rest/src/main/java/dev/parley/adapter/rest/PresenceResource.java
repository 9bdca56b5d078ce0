package dev.parley.adapter.rest;

import dev.parley.application.port.in.ReadPresence;
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

/** B-7: who is online in a tenant. */
@Path("/api/admin/presence")
@Produces(MediaType.APPLICATION_JSON)
public final class PresenceResource {

    private final ReadPresence presence;

    PresenceResource(ReadPresence presence) {
        this.presence = presence;
    }

    /** A page, by user id. */
    @GET
    public PresenceJson list(
            @Context ContainerRequestContext request,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        int most = Parameters.limit(limit);
        return switch (presence.online(Callers.of(request), after, most)) {
            case ReadPresence.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ReadPresence.Outcome.Page(var people, int total) -> PresenceJson.from(people, total, most);
        };
    }

    /**
     * A page on the wire.
     *
     * @param onlineCount how many are online in all
     * @param after what to ask for to see the next page; null if there is none
     */
    record PresenceJson(
            List<PersonJson> people,
            int onlineCount,
            boolean hasMore,
            @Nullable String after) {

        static PresenceJson from(List<ReadPresence.Person> people, int total, int limit) {
            boolean more = people.size() == limit;
            return new PresenceJson(
                    people.stream().map(PersonJson::of).toList(),
                    total,
                    more,
                    more ? people.getLast().user().value() : null);
        }
    }

    /** Somebody who is online, on the wire. */
    record PersonJson(String userId, String state, String role) {

        static PersonJson of(ReadPresence.Person person) {
            return new PersonJson(
                    person.user().value(), "online", person.role().name().toLowerCase(Locale.ROOT));
        }
    }
}
