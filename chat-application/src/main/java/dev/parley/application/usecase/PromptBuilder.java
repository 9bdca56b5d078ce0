package dev.parley.application.usecase;

import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.UserKey;
import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.content.Masker;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.memory.Exchange;
import dev.parley.domain.memory.MemoryWindow;
import dev.parley.domain.memory.TokenEstimator;
import dev.parley.domain.memory.WindowDecision;
import dev.parley.domain.memory.WindowPolicy;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Turn;
import dev.parley.domain.preference.ModelBounds;
import dev.parley.domain.preference.ModelPreferences;
import dev.parley.domain.prompt.DataBlock;
import dev.parley.domain.prompt.ModelParameters;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.prompt.PromptMessage;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionContext;
import dev.parley.domain.session.Summary;
import dev.parley.domain.text.NameText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the prompt for a reply: the assistant's words, the page's context as data, the memory window, and how the
 * session's owner wants to be answered. What people, pages and models said is masked; the assistant's own words are not.
 */
final class PromptBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(PromptBuilder.class);
    private static final String CONTEXT_HEADING = "This is what the page the user is on tells about itself.";
    private static final int LONGEST_NAME = 100;

    private final Ports ports;
    private final RecentSessions recent;
    private final RecentPreferences preferences;
    private final TokenEstimator estimator;
    private final Masker masker;
    private final ModelBounds bounds;

    PromptBuilder(
            Ports ports,
            RecentSessions recent,
            RecentPreferences preferences,
            TokenEstimator estimator,
            Masker masker,
            ModelBounds bounds) {
        this.ports = ports;
        this.recent = recent;
        this.preferences = preferences;
        this.estimator = estimator;
        this.masker = masker;
        this.bounds = bounds;
    }

    /** What a job's model shall be shown. May read the store: three queries at most, whatever the session's age. */
    Building build(ReplyJobs.Job job) {
        SessionKey key = job.claim().key();
        Optional<SessionStore.Stored> stored = recent.since(key, job.head());
        return stored.isPresent() ? build(job, stored.get()) : new Building.Gone();
    }

    /**
     * What a model shall be shown of a session while the store is away: by what is known of it, and of how its owner wants to
     * be answered. Does not block.
     *
     * @param since what was said since, by turn; the question is the last
     * @return empty if the window needs more than is known
     */
    Optional<Building> build(KnownHistory history, List<Message> since, MessageId reply) {
        Session session = history.stored().session();
        Assistant assistant = assistantOf(session);
        if (history.cut() && history.turns() < turnsToLoad(assistant.window())) {
            return Optional.empty();
        }
        Message question = since.getLast();
        var messages = new ArrayList<>(history.messages());
        messages.addAll(since);
        Summary summary = assistant.window() instanceof WindowPolicy.Summarising
                ? history.stored().summary()
                : null;
        return Optional.of(render(
                reply,
                session,
                assistant,
                () -> parameters(session, assistant, preferences::known),
                summary,
                before(messages, question.place().turn()),
                question));
    }

    /** How many turns a window is cut from: what it shows of the past, and the newest. */
    static int turnsToLoad(WindowPolicy window) {
        return Math.min(window.turnsNeeded(), Integer.MAX_VALUE - 1) + 1;
    }

    private Building build(ReplyJobs.Job job, SessionStore.Stored stored) {
        Session session = stored.session();
        Assistant assistant = assistantOf(session);
        Summary summary = assistant.window() instanceof WindowPolicy.Summarising ? stored.summary() : null;
        List<Message> messages = recent.window(
                job.claim().key(),
                stored,
                job.head(),
                job.turn(),
                summary == null ? null : summary.upTo(),
                turnsToLoad(assistant.window()));
        Optional<Message> question = messages.stream()
                .filter(message -> message.id().equals(job.question()))
                .findFirst();
        return question.isPresent()
                ? render(
                        job.claim().reply(),
                        session,
                        assistant,
                        () -> parameters(session, assistant, this::preferred),
                        summary,
                        before(messages, job.turn()),
                        question.get())
                : new Building.Gone();
    }

    /** A template with a variable nobody knows is the operator's mistake; whoever asks is told that something is wrong. */
    private Building render(
            MessageId reply,
            Session session,
            Assistant assistant,
            Supplier<ModelParameters> parameters,
            @Nullable Summary summary,
            List<Exchange> earlier,
            Message question) {
        String systemPrompt;
        try {
            systemPrompt = systemPrompt(session, assistant);
        } catch (IllegalArgumentException e) {
            LOG.error("the prompt of assistant {} can't be filled in", assistant.name(), e);
            return new Building.Refused(
                    new ReplyEnding.Failed(ErrorCode.PROCESSING_ERROR, "the assistant's prompt can't be filled in"));
        }
        return choose(reply, assistant, parameters, systemPrompt, summary, earlier, question);
    }

    private Building choose(
            MessageId reply,
            Assistant assistant,
            Supplier<ModelParameters> parameters,
            String systemPrompt,
            @Nullable Summary summary,
            List<Exchange> earlier,
            Message question) {
        var decision = MemoryWindow.choose(
                assistant.window(),
                estimator,
                systemPrompt,
                masked(summary),
                earlier.stream().map(this::masked).toList(),
                masker.mask(question.text()));
        return switch (decision) {
            case WindowDecision.Chosen chosen -> {
                log(reply, chosen);
                yield new Building.Ready(
                        new Prompt(chosen.messages(), parameters.get()),
                        chosen.tokens(),
                        assistant,
                        question.createdAt());
            }
            case WindowDecision.TooLong(int tokens, int budget) ->
                new Building.Refused(new ReplyEnding.Failed(
                        ErrorCode.CONTEXT_TOO_LONG,
                        "prompt and message need " + tokens + " tokens, the budget is " + budget));
        };
    }

    /** As the owner prefers, within today's bounds. Not asked where there is nothing to choose. */
    private ModelParameters parameters(
            Session session, Assistant assistant, Function<UserKey, Optional<ModelPreferences>> asked) {
        if (bounds.offerNothing()) {
            return assistant.parameters();
        }
        return asked.apply(new UserKey(session.tenant(), session.owner()))
                .map(preferred -> bounds.within(preferred, assistant.parameters()))
                .orElse(assistant.parameters());
    }

    private Optional<ModelPreferences> preferred(UserKey owner) {
        return preferences.find(owner).map(stored -> stored.preferences().model());
    }

    private @Nullable Summary masked(@Nullable Summary summary) {
        return summary == null ? null : new Summary(masker.mask(summary.text()), summary.upTo());
    }

    private Exchange masked(Exchange exchange) {
        return new Exchange(
                exchange.turn(),
                exchange.messages().stream()
                        .map(message -> new PromptMessage(message.role(), masker.mask(message.text())))
                        .toList());
    }

    private static void log(MessageId reply, WindowDecision.Chosen chosen) {
        LOG.debug(
                "reply {} is shown {} exchanges in {} tokens; {} were left out, the summary {}",
                reply,
                chosen.exchangesShown(),
                chosen.tokens(),
                chosen.exchangesLeftOut(),
                chosen.summaryLeftOut() ? "too" : "not");
    }

    private static List<Exchange> before(List<Message> messages, Turn turn) {
        return MemoryWindow.exchanges(messages.stream()
                .filter(message -> message.place().turn().compareTo(turn) < 0)
                .toList());
    }

    /** The session's assistant; the standard one if it was taken out of the configuration. */
    Assistant assistantOf(Session session) {
        return ports.assistants()
                .find(session.tenant(), session.assistant())
                .or(() -> ports.assistants().find(session.tenant(), AssistantName.STANDARD))
                .orElseThrow(() -> new IllegalStateException("the standard assistant must always be there"));
    }

    private String systemPrompt(Session session, Assistant assistant) {
        String prompt = assistant
                .systemPrompt()
                .render(Map.of(
                        "user_name",
                        masker.mask(shown(session.ownerName())),
                        "date",
                        LocalDate.ofInstant(ports.clock().instant(), ZoneOffset.UTC)
                                .toString(),
                        "locale",
                        Locale.forLanguageTag(session.locale()).toLanguageTag()));
        SessionContext context = session.context();
        return context == null ? prompt : prompt + "\n\n" + DataBlock.of(CONTEXT_HEADING, masker.mask(context.text()));
    }

    /** People choose their names: one short line of it is shown, so that it can't pass as an instruction. */
    private static String shown(@Nullable String name) {
        String shown = name == null ? "" : NameText.onOneLine(name, LONGEST_NAME);
        return shown.isEmpty() ? "the user" : shown;
    }

    /** What came of it. */
    sealed interface Building {

        /**
         * This can be sent.
         *
         * @param askedAt when the question was accepted
         */
        record Ready(Prompt prompt, int estimatedTokens, Assistant assistant, Instant askedAt) implements Building {}

        /** This can't be answered. */
        record Refused(ReplyEnding.Failed ending) implements Building {}

        /** The session or the question is not there any more. */
        record Gone() implements Building {}
    }
}
