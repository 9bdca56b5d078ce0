package dev.parley.adapter.rest;

import dev.parley.application.port.out.StoreException;
import dev.parley.domain.error.ErrorCode;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.glassfish.jersey.message.internal.HeaderValueException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers everything that is not a refusal. What is our fault is logged here, once; the client is told no internals. */
final class FailureMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(FailureMapper.class);

    @Context
    @SuppressWarnings("NullAway.Init") // Jersey puts in what stands for the request at hand
    private Request request;

    @Override
    public Response toResponse(Throwable failure) {
        return switch (failure) {
            case WebApplicationException http -> http(http);
            case HeaderValueException header -> answer(plain(400)).build();
            case StoreException.Unavailable unavailable -> unavailable(unavailable);
            default -> broken(failure);
        };
    }

    private static Response http(WebApplicationException http) {
        Response original = http.getResponse();
        if (original.getStatus() >= 500) {
            return broken(http);
        }
        if (original.getStatus() < 400) {
            return original;
        }
        String taken = original.getStatus() == 415 ? original.getHeaderString(HttpHeaders.ACCEPT) : null;
        Response.ResponseBuilder response = answer(taken == null ? plain(original.getStatus()) : needing(taken));
        switch (original.getStatus()) {
            case 405 -> response.header(HttpHeaders.ALLOW, original.getHeaderString(HttpHeaders.ALLOW));
            // What is left of the body is not worth reading.
            case 413 -> response.header("Connection", "close");
            case 415 -> response.header(HttpHeaders.ACCEPT, taken == null ? MediaType.APPLICATION_JSON : taken);
            default -> {}
        }
        return response.build();
    }

    /** Where a body is something else than JSON. */
    private static Problem needing(String types) {
        return Problem.plain(
                415, "Unsupported Media Type", "the body must be of " + types + ", without a content encoding");
    }

    private Response unavailable(StoreException.Unavailable unavailable) {
        LOG.warn("The store is not available", unavailable);
        ErrorCode code =
                request.getMethod().equals(HttpMethod.GET) ? ErrorCode.HISTORY_UNAVAILABLE : ErrorCode.PROCESSING_ERROR;
        return answer(Problem.of(code, 503, "the store can't be reached", null))
                .header(HttpHeaders.RETRY_AFTER, RefusalMapper.RETRY_SECONDS)
                .build();
    }

    private static Response broken(Throwable failure) {
        LOG.error("A request failed", failure);
        return answer(broken()).build();
    }

    static Problem broken() {
        return Problem.of(ErrorCode.PROCESSING_ERROR, 500, "the request id names it in the logs", null);
    }

    private static Response.ResponseBuilder answer(Problem problem) {
        return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    }

    /** What HTTP itself has a name for. A code is only there where one of the list says the same. */
    static Problem plain(int status) {
        return switch (status) {
            case 404 -> Problem.plain(status, "Not Found", "there is nothing at this path");
            case 405 -> Problem.plain(status, "Method Not Allowed", "this path does not take this method");
            case 406 ->
                Problem.plain(
                        status,
                        "Not Acceptable",
                        "answers are application/json; that to a message can be text/event-stream as well");
            case 408 -> Problem.plain(status, "Request Timeout", "the body came too slowly");
            case 413 -> Problem.of(ErrorCode.MESSAGE_TOO_LONG, status, "the body is larger than is taken here", null);
            case 415 ->
                Problem.plain(
                        status,
                        "Unsupported Media Type",
                        "the body must be application/json in UTF-8 without a content encoding");
            case TenantOfEntrance.MISDIRECTED ->
                Problem.plain(status, "Misdirected Request", "no tenant is at this host, or has this widget key");
            default -> Problem.plain(status, "Bad Request", "the request is not valid HTTP as it is understood here");
        };
    }
}
