package dev.parley.bootstrap.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** One reply as a client builds it from pieces. */
final class ReplyText {

    private final Judge judge;
    private String text = "";
    private int attempt;
    private int chunks;
    private @Nullable JsonNode end;

    ReplyText(Judge judge) {
        this.judge = judge;
    }

    /** Hears of promises, kept or broken. */
    interface Judge {
        void expect(boolean kept, String promise, JsonNode frame);
    }

    void connectionBegins() {
        chunks = 0;
    }

    void started(JsonNode frame) {
        open(frame);
        if (attemptOf(frame) > attempt) {
            attempt = attemptOf(frame);
            int base = frame.path("base_offset").asInt();
            judge.expect(base <= text.length(), "an attempt begins where there is text", frame);
            text = text.substring(0, Math.min(base, text.length()));
        }
        chunks = 0;
    }

    void snapshot(JsonNode frame) {
        open(frame);
        String content = frame.path("content").asText();
        judge.expect(
                attemptOf(frame) > attempt || content.startsWith(text), "an attempt's text only grows: " + text, frame);
        attempt = attemptOf(frame);
        text = content;
        chunks = 0;
    }

    void chunk(JsonNode frame) {
        open(frame);
        judge.expect(attemptOf(frame) == attempt, "text belongs to the attempt that began: " + attempt, frame);
        judge.expect(frame.path("chunk_index").asInt() == ++chunks, "chunks count by one: " + chunks, frame);
        judge.expect(!frame.path("is_complete").asBoolean(true), "no chunk is the end", frame);
        String content = frame.path("content").asText();
        int offset = frame.path("offset").asInt();
        judge.expect(offset <= text.length(), "no hole in the text: " + text.length(), frame);
        if (offset <= text.length()) {
            int known = Math.min(text.length() - offset, content.length());
            judge.expect(
                    text.startsWith(content.substring(0, known), offset), "the same place has the same text", frame);
            text += content.substring(known);
        }
    }

    void ended(JsonNode frame) {
        open(frame);
        String whole = frame.path("full_response").asText();
        boolean seen = attempt == attemptOf(frame);
        judge.expect(!seen || whole.equals(text), "the whole is the pieces joined: " + text, frame);
        judge.expect(sha256(whole).equals(frame.path("text_sha256").asText()), "the hash is the text's", frame);
        attempt = attemptOf(frame);
        text = whole;
        end = frame;
    }

    private void open(JsonNode frame) {
        judge.expect(end == null, "nothing comes after the end", frame);
        judge.expect(attemptOf(frame) >= attempt, "attempts only rise: " + attempt, frame);
    }

    private static int attemptOf(JsonNode frame) {
        return frame.path("attempt").asInt();
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isRunning() {
        return end == null && attempt > 0;
    }

    String text() {
        return text;
    }

    int attempt() {
        return attempt;
    }

    @Nullable
    JsonNode end() {
        return end;
    }

    @Override
    public String toString() {
        return "attempt " + attempt + " '" + text + "' " + (end == null ? "running" : "ended");
    }
}
