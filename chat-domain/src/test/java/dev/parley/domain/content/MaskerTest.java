package dev.parley.domain.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskerTest {

    private static final int MILLION = 1_000_000;

    private final Masker all = new Masker(EnumSet.allOf(PersonalData.class));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.com",
                "ada.lovelace+tag@mail.example.co.uk",
                "a_b-c%d@example-host.io",
                "0912345678@163.com",
                "o'neill@example.org",
                "jörg@müller.example",
                "ada＠example．com",
                "ADA@EXAMPLE.COM"
            })
    void addresses_are_masked(String address) {
        assertThat(all.mask(address)).isEqualTo("[email]");
        assertThat(all.mask("Write to <%s>, please.".formatted(address))).isEqualTo("Write to <[email]>, please.");
        assertThat(all.mask("信箱是%s。謝謝".formatted(address))).isEqualTo("信箱是[email]。謝謝");
        assertThat(all.mask("(%s) and %s.".formatted(address, address))).isEqualTo("([email]) and [email].");
    }

    @Test
    void what_surrounds_an_address_stays() {
        assertThat(all.mask("mailto:ada@example.com?subject=x")).isEqualTo("mailto:[email]?subject=x");
        assertThat(all.mask("ada@example.com請回覆")).isEqualTo("[email]請回覆");
        assertThat(all.mask("-".repeat(100) + "ada@example.com"))
                .isEqualTo("-".repeat(100 + "ada".length() - 64) + "[email]");
        assertThat(all.mask("x".repeat(100) + "@example.com")).isEqualTo("x".repeat(36) + "[email]");
        assertThat(all.mask("**ada@example.com**")).isEqualTo("**[email]**");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+886912345678",
                "+886 912 345 678",
                "+886-2-2345-6789",
                "+1 (555) 123-4567",
                "+1-800-555-0199",
                "+44 20 7946 0958",
                "+49 (0)30 123456",
                "+86 138 0013 8000",
                "(+886) 912-345-678",
                "0049 30 1234567",
                "0912345678",
                "0912-345-678",
                "0912 345 678",
                "(02) 2345-6789",
                "(02)23456789",
                "02-2345-6789",
                "030/1234567",
                "07700 900123",
                "020 7946 0958",
                "01 23 45 67 89",
                "01.23.45.67.89",
                "090-1234-5678",
                "13800138000",
                "138-0013-8000",
                "(555) 234-4567",
                "555-234-4567",
                "555.234.4567",
                "1-800-555-0199",
                "０９１２３４５６７８",
                "٠٩١٢٣٤٥٦٧٨",
                "0912–345–678"
            })
    void phone_numbers_are_masked(String number) {
        assertThat(all.mask(number)).isEqualTo("[phone]");
        assertThat(all.mask("Call %s, please.".formatted(number))).isEqualTo("Call [phone], please.");
        assertThat(all.mask("電話：%s。".formatted(number))).isEqualTo("電話：[phone]。");
        assertThat(all.mask("Tel:%s\nor %s at 10:30".formatted(number, number)))
                .isEqualTo("Tel:[phone]\nor [phone] at 10:30");
    }

    @Test
    void two_numbers_side_by_side_are_two() {
        assertThat(all.mask("0912-345-678/0922-333-444")).isEqualTo("[phone]/[phone]");
        assertThat(all.mask("0912-345-678, 0922-333-444")).isEqualTo("[phone], [phone]");
        assertThat(all.mask("at 0912 345 678 10:30")).isEqualTo("at [phone] 10:30");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "4111 1111 1111 1111",
                "4111-1111-1111-1111",
                "5555555555554444",
                "2223 0031 2200 3222",
                "378282246310005",
                "3782 822463 10005",
                "6011111111111117",
                "3530111333300000",
                "30569309025904",
                "6200000000000005",
                "４１１１１１１１１１１１１１１１"
            })
    void card_numbers_are_masked(String number) {
        assertThat(all.mask(number)).isEqualTo("[card]");
        assertThat(all.mask("Card %s 12/27.".formatted(number))).isEqualTo("Card [card] 12/27.");
        assertThat(all.mask("卡號%s，謝謝".formatted(number))).isEqualTo("卡號[card]，謝謝");
    }

    @Test
    void a_card_is_found_among_other_numbers() {
        assertThat(all.mask("4111 1111 1111 1111 123")).isEqualTo("[card] 123");
        assertThat(all.mask("4111 1111 1111 1111 99999999999999999999")).isEqualTo("[card] 99999999999999999999");
        assertThat(all.mask("order 1234 4111 1111 1111 1111")).isEqualTo("order 1234 [card]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123-45-6789",
                "123 45 6789",
                "A123456789",
                "a123456789",
                "11010519491231002X",
                "440308199901101512",
                "AB123456C",
                "AB 12 34 56 C",
                "DE89370400440532013000",
                "DE89 3704 0044 0532 0130 00",
                "GB82WEST12345698765432",
                "NO93 8601 1117 947"
            })
    void national_ids_are_masked(String id) {
        assertThat(all.mask(id)).isEqualTo("[id]");
        assertThat(all.mask("My number is %s.".formatted(id))).isEqualTo("My number is [id].");
        assertThat(all.mask("身分證字號%s，謝謝".formatted(id))).isEqualTo("身分證字號[id]，謝謝");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Nothing to hide here.",
                "1234567890",
                "12345678901234567890123456789012345678901234567890",
                "4111111111111112",
                "9780306406157",
                "978-0-306-40615-7",
                "0-306-40615-2",
                "4006381333931",
                "1700000000",
                "0123456789",
                "0101010101",
                "00 01 02 03 04 05 06 07",
                "01 02 03 04 05 06 07 08",
                "1700000000000",
                "2026-11-21",
                "2026-11-21T09:15:30.123Z",
                "01.02.2026 14:30",
                "01-02-2026-12",
                "21/11/2026",
                "09:15:30",
                "1.2.3",
                "10.0.0.1",
                "192.168.100.200:8080",
                "2001:db8::8a2e:370:7334",
                "version 20.04.6-1234567890",
                "lodash@4.17.21",
                "thing@1.2.3-beta.rc",
                "550e8400-e29b-41d4-a716-446655440000",
                "41111111-1111-1111-1111-111111111111",
                "ORD-2024-0001234567",
                "#0912345678",
                "INV/0912345678",
                "A-0912-345-678",
                "id_0912345678",
                "0x0912345678",
                "0.0912345678",
                "3.14159265358979",
                "1 2 3 4 5 6 7 8 9 10 11 12",
                "1,000,000.00",
                "NT$ 12,345,678",
                "@Override",
                "user@localhost",
                "git log @{upstream}",
                "a@b",
                "000-12-3456",
                "666-12-3456",
                "123-00-4567",
                "123-45-67890",
                "A123456788",
                "110105194912310021",
                "GB123456C",
                "ab123456c",
                "DE88370400440532013000",
                "f47ac10b58cc4372a5670e02b2c3d479",
                "x = a[10] * 255 - 128 + 1024;",
                "char(255) 2048 4096",
                "+12",
                "1+1=2",
                "😀 1️⃣ 2️⃣",
                "שלום 123 مرحبا"
            })
    void other_texts_are_left_alone(String text) {
        assertThat(all.mask(text)).isEqualTo(text);
        assertThat(all.mask("see %s, or not".formatted(text))).isEqualTo("see %s, or not".formatted(text));
    }

    @ParameterizedTest
    @CsvSource({
        "EMAIL,[email] 0912345678 4111111111111111 A123456789",
        "PHONE,ada@example.com [phone] 4111111111111111 A123456789",
        "CARD,ada@example.com 0912345678 [card] A123456789",
        "NATIONAL_ID,ada@example.com 0912345678 4111111111111111 [id]"
    })
    void only_what_is_asked_for_is_masked(PersonalData kind, String masked) {
        assertThat(new Masker(Set.of(kind)).mask("ada@example.com 0912345678 4111111111111111 A123456789"))
                .isEqualTo(masked);
    }

    @Test
    void a_masker_of_nothing_leaves_everything() {
        assertThat(new Masker(Set.of()).mask("ada@example.com")).isEqualTo("ada@example.com");
    }

    @Test
    void what_is_masked_stays_masked() {
        String once = all.mask("ada@example.com 0912345678 4111111111111111 A123456789");

        assertThat(once).isEqualTo("[email] [phone] [card] [id]");
        assertThat(all.mask(once)).isEqualTo(once);
    }

    static Stream<String> adversaries() {
        return Stream.of(
                        "a",
                        "1",
                        "@",
                        "a@",
                        "a@a.",
                        "1 ",
                        "4111 ",
                        "0 ",
                        "+1 ",
                        "(1",
                        "AB 12 ",
                        "DE89 ",
                        "-a",
                        "a@a-",
                        "x@1.",
                        "123-45-",
                        "550e8400-",
                        "我",
                        "@a.aa")
                .map(part -> part.repeat(MILLION / part.length()));
    }

    @ParameterizedTest
    @MethodSource("adversaries")
    void a_text_is_read_in_proportion_to_its_length(String text) {
        var counted = new CountedText(text);

        all.mask(counted);

        assertThat(counted.reads()).as(text.substring(0, 20)).isLessThan(100L * MILLION);
    }

    @Test
    void twice_the_text_takes_twice_the_reads() {
        for (String part : List.of("a@a.", "1 ", "4111 ", "AB 12 ", "a@" + "b.".repeat(200), "x".repeat(70) + "@")) {
            var one = new CountedText(part.repeat(20_000 / part.length()));
            var two = new CountedText(part.repeat(40_000 / part.length()));

            all.mask(one);
            all.mask(two);

            assertThat(two.reads()).as(part).isLessThan(one.reads() * 5 / 2);
        }
    }
}
