package dev.parley.bootstrap.settings;

import dev.parley.domain.preference.ModelPreferences;
import dev.parley.domain.text.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of values a key can have. */
final class Types {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#]*@");
    private static final Pattern PASSWORD = Pattern.compile("(?i)(?<=pass(?:word|wd)?=)[^;&]*");
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}]");
    private static final Pattern SERVER =
            Pattern.compile("([A-Za-z0-9_.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}])(:[1-9]\\d{0,4})?");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+:[ -~]*[!-~][ -~]*");
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.-]+(:\\d{1,5})?");

    private static final int AES_256_BYTES = 32;

    private Types() {}

    static SettingType<String> text() {
        return SettingType.single("a text", text -> text);
    }

    static SettingType<String> text(String allowed, Predicate<String> rule) {
        return SettingType.single(allowed, text -> checked(text, rule.test(text)));
    }

    static SettingType<Secret> secret(int shortest) {
        String allowed = shortest <= 1 ? "a secret text" : "a secret text of at least " + shortest + " characters";
        return SettingType.single(allowed, text -> new Secret(checked(text, text.length() >= shortest)))
                .hiding(text -> Secret.HIDDEN);
    }

    /** A secret that goes into a header. */
    static SettingType<Secret> httpSecret() {
        return SettingType.single(
                        "a secret text of visible ASCII characters", text -> new Secret(checked(text, isVisible(text))))
                .hiding(text -> Secret.HIDDEN);
    }

    /** The same, not to be guessed. */
    static SettingType<Secret> httpSecret(int shortest) {
        return SettingType.single(
                        "a secret text of at least " + shortest + " visible ASCII characters",
                        text -> new Secret(checked(text, text.length() >= shortest && isVisible(text))))
                .hiding(text -> Secret.HIDDEN);
    }

    /** A whole header, of which the value is secret. */
    static SettingType<Secret> httpHeader() {
        return SettingType.single(
                        "a header of HTTP, name: value",
                        text -> new Secret(checked(text, HEADER.matcher(text).matches())))
                .hiding(text -> Secret.HIDDEN);
    }

    private static boolean isVisible(String text) {
        return text.chars().allMatch(character -> character > ' ' && character <= '~');
    }

    /** A key for AES-256. */
    static SettingType<Secret> key() {
        return SettingType.single("32 random bytes in base64, as openssl rand -base64 32 writes them", Types::aesKey)
                .hiding(text -> Secret.HIDDEN);
    }

    /** Some of them; in a variable they are separated by commas. */
    static SettingType<List<Secret>> keys() {
        return list("32 random bytes in base64 each, separated by commas", Types::aesKey)
                .hiding(text -> text.isEmpty() ? text : Secret.HIDDEN);
    }

    private static Secret aesKey(String text) {
        return new Secret(checked(text, Base64.getDecoder().decode(text).length == AES_256_BYTES));
    }

    static SettingType<Integer> wholeNumber(int least, int most) {
        return SettingType.single("a whole number from " + least + " to " + most, text -> {
            int number = Integer.parseInt(text);
            return checked(number, number >= least && number <= most);
        });
    }

    static SettingType<Double> decimal(double least, double most) {
        return SettingType.single("a number from " + shortest(least) + " to " + shortest(most), text -> {
            double number = Double.parseDouble(text);
            return checked(number, number >= least && number <= most);
        });
    }

    static SettingType<Boolean> yesOrNo() {
        return SettingType.single("true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        });
    }

    static SettingType<Duration> duration(Duration least, Duration most) {
        String allowed = "a duration (500ms, 30s, 5m, 2h, 7d) from " + written(least) + " to " + written(most);
        return SettingType.single(allowed, text -> {
            Duration duration = duration(text);
            return checked(duration, duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0);
        });
    }

    static SettingType<Path> path() {
        return SettingType.single("a path", Path::of);
    }

    /** An address of one of these schemes, with a host; what stands before an @ or after a ? is hidden. */
    static SettingType<URI> address(String... schemes) {
        Set<String> known = Set.of(schemes);
        String allowed = "an address that begins with "
                + String.join(
                        " or ",
                        Arrays.stream(schemes).map(scheme -> scheme + "://").toList());
        return SettingType.single(allowed, text -> {
                    URI uri = URI.create(text);
                    return checked(uri, known.contains(uri.getScheme()) && uri.getHost() != null);
                })
                .hiding(Types::withoutSecrets);
    }

    /** An address that something can be put below. */
    static SettingType<URI> webAddress() {
        return SettingType.single("an address that begins with http:// or https://, without ? and #", text -> {
                    URI uri = URI.create(text);
                    return checked(
                            uri,
                            ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                                    && uri.getHost() != null
                                    && uri.getRawUserInfo() == null
                                    && uri.getRawQuery() == null
                                    && uri.getRawFragment() == null);
                })
                .hiding(Types::withoutSecrets);
    }

    private static String withoutSecrets(String address) {
        String withoutUser = USER_INFO.matcher(address).replaceAll(Secret.HIDDEN + "@");
        return withoutUser.replaceAll("\\?.*", "?" + Secret.HIDDEN);
    }

    /** A JDBC address of one of these databases; a password in it is hidden. */
    static SettingType<String> jdbc(String... prefixes) {
        return text(
                        "an address that begins with " + String.join(" or ", prefixes),
                        text -> Arrays.stream(prefixes).anyMatch(text::startsWith))
                .hiding(text -> PASSWORD.matcher(text).replaceAll(Secret.HIDDEN));
    }

    /** Web origins; in a variable they are separated by commas. */
    static SettingType<List<String>> origins() {
        return list(
                "web origins such as https://www.example.com, separated by commas",
                text -> checked(text, ORIGIN.matcher(text).matches()));
    }

    /** Names of hosts, or addresses as they stand in a URL. */
    static SettingType<List<String>> hosts() {
        return list(
                "host names such as chat.example.com, without a port",
                text -> checked(text, HOST.matcher(text).matches()));
    }

    /** Where servers listen; in a variable they are separated by commas. */
    static SettingType<List<String>> servers() {
        return list(
                "servers such as cache.example.com:6379, separated by commas",
                text -> checked(text, SERVER.matcher(text).matches()));
    }

    static SettingType<List<String>> widgetKeys() {
        return list(
                "keys of 8 to 64 letters, digits, - and _", text -> checked(text, text.matches("[A-Za-z0-9_-]{8,64}")));
    }

    static SettingType<List<Network>> networks() {
        return list("network addresses such as 10.0.0.5 or 10.0.0.0/8, separated by commas", Network::parse);
    }

    static SettingType<List<String>> texts() {
        return list("a list of texts", text -> checked(text, !text.isEmpty()));
    }

    static SettingType<List<String>> modelNames() {
        return list(
                "names of models of at most " + ModelPreferences.LONGEST_NAME + " characters",
                text -> checked(text, !text.isBlank() && text.length() <= ModelPreferences.LONGEST_NAME));
    }

    /** Names, as the rule wants them, and a text for each. */
    static SettingType<Map<String, String>> namedTexts(String allowed, Predicate<String> rule) {
        SettingType.Parser<Map<String, String>> parser = written -> switch (written) {
            case Written.Text ignored -> throw new IllegalArgumentException("one text");
            case Written.Items ignored -> throw new IllegalArgumentException("a list");
            case Written.Pairs(var texts) ->
                checked(texts, texts.keySet().stream().allMatch(rule));
        };
        return new SettingType<>(allowed, parser, UnaryOperator.identity());
    }

    /** One of the names of an enum, in lower case. */
    static <E extends Enum<E>> SettingType<E> choice(Class<E> kind) {
        return SettingType.single("one of " + String.join(", ", names(kind)), text -> named(kind, text));
    }

    /** Some of them. */
    static <E extends Enum<E>> SettingType<List<E>> choices(Class<E> kind) {
        return list("a list of some of " + String.join(", ", names(kind)), text -> named(kind, text));
    }

    private static <E extends Enum<E>> E named(Class<E> kind, String text) {
        checked(text, names(kind).contains(text));
        return Enum.valueOf(kind, text.toUpperCase(Locale.ROOT));
    }

    private static List<String> names(Class<? extends Enum<?>> kind) {
        return Arrays.stream(kind.getEnumConstants()).map(Types::name).toList();
    }

    private static <T> SettingType<List<T>> list(String allowed, Function<String, T> item) {
        SettingType.Parser<List<T>> parser = written -> {
            List<String> items = switch (written) {
                case Written.Text(String text) -> split(text);
                case Written.Items(List<String> given) -> given;
                case Written.Pairs ignored -> throw new IllegalArgumentException("names and values");
            };
            return items.stream().map(item).toList();
        };
        return new SettingType<>(allowed, parser, UnaryOperator.identity());
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        checked(text, matcher.matches());
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static String written(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static String shortest(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <T> T checked(T value, boolean allowed) {
        if (!allowed) {
            throw new IllegalArgumentException("not allowed");
        }
        return value;
    }
}
