package dev.parley.bootstrap;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A real collector of traces on a free port, which takes OTLP over HTTP and remembers it. */
final class TestCollector implements AutoCloseable {

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Received> spans = new ConcurrentLinkedQueue<>();
    private final Queue<String> keys = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Manner manner;

    /** How it answers. */
    enum Manner {
        TAKING,
        REFUSING,
        HANGING
    }

    /**
     * A span that came.
     *
     * @param from the node
     */
    record Received(String from, Map<String, String> resource, Span span) {

        String name() {
            return span.getName();
        }

        String trace() {
            return hex(span.getTraceId().toByteArray());
        }

        String id() {
            return hex(span.getSpanId().toByteArray());
        }

        /** Empty for a root. */
        String parent() {
            return hex(span.getParentSpanId().toByteArray());
        }

        /** As text; empty if there is none. */
        String attribute(String name) {
            return attributesOf(span.getAttributesList()).getOrDefault(name, "");
        }

        Set<String> attributes() {
            return attributesOf(span.getAttributesList()).keySet();
        }

        boolean failed() {
            return span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR;
        }
    }

    private TestCollector(HttpServer http, Manner manner) {
        this.http = http;
        this.manner = manner;
    }

    static TestCollector start() throws IOException {
        return start(Manner.TAKING);
    }

    static TestCollector start(Manner manner) throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var collector = new TestCollector(http, manner);
        http.createContext("/v1/traces", collector::take);
        http.setExecutor(collector.threads);
        http.start();
        return collector;
    }

    /** What a server is configured with. */
    String address() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Key")));
        var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
        switch (manner) {
            case TAKING -> {
                request.getResourceSpansList().forEach(this::remember);
                byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
                exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            }
            case REFUSING -> exchange.sendResponseHeaders(400, -1);
            case HANGING -> hang();
        }
        exchange.close();
    }

    private void hang() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remember(ResourceSpans some) {
        Map<String, String> resource = attributesOf(some.getResource().getAttributesList());
        String from = resource.get("service.instance.id");
        some.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .forEach(span -> spans.add(new Received(from, resource, span)));
    }

    private static Map<String, String> attributesOf(List<KeyValue> attributes) {
        return attributes.stream().collect(toMap(KeyValue::getKey, attribute -> text(attribute.getValue())));
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case ARRAY_VALUE -> text(value.getArrayValue().getValues(0));
            default -> throw new AssertionError("not expected: " + value);
        };
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    List<Received> all() {
        return List.copyOf(spans);
    }

    /** Those of one trace. */
    List<Received> trace(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    /** What each request had in X-Key. */
    Set<String> keys() {
        return keys.stream().collect(toSet());
    }

    /** How many have come. */
    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        closed.countDown();
        http.stop(0);
        threads.shutdownNow();
    }
}
