package dev.parley.application.fake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/** Plays one script on one connection, on the connection's thread. */
final class ScriptPlayer {

    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] LINE_END = "\r\n".getBytes(ISO_8859_1);

    private final Socket socket;
    private final ScriptedExchange exchange;
    private boolean headSent;

    ScriptPlayer(Socket socket, ScriptedExchange exchange) {
        this.socket = socket;
        this.exchange = exchange;
    }

    /** Returns whether the connection may be used for a further request. */
    boolean play(ModelScript script) throws IOException, InterruptedException {
        OutputStream output = socket.getOutputStream();
        for (ScriptStep step : script.steps()) {
            if (!goesOn(step, script, output)) {
                return false;
            }
        }
        head(script, output);
        if (script.chunked()) {
            output.write(LAST_CHUNK);
        }
        return script.chunked();
    }

    private boolean goesOn(ScriptStep step, ModelScript script, OutputStream output)
            throws IOException, InterruptedException {
        switch (step) {
            case ScriptStep.Head ignored -> head(script, output);
            case ScriptStep.Send send -> send(send, script, output);
            case ScriptStep.Rest rest -> {
                return !exchange.clientGoneWithin(rest.duration().toNanos());
            }
            case ScriptStep.Await await -> await.latch().await();
            case ScriptStep.Stall ignored -> {
                exchange.clientGoneAtLast();
                return false;
            }
            case ScriptStep.HalfClose ignored -> {
                socket.shutdownOutput();
                exchange.clientGoneAtLast();
                return false;
            }
            case ScriptStep.BreakOff ignored -> {
                return false;
            }
            case ScriptStep.Reset ignored -> {
                socket.setSoLinger(true, 0);
                return false;
            }
        }
        return true;
    }

    private void head(ModelScript script, OutputStream output) throws IOException {
        if (!headSent) {
            headSent = true;
            output.write(script.headText().getBytes(ISO_8859_1));
        }
    }

    private void send(ScriptStep.Send send, ModelScript script, OutputStream output) throws IOException {
        head(script, output);
        byte[] bytes = send.bytes();
        for (int from = 0; from < bytes.length; ) {
            int size = Math.min(send.atOnce(), bytes.length - from);
            output.write(script.chunked() ? chunk(bytes, from, size) : Arrays.copyOfRange(bytes, from, from + size));
            from += size;
        }
    }

    private static byte[] chunk(byte[] bytes, int from, int size) {
        var chunk = new ByteArrayOutputStream(size + 16);
        chunk.writeBytes(Integer.toHexString(size).getBytes(ISO_8859_1));
        chunk.writeBytes(LINE_END);
        chunk.write(bytes, from, size);
        chunk.writeBytes(LINE_END);
        return chunk.toByteArray();
    }
}
