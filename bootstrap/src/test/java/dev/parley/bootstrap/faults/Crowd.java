package dev.parley.bootstrap.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.e2e.Api;
import dev.parley.bootstrap.e2e.Broken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** People with devices, each in a session of their own, who ask questions while things break. Used by one thread. */
final class Crowd implements AutoCloseable {

    private static final int LINES_SHOWN = 400;

    private final String name;
    private final Cluster cluster;
    private final List<Talk> talks = new ArrayList<>();
    private final long seed;
    private final long begun = System.nanoTime();
    private int asked;

    Crowd(String name, Cluster cluster, long seed) {
        this.name = name;
        this.cluster = cluster;
        this.seed = seed;
        cluster.faults().note("seed " + seed);
    }

    /** One session, its owner, who speaks by the first device, and all that was said. */
    final class Talk {

        private final int number;
        private final Api person;
        private final String session;
        private final List<Device> devices = new ArrayList<>();
        private final Map<String, String> said = new ConcurrentHashMap<>();
        private final Set<String> spoken = ConcurrentHashMap.newKeySet();

        private Talk(int number, Api person) {
            this.number = number;
            this.person = person;
            this.session = person.session();
        }

        Api person() {
            return person;
        }

        String session() {
            return session;
        }

        /** By its number, in the order in which they were added. */
        Device device(int number) {
            return devices.get(number);
        }

        List<Device> devices() {
            return devices;
        }

        /** A further device of the same person. */
        Talk on(IntSupplier route) {
            String who = name + "-" + number + "." + devices.size();
            devices.add(new Device(who, person, session, route, seed + who.hashCode()));
            return this;
        }

        /** Asks by the first device; gives the client message id. */
        String ask(int words, int millisEach) {
            String cmid = "m-" + ++asked;
            String text = note(cmid, words, millisEach);
            spoken.add(cmid);
            devices.getFirst().say(cmid, text);
            return cmid;
        }

        /** Makes a question that is asked in another way; gives its text. */
        String note(String cmid, int words, int millisEach) {
            String text = new Question(name + "-" + cmid, words, millisEach).text();
            said.put(cmid, text);
            return text;
        }

        /** Waits until each device knows the end of a reply. */
        void awaitEnd(String reply) {
            for (Device device : devices) {
                until("the end of " + reply, () -> device.told().hasEnded(reply));
            }
        }

        /** Waits until one device knows it. */
        void awaitEndAt(int device, String reply) {
            until("the end of " + reply, () -> devices.get(device).told().hasEnded(reply));
        }

        /** Waits for a receipt of any kind and gives the reply's id. */
        String reply(String cmid) {
            until(
                    "a receipt of " + cmid,
                    () -> devices.getFirst().told().receipts().containsKey(cmid));
            return devices.getFirst()
                    .told()
                    .receipts()
                    .get(cmid)
                    .path("reply_id")
                    .asText();
        }

        /** Waits until each device has some of a reply. */
        void awaitText(String reply, int characters) {
            for (Device device : devices) {
                until(characters + " characters of " + reply, () -> device.hasRead(reply, characters));
            }
        }

        /** Waits for something; who waits in vain tells what was seen meanwhile. */
        void until(String what, Callable<Boolean> condition) {
            try {
                await().atMost(Cluster.LONG).until(condition);
            } catch (ConditionTimeoutException e) {
                throw new AssertionError(
                        name + ", seed " + seed + ": in vain waited for " + what + "\n" + timeline(this, List.of()), e);
            }
        }

        /** What is stored now. */
        Stored stored() {
            return storedBy(0);
        }

        /** The same as this node tells it. */
        Stored storedBy(int node) {
            return Stored.read(person.at(cluster.node(node).process().port()), session);
        }

        private boolean isOver() {
            return devices.stream()
                    .allMatch(device -> device.hasNothingUnstored()
                            && devices.getFirst().told().receipts().keySet().containsAll(spoken)
                            && repliesHaveEnded(device));
        }

        private boolean repliesHaveEnded(Device device) {
            return devices.getFirst().told().receipts().values().stream()
                    .allMatch(receipt ->
                            device.told().hasEnded(receipt.path("reply_id").asText()));
        }

        private List<History> histories() {
            return devices.stream().map(Device::history).toList();
        }

        @Override
        public String toString() {
            return "session " + session;
        }
    }

    /** A new person with a device on each of these ways. */
    Talk talk(IntSupplier... routes) {
        var talk = new Talk(
                talks.size(), Api.guest(cluster.http(), cluster.node(0).front().port()));
        for (IntSupplier route : routes) {
            talk.on(route);
        }
        talks.add(talk);
        return talk;
    }

    List<Talk> talks() {
        return talks;
    }

