package dev.parley.bootstrap;

import dev.parley.bootstrap.settings.Configuration;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Real servers on free ports, with the demo model. */
final class TestServers {

    private TestServers() {}

    static ChatServer start(Path dataDir) {
        return start(dataDir, Map.of());
    }

    /** @param further variables, beside port and data folder */
    static ChatServer start(Path dataDir, Map<String, String> further) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PARLEY_HTTP_PORT", "0");
        environment.put("PARLEY_DATA_DIR", dataDir.toString());
        environment.putAll(further);
        return ChatServer.start(Configuration.load(environment, null, dataDir).settings(), "0.0.0");
    }
}
