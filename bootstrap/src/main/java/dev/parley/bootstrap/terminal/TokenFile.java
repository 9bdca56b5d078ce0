package dev.parley.bootstrap.terminal;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Keeps the token for one server, for its owner's eyes only. */
final class TokenFile {

    private final Path folder;
    private final Path file;

    TokenFile(Path folder, URI server) {
        String name = server.getHost() + "_" + server.getPort();
        this.folder = folder;
        this.file = folder.resolve(name.replaceAll("[^A-Za-z0-9._-]", "_"));
    }

    Optional<String> read() throws IOException {
        try {
            return Optional.of(Files.readString(file).strip()).filter(token -> !token.isEmpty());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(String token) throws IOException {
        Files.createDirectories(folder);
        Path made = Files.createTempFile(folder, "new", "", ownerOnly());
        Files.writeString(made, token);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private FileAttribute<?>[] ownerOnly() throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
