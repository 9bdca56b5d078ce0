package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Network addresses that begin alike.
 *
 * @param first the lowest of them
 * @param prefix how many bits they have in common
 */
public record Network(InetAddress first, int prefix) {

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern WRITTEN =
            Pattern.compile("((?:" + OCTET + "\\.){3}" + OCTET + "|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(\\d{1,3}))?");

    /** Refuses a prefix that is too long, and a first address that is not the lowest. */
    public Network {
        requireNonNull(first, "first");
        int free = first.getAddress().length * 8 - prefix;
        boolean lowest = number(first).signum() == 0 || number(first).getLowestSetBit() >= free;
        if (free < 0 || !lowest) {
            throw new IllegalArgumentException("not the first address of a network with a prefix of " + prefix);
        }
    }

    /** Reads {@code 10.0.0.5} or {@code 10.0.0.0/8}; nobody is asked for a name. */
    static Network parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("not a network");
        }
        try {
            InetAddress first = InetAddress.getByName(written.group(1));
            String prefix = written.group(2);
            return new Network(first, prefix == null ? first.getAddress().length * 8 : Integer.parseInt(prefix));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address", e);
        }
    }

    boolean contains(InetAddress address) {
        int length = first.getAddress().length;
        return address.getAddress().length == length
                && number(address).xor(number(first)).bitLength() <= length * 8 - prefix;
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }
}
