package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for nodes to find each other. */
final class Wait {

    private static final int TRIES = 240;

    private Wait() {}

    /** Until one hears what another announces, again and again: what is said while a connection is made is lost. */
    static void untilHeard(TestNode listener, TestNode speaker, Announcement announcement) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            speaker.announce(announcement);
            assertThat(listener.heard()).contains(announcement);
        });
    }

    /** Until each node hears what each other one announces. */
    static void untilConnected(TestNode... nodes) {
        SessionKey key = Samples.aKey();
        Map<TestNode, Set<Announcement>> heard = new HashMap<>();
        List<Listening> listenings = new ArrayList<>();
        for (TestNode node : nodes) {
            Set<Announcement> ofNode = ConcurrentHashMap.newKeySet();
            heard.put(node, ofNode);
            listenings.add(node.bus().listen(key, ofNode::add));
        }
        for (TestNode speaker : nodes) {
            awaitHeard(speaker, key, heard.values());
        }
        listenings.forEach(Listening::close);
    }

    /** Each time something new: what was said before has come by then, or never will, and disturbs no test. */
    private static void awaitHeard(TestNode speaker, SessionKey key, Collection<Set<Announcement>> heard) {
        boolean isHeard = false;
        for (int tries = 0; tries < TRIES && !isHeard; tries++) {
            Announcement news = new Announcement.CancelRequested(key, Samples.anId());
            speaker.announce(news);
            isHeard = isHeard(news, heard);
        }
        assertThat(isHeard).as("whether all hear what one says").isTrue();
    }

    private static boolean isHeard(Announcement news, Collection<Set<Announcement>> heard) {
        try {
            await().atMost(Duration.ofMillis(250))
                    .until(() -> heard.stream().allMatch(ofNode -> ofNode.contains(news)));
            return true;
        } catch (ConditionTimeoutException e) {
            return false; // it was said while a connection was made
        }
    }
}
