package dev.parley.adapter.websocket;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.ListedSession;
import dev.parley.application.port.in.SessionView;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.Standing;
import dev.parley.domain.session.Summary;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes sessions. */
final class SessionJson {

    private final JsonGenerator json;

    SessionJson(JsonGenerator json) {
        this.json = json;
    }

    void updated(JsonGenerator begun, FeedItem.SessionChanged changed) throws IOException {
        begun.writeNumberField("seq", changed.seq().value());
        begun.writeStringField("change", name(changed.event()));
        begun.writeStringField("at", Names.time(changed.at()));
        SessionView view = changed.session();
        if (view != null) {
            begun.writeFieldName("session");
            session(view);
        }
    }

    void session(SessionView view) throws IOException {
        Session session = view.session();
        SessionTitle title = session.title();
        json.writeStartObject();
        json.writeStringField("session_id", session.id().toString());
        json.writeStringField("created_at", Names.time(session.createdAt()));
        json.writeStringField("updated_at", Names.time(session.updatedAt()));
        json.writeStringField("title", title == null ? null : title.text());
        json.writeBooleanField("title_generated", title != null && title.origin() == SessionTitle.Origin.GENERATED);
        json.writeStringField("assistant", session.assistant().value());
        json.writeBooleanField("is_active", session.standing() != Standing.ARCHIVED);
        json.writeBooleanField("closed", session.standing() == Standing.CLOSED);
        json.writeNumberField("last_seq", view.lastSeq().value());
        json.writeNumberField("message_count", view.messageCount());
        summary(view.summary());
        json.writeEndObject();
    }

    /** As in the lists of the REST API. */
    void listed(ListedSession session) throws IOException {
        SessionTitle title = session.title();
        json.writeStartObject();
        json.writeStringField("session_id", session.id().toString());
        json.writeStringField("created_at", Names.time(session.createdAt()));
        json.writeStringField("updated_at", Names.time(session.updatedAt()));
        json.writeStringField("title", title == null ? null : title.text());
        json.writeBooleanField("title_generated", title != null && title.origin() == SessionTitle.Origin.GENERATED);
        json.writeStringField("assistant", session.assistant().value());
        json.writeBooleanField("is_active", session.standing() != Standing.ARCHIVED);
        json.writeBooleanField("closed", session.standing() == Standing.CLOSED);
        json.writeNumberField("message_count", session.messageCount());
        json.writeStringField("last_message_preview", session.preview());
        json.writeNumberField("unread_count", session.unread());
        json.writeEndObject();
    }

    private void summary(@Nullable Summary summary) throws IOException {
        if (summary != null) {
            json.writeObjectFieldStart("summary");
            json.writeStringField("text", summary.text());
            json.writeNumberField("up_to_turn", summary.upTo().value());
            json.writeEndObject();
        }
    }

    private static String name(SessionEvent event) {
        return switch (event) {
            case SessionEvent.SessionCreated() -> "created";
            case SessionEvent.MessageAdded ignored -> "message_added";
            case SessionEvent.MessageUpdated ignored -> "message_updated";
            case SessionEvent.ReplyEnded ignored -> "reply_ended";
            case SessionEvent.SessionRenamed() -> "renamed";
            case SessionEvent.AssistantChanged() -> "assistant_changed";
            case SessionEvent.StandingChanged ignored -> "standing_changed";
            case SessionEvent.SessionDeleted() -> "deleted";
            case SessionEvent.SessionRestored() -> "restored";
            case SessionEvent.OwnerChanged() -> "owner_changed";
            case SessionEvent.SummaryUpdated ignored -> "summary_updated";
        };
    }
}
