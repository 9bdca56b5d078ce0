package dev.parley.bootstrap.tracing;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import java.util.Locale;

/** What attributes are called: as OpenTelemetry's conventions do where they have a word, else with our own prefix. */
final class Names {

    static final AttributeKey<String> SESSION = stringKey("session.id");
    static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");

    static final AttributeKey<String> MESSAGE = stringKey("parley.message.id");
    static final AttributeKey<String> DURABILITY = stringKey("parley.message.durability");
    static final AttributeKey<String> REFUSED = stringKey("parley.message.refused");

    static final AttributeKey<String> REPLY = stringKey("parley.reply.id");
    static final AttributeKey<Long> ATTEMPT = longKey("parley.reply.attempt");
    static final AttributeKey<Long> TAKEOVERS = longKey("parley.reply.takeovers");
    static final AttributeKey<Long> CHARACTERS = longKey("parley.reply.characters");
    static final AttributeKey<String> ENDING = stringKey("parley.reply.ending");

    static final AttributeKey<Long> DELIVERED_PIECES = longKey("parley.deliver.pieces");
    static final AttributeKey<Long> DELIVERED_CHARACTERS = longKey("parley.deliver.characters");

    static final AttributeKey<String> DATABASE = stringKey("db.system.name");

    static final AttributeKey<String> OPERATION = stringKey("gen_ai.operation.name");
    static final AttributeKey<String> PROVIDER = stringKey("gen_ai.provider.name");
    static final AttributeKey<String> REQUEST_MODEL = stringKey("gen_ai.request.model");
    static final AttributeKey<Long> REQUEST_MAX_TOKENS = longKey("gen_ai.request.max_tokens");
    static final AttributeKey<String> RESPONSE_MODEL = stringKey("gen_ai.response.model");
    static final AttributeKey<List<String>> FINISH_REASONS = stringArrayKey("gen_ai.response.finish_reasons");
    static final AttributeKey<Long> INPUT_TOKENS = longKey("gen_ai.usage.input_tokens");
    static final AttributeKey<Long> OUTPUT_TOKENS = longKey("gen_ai.usage.output_tokens");

    private Names() {}

    /** As the wire writes it. */
    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
