package dev.codevar.files.npz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Joined checksums are the JDK's of both stretches in a row. */
class Crc32Test {

    private static long crc(byte[] bytes, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        return crc.getValue();
    }

    @Test
    void joinsAnyLengths() {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        for (int middle : new int[] {0, 1, 2, 127, 128, 65_536, 99_999, 100_000}) {
            assertThat(Crc32.join(crc(bytes, 0, middle), crc(bytes, middle, bytes.length), bytes.length - middle))
                    .isEqualTo(crc(bytes, 0, bytes.length));
        }
    }
}
