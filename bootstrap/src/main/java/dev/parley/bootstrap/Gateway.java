package dev.parley.bootstrap;

import dev.parley.adapter.rest.RestAdapter;
import dev.parley.adapter.websocket.WebSocketAdapter;
import dev.parley.application.usecase.Repeating;
import dev.parley.application.usecase.identity.IdentityUseCases;
import dev.parley.bootstrap.identity.Identity;
import dev.parley.bootstrap.identity.OperatorTokens;
import dev.parley.bootstrap.identity.PasswordCost;
import dev.parley.bootstrap.pictures.ImageIoPictures;
import dev.parley.bootstrap.settings.Settings;
import java.nio.file.Path;

/** Where people come in: who they are, the API, the sockets and the pages. */
final class Gateway {

    private static final String PAGES = "META-INF/parley-web";

    private Gateway() {}

    /**
     * Puts it together. Blocks for reading keys.
     *
     * @param secret what visitors' tokens and others are signed with
     * @param parts where everything is added that is to be closed
     */
    static Front open(NodeParts node, byte[] secret, PasswordCost passwordCost, Closers parts) {
        Settings settings = node.settings();
        var useCases = node.useCases();
        var store = node.store();
        var identity = parts.add(Wiring.identity(
                settings.identity(), secret, keysFile(node), passwordCost, node.random(), node.ids(), node.clock()));
        var people = parts.add(IdentityUseCases.over(
                Wiring.identityPorts(
                        store,
                        parts.add(new ImageIoPictures()),
                        identity,
                        node.limiter(),
                        useCases,
                        node.ids(),
                        node.clock()),
                Wiring.identityPolicies(settings.identity())));
        people.start();
        var rotations = new KeyRotations(
                node.folder(),
                identity::signingKey,
                store.audit(),
                Wiring.tenants(settings),
                node.name(),
                node.clock());
        parts.add(Repeating.start("key-rotations", KeyRotations.LOOK_EVERY, rotations::look));
        var entrances = Wiring.entrances(settings.tenants(), new OperatorTokens(secret, node.clock()));
        var authentication = identity.authentication(people.endedLogins(), people.apiKeys(), store.tickets());

        var sockets = parts.add(new WebSocketAdapter(
                Wiring.socketPorts(
                        settings.chat(), useCases, node.tracing(), authentication, node.limiter(), entrances),
                Wiring.sockets(settings.web()),
                System::nanoTime,
                node.random(),
                node.measuring().sockets()));
        var rest = parts.add(new RestAdapter(
                Wiring.restPorts(useCases, node.tracing(), authentication, node.limiter(), entrances, sockets::refusal),
                Wiring.people(people, identity),
                node.health(),
                Wiring.rest(settings, node.version()),
                node.ids()::next,
                node.measuring().requests()));
        node.measuring().watch(sockets);
        node.measuring().watch(rest);
        var pages = node.measuring().page(new WebPages(Gateway.class.getClassLoader(), PAGES));
        return new Front(rest, pages, sockets);
    }

    /** The configured file of signing keys, or one that is made once and kept in the data folder. */
    private static Path keysFile(NodeParts node) {
        var tokens = node.settings().identity().tokens();
        Path configured = tokens.keysFile();
        return configured == null
                ? node.folder()
                        .keepFile(
                                ChatServer.KEYS_FILE,
                                () -> Identity.newKeys(tokens.algorithm(), node.ids(), node.random()))
                : configured;
    }
}
