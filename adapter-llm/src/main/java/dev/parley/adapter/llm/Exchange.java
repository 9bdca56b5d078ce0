package dev.parley.adapter.llm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.GzipSource;
import okio.Okio;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call that has got the head of its answer. Read by one thread; {@link #cancel()} may come from any. */
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int LARGEST_ERROR = 8 << 10;

    private final ProviderCalls calls;
    private final Call call;
    private final Response response;

    Exchange(ProviderCalls calls, Call call, Response response) {
        this.calls = calls;
        this.call = call;
        this.response = response;
    }

    Response response() {
        return response;
    }

    boolean isHtml() {
        MediaType type = response.body().contentType();
        return type != null && type.subtype().equals("html");
    }

    /** The body, unpacked if the server packed it though it was not asked to. */
    BufferedSource body() {
        BufferedSource body = response.body().source();
        String encoding = response.header("Content-Encoding");
        return "gzip".equalsIgnoreCase(encoding) ? Okio.buffer(new GzipSource(body)) : body;
    }

    /** What the body says is wrong, of which a bounded part is read, as far as it comes. */
    ProviderError error(DeltaJson json, CallLimits limits) {
        byte[] bytes = beginning(limits);
        String text = new String(bytes, UTF_8);
        try {
            return json.readError(bytes, 0, bytes.length).withText(text);
        } catch (IOException e) {
            return ProviderError.UNKNOWN.withText(text);
        }
    }

    /** Breaks the connection off, from any thread; a blocked read throws then. */
    void cancel() {
        call.cancel();
    }

    /** Gives the connection back if the body has been read to its end, else closes it. By the thread that reads only. */
    void free() {
        response.close();
        calls.ended(call);
    }

    private byte[] beginning(CallLimits limits) {
        BufferedSource body = body();
        limits.blocking();
        try {
            body.request(LARGEST_ERROR);
        } catch (IOException e) {
            LOG.debug("The body of an error broke off; its status says enough", e);
        } finally {
            limits.ready();
        }
        var beginning = new Buffer();
        beginning.write(
                body.getBuffer(), Math.min(LARGEST_ERROR, body.getBuffer().size()));
        return beginning.readByteArray();
    }
}
