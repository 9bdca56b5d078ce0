package dev.parley.adapter.rest;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads a request's body whole, within a size and a time. */
final class BodyBytes {

    private final int largest;
    private final long longestNanos;

    /**
     * Reads bodies up to a size.
     *
     * @param largest in bytes
     * @param longest how long one may take to come
     */
    BodyBytes(int largest, Duration longest) {
        this.largest = largest;
        this.longestNanos = longest.toNanos();
    }

    byte[] read(ContainerRequestContext request) {
        if (request.getLength() > largest) {
            throw new ClientErrorException(413);
        }
        try {
            return read(request.getEntityStream());
        } catch (IOException e) {
            throw new BadRequestException(e);
        }
    }

    private byte[] read(InputStream body) throws IOException {
        var all = new ByteArrayOutputStream();
        byte[] some = new byte[8_192];
        long begun = System.nanoTime();
        for (int count = body.read(some); count >= 0; count = body.read(some)) {
            all.write(some, 0, count);
            if (all.size() > largest) {
                throw new ClientErrorException(413);
            }
            if (System.nanoTime() - begun > longestNanos) {
                throw new ClientErrorException(408);
            }
        }
        return all.toByteArray();
    }
}
