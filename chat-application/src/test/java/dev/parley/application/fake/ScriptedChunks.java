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

    /** Control characters and halves of surrogate pairs are escaped, since no encoder takes them. */
    private static String quoted(String text) {
        var json = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                json.append('\\').appendCodePoint(point);
            } else if (point < ' ' || Character.getType(point) == Character.SURROGATE) {
                json.append("\\u").append(String.format("%04x", point));
            } else {
                json.appendCodePoint(point);
            }
        });
        return json.append('"').toString();
    }
}
