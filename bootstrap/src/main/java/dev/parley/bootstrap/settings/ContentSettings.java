package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.content.PersonalData;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done about the content of texts.
 *
 * @param blockedWords words and phrases nobody may say; may be empty
 * @param blockedWordsFile where more of them are; null for none
 * @param masked kinds of personal data that are masked; may be empty
 * @param direction where they are
 */
public record ContentSettings(
        List<String> blockedWords, @Nullable Path blockedWordsFile, Set<PersonalData> masked, MaskDirection direction) {

    /** Refuses nulls where none are allowed; copies what can be changed. */
    public ContentSettings {
        blockedWords = List.copyOf(blockedWords);
        masked = Set.copyOf(masked);
        requireNonNull(direction, "direction");
    }
}
