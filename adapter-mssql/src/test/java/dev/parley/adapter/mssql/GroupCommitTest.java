package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.adapter.mssql.GroupCommit.Step;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Step NOTHING = () -> {};

    private final GroupCommit commits = new GroupCommit();
    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final CountDownLatch mayWrite = new CountDownLatch(1);

    private CompletableFuture<String> async(String name, Step step) {
        var done = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try {
                step.run();
                done.complete(name);
            } catch (SQLException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private CompletableFuture<String> change(Step write) {
        return async("changed", () -> commits.changed(committed::incrementAndGet, write));
    }

    /** A write that waits until the test lets it go on. */
    private void slowly() throws SQLException {
        writes.incrementAndGet();
        try {
            mayWrite.await();
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
    }

    private CompletableFuture<String> beginWriting() {
        CompletableFuture<String> first = change(this::slowly);
        await().atMost(PATIENCE).until(() -> writes.get() == 1);
        return first;
    }

    private List<CompletableFuture<String>> gather(int many, Step write) {
        var gathered = new ArrayList<CompletableFuture<String>>();
        for (int i = 0; i < many; i++) {
            gathered.add(change(write));
        }
        await().atMost(PATIENCE).until(() -> commits.gathered() == many);
        return gathered;
    }

    @Test
    void one_who_commits_alone_returns_when_it_is_written() throws Exception {
        commits.changed(committed::incrementAndGet, () -> {
            assertThat(committed).hasValue(1);
            writes.incrementAndGet();
        });

        assertThat(writes).hasValue(1);
    }

    @Test
    void nobody_returns_before_a_write_that_began_after_the_commit() throws Exception {
        CompletableFuture<String> first = beginWriting();
        var second = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        CompletableFuture<String> late = change(() -> {
            begun.countDown();
            try {
                second.await();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
        });
        await().atMost(PATIENCE).until(() -> committed.get() == 2);

        mayWrite.countDown();
        assertThat(first.get()).isEqualTo("changed");
        begun.await();
        assertThat(late).isNotDone();

        second.countDown();
        assertThat(late.get()).isEqualTo("changed");
    }

    @Test
    void what_is_committed_during_a_write_is_written_at_once_afterwards() throws Exception {
        CompletableFuture<String> first = beginWriting();
        List<CompletableFuture<String>> gathered = gather(20, writes::incrementAndGet);

        mayWrite.countDown();

        first.get();
        for (CompletableFuture<String> one : gathered) {
            one.get();
        }
        assertThat(writes).as("the one under way, and one for twenty").hasValue(2);
    }

    @Test
    void a_commit_that_fails_is_nobody_elses_concern() throws Exception {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> commits.changed(
                        () -> {
                            throw new SQLException("not committed");
                        },
                        writes::incrementAndGet));

        assertThat(writes).hasValue(0);
        commits.changed(NOTHING, writes::incrementAndGet);
        commits.unchanged(NOTHING);
        assertThat(writes).hasValue(1);
    }

    @Test
    void a_write_that_fails_fails_for_all_it_was_for_and_for_nobody_after_them() {
        CompletableFuture<String> first = beginWriting();
        List<CompletableFuture<String>> gathered = gather(2, () -> {
            throw new SQLException("disk full", "08000", 90_028);
        });

        mayWrite.countDown();

        assertThat(first.join()).isEqualTo("changed");
        for (CompletableFuture<String> one : gathered) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(one::get)
                    .havingCause()
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(90_028));
        }
        assertThat(change(NOTHING).join()).isEqualTo("changed");
    }

    @Test
    void who_fails_in_a_way_nobody_expects_leaves_nobody_waiting() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> commits.changed(NOTHING, () -> {
                    throw new IllegalStateException("the test wants it");
                }));
        assertThat(change(NOTHING).join()).isEqualTo("changed");
    }

    @Test
    void who_changed_nothing_waits_for_what_was_committed_before() throws Exception {
        CompletableFuture<String> first = beginWriting();
        var seen = new CountDownLatch(1);
        CompletableFuture<String> reader = async("read", () -> commits.unchanged(seen::countDown));
        seen.await();
        assertThat(reader).isNotDone();

        mayWrite.countDown();

        assertThat(reader.get()).isEqualTo("read");
        assertThat(first.get()).isEqualTo("changed");
    }

    @Test
    void who_saw_what_could_not_be_written_is_told_so() throws Exception {
        var may = new CountDownLatch(1);
        CompletableFuture<String> first = change(() -> {
            writes.incrementAndGet();
            try {
                may.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new SQLException("disk full");
        });
        await().atMost(PATIENCE).until(() -> writes.get() == 1);
        var told = new CompletableFuture<Throwable>();
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                commits.unchanged(NOTHING);
                told.complete(new AssertionError("it was told that all is well"));
            } catch (SQLException e) {
                told.complete(e);
            }
        });
        await().atMost(PATIENCE).until(() -> reader.getState() == Thread.State.WAITING);

        may.countDown();

        assertThat(told.get()).isInstanceOf(SQLException.class);
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(first::get);
    }

    /** What could not be written was seen by whoever reads, however late: it is in memory. */
    @Test
    void who_ends_after_a_write_failed_is_told_so_until_one_succeeds() throws Exception {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> commits.changed(NOTHING, () -> {
                    throw new SQLException("disk full", "08000", 90_028);
                }));

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> commits.unchanged(NOTHING))
                .satisfies(e -> assertThat(e.getErrorCode()).isEqualTo(90_028));

        commits.changed(NOTHING, NOTHING);
        commits.unchanged(NOTHING);
    }

    @Test
    void who_changed_nothing_waits_for_nobody_if_all_is_written() throws Exception {
        commits.changed(NOTHING, NOTHING);
        commits.unchanged(NOTHING);
        assertThat(writes).hasValue(0);
    }
}
