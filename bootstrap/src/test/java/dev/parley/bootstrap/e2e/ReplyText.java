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
    private boolean heardHere;
    private @Nullable JsonNode end;

    ReplyText(Judge judge) {
        this.judge = judge;
    }

    /** Hears of promises, kept or broken. */
    interface Judge {
        void expect(boolean kept, Invariant invariant, String promise, JsonNode frame);
    }

    void connectionBegins() {
        chunks = 0;
        heardHere = false;
    }

    void started(JsonNode frame) {
        open(frame);
        if (attemptOf(frame) > attempt) {
            attempt = attemptOf(frame);
            int base = frame.path("base_offset").asInt();
            judge.expect(
                    base <= text.length(), Invariant.I1_CONTIGUOUS, "an attempt begins where there is text", frame);
            text = text.substring(0, Math.min(base, text.length()));
        }
        chunks = 0;
        heardHere = true;
    }

    void snapshot(JsonNode frame) {
        open(frame);
        String content = frame.path("content").asText();
        judge.expect(
                attemptOf(frame) > attempt || content.startsWith(text),
                Invariant.I6_ONE_WRITER,
                "an attempt's text only grows: " + text,
                frame);
        attempt = attemptOf(frame);
        text = content;
        chunks = 0;
        heardHere = true;
    }

    void chunk(JsonNode frame) {
        open(frame);
        judge.expect(
                attemptOf(frame) == attempt,
                Invariant.I1_CONTIGUOUS,
                "text belongs to the attempt that began: " + attempt,
                frame);
        judge.expect(
                frame.path("chunk_index").asInt() == ++chunks,
                Invariant.PROTOCOL,
                "chunks count by one: " + chunks,
                frame);
        judge.expect(!frame.path("is_complete").asBoolean(true), Invariant.PROTOCOL, "no chunk is the end", frame);
        String content = frame.path("content").asText();
        int offset = frame.path("offset").asInt();
        judge.expect(offset <= text.length(), Invariant.I1_CONTIGUOUS, "no hole in the text: " + text.length(), frame);
        if (offset <= text.length()) {
            int known = Math.min(text.length() - offset, content.length());
            judge.expect(
                    text.startsWith(content.substring(0, known), offset),
                    Invariant.I6_ONE_WRITER,
                    "the same place has the same text",
                    frame);
            text += content.substring(known);
        }
    }

    void ended(JsonNode frame) {
        open(frame);
        String whole = frame.path("full_response").asText();
        boolean seen = attempt == attemptOf(frame);
        // What ended while it was away is told by its end alone.
        judge.expect(
                !seen || (heardHere ? whole.equals(text) : whole.startsWith(text)),
                Invariant.I2_SAME_TEXT,
                "the whole is the pieces joined: " + text,
                frame);
        judge.expect(
                sha256(whole).equals(frame.path("text_sha256").asText()),
                Invariant.I3_HASH,
                "the hash is the text's",
                frame);
        attempt = attemptOf(frame);
        text = whole;
        end = frame;
    }

    private void open(JsonNode frame) {
        judge.expect(end == null, Invariant.I4_ONE_END, "nothing comes after the end", frame);
        judge.expect(attemptOf(frame) >= attempt, Invariant.I5_ATTEMPTS_RISE, "attempts only rise: " + attempt, frame);
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
