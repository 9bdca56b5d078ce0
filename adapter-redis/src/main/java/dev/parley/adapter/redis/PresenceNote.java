package dev.parley.adapter.redis;

import dev.parley.domain.identity.UserId;

/** What nodes say in the channel of a session's presence, as JSON. */
sealed interface PresenceNote {

    /** Who says it. */
    String node();

    /** Somebody came or went: Redis has who is there now. */
    record Changed(String node) implements PresenceNote {}

    /** Somebody types, or does not any more. */
    record Typing(String node, UserId user, boolean isTyping) implements PresenceNote {}

    /** As it is said. */
    default String json() {
        return switch (this) {
            case Changed(var node) ->
                Json.object().put("kind", "changed").put("node", node).toString();
            case Typing(var node, var user, boolean isTyping) ->
                Json.object()
                        .put("kind", "typing")
                        .put("node", node)
                        .put("user", user.value())
                        .put("is_typing", isTyping)
                        .toString();
        };
    }

    /**
     * Reads what a node said.
     *
     * @throws IllegalArgumentException if it can't be understood
     */
    static PresenceNote parse(String payload) {
        var note = Json.parse(payload);
        String node = Json.text(note, "node");
        return switch (Json.text(note, "kind")) {
            case "changed" -> new Changed(node);
            case "typing" -> new Typing(node, new UserId(Json.text(note, "user")), Json.truth(note, "is_typing"));
            default -> throw new IllegalArgumentException("unknown kind of note");
        };
    }
}
