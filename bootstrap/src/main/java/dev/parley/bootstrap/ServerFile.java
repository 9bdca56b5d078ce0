package dev.parley.bootstrap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A small file in the data folder that tells commands on this machine where the server that has the folder is, and by which
 * certificate it is known. Holds no secrets; readable by its owner only. There as long as the server takes requests.
 */
final class ServerFile implements AutoCloseable {

    static final String NAME = "server.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ReentrantLock writing = new ReentrantLock();
    private final Path file;
    private final URI address;
    private final Supplier<@Nullable String> pin;
    private boolean closed;

    private ServerFile(Path file, URI address, Supplier<@Nullable String> pin) {
        this.file = file;
        this.address = address;
        this.pin = pin;
    }

    /**
     * Where a server is.
     *
     * @param address scheme, host and port
     * @param pin of its certificate; null without TLS
     */
    record Place(URI address, @Nullable String pin) {}

    /** Writes the file. To be closed when the server takes no more requests. */
    static ServerFile in(DataFolder folder, URI address, Supplier<@Nullable String> pin) {
        var made = new ServerFile(folder.path().resolve(NAME), address, pin);
        made.write();
        return made;
    }

    /** Writes what holds now. Thread-safe. */
    void write() {
        writing.lock();
        try {
            if (!closed) {
                var object = JSON.createObjectNode().put("address", address.toString());
                object.put("certificate_sha256", pin.get());
                DataFolder.replace(file, object.toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
        }
    }

    /** What a server has written that has the folder; empty if it has not yet. */
    static Optional<Place> read(Path folder) {
        try {
            JsonNode object = JSON.readTree(Files.readAllBytes(folder.resolve(NAME)));
            URI address = URI.create(object.path("address").asText());
            String pin = object.path("certificate_sha256").textValue();
            return address.getHost() == null ? Optional.empty() : Optional.of(new Place(address, pin));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new StartFailure(folder.resolve(NAME) + " was not written by a server: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StartFailure(folder.resolve(NAME) + " can't be read: " + e, e);
        }
    }

    /** Takes the file away. */
    @Override
    public void close() {
        writing.lock();
        try {
            closed = true;
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
        }
    }
}
