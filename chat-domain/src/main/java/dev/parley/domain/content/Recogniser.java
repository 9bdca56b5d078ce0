package dev.parley.domain.content;

/** Knows one kind of text by its looks. Looks a limited way ahead, and keeps nothing from one call to the next. */
@FunctionalInterface
interface Recogniser {

    /** That there is none. */
    int NONE = -1;

    /** Where the one ends that begins at this index; {@link #NONE} if none begins there. */
    int end(Sight sight, int start);
}
