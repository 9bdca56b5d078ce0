package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.TenantId;
import java.util.Optional;

/**
 * Keeps files that are small enough for memory. Thread-safe; every method blocks and throws {@link StoreException} if the
 * backend broke.
 *
 * <ol>
 *   <li>G1: a kept file is found by its tenant and key with the same bytes and type, and by no other tenant.
 *   <li>G2: keeping a file under a key that is taken replaces it whole: a reader gets the old or the new one, never a
 *       mixture, also after the process was killed meanwhile.
 *   <li>G3: a deleted file is not found; deleting it again changes nothing.
 *   <li>G4: whatever tenants and keys are asked for, nothing outside the store is read or written.
 *   <li>G5: deleting a folder removes the tenant's files whose key begins with its name and a slash, and no others.
 * </ol>
 */
public interface FileStore {

    /** Keeps a file. */
    void keep(TenantId tenant, Key key, File file);

    /** Looks a file up. */
    Optional<File> find(TenantId tenant, Key key);

    /** Removes a file. Idempotent. */
    void delete(TenantId tenant, Key key);

    /** Removes all files of a folder and of the folders in it. Idempotent. */
    void deleteAll(TenantId tenant, Key folder);

    /**
     * The name of a file: parts of {@code a-z 0-9 _ -} with slashes between them, at most 200 characters.
     *
     * @param value never null
     */
    record Key(String value) {

        /** Refuses anything else. */
        public Key {
            if (value.length() > 200 || !value.matches("[a-z0-9_-]+(/[a-z0-9_-]+)*")) {
                throw new IllegalArgumentException("a file's key must be parts of a-z 0-9 _ - with slashes between");
            }
        }
    }

    /** A file. Immutable: its bytes are copied in and out. */
    final class File {

        private final String type;
        private final byte[] bytes;

        /**
         * A file of these bytes.
         *
         * @param type its media type
         * @param bytes what is in it
         */
        public File(String type, byte[] bytes) {
            this.type = requireNonNull(type, "type");
            this.bytes = bytes.clone();
        }

        /** Its media type. */
        public String type() {
            return type;
        }

        /** What is in it. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** How many bytes it has. */
        public int length() {
            return bytes.length;
        }

        @Override
        public String toString() {
            return "File[" + type + ", " + bytes.length + " bytes]";
        }
    }
}
