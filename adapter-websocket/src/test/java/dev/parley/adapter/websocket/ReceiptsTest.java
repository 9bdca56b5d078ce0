package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiptsTest {

    private final Receipts receipts = new Receipts();

    @Test
    void what_another_device_moved_is_told_once() {
        assertThat(receipts.isNews(3, 2)).isTrue();
        assertThat(receipts.tell()).isEqualTo(new ServerFrame.Receipt(3, 2));

        assertThat(receipts.isNews(3, 2)).isFalse();
        assertThat(receipts.isNews(2, 1)).isFalse();
        assertThat(receipts.isNews(3, 3)).isTrue();
    }

    @Test
    void an_answer_is_the_telling_of_its_own_move_whichever_comes_first() {
        receipts.ask();
        assertThat(receipts.isNews(3, 2)).isFalse();
        assertThat(receipts.answered(3, 2)).isEqualTo(new ServerFrame.Receipt(3, 2));

        receipts.ask();
        assertThat(receipts.answered(4, 4)).isEqualTo(new ServerFrame.Receipt(4, 4));
        assertThat(receipts.isNews(4, 4)).isFalse();
    }

    @Test
    void what_others_moved_on_meanwhile_is_in_the_answer() {
        receipts.ask();
        receipts.isNews(9, 8);

        assertThat(receipts.answered(5, 5)).isEqualTo(new ServerFrame.Receipt(9, 8));
        assertThat(receipts.isNews(9, 8)).isFalse();
    }

    @Test
    void what_was_held_back_for_an_answer_is_told_without_one() {
        receipts.ask();
        receipts.isNews(9, 8);

        assertThat(receipts.refused()).isEqualTo(new ServerFrame.Receipt(9, 8));

        receipts.ask();
        assertThat(receipts.refused()).isNull();
    }

    @Test
    void an_answer_comes_even_if_nothing_moved() {
        receipts.ask();
        receipts.answered(3, 3);
        receipts.ask();

        assertThat(receipts.answered(3, 3)).isEqualTo(new ServerFrame.Receipt(3, 3));
    }
}
