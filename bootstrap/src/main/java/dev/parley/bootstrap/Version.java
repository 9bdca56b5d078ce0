package dev.parley.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine;

/** Which Parley this is. */
final class Version implements CommandLine.IVersionProvider {

    private static final String FILE = "/dev/parley/bootstrap/version.properties";

    /** As the build says. */
    static String number() {
        try (InputStream in = Version.class.getResourceAsStream(FILE)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"parley " + number(), "on Java " + Runtime.version()};
    }
}
