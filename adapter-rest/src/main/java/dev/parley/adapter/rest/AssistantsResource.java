package dev.parley.adapter.rest;

import dev.parley.application.port.in.ReadAssistants;
import dev.parley.domain.assistant.Assistant;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who can answer, and what a new conversation offers. */
@Path("/api/chat/assistants")
@Produces(MediaType.APPLICATION_JSON)
public final class AssistantsResource {

    private final ReadAssistants assistants;

    AssistantsResource(RestAdapter.Ports ports) {
        this.assistants = ports.readAssistants();
    }

    /** All of them, the standard one first. */
    @GET
    public Response all(@Context ContainerRequestContext request) {
        List<AssistantJson> all = assistants.all(Callers.of(request)).stream()
                .map(AssistantJson::from)
                .toList();
        return Response.ok(new ListJson(all))
                .header(AnswerFilter.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    private record ListJson(List<AssistantJson> assistants) {}

    private record AssistantJson(String name, @Nullable String greeting, List<String> suggestions) {

        static AssistantJson from(Assistant assistant) {
            return new AssistantJson(assistant.name().value(), assistant.greeting(), assistant.suggestions());
        }
    }
}
