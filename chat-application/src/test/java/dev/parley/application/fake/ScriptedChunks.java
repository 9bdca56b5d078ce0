package dev.parley.application.fake;

/** The chunks of an OpenAI-compatible stream, as JSON. */
final class ScriptedChunks {

    private static final String BEGIN =
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"scripted\",";

    private ScriptedChunks() {}

    static String role() {
        return choice("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    }

    static String delta(String text) {
        return choice("{\"content\":" + quoted(text) + "}", "null");
    }

    static String finish(String reason) {
        return choice("{}", quoted(reason));
    }

    static String usage(int promptTokens, int replyTokens) {
        return BEGIN + "\"choices\":[],\"usage\":{\"prompt_tokens\":" + promptTokens + ",\"completion_tokens\":"
                + replyTokens + ",\"total_tokens\":" + (promptTokens + replyTokens) + "}}";
    }

    private static String choice(String delta, String finishReason) {
        return BEGIN + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]}";
    }

    /** Control characters and half surrogate pairs are escaped, so that no encoder damages them. */
    private static String quoted(String text) {
        var json = new StringBuilder(text.length() + 2).append('"');
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (unit == '"' || unit == '\\') {
                json.append('\\').append(unit);
            } else if (unit < ' ' || Character.isSurrogate(unit)) {
                json.append("\\u").append(String.format("%04x", (int) unit));
            } else {
                json.append(unit);
            }
        }
        return json.append('"').toString();
    }
}
