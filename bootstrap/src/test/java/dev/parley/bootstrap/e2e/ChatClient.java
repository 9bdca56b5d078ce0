package dev.parley.bootstrap.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** One device in one session. It keeps what it sent, and comes back with what it has, as a good client does. */
final class ChatClient implements AutoCloseable {

    private final String session;
    private final Conversation conversation = new Conversation();
    private final Map<String, String> sent = new LinkedHashMap<>();
    private Socket socket;

    private ChatClient(Api person, String session) throws InterruptedException {
        this.session = session;
        connect(person);
    }

    static ChatClient open(Api person, String session) throws InterruptedException {
        return new ChatClient(person, session);
    }

    /** Connects anew, resumes, and waits until what was missed is here. */
    void reconnect(Api person) throws InterruptedException {
        socket.close();
        connect(person);
    }

    private void connect(Api person) throws InterruptedException {
        String resume = conversation.resume();
        socket = Socket.open(person, session, "", conversation::take);
        socket.send(resume);
        conversation.awaitResumed();
    }

    /** Says something without waiting. */
    void say(String clientMessageId, String text) {
        sent.put(clientMessageId, text);
        socket.send(Api.message(session, clientMessageId, text));
    }

    /** Says something, waits for the receipt and gives the reply's id. */
    String ask(String clientMessageId, String text) throws InterruptedException {
        say(clientMessageId, text);
        return conversation.awaitReceipt(clientMessageId).path("reply_id").asText();
    }

    void send(String frame) {
        socket.send(frame);
    }

    /** Says once more whatever it ever said, as a client does that is not sure. */
    void sayAllAgain() {
        sent.forEach((id, text) -> socket.send(Api.message(session, id, text)));
    }

    /** Waits for the receipts of all that was said, and the ends of all their replies. */
    void awaitAll() throws InterruptedException {
        for (String id : sent.keySet()) {
            JsonNode receipt = conversation.awaitReceipt(id);
            conversation.awaitEnd(receipt.path("reply_id").asText());
        }
    }

    String session() {
        return session;
    }

    Conversation conversation() {
        return conversation;
    }

    Socket socket() {
        return socket;
    }

    /** By client message id, what was said. */
    Map<String, String> sent() {
        return sent;
    }

    @Override
    public void close() {
        socket.close();
    }
}
