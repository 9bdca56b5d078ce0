package dev.parley.application.usecase.identity;

import static java.util.stream.Collectors.joining;

import dev.parley.application.port.in.ManageApiKeys;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.Source;
import dev.parley.application.port.out.ApiKeyStore.ApiKey;
import dev.parley.application.port.out.TokenIssuer;
import dev.parley.application.usecase.Field;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.ApiKeyId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.text.Characters;
import dev.parley.domain.text.NameText;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of programs. */
final class ManageApiKeysUseCase implements ManageApiKeys {

    private static final Pattern SERVICE_ACCOUNT = Pattern.compile("[a-z0-9][a-z0-9._-]{0,39}");
    private static final int MOST_KEYS = 200;
    private static final Duration LONGEST = Duration.ofDays(3_660);

    private final IdentityPorts ports;
    private final KnownApiKeys known;
    private final Scribe scribe;

    ManageApiKeysUseCase(IdentityPorts ports, KnownApiKeys known, Scribe scribe) {
        this.ports = ports;
        this.known = known;
        this.scribe = scribe;
    }

    @Override
    public ListOutcome list(Principal caller) {
        Refusal refusal = AccountGate.needs(Permission.MANAGE_API_KEYS, caller);
        return refusal == null
                ? new ListOutcome.Keys(ports.apiKeys().of(caller.tenant()))
                : new ListOutcome.Refused(refusal);
    }

    @Override
    public CreateOutcome create(NewKey command) {
        Principal caller = command.caller();
        Refusal refusal = AccountGate.needs(Permission.MANAGE_API_KEYS, caller);
        var owner = Field.read("service_account", command.serviceAccount(), ManageApiKeysUseCase::owner);
        var name = Field.read("name", command.name(), ManageApiKeysUseCase::name);
        Refusal broken = refusal == null ? Fields.firstBroken(owner, name) : refusal;
        if (broken == null) {
            broken = unfit(command);
        }
        UserId whose = owner.orNull();
        String called = name.orNull();
        if (broken != null || whose == null || called == null) {
            return new CreateOutcome.Refused(broken == null ? Fields.invalid("name", "is required") : broken);
        }
        return made(command, whose, called);
    }

    private CreateOutcome made(NewKey command, UserId owner, String name) {
        Principal caller = command.caller();
        TokenIssuer.Key issued = ports.tokens().key(new ApiKeyId(ports.ids().next()));
        ApiKey key = new ApiKey(
                caller.tenant(),
                issued.id(),
                owner,
                name,
                command.scopes(),
                caller.user(),
                ports.now(),
                command.expiresAt(),
                null,
                null);
        ports.apiKeys().create(key, issued.digest());
        known.learn(key, issued.digest());
        String scopes = key.scopes().stream().sorted().collect(joining(" "));
        scribe.other(caller, owner, AuditAction.API_KEY_CREATED, key.id() + " for " + scopes, command.source());
        return new CreateOutcome.Created(key, issued.token());
    }

    private @Nullable Refusal unfit(NewKey command) {
        Principal caller = command.caller();
        Set<String> scopes = command.scopes();
        if (scopes.isEmpty()) {
            return Fields.invalid("scopes", "must name at least one of " + Scopes.all());
        }
        for (String scope : scopes) {
            Permission permission = Scopes.permission(scope);
            if (permission == null) {
                return Fields.invalid("scopes", "must be of " + Scopes.all());
            }
            if (!caller.may(permission)) {
                return new Refusal(ErrorCode.FORBIDDEN, "scopes", "nobody gives more than they may themselves");
            }
        }
        Instant end = command.expiresAt();
        Instant now = ports.now();
        if (end != null && (!end.isAfter(now) || end.isAfter(now.plus(LONGEST)))) {
            return Fields.invalid("expires_at", "must be in the future, and within ten years");
        }
        return ports.apiKeys().of(caller.tenant()).size() < MOST_KEYS
                ? null
                : new Refusal(ErrorCode.CONFLICT, null, "there are " + MOST_KEYS + " keys already; revoke some first");
    }

    @Override
    public RevokeOutcome revoke(Principal caller, ApiKeyId id, Source source) {
        Refusal refusal = AccountGate.needs(Permission.MANAGE_API_KEYS, caller);
        if (refusal != null) {
            return new RevokeOutcome.Refused(refusal);
        }
        return ports.apiKeys()
                .revoke(caller.tenant(), id, ports.now())
                .<RevokeOutcome>map(key -> revoked(caller, key, source))
                .orElse(new RevokeOutcome.Missing());
    }

    private RevokeOutcome revoked(Principal caller, ApiKey key, Source source) {
        known.forget(key);
        scribe.other(caller, key.owner(), AuditAction.API_KEY_REVOKED, key.id().toString(), source);
        return new RevokeOutcome.Revoked(key);
    }

    private static UserId owner(String name) {
        if (!SERVICE_ACCOUNT.matcher(name).matches()) {
            throw new IllegalArgumentException("must be 1 to 40 of a-z 0-9 . _ - and begin with a letter or a digit");
        }
        return new UserId("service-" + name);
    }

    private static String name(String text) {
        String name = NameText.withoutTricks(text).strip();
        if (Characters.isBlank(name) || name.length() > ApiKey.LONGEST_NAME || Characters.hasUnprintable(name)) {
            throw new IllegalArgumentException("must have 1 to " + ApiKey.LONGEST_NAME + " printable characters");
        }
        return name;
    }
}
