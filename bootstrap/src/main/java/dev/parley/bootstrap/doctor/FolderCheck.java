package dev.parley.bootstrap.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the data folder can be written, and has room. */
final class FolderCheck {

    private static final String SUBJECT = "data folder";
    private static final long MEGABYTE = 1 << 20;
    private static final long TOO_LITTLE = 100 * MEGABYTE;
    private static final long LITTLE = 1_024 * MEGABYTE;

    private final Path folder;

    FolderCheck(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    Finding run() {
        Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null) {
            return Finding.fail(SUBJECT, folder + " can't be made; set data_dir");
        }
        if (!Files.isDirectory(there)) {
            return Finding.fail(SUBJECT, there + " is no folder; set data_dir");
        }
        try {
            Files.delete(Files.createTempFile(there, "doctor", ""));
            return room(there, Files.getFileStore(there).getUsableSpace());
        } catch (IOException e) {
            return Finding.fail(
                    SUBJECT,
                    there + " can't be written (" + e.getClass().getSimpleName()
                            + "); give its user the right, or set data_dir");
        }
    }

    /** Whether so many free bytes are enough. */
    Finding room(Path there, long free) {
        String text = folder + (there.equals(folder) ? "" : " (made at the first start)") + ", " + free / MEGABYTE
                + " MB free";
        if (free < TOO_LITTLE) {
            return Finding.fail(SUBJECT, text + "; make room, or set data_dir to a larger disk");
        }
        return free < LITTLE ? Finding.warn(SUBJECT, text + "; make room soon") : Finding.ok(SUBJECT, text);
    }
}
