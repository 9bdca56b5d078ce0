package dev.parley.bootstrap.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What counts as one address: of IPv6 a whole /64, since that is what one household gets. */
public final class NetworkAddress {

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final int LONGEST = 64;
    private static final int PREFIX_BYTES = 8;

    private NetworkAddress() {}

    /** Equal for addresses that count as one. What is no address counts as it is. */
    public static String of(String written) {
        String plain = shortened(written).split("%", 2)[0];
        if (IPV6.matcher(plain).matches()) {
            try {
                // Nobody is asked for a name: it has a colon.
                InetAddress address = InetAddress.getByName(plain);
                return address instanceof Inet6Address ? prefix(address) : address.getHostAddress();
            } catch (UnknownHostException e) {
                return plain;
            }
        }
        return plain;
    }

    private static String prefix(InetAddress address) {
        return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), PREFIX_BYTES)) + "/64";
    }

    /** No address is longer; the pattern takes quadratic time for what is none. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
