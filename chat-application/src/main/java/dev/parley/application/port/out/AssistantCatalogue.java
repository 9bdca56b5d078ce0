package dev.parley.application.port.out;

import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Knows the assistants of a tenant. Thread-safe; does not block.
 *
 * <ol>
 *   <li>G1: the standard assistant is always there.
 *   <li>G2: names are unique; {@link #all} gives the standard one first, the others by name.
 * </ol>
 */
public interface AssistantCatalogue {

    /** Looks an assistant up. */
    Optional<Assistant> find(TenantId tenant, AssistantName name);

    /** All of a tenant's assistants. */
    List<Assistant> all(TenantId tenant);
}
