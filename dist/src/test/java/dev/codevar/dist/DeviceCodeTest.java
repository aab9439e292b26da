package dev.codevar.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** On fat binaries written out by hand, with other bytes around and between them. */
class DeviceCodeTest {
    private static final int HEADER = 64;

    @Test
    void onlyOneArchitecturesCodeIsLeft() {
        ByteBuffer library = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        put(library.position(40), new int[] {80, 24}, new int[] {90, 16}, new int[] {100, 8});
        put(library.position(512), new int[] {90, 40}, new int[] {75, 32});
        byte[] before = library.array().clone();
        assertThat(DeviceCode.keep(90, library)).isEqualTo(16 + 40);

        // 80, 100 and 75, each behind its header.
        Arrays.fill(before, 40 + 16 + HEADER, 40 + 16 + HEADER + 24, (byte) 0);
        int of100 = 40 + 16 + HEADER + 24 + HEADER + 16 + HEADER;
        Arrays.fill(before, of100, of100 + 8, (byte) 0);
        int of75 = 512 + 16 + HEADER + 40 + HEADER;
        Arrays.fill(before, of75, of75 + 32, (byte) 0);
        assertThat(library.array()).isEqualTo(before);
    }

    @Test
    void aGpuRunsCodeOfItsOwnGeneration() {
        ByteBuffer library = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        put(library.position(40), new int[] {75, 24}, new int[] {80, 16}, new int[] {100, 8}, new int[] {103, 8});
        assertThat(DeviceCode.runnable(86, library)).hasValue(80);
        assertThat(DeviceCode.runnable(89, library)).hasValue(80);
        assertThat(DeviceCode.runnable(103, library)).hasValue(103);
        assertThat(DeviceCode.runnable(90, library)).isEmpty();
        assertThat(DeviceCode.runnable(70, library)).isEmpty();
    }

    /** Each entry is an architecture and the bytes of its code. */
    private static void put(ByteBuffer to, int[]... entries) {
        to.putInt(0xBA55ED50).putShort((short) 1).putShort((short) 16);
        to.putLong(Arrays.stream(entries)
                .mapToLong(entry -> (long) HEADER + entry[1])
                .sum());
        for (int[] entry : entries) {
            int begin = to.position();
            to.putShort((short) 2).putShort((short) 0x101).putInt(HEADER).putLong(entry[1]);
            to.putInt(begin + 28, entry[0]).position(begin + HEADER);
            for (int i = 0; i < entry[1]; i++) {
                to.put((byte) (i + 1));
            }
        }
    }
}
