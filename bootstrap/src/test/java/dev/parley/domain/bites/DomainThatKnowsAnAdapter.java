package dev.parley.domain.bites;

import dev.parley.adapter.bites.LooseClass;
import java.net.URI;
import java.time.Instant;

/** Breaks: arrows point inwards, the domain is plain Java, time is given. */
public record DomainThatKnowsAnAdapter(LooseClass adapter, URI address) {

    public Instant now() {
        return Instant.now();
    }
}
