package dev.parley.bootstrap;

import org.glassfish.grizzly.http.server.ErrorPageGenerator;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/** Error pages in plain words. They tell nothing about the server, and nothing that came with the request. */
final class PlainErrorPages implements ErrorPageGenerator {

    @Override
    public String generate(
            Request request,
            int status,
            @Nullable String reason,
            @Nullable String description,
            @Nullable Throwable failure) {
        return page(status);
    }

    static String page(int status) {
        String sentence = sentence(status);
        return """
                <!doctype html>
                <html lang="en">
                  <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width, initial-scale=1">
                    <title>%s</title>
                  </head>
                  <body>
                    <h1>%s</h1>
                    <p><a href="/">To the start page</a></p>
                  </body>
                </html>
                """.formatted(sentence, sentence);
    }

    private static String sentence(int status) {
        return switch (status) {
            case 404 -> "There is nothing here.";
            case 405 -> "That can't be done with this page.";
            case 413, 414, 431 -> "That request was too large.";
            case 503 -> "The server is stopping. Please come back in a moment.";
            default -> status >= 500 ? "Something went wrong on our side." : "That request could not be understood.";
        };
    }
}
