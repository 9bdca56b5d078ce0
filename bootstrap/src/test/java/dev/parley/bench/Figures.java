package dev.parley.bench;

import java.util.Arrays;

/** Collects measurements from many threads; gives percentiles. */
final class Figures {

    private final long[] nanos;
    private int count;

    Figures(int capacity) {
        nanos = new long[capacity];
    }

    synchronized void add(long value) {
        if (count < nanos.length) {
            nanos[count++] = value;
        }
    }

    synchronized int count() {
        return count;
    }

    synchronized void clear() {
        count = 0;
    }

    /** In milliseconds. */
    synchronized double percentile(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1, Math.round(share * (count - 1)))] / 1e6;
    }

    /** The middle one. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
