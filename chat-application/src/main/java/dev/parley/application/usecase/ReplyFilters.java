package dev.parley.application.usecase;

import dev.parley.domain.content.Masker;
import dev.parley.domain.content.SentenceFilter;
import dev.parley.domain.identity.TenantId;
import org.jspecify.annotations.Nullable;

/** Gives each attempt at a reply its filter; none where nothing is to be masked or judged. */
final class ReplyFilters {

    private final Masker masker;
    private final Moderator moderator;

    ReplyFilters(Masker masker, Moderator moderator) {
        this.masker = masker;
        this.moderator = moderator;
    }

    /** A new one; null if text needs none. */
    @Nullable
    ReplyFilter next(TenantId tenant) {
        return masker.masksNothing() && !moderator.asksSomebody()
                ? null
                : new ReplyFilter(new SentenceFilter(masker), moderator, tenant);
    }
}
