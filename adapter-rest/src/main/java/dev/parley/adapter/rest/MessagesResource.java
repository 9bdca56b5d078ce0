package dev.parley.adapter.rest;

import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.in.MessageStatus;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionId;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Messages in, answers out. The message is durable before anything is answered. */
@Path("/api/chat/messages")
public final class MessagesResource {

    private final SendMessage send;
    private final CancelReply cancel;
    private final ReplyWatch watch;
    private final JsonBody body;
    private final RestConfig config;

    MessagesResource(RestAdapter.Ports ports, ReplyWatch watch, JsonBody body, RestConfig config) {
        this.send = ports.sendMessage();
        this.cancel = ports.cancelReply();
        this.watch = watch;
        this.body = body;
        this.config = config;
    }

    /** C-5: the receipt at once, or with {@code wait=true} the whole reply, unless the database is away. */
    @POST
    @Produces(MediaType.APPLICATION_JSON + ";qs=1")
    public Response send(@Context ContainerRequestContext request, @QueryParam("wait") @Nullable String wait)
            throws InterruptedException {
        boolean whole = Boolean.TRUE.equals(Parameters.flag("wait", wait));
        Sent sent = sent(request);
        return whole && sent.receipt().place() != null ? whole(sent) : accepted(sent.receiptJson());
    }

    /** C-5: the receipt and the reply as it comes, as server-sent events. */
    @POST
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.5")
    public Response stream(@Context ContainerRequestContext request) {
        Sent sent = sent(request);
        return Response.ok(
                        new ReplyEvents(watch, sent.caller(), sent.session(), sent.receipt(), config.keepAlive()),
                        MediaType.SERVER_SENT_EVENTS_TYPE)
                // Proxies that gather answers would hold the reply back.
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private Response whole(Sent sent) throws InterruptedException {
        var patience = new ReplyWait(config.longestWait());
        try {
            return switch (watch.watch(
                    sent.caller(), sent.session(), sent.receipt().replyId(), patience)) {
                case ReplyWatch.Ending.Ended(var reply) ->
                    Response.ok(new ReceiptJson.WithReply(
                                    sent.receiptJson(), MessageJson.from(reply.message(), MessageStatus.SENT)))
                            .build();
                case ReplyWatch.Ending.GaveUp ignored -> accepted(sent.receiptJson());
                case ReplyWatch.Ending.Stopping ignored -> accepted(sent.receiptJson());
                case ReplyWatch.Ending.Refused(Refusal refusal) -> throw new RefusedException(refusal);
            };
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written while waiting", e);
        }
    }

    private static Response accepted(ReceiptJson receipt) {
        return Response.accepted(new ReceiptJson.WithReply(receipt, null)).build();
    }

    private Sent sent(ContainerRequestContext request) {
        Principal caller = Callers.of(request);
        Fields fields = body.read(request);
        SessionId session = Ids.session(fields);
        String field = fields.text("content") == null ? "message" : "content";
        var command = new SendMessage.Command(
                caller,
                session,
                text(fields, field),
                fields.text("client_message_id"),
                fields.object("metadata"),
                Sources.of(request));
        return switch (send.send(command)) {
            case SendMessage.Outcome.Accepted(var receipt) -> new Sent(caller, session, receipt);
            case SendMessage.Outcome.Refused(Refusal refusal) -> throw new RefusedException(named(refusal, field));
        };
    }

    private static String text(Fields fields, String field) {
        String text = fields.text(field);
        if (text == null) {
            throw RefusedException.field("content", "is required");
        }
        String other = fields.text("message");
        if (other != null && !other.equals(text)) {
            throw RefusedException.field("message", "must not differ from content; one of them is enough");
        }
        return text;
    }

    // The use case knows the text by its older name.
    private static Refusal named(Refusal refusal, String field) {
        return Objects.equals(refusal.field(), "message")
                ? new Refusal(refusal.code(), field, refusal.rule(), refusal.retryAfter())
                : refusal;
    }

    /** B-6: stops a reply, named by itself or by its question. */
    @POST
    @Path("{message_id}/cancel")
    @Produces(MediaType.APPLICATION_JSON)
    public Response cancel(@Context ContainerRequestContext request, @PathParam("message_id") String id) {
        MessageId message = Ids.messageInPath(id);
        SessionId session = Ids.session(body.read(request));
        return switch (cancel.cancel(Callers.of(request), session, message)) {
            case CancelReply.Outcome.Refused(Refusal refusal) -> throw new RefusedException(refusal);
            case CancelReply.Outcome.Stopping(MessageId reply) ->
                Response.accepted(CancelJson.stopping(session, reply)).build();
            case CancelReply.Outcome.AlreadyEnded(MessageId reply, ReplyState state) ->
                Response.ok(CancelJson.alreadyEnded(session, reply, state)).build();
        };
    }

    private record Sent(Principal caller, SessionId session, SendMessage.Receipt receipt) {

        ReceiptJson receiptJson() {
            return ReceiptJson.from(session, receipt);
        }
    }
}
