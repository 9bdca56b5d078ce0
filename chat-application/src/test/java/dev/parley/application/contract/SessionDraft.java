package dev.parley.application.contract;

import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionContext;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.Standing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A session in the making. Whatever is not said is the simplest. */
record SessionDraft(
        SessionId id,
        TenantId tenant,
        UserId owner,
        @Nullable SessionTitle title,
        Standing standing,
        Instant createdAt,
        Instant updatedAt) {

    static SessionDraft number(int number) {
        return new SessionDraft(
                Sample.session(number),
                Sample.ACME,
                Sample.ADA,
                null,
                Standing.ACTIVE,
                Sample.second(number),
                Sample.second(number));
    }

    SessionDraft of(TenantId otherTenant, UserId otherOwner) {
        return new SessionDraft(id, otherTenant, otherOwner, title, standing, createdAt, updatedAt);
    }

    SessionDraft titled(@Nullable String text) {
        SessionTitle chosen = text == null ? null : new SessionTitle(text, SessionTitle.Origin.CHOSEN);
        return new SessionDraft(id, tenant, owner, chosen, standing, createdAt, updatedAt);
    }

    SessionDraft standing(Standing other) {
        return new SessionDraft(id, tenant, owner, title, other, createdAt, updatedAt);
    }

    SessionDraft times(Instant created, Instant updated) {
        return new SessionDraft(id, tenant, owner, title, standing, created, updated);
    }

    /** With null in every field that may be null. */
    Session bare() {
        return new Session(
                id,
                tenant,
                owner,
                null,
                "en",
                title,
                AssistantName.STANDARD,
                null,
                "{}",
                standing,
                createdAt,
                updatedAt);
    }

    /** With something in every field. */
    Session full(String ownerName, String context, String metadata) {
        return new Session(
                id,
                tenant,
                owner,
                ownerName,
                "zh-Hant-TW",
                title,
                new AssistantName("lawyer"),
                new SessionContext(context),
                metadata,
                standing,
                createdAt,
                updatedAt);
    }
}
