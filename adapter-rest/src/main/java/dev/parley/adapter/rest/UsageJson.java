package dev.parley.adapter.rest;

import dev.parley.domain.reply.TokenUsage;

/** What a reply cost, on the wire. */
record UsageJson(int promptTokens, int completionTokens, boolean estimated) {

    static UsageJson from(TokenUsage usage) {
        return new UsageJson(usage.promptTokens(), usage.replyTokens(), usage.estimated());
    }
}
