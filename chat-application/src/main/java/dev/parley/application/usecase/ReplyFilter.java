package dev.parley.application.usecase;

import dev.parley.application.port.out.Moderation;
import dev.parley.domain.content.SentenceFilter;
import dev.parley.domain.content.SentenceFilter.Passage;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.text.Characters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Masks and judges a reply sentence by sentence, before anybody sees it. One per attempt, used by one thread. What it
 * holds back when a reply is cancelled or breaks off never existed: half a sentence can't be judged.
 */
final class ReplyFilter {

    private final SentenceFilter sentences;
    private final Moderator moderator;
    private final TenantId tenant;

    /**
     * What came of some text.
     *
     * @param text what may be shown; may be empty
     * @param stopped how the reply ends because what follows that must not be shown; null if it goes on
     */
    record Passed(String text, ReplyEnding.@Nullable Failed stopped) {}

    ReplyFilter(SentenceFilter sentences, Moderator moderator, TenantId tenant) {
        this.sentences = sentences;
        this.moderator = moderator;
        this.tenant = tenant;
    }

    /** Takes the next piece. Blocks while its sentences are judged. */
    Passed accept(String piece) {
        return judged(sentences.accept(piece));
    }

    /** The same with the last piece. */
    Passed finish(String piece) {
        List<Passage> last = sentences.accept(piece);
        last.addAll(sentences.finish());
        return judged(last);
    }

    private Passed judged(List<Passage> passages) {
        var passed = new StringBuilder();
        for (Passage passage : passages) {
            ReplyEnding.Failed stopped = judged(passage);
            if (stopped != null) {
                return new Passed(passed.toString(), stopped);
            }
            passed.append(passage.text());
        }
        return new Passed(passed.toString(), null);
    }

    private ReplyEnding.@Nullable Failed judged(Passage passage) {
        if (Characters.isBlank(passage.text())) {
            return null;
        }
        return switch (moderator.judge(tenant, Moderation.Speaker.MODEL, passage.before() + passage.text())) {
            case Moderator.Judgement.Allowed() -> null;
            case Moderator.Judgement.Rejected(String category) ->
                new ReplyEnding.Failed(ErrorCode.CONTENT_REJECTED, "the reply was rejected as " + category);
            case Moderator.Judgement.Unknown() ->
                new ReplyEnding.Failed(ErrorCode.PROCESSING_ERROR, "the reply could not be judged");
        };
    }
}
