package dev.parley.adapter.llm;

import java.io.IOException;

/** Gathers the fields of an error. */
final class ErrorFields {

    private final JsonWalk walk;
    private String code = "";
    private String type = "";
    private String parameter = "";
    private String message = "";

    ErrorFields(JsonWalk walk) {
        this.walk = walk;
    }

    /** Reads an error that is an object, or only a text. */
    void value() throws IOException {
        message = walk.text();
        walk.object(this::field);
    }

    /** Takes the field if it is one of an error's; else the parser is left where it is. */
    void field(String name) throws IOException {
        switch (name) {
            case "code", "statusCode", "status_code" -> code = walk.text();
            case "type" -> type = walk.text();
            case "param" -> parameter = walk.text();
            case "message", "detail" -> message = walk.text();
            default -> {}
        }
    }

    ProviderError error() {
        return new ProviderError(code, type, parameter, String.join(" ", code, type, message));
    }
}
