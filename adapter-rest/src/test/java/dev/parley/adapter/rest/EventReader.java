package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events as they come. */
final class EventReader implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedReader lines;

    private EventReader(InputStream in) {
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    static EventReader of(HttpResponse<InputStream> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return new EventReader(response.body());
    }

    record Event(String name, String id, JsonNode data) {

        String text(String field) {
            return data.path(field).asText();
        }
    }

    /** The next event, which must be of this name. Comments are skipped. */
    Event next(String name) throws IOException {
        Event event = read();
        assertThat(event).as("the stream ended before " + name).isNotNull();
        assertThat(event.name()).isEqualTo(name);
        return event;
    }

    /** All that still come, to the stream's end. */
    List<Event> all() throws IOException {
        var events = new ArrayList<Event>();
        for (Event event = read(); event != null; event = read()) {
            events.add(event);
        }
        return events;
    }

    void end() throws IOException {
        assertThat(read()).isNull();
    }

    /** The next comment; events before it are skipped. */
    String comment() throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(":")) {
            line = lines.readLine();
        }
        assertThat(line).as("the stream ended before a comment").isNotNull();
        return line.substring(1).strip();
    }

    private @Nullable Event read() throws IOException {
        String name = "";
        String id = "";
        String data = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && !name.isEmpty()) {
                return new Event(name, id, JSON.readTree(data));
            }
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (line.startsWith("event:")) {
                name = value;
            } else if (line.startsWith("id:")) {
                id = value;
            } else if (line.startsWith("data:")) {
                data += value;
            } else {
                assertThat(line).matches("(:.*)?");
            }
        }
        assertThat(name).as("an event was cut off").isEmpty();
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
