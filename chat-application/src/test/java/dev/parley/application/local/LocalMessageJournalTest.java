package dev.parley.application.local;

import static dev.parley.application.local.Journalled.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.application.contract.MessageJournalContract;
import dev.parley.application.contract.Race;
import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.MessageJournal;
import dev.parley.application.port.out.MessageJournal.Appending;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMessageJournalTest extends MessageJournalContract {

    private static final LocalMessageJournal.Limits LIMITS = new LocalMessageJournal.Limits(ROOM, 1 << 24);

    @TempDir
    private Path disk;

    private LocalMessageJournal journal;

    @Override
    protected MessageJournal open() {
        return opened(LIMITS);
    }

    /** What a killed process leaves is what is in the file; nothing is done when it is closed but letting go of it. */
    @Override
    protected MessageJournal reopen() {
        return opened(LIMITS);
    }

    private LocalMessageJournal opened(LocalMessageJournal.Limits limits) {
        return opened(PlainVault.INSTANCE, limits);
    }

    private LocalMessageJournal opened(Vault vault, LocalMessageJournal.Limits limits) {
        close();
        journal = LocalMessageJournal.open(folder(), vault, limits);
        return journal;
    }

    @Override
    protected void damageBetween() {
        append("PJ and something that is no record".getBytes(UTF_8));
    }

    @AfterEach
    void close() {
        if (journal != null) {
            journal.close();
        }
    }

    private Path folder() {
        return disk.resolve("journal");
    }

    private Path file() {
        return folder().resolve("messages.journal");
    }

    private void append(byte[] bytes) {
        try {
            Files.write(file(), bytes, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<NewMessage> kept(int many) {
        List<NewMessage> messages =
                IntStream.range(0, many).mapToObj(number -> message(number)).toList();
        messages.forEach(message -> assertThat(journal.append(message)).isEqualTo(new Appending.Kept()));
        return messages;
    }

    @Test
    void a_file_that_was_cut_anywhere_holds_all_that_was_whole() throws IOException {
        List<NewMessage> messages = kept(3);
        byte[] whole = Files.readAllBytes(file());
        for (int length = whole.length; length >= 0; length--) {
            Files.write(file(), Arrays.copyOf(whole, length));

            int readable = opened(LIMITS).pending().size();

            assertThat(journal.pending()).as("cut at %s", length).isEqualTo(messages.subList(0, readable));
            assertThat(readable).isEqualTo(3 * length / whole.length);
        }
    }

    @Test
    void a_flipped_bit_costs_one_message_at_most() throws IOException {
        List<NewMessage> messages = kept(3);
        byte[] whole = Files.readAllBytes(file());
        for (int at = 0; at < whole.length; at++) {
            byte[] broken = whole.clone();
            broken[at] ^= 0x10;
            Files.write(file(), broken);

            List<NewMessage> found = opened(LIMITS).pending();

            assertThat(found).as("a bit at %s", at).hasSize(2).isSubsetOf(messages);
            assertThat(Files.readAllBytes(folder().resolve("messages.journal.damaged")))
                    .isEqualTo(broken);
        }
    }

    @Test
    void what_was_damaged_is_read_once() throws IOException {
        kept(2);
        long whole = Files.size(file());
        append(new byte[] {1, 2, 3});
        opened(LIMITS);

        assertThat(Files.size(file())).isEqualTo(whole);
        Files.delete(folder().resolve("messages.journal.damaged"));
        assertThat(opened(LIMITS).pending()).hasSize(2);
        assertThat(folder().resolve("messages.journal.damaged")).doesNotExist();
    }

    @Test
    void a_journal_of_so_many_bytes_is_full() {
        opened(new LocalMessageJournal.Limits(1_000, 1_000));
        int taken = 0;
        while (journal.append(message(taken)) instanceof Appending.Kept) {
            taken++;
        }

        assertThat(taken).isBetween(2, 10);
        assertThat(journal.append(message(taken))).isEqualTo(new Appending.Full(null));
        journal.settle(message(0));
        assertThat(journal.append(message(taken))).isEqualTo(new Appending.Kept());
    }

    @Test
    void a_file_does_not_grow_with_what_is_settled() throws IOException {
        String text = "x".repeat(100_000);
        journal.append(message(0));
        for (int number = 1; number <= 50; number++) {
            journal.append(message(number, text));
            journal.settle(message(number, text));
        }

        assertThat(Files.size(file())).isLessThan(3L << 20);
        assertThat(reopen().pending()).contains(message(0));
        journal.pending().forEach(journal::settle);
        assertThat(Files.size(file())).isZero();
    }

    @Test
    void many_append_while_others_settle() throws Exception {
        opened(new LocalMessageJournal.Limits(100_000, 1 << 26));

        Race.of(8, runner -> {
            for (int round = 0; round < 200; round++) {
                NewMessage mine = message(runner * 1_000 + round);
                assertThat(journal.append(mine)).isEqualTo(new Appending.Kept());
                if (round % 2 == 0) {
                    journal.settle(mine);
                }
            }
            return runner;
        });

        assertThat(journal.pending()).hasSize(800);
        List<NewMessage> before = journal.pending();
        assertThat(reopen().pending()).containsAll(before);
    }

    @Test
    void a_second_process_is_refused() {
        assertThatExceptionOfType(StoreException.Broken.class)
                .isThrownBy(() -> LocalMessageJournal.open(folder(), PlainVault.INSTANCE, LIMITS))
                .withMessageContaining("another process");
    }

    @Test
    void a_folder_that_can_not_be_made_is_told() throws IOException {
        Path folder = Files.writeString(disk.resolve("a file"), "and no folder");

        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> LocalMessageJournal.open(folder, PlainVault.INSTANCE, LIMITS));
    }

    @Test
    void a_sealed_journal_shows_no_text() throws IOException {
        var vault = Journalled.vault();
        opened(vault, LIMITS);
        vault.fetch(message(1).key().tenant());

        assertThat(journal.append(message(1, "a secret of mine"))).isEqualTo(new Appending.Kept());

        assertThat(new String(Files.readAllBytes(file()), UTF_8)).doesNotContain("secret");
        assertThat(opened(vault, LIMITS).pending()).containsExactly(message(1, "a secret of mine"));
    }

    @Test
    void a_message_that_can_not_be_sealed_now_is_refused() {
        opened(Journalled.vault(), LIMITS);

        assertThat(journal.append(message(1))).isInstanceOf(Appending.Full.class);
        assertThat(journal.isEmpty()).isTrue();
    }
}
