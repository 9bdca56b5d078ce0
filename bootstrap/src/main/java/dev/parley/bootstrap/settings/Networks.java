package dev.parley.bootstrap.settings;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;

/**
 * Some networks; tells whether an address is in one of them.
 *
 * @param all of them
 */
public record Networks(List<Network> all) implements Predicate<InetAddress> {

    /** Copies the list. */
    public Networks {
        all = List.copyOf(all);
    }

    @Override
    public boolean test(InetAddress address) {
        return all.stream().anyMatch(network -> network.contains(address));
    }
}
