package dev.codevar.report.provenance;

import dev.codevar.EditSource;
import dev.codevar.picture.Mask;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short name for the content of a picture and its mask. */
public final class Fingerprint {

    private Fingerprint() {}

    /** {@return SHA-256 of pixels and mask} */
    public static String of(EditSource edit) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        digest.update(edit.picture().rgb());
        Mask mask = edit.mask();
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                digest.update((byte) (mask.regenerate(x, y) ? 1 : 0));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
