package dev.parley.adapter.rest;

import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;

/** Carries an expected "no" out of a resource to the one place that answers it. Has no stack trace: nothing is broken. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.code() + ": " + refusal.rule(), null, false, false);
        this.refusal = refusal;
    }

    static RefusedException of(ErrorCode code, String rule) {
        return new RefusedException(new Refusal(code, null, rule));
    }

    static RefusedException field(String field, String rule) {
        return new RefusedException(new Refusal(ErrorCode.INVALID_MESSAGE, field, rule));
    }

    Refusal refusal() {
        return refusal;
    }
}
