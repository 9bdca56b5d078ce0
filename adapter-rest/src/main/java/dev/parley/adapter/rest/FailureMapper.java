package dev.parley.adapter.rest;

import dev.parley.application.port.out.StoreException;
import dev.parley.domain.error.ErrorCode;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
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
        Response.ResponseBuilder response = answer(plain(original.getStatus()));
        String allow = original.getHeaderString(HttpHeaders.ALLOW);
        if (allow != null) {
            response.header(HttpHeaders.ALLOW, allow);
        }
        if (original.getStatus() == 413) {
            // What is left of the body is not worth reading.
            response.header("Connection", "close");
        }
        return response.build();
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

    /** What HTTP itself has a name for. */
    static Problem plain(int status) {
        return switch (status) {
            case 404 -> plain(status, "Not Found", "there is nothing at this path");
            case 405 -> plain(status, "Method Not Allowed", "this path does not take this method");
            case 406 -> plain(status, "Not Acceptable", "none of the accepted types can be given");
            case 408 -> plain(status, "Request Timeout", "the body came too slowly");
            case 413 ->
                Problem.plain(
                        ErrorCode.MESSAGE_TOO_LONG,
                        status,
                        "Content Too Large",
                        "the body is larger than is taken here");
            case 415 ->
                plain(
                        status,
                        "Unsupported Media Type",
                        "the body must be application/json in UTF-8 without a content encoding");
            default -> plain(status, "Bad Request", "the request is not valid HTTP as it is understood here");
        };
    }

    private static Problem plain(int status, String title, String detail) {
        return Problem.plain(ErrorCode.INVALID_MESSAGE, status, title, detail);
    }
}
