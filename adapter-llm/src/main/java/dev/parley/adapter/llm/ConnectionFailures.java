package dev.parley.adapter.llm;

import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ModelFailure.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What broken connections mean. Details name the kind of trouble only. */
final class ConnectionFailures {

    private ConnectionFailures() {}

    static ModelFailure of(IOException trouble) {
        return switch (trouble) {
            case BadAnswerException bad -> ModelFailure.of(Kind.BAD_RESPONSE, String.valueOf(bad.getMessage()));
            case UnknownHostException ignored -> unavailable("unknown host");
            case SocketTimeoutException ignored -> ModelFailure.of(Kind.TIMEOUT, "no connection in time");
            case ConnectException ignored -> unavailable("connection refused");
            case SSLException ignored -> unavailable("no secure connection");
            case ProtocolException protocol
            when !isCutOff(protocol) -> ModelFailure.of(Kind.BAD_RESPONSE, "not HTTP as it should be");
            case IOException other when isCutOff(other) -> unavailable("the connection ended in the middle");
            case IOException other ->
                unavailable("the connection broke: " + other.getClass().getSimpleName());
        };
    }

    /** OkHttp tells a body without its end by these words only. */
    private static boolean isCutOff(IOException trouble) {
        return trouble instanceof EOFException
                || String.valueOf(trouble.getMessage()).startsWith("unexpected end of stream");
    }

    private static ModelFailure unavailable(String detail) {
        return ModelFailure.of(Kind.UNAVAILABLE, detail);
    }
}
