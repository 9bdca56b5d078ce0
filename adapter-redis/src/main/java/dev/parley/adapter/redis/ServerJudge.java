package dev.parley.adapter.redis;

import dev.parley.adapter.redis.RedisAdapter.Concern;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of a server's state and settings is dangerous, or makes it slower than it need be. */
final class ServerJudge {

    /** The settings it wants to see. */
    static final List<String> SETTINGS =
            List.of("maxmemory", "maxmemory-policy", "timeout", "client-output-buffer-limit");

    private static final long MEGABYTE = 1 << 20;
    private static final long LITTLE = 64 * MEGABYTE;
    private static final long SMALLEST_BUFFER = 32 * MEGABYTE;
    private static final long SMALLEST_LASTING_BUFFER = 8 * MEGABYTE;
    private static final int ALMOST_FULL_PERCENT = 80;
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final Pattern LISTENERS = Pattern.compile(".*pubsub (\\d+) (\\d+) \\d+.*");

    private final String server;
    private final Consumer<Concern> told;

    /** @param server as people know it */
    ServerJudge(String server, Consumer<Concern> told) {
        this.server = server;
        this.told = told;
    }

    private void grave(String text) {
        told.accept(new Concern(true, server + " " + text));
    }

    private void slight(String text) {
        told.accept(new Concern(false, server + " " + text));
    }

    void version(@Nullable String version) {
        Matcher numbers = VERSION.matcher(version == null ? "" : version);
        if (!numbers.matches()) {
            return;
        }
        int major = Integer.parseInt(numbers.group(1));
        if (major < 6 || (major == 6 && Integer.parseInt(numbers.group(2)) < 2)) {
            grave("is Redis " + version + ": 6.2 or newer is needed");
        }
    }

    void role(String role) {
        if (!role.equals("master")) {
            grave("is a replica and takes no writes: name its master, or its sentinels");
        }
    }

    /** @param alone whether it is meant to have none */
    void replicas(boolean alone, String connected) {
        if (!alone && connected.equals("0")) {
            slight("has no replica: nothing takes its place when it fails");
        }
    }

    /** @param guarded whether not everybody can come in */
    void entrance(boolean guarded) {
        if (!guarded) {
            slight("lets everybody in who reaches it: set a password there, and redis.password here");
        }
    }

    void settings(Map<String, String> settings) {
        if (number(settings, "timeout") > 0) {
            slight("drops idle connections (timeout " + settings.get("timeout")
                    + "): they are made anew, which is slower; set timeout 0");
        }
        Matcher listeners = LISTENERS.matcher(settings.getOrDefault("client-output-buffer-limit", ""));
        if (listeners.matches()
                && (isBelow(listeners.group(1), SMALLEST_BUFFER)
                        || isBelow(listeners.group(2), SMALLEST_LASTING_BUFFER))) {
            slight("cuts off nodes that are slow for a moment (client-output-buffer-limit pubsub " + listeners.group(1)
                    + " " + listeners.group(2) + "); set 64mb 16mb 60");
        }
    }

    private static boolean isBelow(String limit, long least) {
        long bytes = Long.parseLong(limit);
        return bytes != 0 && bytes < least;
    }

    void memory(Map<String, String> settings, Map<String, String> info) {
        String policy = settings.getOrDefault("maxmemory-policy", "");
        long most = number(settings, "maxmemory");
        if (policy.startsWith("allkeys-")) {
            slight("evicts also what is in use (maxmemory-policy " + policy
                    + "): nothing is lost, but it is slower; set volatile-ttl");
        }
        if (policy.equals("noeviction") && most > 0) {
            long used = number(info, "used_memory");
            if (most < LITTLE || used > most / 100 * ALMOST_FULL_PERCENT) {
                slight("refuses writes once " + most / MEGABYTE + " MB are full, and " + used / MEGABYTE
                        + " MB are (maxmemory-policy noeviction); set volatile-ttl, or more maxmemory");
            }
        }
    }

    private static long number(Map<String, String> from, String name) {
        String text = from.getOrDefault(name, "");
        boolean isNumber = !text.isEmpty() && text.chars().allMatch(Character::isDigit);
        return isNumber && text.length() < Long.toString(Long.MAX_VALUE).length() ? Long.parseLong(text) : 0;
    }
}
