package dev.parley.application.local;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 in Galois/Counter Mode under one key, each time with a nonce of its own that goes before what was sealed. Ciphers
 * are kept for the next caller, as many as were in use at once: to find one and to make it ready for a key takes several
 * times as long as to seal a message. Thread-safe, never blocks; shows no key.
 */
final class AesGcm {

    /** How long a key is. */
    static final int KEY_BYTES = 32;

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final Queue<Cipher> idle = new ConcurrentLinkedQueue<>();

    /** @param key copied */
    AesGcm(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key must have " + KEY_BYTES + " bytes, had " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * Seals some bytes.
     *
     * @param bound what must be the same when it is opened
     */
    byte[] seal(SecureRandom random, byte[] bound, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = new byte[NONCE_BYTES + plain.length + TAG_BITS / Byte.SIZE];
        System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
        try {
            Cipher cipher = ready(Cipher.ENCRYPT_MODE, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(bound);
            int length = cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            if (length != sealed.length - NONCE_BYTES) {
                throw new IllegalStateException("sealed " + length + " bytes");
            }
            idle.add(cipher);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + TRANSFORMATION, e);
        }
    }

    /** @throws AEADBadTagException if it was changed, or sealed by another key, or bound to something else */
    byte[] open(byte[] bound, byte[] sealed) throws AEADBadTagException {
        if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            throw new AEADBadTagException("too short");
        }
        try {
            Cipher cipher = ready(Cipher.DECRYPT_MODE, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            cipher.updateAAD(bound);
            byte[] plain = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            idle.add(cipher);
            return plain;
        } catch (AEADBadTagException changed) {
            throw changed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + TRANSFORMATION, e);
        }
    }

    /** One that nobody else uses. It knows the key already if it was used before, and what failed does not come back. */
    private Cipher ready(int mode, GCMParameterSpec nonce) throws GeneralSecurityException {
        Cipher kept = idle.poll();
        Cipher cipher = kept == null ? Cipher.getInstance(TRANSFORMATION) : kept;
        cipher.init(mode, key, nonce);
        return cipher;
    }
}
