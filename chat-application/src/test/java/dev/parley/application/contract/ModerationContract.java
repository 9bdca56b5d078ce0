package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.Moderation;
import dev.parley.application.port.out.Moderation.Speaker;
import dev.parley.application.port.out.Moderation.Submission;
import dev.parley.application.port.out.Moderation.Verdict;
import dev.parley.domain.identity.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@link Moderation} passes this suite. */
public abstract class ModerationContract {

    private static final int AT_ONCE = 64;

    /** A moderation that rejects {@link #rejected()} and allows {@link #allowed()}, in every tenant. */
    protected abstract Moderation moderation();

    /** A text it rejects: an unusual one, so that it can be found in an answer. */
    protected abstract String rejected();

    /** A text it allows, before the rejected one, after it, and anywhere. */
    protected abstract String allowed();

    static List<Named<String>> awkwardTexts() {
        return AwkwardTexts.all();
    }

    private Verdict judge(TenantId tenant, Speaker speaker, String text) throws InterruptedException {
        return moderation().judge(new Submission(tenant, speaker, text));
    }

    @ParameterizedTest
    @EnumSource
    void g1_the_same_text_gets_the_same_verdict_again(Speaker speaker) throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            assertThat(judge(ACME, speaker, rejected())).isInstanceOf(Verdict.Rejected.class);
            assertThat(judge(GLOBEX, speaker, allowed())).isEqualTo(new Verdict.Allowed());
        }
    }

    @Test
    void g1_many_threads_get_each_its_own_verdict() throws Exception {
        Moderation moderation = moderation();
        List<Callable<Verdict>> asking = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            String text = i % 2 == 0 ? allowed() : rejected();
            asking.add(() -> moderation.judge(new Submission(ACME, Speaker.PERSON, text)));
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Verdict>> verdicts = threads.invokeAll(asking);

            for (int i = 0; i < AT_ONCE; i++) {
                assertThat(verdicts.get(i).get(60, TimeUnit.SECONDS) instanceof Verdict.Allowed)
                        .isEqualTo(i % 2 == 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("awkwardTexts")
    void g2_every_text_is_judged(String text) throws InterruptedException {
        for (Speaker speaker : Speaker.values()) {
            assertThat(judge(ACME, speaker, text)).isNotNull();
        }
    }

    @Test
    void g2_texts_that_could_not_even_be_sent_are_judged() throws InterruptedException {
        for (String text : List.of("", "\0", "half \uD83D", "\uDE00\u001B[31m", "a" + "\u0301\u0323".repeat(50_000))) {
            assertThat(judge(ACME, Speaker.MODEL, text)).isNotNull();
        }
    }

    @Test
    void g3_a_rejection_tells_nothing_of_the_text() throws InterruptedException {
        Verdict verdict = judge(ACME, Speaker.PERSON, rejected());

        assertThat(verdict.toString()).doesNotContain(rejected());
        assertThat(((Verdict.Rejected) verdict).category()).matches("[a-z0-9._-]{1,64}");
    }

    @Test
    void g4_a_rejected_text_is_rejected_between_others() throws InterruptedException {
        String longer = "%s %s\n%s".formatted(allowed(), rejected(), allowed());

        assertThat(judge(ACME, Speaker.PERSON, longer)).isInstanceOf(Verdict.Rejected.class);
        assertThat(judge(ACME, Speaker.MODEL, "%s %s".formatted(allowed(), allowed())))
                .isEqualTo(new Verdict.Allowed());
    }

    @Test
    void g5_one_text_changes_nothing_for_another() throws InterruptedException {
        Moderation moderation = moderation();
        String half = rejected().substring(0, rejected().length() / 2);
        String rest = rejected().substring(half.length());
        var first = new Submission(ACME, Speaker.MODEL, half);
        Verdict alone = moderation.judge(new Submission(ACME, Speaker.MODEL, rest));

        assertThat(moderation.judge(first)).isEqualTo(moderation.judge(first));
        assertThat(moderation.judge(new Submission(ACME, Speaker.MODEL, rest))).isEqualTo(alone);
    }
}
