package dev.parley.domain.content;

/** A text that counts how often somebody looks at one of its characters. */
final class CountedText implements CharSequence {

    private final String text;
    private long reads;

    CountedText(String text) {
        this.text = text;
    }

    long reads() {
        return reads;
    }

    @Override
    public char charAt(int index) {
        reads++;
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        reads += end - start;
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
