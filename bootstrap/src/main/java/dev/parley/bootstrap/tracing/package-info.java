/**
 * What becomes of a question, on its way over the nodes: the one place that knows OpenTelemetry. Parts are traced from
 * outside, by what is put around their ports; where nothing is traced nothing is put around anything. No context travels
 * between nodes: a question's trace and its root follow from the question's id, which every node knows. Within a node the
 * current span is in the log's context, which the core hands on from thread to thread. Spans and attributes are a
 * catalogue, {@code docs/traces.md}, which a test holds together with what comes. There are never names of users in them,
 * nor texts.
 */
@NullMarked
package dev.parley.bootstrap.tracing;

import org.jspecify.annotations.NullMarked;
