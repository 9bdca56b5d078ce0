package dev.parley.adapter.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a resource answers into bytes: JSON, compressed where that pays. Answers are kept by nobody, unless a
 * resource says that they may be; those carry a tag to ask by.
 */
final class AnswerFilter implements ContainerResponseFilter {

    static final String CACHE_CONTROL = "Cache-Control";

    private static final int WORTH_COMPRESSING = 1_024;
    private static final Pattern GZIP = Pattern.compile("(?i)(^|,)\\s*gzip\\s*(;|,|$)");
    private static final Pattern NO_GZIP = Pattern.compile("(?i)(^|,)\\s*gzip\\s*;\\s*q=0(\\.0*)?\\s*(,|$)");

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        boolean cacheable = response.getHeaders().containsKey(CACHE_CONTROL);
        if (!cacheable) {
            response.getHeaders().putSingle(CACHE_CONTROL, "no-store");
        }
        if (response.getEntity() instanceof StreamingOutput stream) {
            compress(stream, request, response);
        }
        if (!(response.getEntity() instanceof Record entity)) {
            return;
        }
        byte[] json = Json.bytes(entity instanceof Problem problem ? problem.withRequestId(id(request)) : entity);
        if (cacheable && unchanged(request, response, json)) {
            response.setStatus(Response.Status.NOT_MODIFIED.getStatusCode());
            response.setEntity(null);
        } else {
            answer(request, response, json);
        }
    }

    /** Files are long. What must leave piece by piece stays as it is. */
    private static void compress(
            StreamingOutput stream, ContainerRequestContext request, ContainerResponseContext response) {
        if (MediaType.SERVER_SENT_EVENTS_TYPE.isCompatible(response.getMediaType())) {
            return;
        }
        response.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (takesGzip(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING))) {
            response.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
            StreamingOutput compressed = out -> {
                var gzip = new GZIPOutputStream(out);
                stream.write(gzip);
                gzip.finish();
            };
            response.setEntity(compressed, response.getEntityAnnotations(), response.getMediaType());
        }
    }

    private static @Nullable String id(ContainerRequestContext request) {
        return request.getProperty(RequestIds.PROPERTY) instanceof String id ? id : null;
    }

    private static void answer(ContainerRequestContext request, ContainerResponseContext response, byte[] json)
            throws IOException {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        byte[] bytes = json;
        headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (json.length >= WORTH_COMPRESSING
                && !holdsTokens(request)
                && takesGzip(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING))) {
            bytes = gzip(json);
            headers.putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        headers.putSingle(HttpHeaders.CONTENT_LENGTH, bytes.length);
        response.setEntity(bytes, response.getEntityAnnotations(), response.getMediaType());
    }

    // How well a token compresses beside what a client chose to send tells about the token.
    private static boolean holdsTokens(ContainerRequestContext request) {
        return request.getUriInfo().getPath().startsWith("api/auth/");
    }

    // Weak: the tag is of the JSON, not of its compression.
    private static boolean unchanged(ContainerRequestContext request, ContainerResponseContext response, byte[] json) {
        var tag = new EntityTag(digest(json), true);
        response.getHeaders().putSingle(HttpHeaders.ETAG, tag);
        Response.ResponseBuilder verdict = request.getRequest().evaluatePreconditions(tag);
        return verdict != null && verdict.build().getStatus() == Response.Status.NOT_MODIFIED.getStatusCode();
    }

    /** Names bytes: equal ones alike, others otherwise. */
    static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes), 0, 16);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static boolean takesGzip(@Nullable String accepted) {
        return accepted != null
                && GZIP.matcher(accepted).find()
                && !NO_GZIP.matcher(accepted).find();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var compressed = new ByteArrayOutputStream(bytes.length / 4);
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }
}
