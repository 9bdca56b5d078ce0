package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.application.port.in.Principal;
import dev.parley.domain.error.ErrorCode;
import org.junit.jupiter.api.Test;

class UploadsTest {

    private static final Principal ADA = Principal.user("ada");
    private static final Principal BEA = Principal.user("bea");
    private static final Principal CARL = Principal.user("carl");

    private final Uploads uploads = new Uploads(2);

    private String within(Principal first, Runnable meanwhile) {
        return uploads.admit(first, () -> {
            meanwhile.run();
            return "done";
        });
    }

    private void assertRefused(Principal caller) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> within(caller, () -> {}))
                .satisfies(refused -> assertThat(refused.refusal().code()).isEqualTo(ErrorCode.RATE_LIMITED));
    }

    @Test
    void one_of_each_caller_comes_at_a_time_and_others_go_on() {
        String done = within(ADA, () -> {
            assertRefused(ADA);
            assertThat(within(BEA, () -> {})).isEqualTo("done");
        });

        assertThat(done).isEqualTo("done");
        assertThat(within(ADA, () -> {})).isEqualTo("done");
    }

    @Test
    void no_more_than_fit_come_at_once() {
        String done = within(ADA, () -> within(BEA, () -> assertRefused(CARL)));

        assertThat(done).isEqualTo("done");
        assertThat(within(CARL, () -> {})).isEqualTo("done");
    }

    @Test
    void one_that_fails_gives_its_place_back() {
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> uploads.admit(ADA, () -> {
                        throw new IllegalStateException("cut off");
                    }));
        }

        assertThat(within(ADA, () -> {})).isEqualTo("done");
    }
}
