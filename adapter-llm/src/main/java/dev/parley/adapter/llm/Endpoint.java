package dev.parley.adapter.llm;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.text.Secret;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.ByteString;

/** Where requests go and what stands in their heads. */
final class Endpoint {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final String PATH = "/chat/completions";
    private static final Pattern AZURE =
            Pattern.compile(".+\\.(openai|cognitiveservices|services\\.ai)\\.azure\\.(com|us|cn)");

    private final Request blank;

    Endpoint(LlmConfig config) {
        HttpUrl url = url(config);
        // Asking for no compression keeps proxies from gathering a stream before they pack it.
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("Accept", "text/event-stream, application/json")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "Parley");
        if (config.apiKey() != null) {
            authenticate(request, url.host(), config.apiKey());
        }
        config.headers().forEach((name, value) -> request.header(name, value.value()));
        this.blank = request.build();
    }

    Request request(ByteString json) {
        return blank.newBuilder().post(RequestBody.create(json, JSON)).build();
    }

    private static HttpUrl url(LlmConfig config) {
        HttpUrl base = requireNonNull(HttpUrl.get(config.baseUrl()), "base URL");
        String path = base.encodedPath().replaceFirst("/+$", "");
        return base.newBuilder()
                .encodedPath(path.endsWith(PATH) ? path : path + PATH)
                .build();
    }

    /** Azure takes its keys in a header of its own; there a bearer token is something else. */
    private static void authenticate(Request.Builder request, String host, Secret key) {
        if (AZURE.matcher(host).matches()) {
            request.header("api-key", key.value());
        } else {
            request.header("Authorization", "Bearer " + key.value());
        }
    }
}
