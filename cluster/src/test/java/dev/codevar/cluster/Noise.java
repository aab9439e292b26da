package dev.codevar.cluster;

import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files of pictures of 32x32 pixels that chance has made. */
final class Noise {
    private Noise() {}

    /** {@return the file, written: each picture has a grey of its own, and on it noise of so many levels} */
    static Path pictures(Path file, int count, int spread, long seed) throws IOException {
        Random random = new Random(seed);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(NpyHeader.of(NpyType.UINT8, count, 32, 32, 3).toBytes());
            for (int i = 0; i < count; i++) {
                int level = random.nextInt(256 - spread);
                for (int j = 0; j < 32 * 32 * 3; j++) {
                    out.write(level + random.nextInt(spread));
                }
            }
        }
        return file;
    }
}
