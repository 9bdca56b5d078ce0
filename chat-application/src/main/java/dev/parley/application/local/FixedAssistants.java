package dev.parley.application.local;

import static java.util.Comparator.comparing;

import dev.parley.application.port.out.AssistantCatalogue;
import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.assistant.PromptTemplate;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.memory.WindowPolicy;
import dev.parley.domain.prompt.ModelParameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The same assistants for every tenant, given once. */
public final class FixedAssistants implements AssistantCatalogue {

    private static final Comparator<Assistant> STANDARD_FIRST = comparing(
                    (Assistant assistant) -> !assistant.name().equals(AssistantName.STANDARD))
            .thenComparing(assistant -> assistant.name().value());

    private final List<Assistant> assistants;

    /**
     * A catalogue. The standard assistant is added unless one of the given ones has its name.
     *
     * @throws IllegalArgumentException if a name is there twice
     */
    public FixedAssistants(List<Assistant> given) {
        List<Assistant> all = new ArrayList<>(given);
        if (given.stream().noneMatch(assistant -> assistant.name().equals(AssistantName.STANDARD))) {
            all.add(standard());
        }
        if (all.stream().map(Assistant::name).distinct().count() < all.size()) {
            throw new IllegalArgumentException("every assistant needs a name of its own");
        }
        all.sort(STANDARD_FIRST);
        this.assistants = List.copyOf(all);
    }

    /** A professional assistant for everything: temperature 0.7, at most 2000 tokens. */
    public static Assistant standard() {
        return new Assistant(
                AssistantName.STANDARD,
                new PromptTemplate("""
                        You are a professional AI assistant. Be helpful, accurate and brief, and friendly without \
                        flattery. Answer the question first, then explain as far as it helps. If you do not know \
                        something or can't do it, say so; never invent facts, sources or links. Ask back when a \
                        question can be understood in two ways. Use Markdown for lists, tables and code.

                        You are talking with {user_name}. Today is {date}. Their language setting is {locale}; answer \
                        in the language they write in."""),
                ModelParameters.STANDARD,
                WindowPolicy.STANDARD,
                "Hello! How can I help you today?",
                List.of(
                        "What can you do for me?",
                        "Help me write a polite email.",
                        "Explain a difficult word in simple terms.",
                        "Make a checklist for my next meeting."));
    }

    @Override
    public Optional<Assistant> find(TenantId tenant, AssistantName name) {
        return assistants.stream()
                .filter(assistant -> assistant.name().equals(name))
                .findFirst();
    }

    @Override
    public List<Assistant> all(TenantId tenant) {
        return assistants;
    }
}
