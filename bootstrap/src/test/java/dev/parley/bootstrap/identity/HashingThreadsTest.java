package dev.parley.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.InMemoryFileStore;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.PlainVault;
import dev.parley.application.local.TimeOrderedIds;
import dev.parley.application.port.in.Logins;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.Source;
import dev.parley.application.port.out.AccountStore.PasswordHash;
import dev.parley.application.port.out.PasswordHasher;
import dev.parley.application.port.out.Pictures;
import dev.parley.application.port.out.StoredWords;
import dev.parley.application.usecase.identity.IdentityPolicies;
import dev.parley.application.usecase.identity.IdentityPorts;
import dev.parley.application.usecase.identity.IdentityUseCases;
import dev.parley.domain.audit.AuditChain;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.session.SessionId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What keeps processors busy has threads of its own. */
class HashingThreadsTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int LOGINS = 200;

    private final InstantSource clock = InstantSource.system();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicBoolean onCarrier = new AtomicBoolean();

    @Test
    void while_200_logins_wait_for_their_hash_a_chat_is_answered() throws Exception {
        try (var threads = new HashingThreads(1);
                var engine = ChatEngine.builder().start();
                var people = IdentityUseCases.over(ports(threads, engine), IdentityPolicies.STANDARD);
                ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
            var logins = IntStream.range(0, LOGINS)
                    .mapToObj(number -> visitors.submit(() -> logIn(people, number)))
                    .toList();
            await().atMost(LONG).until(() -> threads.waiting() == LOGINS - 1);

            String answer = visitors.submit(() -> answered(engine)).get();

            assertThat(answer).isNotEmpty();
            assertThat(logins).noneMatch(Future::isDone);
            assertThat(threads.isBusy()).isTrue();
            assertThat(onCarrier).isFalse();
            goOn.countDown();
            for (Future<Logins.Outcome> login : logins) {
                assertThat(login.get()).isInstanceOf(Logins.Outcome.Refused.class);
            }
        } finally {
            goOn.countDown();
        }
    }

    private static Logins.Outcome logIn(IdentityUseCases people, int number) {
        return people.logins()
                .begin(new Logins.Attempt(
                        TenantId.DEFAULT, "nobody-" + number, "a long pass phrase", null, Source.INTERNAL));
    }

    private static String answered(ChatEngine engine) {
        Principal ada = Principal.user("ada");
        SessionId session = engine.createSession(ada);
        var receipt = engine.send(ada, session, "Hello");
        await().atMost(LONG)
                .until(() -> engine.useCases().readHistory().message(ada, session, receipt.replyId())
                        instanceof ReadHistory.MessageOutcome.Found);
        return receipt.replyId().toString();
    }

    private IdentityPorts ports(HashingThreads threads, ChatEngine engine) {
        var stores = InMemoryStores.empty(clock);
        var ids = new TimeOrderedIds(clock, new SecureRandom());
        var access = new AccessTokens(
                () -> {
                    throw new AssertionError("nobody is let in");
                },
                new AccessTokens.Terms("parley", "parley", Duration.ofMinutes(15)),
                ids,
                clock);
        return new IdentityPorts(
                stores.accounts(),
                stores.logins(),
                stores.apiKeys(),
                stores.tickets(),
                stores.preferences(),
                stores.audit(new AuditChain(TextDigest::sha256)),
                PlainVault.INSTANCE,
                new NoWords(),
                new InMemoryFileStore(),
                (picture, side) -> new Pictures.Outcome.Unknown(),
                new Latched(threads),
                new SignedTokens(access, purpose -> new TokenSeal(TokenSealTest.key(1), purpose), new SecureRandom()),
                (action, subject) -> Optional.empty(),
                (guest, user, name) -> 0,
                engine.useCases().changeSession(),
                ids,
                clock);
    }

    /** Nothing is stored here that could be sealed. */
    private static final class NoWords implements StoredWords {

        @Override
        public List<TenantId> tenants() {
            return List.of();
        }

        @Override
        public Step reseal(TenantId tenant, @Nullable String after, int limit) {
            throw new AssertionError("nobody has any");
        }
    }

    /** Takes as long as it is told to. */
    private final class Latched implements PasswordHasher {

        private final HashingThreads threads;

        Latched(HashingThreads threads) {
            this.threads = threads;
        }

        @Override
        public PasswordHash hash(String password) {
            return new PasswordHash(password);
        }

        @Override
        public boolean verify(String password, PasswordHash hash) {
            return verifyNobody(password);
        }

        @Override
        public boolean verifyNobody(String password) {
            return threads.inTurn(() -> {
                if (Thread.currentThread().isVirtual()) {
                    onCarrier.set(true);
                }
                goOn.await();
                return false;
            });
        }

        @Override
        public boolean isOutdated(PasswordHash hash) {
            return false;
        }

        @Override
        public boolean isBusy() {
            return false;
        }
    }
}
