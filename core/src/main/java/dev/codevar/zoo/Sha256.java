package dev.codevar.zoo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 that grows with the bytes that come in. */
final class Sha256 {
    private static final int BLOCK = 1 << 20;

    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String of(Path file) throws IOException {
        Sha256 sha256 = new Sha256();
        try (FileChannel channel = FileChannel.open(file)) {
            sha256.addRest(channel);
        }
        return sha256.hex();
    }

    void add(ByteBuffer bytes) {
        digest.update(bytes);
    }

    /** Adds what the channel holds from its position on; a channel, so that an interrupt ends it. */
    void addRest(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (channel.read(block) >= 0) {
            digest.update(block.flip());
            block.clear();
        }
    }

    /** The hash in lower-case hexadecimal digits; begins anew afterwards. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    void startOver() {
        digest.reset();
    }
}
