package dev.parley.application.contract;

import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.NodeLeases;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionStore;

/**
 * The four stores over one backend.
 *
 * @param sessions keeps sessions
 * @param conversations keeps messages and events
 * @param replies keeps replies as work
 * @param leases says who is alive
 */
public record Stores(SessionStore sessions, ConversationStore conversations, ReplyJobs replies, NodeLeases leases) {}
