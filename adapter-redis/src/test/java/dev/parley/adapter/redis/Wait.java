package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Waits for nodes to find each other. */
final class Wait {

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
            Announcement announcement = new Announcement.CancelRequested(key, Samples.anId());
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                speaker.announce(announcement);
                assertThat(heard.values()).allMatch(ofNode -> ofNode.contains(announcement));
            });
        }
        listenings.forEach(Listening::close);
    }
}
