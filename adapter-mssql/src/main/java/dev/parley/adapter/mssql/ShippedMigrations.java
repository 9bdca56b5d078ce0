package dev.parley.adapter.mssql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** The migrations of this program, read from the files themselves, so that no list of them has to be kept. */
final class ShippedMigrations {

    private static final Pattern FILE = Pattern.compile("V([1-9][0-9]*)__([a-z0-9_]+)\\.sql");

    private final ClassLoader loader;

    private ShippedMigrations(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * All in some folders, in the order of their versions. Blocks for reading.
     *
     * @param folders names of resources, without a slash at their ends
     * @throws IOException if a folder is not there, or holds something else than numbered migrations, too
     */
    static List<Migration> in(ClassLoader loader, List<String> folders) throws IOException {
        var shipped = new ShippedMigrations(loader);
        List<Migration> all = new ArrayList<>();
        for (String folder : folders) {
            for (String file : shipped.files(folder)) {
                all.add(shipped.migration(folder, file));
            }
        }
        all.sort(Comparator.comparingInt(migration -> Integer.parseInt(migration.version())));
        return all;
    }

    private List<String> files(String folder) throws IOException {
        URL place = loader.getResource(folder);
        if (place == null) {
            throw new FileNotFoundException("no resource " + folder);
        }
        if (place.openConnection() instanceof JarURLConnection jar) {
            return filesOfJar(jar);
        }
        try (Stream<Path> files = Files.list(Path.of(URI.create(place.toString())))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static List<String> filesOfJar(JarURLConnection connection) throws IOException {
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            String folder = connection.getEntryName().replaceFirst("/?$", "/");
            return jar.stream()
                    .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(folder))
                    .map(entry -> entry.getName().substring(folder.length()))
                    .toList();
        }
    }

    private Migration migration(String folder, String file) throws IOException {
        Matcher name = FILE.matcher(file);
        if (!name.matches()) {
            throw new IOException(folder + "/" + file + " is no numbered migration");
        }
        return new Migration(name.group(1), name.group(2).replace('_', ' '), checksum(folder + "/" + file));
    }

    /** As the history counts it: whatever ends the lines. */
    private int checksum(String resource) throws IOException {
        InputStream content = loader.getResourceAsStream(resource);
        if (content == null) {
            throw new FileNotFoundException("no resource " + resource);
        }
        CRC32 sum = new CRC32();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(content, UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                sum.update(line.getBytes(UTF_8));
            }
        }
        return (int) sum.getValue();
    }
}
