package dev.parley.domain.session;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation between one user and an assistant, without its messages.
 *
 * @param id its name
 * @param tenant whom it belongs to
 * @param owner the user whose it is
 * @param ownerName what the assistant calls the user; null if unknown
 * @param locale the user's language as a BCP 47 tag, {@code en} if unknown
 * @param title null until one is given or generated
 * @param assistant who answers in it
 * @param context what the host page told; null if nothing
 * @param metadata a JSON object as text
 * @param standing whether it takes messages
 * @param createdAt when it was made
 * @param updatedAt when it last changed or a message was last added
 */
public record Session(
        SessionId id,
        TenantId tenant,
        UserId owner,
        @Nullable String ownerName,
        String locale,
        @Nullable SessionTitle title,
        AssistantName assistant,
        @Nullable SessionContext context,
        String metadata,
        Standing standing,
        Instant createdAt,
        Instant updatedAt) {

    /** Refuses nulls where none are allowed. */
    public Session {
        requireNonNull(id, "id");
        requireNonNull(tenant, "tenant");
        requireNonNull(owner, "owner");
        requireNonNull(locale, "locale");
        requireNonNull(assistant, "assistant");
        requireNonNull(metadata, "metadata");
        requireNonNull(standing, "standing");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(updatedAt, "updatedAt");
    }

    /** The same, changed last at another time. */
    public Session touched(Instant at) {
        return with(owner, ownerName, title, assistant, standing, at);
    }

    /** The same with another title, or with none. */
    public Session titled(@Nullable SessionTitle other) {
        return with(owner, ownerName, other, assistant, standing, updatedAt);
    }

    /** The same, taking messages or not. */
    public Session inStanding(Standing other) {
        return with(owner, ownerName, title, assistant, other, updatedAt);
    }

    /** The same with another assistant. */
    public Session answeredBy(AssistantName other) {
        return with(owner, ownerName, title, other, standing, updatedAt);
    }

    /**
     * The same, another's.
     *
     * @param name what the assistant calls the new owner; null for what it called the one before
     */
    public Session ownedBy(UserId other, @Nullable String name) {
        return with(other, name == null ? ownerName : name, title, assistant, standing, updatedAt);
    }

    private Session with(
            UserId newOwner,
            @Nullable String newOwnerName,
            @Nullable SessionTitle newTitle,
            AssistantName newAssistant,
            Standing newStanding,
            Instant at) {
        return new Session(
                id,
                tenant,
                newOwner,
                newOwnerName,
                locale,
                newTitle,
                newAssistant,
                context,
                metadata,
                newStanding,
                createdAt,
                at);
    }
}
