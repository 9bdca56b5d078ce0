package dev.parley.bootstrap.terminal;

import org.jspecify.annotations.Nullable;

/** What is to be done because of a frame. */
sealed interface Effect {

    /** Show more of the reply. */
    record Append(String text) implements Effect {}

    /** What was shown of the reply does not count any more; this does. */
    record Replace(String text) implements Effect {}

    /** The reply is over. */
    record End(Frame.How how, @Nullable String errorCode) implements Effect {}

    /** Show what somebody else said. */
    record Said(String from, String text) implements Effect {}

    /** Tell that something was refused. */
    record Complain(String code, String message, String details) implements Effect {}

    /** Send what is not acknowledged again, after a while. */
    record SendAgain() implements Effect {}

    /** Something was missed: connect anew and resume. */
    record Resync() implements Effect {}

    /** Too much was missed: read the history anew. */
    record Reload() implements Effect {}

    /** The server asked us to come back after a while. */
    record ComeBack(long afterMillis) implements Effect {}

    /** The session is gone. */
    record Gone() implements Effect {}
}
