package dev.parley.adapter.llm;

/** What comes next in an answer's body. */
sealed interface AnswerPart permits Chunk, AnswerPart.Done, AnswerPart.EndOfBody {

    /** The provider says {@code [DONE]}. */
    record Done() implements AnswerPart {}

    /** The body is over, or breaks off in the middle of a chunk. */
    record EndOfBody() implements AnswerPart {}
}
