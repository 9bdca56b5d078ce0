package dev.parley.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/** Says that there is nothing here, whatever is asked for. */
final class NoPages extends HttpHandler {

    private static final int NOT_FOUND = 404;

    NoPages() {
        super("no-pages");
    }

    @Override
    public void service(Request request, Response response) throws IOException {
        byte[] page = PlainErrorPages.page(NOT_FOUND).getBytes(StandardCharsets.UTF_8);
        response.setStatus(NOT_FOUND);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType(MediaTypes.HTML);
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }
}
