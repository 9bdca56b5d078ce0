package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.KeepKeys;
import dev.parley.application.port.in.Logins;
import dev.parley.application.port.in.ManageApiKeys;
import dev.parley.application.port.in.ManageUsers;
import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.in.ReadAudit;
import dev.parley.application.usecase.Repeating;
import dev.parley.application.usecase.Witness;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** All use cases about identity over one set of ports. Thread-safe. */
public final class IdentityUseCases implements AutoCloseable {

    private static final Duration PURGE_EVERY = Duration.ofMinutes(10);
    private static final Duration KEYS_KEPT = Duration.ofDays(90);
    private static final int PURGED_AT_ONCE = 1_000;

    private final IdentityPorts ports;
    private final IdentityPolicies policies;
    private final EndedLogins ended;
    private final Logins logins;
    private final OwnAccount ownAccount;
    private final ManageUsers manageUsers;
    private final ManageApiKeys manageApiKeys;
    private final KnownApiKeys apiKeys;
    private final ReadAudit readAudit;
    private final KeepKeys keepKeys;
    private @Nullable Repeating looking;
    private @Nullable Repeating keys;
    private @Nullable Repeating purging;

    private IdentityUseCases(IdentityPorts ports, IdentityPolicies policies) {
        this.ports = ports;
        this.policies = policies;
        this.ended = new EndedLogins(ports.logins(), ports.clock(), policies.accessValid());
        var scribe = new Scribe(ports);
        var witness = new Witness(ports.audit(), ports.clock());
        var gate = new AccountGate(ports);
        var doorman = new Doorman(ports, policies, scribe, ended);
        var resets = new PasswordResets(ports, gate, doorman, scribe);
        this.logins = new LoginsUseCase(ports, policies, gate, doorman, scribe, ended, resets);
        var avatars = new Avatars(ports);
        this.ownAccount = new OwnAccountUseCase(ports, gate, doorman, scribe, avatars);
        this.manageUsers = new ManageUsersUseCase(ports, gate, doorman, scribe, witness, avatars, resets);
        this.apiKeys = new KnownApiKeys(ports);
        this.manageApiKeys = new ManageApiKeysUseCase(ports, apiKeys, scribe);
        this.readAudit = new ReadAuditUseCase(ports, witness);
        this.keepKeys = new KeepKeysUseCase(ports);
    }

    /** Puts the use cases together. Nothing runs yet. */
    public static IdentityUseCases over(IdentityPorts ports, IdentityPolicies policies) {
        return new IdentityUseCases(ports, policies);
    }

    /** Learns which logins have ended and which keys there are, and goes on learning. Blocks for the first look. To be called once. */
    public void start() {
        ended.look();
        apiKeys.look();
        looking = Repeating.start("ended-logins", policies.lookEvery(), ended::look);
        keys = Repeating.start("api-keys", policies.lookEvery(), this::lookAtKeys);
        purging = Repeating.start("purge-logins", PURGE_EVERY, this::purge);
    }

    private void lookAtKeys() {
        apiKeys.look();
        apiKeys.tell();
    }

    private void purge() {
        ports.apiKeys().purge(ports.now().minus(KEYS_KEPT), PURGED_AT_ONCE);
        ports.logins().purge(ports.now().minus(policies.accessValid()).minus(PURGE_EVERY), PURGED_AT_ONCE);
        // Not at once: to a node whose clock is late they are good for a moment more.
        ports.tickets().purge(ports.now().minus(PURGE_EVERY), PURGED_AT_ONCE);
    }

    public Logins logins() {
        return logins;
    }

    public OwnAccount ownAccount() {
        return ownAccount;
    }

    public ManageUsers manageUsers() {
        return manageUsers;
    }

    public ManageApiKeys manageApiKeys() {
        return manageApiKeys;
    }

    /** The keys programs call with. */
    public KnownApiKeys apiKeys() {
        return apiKeys;
    }

    public ReadAudit readAudit() {
        return readAudit;
    }

    public KeepKeys keepKeys() {
        return keepKeys;
    }

    /** Which logins have ended. */
    public EndedLogins endedLogins() {
        return ended;
    }

    /** Stops learning. Blocks for a moment at most. */
    @Override
    public void close() {
        if (looking != null) {
            looking.close();
        }
        if (keys != null) {
            keys.close();
        }
        if (purging != null) {
            purging.close();
        }
    }
}
