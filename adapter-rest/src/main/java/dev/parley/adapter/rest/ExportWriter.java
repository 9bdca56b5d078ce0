package dev.parley.adapter.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.port.in.Logins;
import dev.parley.application.port.in.ManagePreferences;
import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.domain.message.Message;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes everything somebody has, page by page, so that it costs the same memory however much it is. */
final class ExportWriter {

    private static final int PAGE = 100;

    private final OwnAccount account;
    private final ManagePreferences preferences;
    private final Logins logins;
    private final ReadSessions sessions;
    private final ReadHistory history;

    ExportWriter(
            OwnAccount account,
            ManagePreferences preferences,
            Logins logins,
            ReadSessions sessions,
            ReadHistory history) {
        this.account = account;
        this.preferences = preferences;
        this.logins = logins;
        this.sessions = sessions;
        this.history = history;
    }

    void write(OutputStream out, Principal caller, AccountJson profile, ClientView view) throws IOException {
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writePOJOField("user", profile);
            writeAvatar(json, caller);
            json.writePOJOField("preferences", PreferencesResource.json(preferences.read(caller)));
            json.writePOJOField("logins", logins(caller));
            json.writeArrayFieldStart("sessions");
            writeSessions(json, caller, view);
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void writeAvatar(JsonGenerator json, Principal caller) throws IOException {
        if (account.avatar(caller) instanceof OwnAccount.AvatarOutcome.Found(var picture)) {
            json.writeObjectFieldStart("avatar");
            json.writeStringField("type", picture.type());
            json.writeBinaryField("base64", picture.bytes());
            json.writeEndObject();
        } else {
            json.writeNullField("avatar");
        }
    }

    private List<OwnAccountResource.LoginJson> logins(Principal caller) {
        return switch (logins.list(caller)) {
            case Logins.Listing.Refused(var refusal) -> throw new RefusedException(refusal);
            case Logins.Listing.Found(var found) ->
                found.stream()
                        .map(login -> OwnAccountResource.LoginJson.from(login, false))
                        .toList();
        };
    }

    private void writeSessions(JsonGenerator json, Principal caller, ClientView view) throws IOException {
        String next = null;
        do {
            ReadSessions.ListOutcome.Page page = sessionsAfter(caller, next);
            for (ReadSessions.Entry entry : page.entries()) {
                write(json, caller, entry.session().id(), view);
            }
            next = page.next();
        } while (next != null);
    }

    private ReadSessions.ListOutcome.Page sessionsAfter(Principal caller, @Nullable String next) {
        var query = new ReadSessions.Query(caller, null, ReadSessions.Sort.CREATED, next, PAGE);
        return switch (sessions.list(query)) {
            case ReadSessions.ListOutcome.Page page -> page;
            case ReadSessions.ListOutcome.Refused(var refusal) -> throw new RefusedException(refusal);
        };
    }

    /** One that was deleted meanwhile is left out. */
    private void write(JsonGenerator json, Principal caller, SessionId session, ClientView view) throws IOException {
        if (!(pageAfter(caller, session, 0) instanceof ReadHistory.Outcome.Page page)) {
            return;
        }
        json.writeStartObject();
        json.writePOJOField("session", SessionJson.from(page.session(), view));
        json.writeArrayFieldStart("messages");
        ReadHistory.Outcome.@Nullable Page shown = page;
        while (shown != null) {
            for (Message message : shown.messages()) {
                json.writePOJO(MessageJson.from(message, shown.statusOf(message)));
            }
            shown = shown.more() ? following(caller, session, shown) : null;
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private ReadHistory.Outcome.@Nullable Page following(
            Principal caller, SessionId session, ReadHistory.Outcome.Page before) {
        long last = before.messages().getLast().place().position().value();
        return pageAfter(caller, session, last) instanceof ReadHistory.Outcome.Page page ? page : null;
    }

    private ReadHistory.Outcome pageAfter(Principal caller, SessionId session, long position) {
        return history.read(new ReadHistory.Query(caller, session, null, position, PAGE));
    }
}
