package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.application.fuzz.Mutations;
import dev.parley.domain.error.ErrorCode;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.api.Test;

/** Whatever a body holds, it is an object whose fields are read by their rules, or a refusal that names what is wrong. */
class BodyFuzzTest {

    private static final int LARGEST = 8 * 1024;
    private static final URI HERE = URI.create("http://chat.example/");

    private final JsonBody body = new JsonBody(LARGEST);

    @FuzzTest
    void reads(byte[] bytes) {
        Mutations.tryOne(bytes, this::check);
    }

    private void check(byte[] bytes) {
        Fields fields;
        try {
            fields = body.read(request(bytes));
        } catch (RefusedException e) {
            assertThat(e.refusal().code()).isEqualTo(ErrorCode.INVALID_JSON);
            return;
        } catch (ClientErrorException e) {
            assertThat(e.getResponse().getStatus()).isEqualTo(413);
            assertThat(bytes.length).isGreaterThan(LARGEST);
            return;
        }

        assertThat(Json.MAPPER.valueToTree(fields.object()).toString())
                .as("what was read can be written")
                .startsWith("{");
        fields.object().fieldNames().forEachRemaining(name -> readsField(fields, name));
    }

    @Test
    void reads_changed_bodies() {
        Mutations.tryAll(BodyFuzzTest.class, "reads", 20_260_305, 5_000, this::check);
    }

    private static void readsField(Fields fields, String name) {
        for (Consumer<String> reading : List.<Consumer<String>>of(
                fields::text,
                fields::requiredText,
                fields::flag,
                fields::requiredNumber,
                field -> canBeKept(fields.object(field)),
                field -> fields.textOrJson(field))) {
            try {
                reading.accept(name);
            } catch (RefusedException e) {
                assertThat(e.refusal().code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
                assertThat(e.refusal().field()).isEqualTo(name);
                assertThat(e.refusal().rule()).isNotBlank();
            }
        }
    }

    private static void canBeKept(String json) {
        if (json != null) {
            byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
            assertThat(new String(utf8, StandardCharsets.UTF_8)).isEqualTo(json);
        }
    }

    private static ContainerRequest request(byte[] bytes) {
        var request = new ContainerRequest(HERE, HERE, "POST", null, new MapPropertiesDelegate(), null);
        request.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        request.setEntityStream(new ByteArrayInputStream(bytes));
        return request;
    }
}
