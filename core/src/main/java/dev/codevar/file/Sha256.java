package dev.codevar.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 that grows with the bytes that come in. */
public final class Sha256 {
    private static final int BLOCK = 1 << 20;

    private final MessageDigest digest;

    /** Of nothing yet. */
    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** {@return the hash of a whole file} */
    public static String of(Path file) throws IOException {
        Sha256 sha256 = new Sha256();
        try (FileChannel channel = FileChannel.open(file)) {
            sha256.addRest(channel);
        }
        return sha256.hex();
    }

    /** Adds what is left in the buffer. */
    public void add(ByteBuffer bytes) {
        digest.update(bytes);
    }

    /** Adds what the channel holds from its position on; a channel, so that an interrupt ends it. */
    public void addRest(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (channel.read(block) >= 0) {
            digest.update(block.flip());
            block.clear();
        }
    }

    /** {@return the hash in lower-case hexadecimal digits; begins anew afterwards} */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Forgets what was added. */
    public void startOver() {
        digest.reset();
    }
}
