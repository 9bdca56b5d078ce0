package dev.parley.adapter.llm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Walks over JSON whose shape is not to be relied on: what is not as expected is passed over. */
final class JsonWalk {

    /** Takes a field; the parser stands at its value. It need not look at it. */
    @FunctionalInterface
    interface Field {
        void read(String name) throws IOException;
    }

    /** Takes an item of an array; the parser stands at it. */
    @FunctionalInterface
    interface Item {
        void read(int position) throws IOException;
    }

    private final JsonParser json;

    JsonWalk(JsonParser json) {
        this.json = json;
    }

    /** If the parser stands at an object, its fields. Then it stands at the end of what it stood at. */
    void object(Field field) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            field.read(name);
            json.skipChildren();
        }
    }

    /** If the parser stands at an array, its items. Then it stands at the end of what it stood at. */
    void array(Item item) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        int position = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            item.read(position++);
            json.skipChildren();
        }
    }

    /** The text the parser stands at; empty if it stands at null or at something with parts. */
    String text() throws IOException {
        JsonToken token = json.currentToken();
        return token == null || token == JsonToken.VALUE_NULL || !token.isScalarValue() ? "" : json.getText();
    }

    /** The whole number the parser stands at, at least 0; 0 if it stands at something else. */
    int count() throws IOException {
        return Math.max(0, json.getValueAsInt());
    }

    /** Whether the parser stands at something that is neither null nor empty text. */
    boolean isSomething() throws IOException {
        return json.currentToken() != JsonToken.VALUE_NULL
                && !(json.currentToken() == JsonToken.VALUE_STRING && json.getTextLength() == 0);
    }
}
