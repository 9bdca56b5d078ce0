package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several tabs with one refresh token. */
class RefreshTest {

    @TempDir
    Path data;

    @Test
    void tabs_that_refresh_at_once_all_go_on() throws Exception {
        try (ChatServer server = TestServers.start(data);
                var http = new TestHttp(server);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String first = http.register("ada").text("refresh_token");
            Callable<TestHttp.Answer> tab = () -> http.post("/api/auth/refresh/", "", "refresh_token", first);

            List<TestHttp.Answer> tabs = new ArrayList<>();
            for (var future : threads.invokeAll(List.of(tab, tab, tab, tab))) {
                tabs.add(future.get());
            }
            tabs.add(tab.call());

            assertThat(tabs).allSatisfy(answer -> {
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                assertThat(answer.text("refresh_token"))
                        .isEqualTo(tabs.getFirst().text("refresh_token"));
                assertThat(http.get("/api/users/me/", answer.text("access_token"))
                                .status())
                        .isEqualTo(200);
            });
            assertThat(http.post(
                                    "/api/auth/refresh/",
                                    "",
                                    "refresh_token",
                                    tabs.getLast().text("refresh_token"))
                            .status())
                    .isEqualTo(200);
        }
    }
}
