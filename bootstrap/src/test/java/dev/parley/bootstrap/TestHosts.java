package dev.parley.bootstrap;

import java.time.Duration;
import java.util.List;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/** Hosts on a free port. */
final class TestHosts {

    /** Something that answers a request. */
    interface Answer {
        void to(Request request, Response response) throws Exception;
    }

    private TestHosts() {}

    static HttpHost host(Answer api) {
        return host(config(), api);
    }

    static HttpHost host(HttpHostConfig config, Answer api) {
        return HttpHost.start(
                config, handler(api), List.of("/api/*", "/health/*", "/version/*"), pages(), listener -> {});
    }

    static HttpHandler handler(Answer api) {
        return new HttpHandler() {
            @Override
            public void service(Request request, Response response) throws Exception {
                api.to(request, response);
            }
        };
    }

    static WebPages pages() {
        return new WebPages(TestHosts.class.getClassLoader(), "pages-for-tests");
    }

    static HttpHostConfig config() {
        return HttpHostConfig.standard("127.0.0.1", 0);
    }

    static HttpHostConfig impatient() {
        var usual = config();
        return new HttpHostConfig(
                usual.host(),
                usual.port(),
                usual.ioThreads(),
                usual.largestHeader(),
                usual.mostHeaderFields(),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                usual.mostRequests());
    }
}
