package dev.parley.application.fake;

import java.util.Map;

/**
 * A request as it came.
 *
 * @param method the verb
 * @param target path and query
 * @param headers by name in lower case; of several with one name, the last
 * @param body as text
 * @param connection counts the server's connections from 1, so that their reuse can be seen
 */
public record ScriptedRequest(String method, String target, Map<String, String> headers, String body, int connection) {

    private static final String USER = "\"role\":\"user\",\"content\":\"";

    /** Copies the headers. */
    public ScriptedRequest {
        headers = Map.copyOf(headers);
    }

    /**
     * The text of the last user message, found in JSON without spaces, role before content, as Parley writes it; empty
     * if there is none.
     */
    public String lastUserMessage() {
        int at = body.lastIndexOf(USER);
        return at < 0 ? "" : unescaped(body, at + USER.length());
    }

    private static String unescaped(String json, int from) {
        var text = new StringBuilder();
        int at = from;
        while (json.charAt(at) != '"') {
            if (json.charAt(at) != '\\') {
                text.append(json.charAt(at++));
            } else if (json.charAt(at + 1) == 'u') {
                text.append((char) Integer.parseInt(json, at + 2, at + 6, 16));
                at += 6;
            } else {
                text.append(plain(json.charAt(at + 1)));
                at += 2;
            }
        }
        return text.toString();
    }

    private static char plain(char escape) {
        return switch (escape) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> escape;
        };
    }
}
