package dev.parley.domain.reply;

/** Why a complete reply is complete. The wire uses the names in lower case. */
public enum FinishReason {
    /** The model had said all. */
    STOP,
    /** A stop word was met. */
    STOP_WORD,
    /** The model or Parley reached the longest reply allowed. */
    LENGTH,
    /** The provider's own filter ended it. */
    CONTENT_FILTER
}
