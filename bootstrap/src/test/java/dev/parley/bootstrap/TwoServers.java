package dev.parley.bootstrap;

import dev.parley.bootstrap.logging.Logging;
import dev.parley.bootstrap.settings.Configuration;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Two servers in one process that differ in nothing but that the second seals texts: what one of them costs is compared
 * with what the other does. For benchmarks.
 */
public final class TwoServers {

    /** Printed when both take requests. */
    public static final String READY = "both are ready";

    private TwoServers() {}

    /**
     * Serves until killed, configured by the environment.
     *
     * @param args the data folder and the port of the plain one, then of the sealing one
     */
    public static void main(String[] args) throws InterruptedException {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        ChatServer plain = start(args[0], args[1], Map.of());
        ChatServer sealing = start(
                args[2],
                args[3],
                Map.of("PARLEY_ENCRYPTION_KEY", Base64.getEncoder().encodeToString(key)));
        System.out.println(READY);
        plain.awaitClosed();
        sealing.awaitClosed();
    }

    private static ChatServer start(String folder, String port, Map<String, String> further) {
        var environment = new HashMap<>(System.getenv());
        environment.put("PARLEY_DATA_DIR", folder);
        environment.put("PARLEY_HTTP_PORT", port);
        environment.putAll(further);
        var settings = Configuration.load(environment, null, Path.of(folder)).settings();
        Logging.configure(settings.log());
        return ChatServer.start(settings, "0.0.0");
    }
}
