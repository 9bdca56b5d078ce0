package dev.parley.adapter.rest;

import dev.parley.domain.error.ErrorCode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.time.Duration;

/** Answers every refusal. */
final class RefusalMapper implements ExceptionMapper<RefusedException> {

    /** Where nobody knows better. */
    static final int RETRY_SECONDS = 2;

    @Override
    public Response toResponse(RefusedException refused) {
        Problem problem = Problem.of(refused.refusal());
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        if (problem.errorCode() == ErrorCode.UNAUTHORIZED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"parley\"");
        }
        Duration retryAfter = refused.refusal().retryAfter();
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, wholeSeconds(retryAfter));
        } else if (problem.status() == 429 || problem.status() == 503) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return response.build();
    }

    /** Rather later than too early. */
    private static long wholeSeconds(Duration time) {
        return Math.max(1, time.plusSeconds(1).minusNanos(1).toSeconds());
    }
}
