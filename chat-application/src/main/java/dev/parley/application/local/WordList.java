package dev.parley.application.local;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Finds any of many words in a text, reading the text once (Aho and Corasick). Built once; then never changed, and read by
 * any thread.
 */
final class WordList {

    private final Node root = new Node(null);

    /** The end of a beginning of some words. */
    private static final class Node {

        private final Map<Character, Node> next = new HashMap<>(2);

        /** The longest other beginning this one ends in. */
        private @Nullable Node fallback;

        /** The nearest of these that is a whole word. */
        private @Nullable Node shorterWord;

        /** How long the word is that ends here; 0 if none does. */
        private int length;

        private Node(@Nullable Node fallback) {
            this.fallback = fallback;
        }
    }

    /** Decides whether a word found at a place counts. */
    @FunctionalInterface
    interface Condition {
        boolean holds(int start, int end);
    }

    WordList(Collection<String> words) {
        words.forEach(this::add);
        link();
    }

    private void add(String word) {
        Node node = root;
        for (int i = 0; i < word.length(); i++) {
            node = node.next.computeIfAbsent(word.charAt(i), unit -> new Node(root));
        }
        node.length = word.length();
    }

    private void link() {
        Queue<Node> waiting = new ArrayDeque<>(List.of(root));
        for (Node node = waiting.poll(); node != null; node = waiting.poll()) {
            for (Map.Entry<Character, Node> step : node.next.entrySet()) {
                Node child = step.getValue();
                if (node != root) {
                    child.fallback = follow(node.fallback, step.getKey());
                }
                Node shorter = child.fallback;
                child.shorterWord = shorter == null || shorter.length > 0 ? shorter : shorter.shorterWord;
                waiting.add(child);
            }
        }
    }

    private Node follow(@Nullable Node from, char unit) {
        Node node = from;
        while (node != null) {
            Node next = node.next.get(unit);
            if (next != null) {
                return next;
            }
            node = node.fallback;
        }
        return root;
    }

    /** Whether one of the words is in the text, at a place where the condition holds. */
    boolean isIn(String text, Condition condition) {
        Node node = root;
        for (int i = 0; i < text.length(); i++) {
            node = follow(node, text.charAt(i));
            Node word = node.length > 0 ? node : node.shorterWord;
            while (word != null) {
                if (condition.holds(i + 1 - word.length, i + 1)) {
                    return true;
                }
                word = word.shorterWord;
            }
        }
        return false;
    }
}
