package dev.parley.domain.preference;

/** A language the pages are written in. */
public enum PageLanguage {
    /** English. */
    ENGLISH("en"),
    /** Chinese in traditional characters, as in Taiwan. */
    TRADITIONAL_CHINESE("zh-TW"),
    /** Chinese in simplified characters, as in China. */
    SIMPLIFIED_CHINESE("zh-CN");

    private final String tag;

    PageLanguage(String tag) {
        this.tag = tag;
    }

    /** Its BCP 47 tag. */
    public String tag() {
        return tag;
    }

    /**
     * The language with a tag.
     *
     * @throws IllegalArgumentException if no page is written in it
     */
    public static PageLanguage ofTag(String tag) {
        for (PageLanguage language : values()) {
            if (language.tag.equals(tag)) {
                return language;
            }
        }
        throw new IllegalArgumentException("must be en, zh-TW or zh-CN");
    }
}
