package dev.parley.bootstrap.cache;

import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of the sessions a server used last, as they are kept in its data folder for its next start: a tenant and a
 * session a line, and nothing that was said in them. What of it can't be read is left out.
 */
public final class SessionList {

    private static final Logger LOG = LoggerFactory.getLogger(SessionList.class);

    private SessionList() {}

    /** As it is written. */
    public static byte[] written(List<SessionKey> sessions) {
        return sessions.stream()
                .map(key -> key.tenant() + " " + key.session() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** At most so many of those that were written to a file; none if there is no such file. */
    public static List<SessionKey> read(Path file, int most) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                    .limit(most)
                    .flatMap(SessionList::parse)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            LOG.warn("{} can't be read; no session is known before it is asked for: {}", file, e.toString());
            return List.of();
        }
    }

    private static Stream<SessionKey> parse(String line) {
        try {
            int blank = line.indexOf(' ');
            var tenant = new TenantId(line.substring(0, Math.max(0, blank)));
            return Stream.of(new SessionKey(tenant, new SessionId(UUID.fromString(line.substring(blank + 1)))));
        } catch (IllegalArgumentException e) {
            LOG.debug("a line of the list of sessions is no session", e);
            return Stream.empty();
        }
    }
}
