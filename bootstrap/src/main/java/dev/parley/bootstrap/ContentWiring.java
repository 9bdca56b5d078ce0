package dev.parley.bootstrap;

import dev.parley.application.local.BlockedWords;
import dev.parley.application.port.out.Moderation;
import dev.parley.bootstrap.settings.ContentSettings;
import dev.parley.bootstrap.settings.Problem;
import dev.parley.bootstrap.settings.SettingsException;
import dev.parley.domain.content.ContentPolicy;
import dev.parley.domain.content.PersonalData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the settings about content into what the use cases want to know. */
final class ContentWiring {

    private static final String COMMENT = "#";

    private ContentWiring() {}

    static ContentPolicy policy(ContentSettings content) {
        Set<PersonalData> masked = content.masked();
        ContentPolicy standard = ContentPolicy.STANDARD;
        return switch (content.direction()) {
            case BOTH -> standard.masking(masked);
            case TO_MODEL -> new ContentPolicy(masked, Set.of(), standard.judgedWithin());
            case FROM_MODEL -> new ContentPolicy(Set.of(), masked, standard.judgedWithin());
        };
    }

    /** Null if no word is blocked: then nothing is judged, and no reply held back for it. */
    static @Nullable Moderation moderation(ContentSettings content) {
        var words = new ArrayList<>(content.blockedWords());
        Path file = content.blockedWordsFile();
        if (file != null) {
            words.addAll(read(file));
        }
        try {
            return words.isEmpty() ? null : new BlockedWords(words);
        } catch (IllegalArgumentException e) {
            throw refused("content.blocked_words", String.valueOf(e.getMessage()));
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith(COMMENT))
                    .toList();
        } catch (IOException e) {
            throw refused("content.blocked_words_file", "can't be read as a text in UTF-8: " + e);
        }
    }

    private static SettingsException refused(String key, String rule) {
        return new SettingsException(List.of(new Problem(key, null, rule, null)));
    }
}