    /** Each person asks once. Blocks until all is acknowledged, in some way. */
    List<String> askAll(int words, int millisEach) {
        List<String> asked =
                talks.stream().map(talk -> talk.ask(words, millisEach)).toList();
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < talks.size(); i++) {
            replies.add(talks.get(i).reply(asked.get(i)));
        }
        return replies;
    }

    /** The same, and blocks until everybody has read so many characters of the answer. */
    List<String> askAllAndRead(int words, int millisEach, int characters) {
        List<String> replies = askAll(words, millisEach);
        for (int i = 0; i < talks.size(); i++) {
            talks.get(i).awaitText(replies.get(i), characters);
        }
        return replies;
    }

    /** Whether all that was said is stored and answered, as far as the devices know. */
    boolean isOver() {
        return talks.stream().allMatch(Talk::isOver);
    }

    /** Whether each device has heard something of this kind since a moment. */
    boolean allHeardSince(long since, Predicate<JsonNode> event) {
        return talks.stream()
                .flatMap(talk -> talk.devices.stream())
                .allMatch(device -> device.history().entries().stream()
                        .anyMatch(entry -> entry.kind() == Entry.Kind.HEARD
                                && entry.nanos() > since
                                && event.test(entry.frame())));
    }

    /** Waits until all that was said is stored and answered, as far as the devices know. */
    void awaitOver() {
        for (Talk talk : talks) {
            talk.until("the end of all replies", talk::isOver);
        }
    }

    /** As {@link #conclude}, and no reply came to another end than it should have. */
    void concludeComplete() throws IOException, InterruptedException {
        conclude();
        for (Talk talk : talks) {
            assertThat(talk.stored().ofType("ai"))
                    .allSatisfy(
                            reply -> assertThat(reply.path("state").asText()).isEqualTo("complete"));
        }
    }

    /** Mends everything, waits until all is said and answered, and holds what was seen against what is stored. */
    void conclude() throws IOException, InterruptedException {
        cluster.heal();
        List<String> wrong = new ArrayList<>();
        for (Talk talk : talks) {
            wrong.addAll(check(talk));
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError(name + ", seed " + seed + ":\n" + String.join("\n", wrong));
        }
    }

    private List<String> check(Talk talk) {
        List<String> wrong = new ArrayList<>();
        try {
            await().alias("the end of all replies").atMost(Cluster.LONG).until(talk::isOver);
        } catch (ConditionTimeoutException e) {
            wrong.add("I9_ENDS: " + e.getMessage());
        }
        Stored stored = talk.stored();
        awaitTold(talk, stored);
        List<Broken> broken = Checker.check(talk.said, talk.histories(), stored);
        broken.forEach(promise -> wrong.add(promise.toString()));
        if (!wrong.isEmpty()) {
            wrong.add(timeline(talk, stored.messages()));
        }
        return wrong;
    }

    /** What is on the way may arrive; whoever lacks it after that lacks it. */
    private static void awaitTold(Talk talk, Stored stored) {
        try {
            await().atMost(Cluster.LONG)
                    .until(() -> talk.devices.stream()
                            .allMatch(device -> device.told().lastSeq() >= stored.lastSeq()));
        } catch (ConditionTimeoutException e) {
            // the checker says so in better words
        }
    }

    /** Who saw what when, with what was done; whole in a file, its end in the failure. */
    private String timeline(Talk talk, List<JsonNode> stored) {
        List<Entry> entries = Stream.concat(talk.histories().stream(), Stream.of(cluster.faults()))
                .flatMap(history -> history.entries().stream())
                .filter(entry -> entry.nanos() >= begun)
                .sorted(Comparator.comparingLong(Entry::nanos))
                .toList();
        List<String> lines =
                new ArrayList<>(entries.stream().map(entry -> entry.line(begun)).toList());
        stored.forEach(message -> lines.add("stored: " + message));
        try {
            Path file =
                    Files.createDirectories(Path.of("target", "faults")).resolve(name + "-" + talk.session + ".txt");
            // Half a character, where a line was shortened, harms nobody.
            Files.write(file, String.join("\n", lines).getBytes(UTF_8));
            return "Who saw what when (all of it in " + file + "):\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long it took at most until each device heard something, for people to read; it decides nothing. */
    void tellTime(String what, long since, Predicate<JsonNode> event) {
        tellTime(what, talks.stream().flatMap(talk -> talk.devices.stream()), since, event);
    }

    /** The same of one device of each talk. */
    void tellTimeAt(int device, String what, long since, Predicate<JsonNode> event) {
        tellTime(what, talks.stream().map(talk -> talk.device(device)), since, event);
    }

    private static void tellTime(String what, Stream<Device> devices, long since, Predicate<JsonNode> event) {
        List<Long> millis = devices.flatMap(device -> device.history().entries().stream()
                        .filter(entry ->
                                entry.kind() == Entry.Kind.HEARD && entry.nanos() > since && event.test(entry.frame()))
                        .limit(1))
                .map(entry -> (entry.nanos() - since) / 1_000_000)
                .sorted()
                .toList();
        System.out.printf(
                "measured: %s: %s devices, %s ms the first, %s ms the last%n",
                what,
                millis.size(),
                millis.isEmpty() ? "-" : millis.getFirst(),
                millis.isEmpty() ? "-" : millis.getLast());
    }

    @Override
    public void close() {
        talks.forEach(talk -> talk.devices.forEach(Device::close));
    }

    @Override
    public String toString() {
        int said = talks.stream().mapToInt(talk -> talk.said.size()).sum();
        return said + " messages, " + talks.size() + " sessions";
    }
}
