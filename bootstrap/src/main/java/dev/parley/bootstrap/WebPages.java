package dev.parley.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * Serves the front end's files from a folder of the class path. A path must be of plain letters, digits, {@code . _ -}
 * and single slashes; nothing is decoded or resolved, so that there is no way out of the folder.
 *
 * <p>What the widget is made of may be loaded by pages of any site: it is the same for everybody and says nothing of
 * anybody. What they may ask the API for is another matter.
 */
final class WebPages extends HttpHandler {

    // Possessive, so that a long path goes no deeper into the stack than a short one.
    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*+)*+/?");
    private static final Pattern CHAT = Pattern.compile("/chat(/[A-Za-z0-9_-]+)?/?");
    private static final Pattern NAMED_BY_CONTENT = Pattern.compile("/assets/.*-[A-Za-z0-9_-]{8,}\\.[a-z0-9]+");
    private static final Pattern FOR_OTHER_SITES = Pattern.compile("/widget(-window)?\\.js|/assets/.*");
    private static final String WIDGET = "/widget.js";
    private static final String INDEX = "/index.html";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'self'";

    private final ClassLoader loader;
    private final String folder;
    private final Map<String, WebPage> pages = new ConcurrentHashMap<>();

    /**
     * Serves a folder.
     *
     * @param folder as a class loader names it, without slashes at its ends
     */
    WebPages(ClassLoader loader, String folder) {
        super("pages");
        this.loader = loader;
        this.folder = folder;
    }

    @Override
    public void service(Request request, Response response) throws IOException {
        head(response);
        if (!request.getMethod().equals(Method.GET) && !request.getMethod().equals(Method.HEAD)) {
            response.setHeader("Allow", "GET, HEAD");
            refuse(response, 405);
            return;
        }
        WebPage page = page(request.getRequestURI());
        if (page == null) {
            refuse(response, 404);
        } else {
            send(page, request, response);
        }
    }

    private static void head(Response response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Frame-Options", "SAMEORIGIN");
    }

    private @Nullable WebPage page(String path) {
        if (!PLAIN.matcher(path).matches()) {
            return null;
        }
        String file = path.equals("/") || CHAT.matcher(path).matches() ? INDEX : path;
        WebPage known = pages.get(file);
        return known == null ? load(file) : known;
    }

    // Only what is there is kept: nobody can fill the memory by asking for what is not.
    private @Nullable WebPage load(String file) {
        String type = MediaTypes.of(file);
        WebPage page = type == null ? null : WebPage.load(loader, folder + file, type);
        if (page != null) {
            pages.put(file, page);
        }
        return page;
    }

    private static void send(WebPage page, Request request, Response response) throws IOException {
        String path = request.getRequestURI();
        response.setHeader("Cache-Control", lifeOf(path));
        if (FOR_OTHER_SITES.matcher(path).matches()) {
            response.setHeader("Access-Control-Allow-Origin", "*");
            response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
        }
        response.setHeader("ETag", page.tag());
        response.setHeader("Last-Modified", page.lastModified());
        response.addHeader("Vary", "Accept-Encoding");
        if (page.isKnownTo(request.getHeader("If-None-Match"), request.getHeader("If-Modified-Since"))) {
            response.setStatus(304);
            return;
        }
        byte[] bytes = page.bytes();
        byte[] compressed = page.compressed();
        if (compressed != null && takesGzip(request.getHeader("Accept-Encoding"))) {
            bytes = compressed;
            response.setHeader("Content-Encoding", "gzip");
        }
        write(response, page.type(), bytes);
    }

    // The script that is on every page of a site is not asked for with every page.
    private static String lifeOf(String path) {
        if (NAMED_BY_CONTENT.matcher(path).matches()) {
            return "public, max-age=31536000, immutable";
        }
        return path.equals(WIDGET) ? "public, max-age=300" : "no-cache";
    }

    private static boolean takesGzip(@Nullable String accepted) {
        return accepted != null && accepted.matches("(?i)(.*,)?\\s*gzip\\s*(,.*|;\\s*q=(1|0?\\.[0-9]*[1-9][0-9]*).*)?");
    }

    private static void refuse(Response response, int status) throws IOException {
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        write(response, MediaTypes.HTML, PlainErrorPages.page(status).getBytes(StandardCharsets.UTF_8));
    }

    // Grizzly leaves the body of an answer to HEAD out by itself, and keeps its length.
    private static void write(Response response, String type, byte[] bytes) throws IOException {
        response.setContentType(type);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
