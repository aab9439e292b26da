package dev.codevar.files.npz;

import static dev.codevar.files.npz.NpzFixtures.FOLDER;
import static dev.codevar.files.npz.NpzFixtures.refuses;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.fault.CodeVarException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken and hostile files: one clear line each, and nothing worse. */
class HostileNpzTest {
    private static final int CENTRAL_SIZE = 24;

    @TempDir
    Path folder;

    private Path write(byte[] bytes) {
        try {
            Path file = folder.resolve("bad.npz");
            // Some file systems wait for the disk when a file is written over.
            Files.deleteIfExists(file);
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void refusesNpz(byte[] bytes, String... reasons) {
        Path file = write(bytes);
        refuses(file, () -> NpzFixtures.readAll(file), reasons);
    }

    private void refusesNpy(byte[] bytes, String... reasons) {
        Path file = write(bytes);
        refuses(file, () -> NpzFixtures.readAll(NpyFile.open(file)), reasons);
    }

    private static byte[] npy(NpyHeader header, int data) {
        byte[] bytes = header.toBytes();
        return Arrays.copyOf(bytes, bytes.length + data);
    }

    /** {@return an archive of one entry} */
    private static byte[] zip(String name, boolean deflated, byte[] start, long zeros) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry(name);
            if (!deflated) {
                CRC32 crc = new CRC32();
                crc.update(start);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(start.length);
                entry.setCrc(crc.getValue());
            }
            zip.setLevel(1);
            zip.putNextEntry(entry);
            zip.write(start);
            byte[] block = new byte[1 << 20];
            for (long left = zeros; left > 0; left -= block.length) {
                zip.write(block, 0, (int) Math.min(left, block.length));
            }
        }
        return bytes.toByteArray();
    }

    private static int central(byte[] zip) {
        return new String(zip, ISO_8859_1).lastIndexOf("PK\u0001\u0002");
    }

    private static byte[] claimingSize(byte[] zip, int size) {
        ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(central(zip) + CENTRAL_SIZE, size);
        return zip;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesShapesThatLie(boolean deflated) throws IOException {
        NpyHeader header = NpyHeader.of(NpyType.FLOAT32, 5, 2);
        refusesNpz(zip("a.npy", deflated, npy(header, 39), 0), "'a'", "holds 39 bytes of data, but <f4 (5, 2) is 40");
        refusesNpz(zip("a.npy", deflated, npy(header, 41), 0), "holds 41 bytes of data, but <f4 (5, 2) is 40");
        refusesNpz(zip("a.npy", deflated, header.toBytes(), 0), "holds 0 bytes");
        refusesNpz(zip("a.npy", deflated, npy(NpyHeader.of(NpyType.UINT8, 0), 1), 0), "holds 1 bytes");
        NpyHeader huge = NpyHeader.of(NpyType.UINT8, Long.MAX_VALUE);
        refusesNpz(zip("a.npy", deflated, npy(huge, 10), 0), "is 9223372036854775807");
        refusesNpy(npy(header, 39), "holds 39 bytes");
        refusesNpy(npy(header, 41), "holds 41 bytes");
    }

    @Test
    void refusesDirectoriesThatLie() throws IOException {
        NpyHeader header = NpyHeader.of(NpyType.UINT8, 100);
        refusesNpz(
                claimingSize(zip("a.npy", true, npy(header, 101), 0), 228),
                "'a'",
                "holds more data than its shape says: |u1 (100,)");
        refusesNpz(claimingSize(zip("a.npy", true, npy(header, 99), 0), 228), "ends early, 1 bytes are missing");
        refusesNpz(claimingSize(zip("a.npy", false, npy(header, 100), 0), 227), "not where its zip directory says");
        byte[] elsewhere = zip("a.npy", false, npy(header, 100), 0);
        ByteBuffer.wrap(elsewhere).order(ByteOrder.LITTLE_ENDIAN).putInt(central(elsewhere) + 42, 100_000);
        refusesNpz(elsewhere, "not where its zip directory says");
    }

    @Test
    void readsNoMoreOfABombThanItsShapeSays() throws IOException {
        NpyHeader small = NpyHeader.of(NpyType.UINT8, 1000);
        byte[] bomb = zip("a.npy", true, small.toBytes(), 1L << 30);
        refusesNpz(bomb, "holds 1073741824 bytes of data, but |u1 (1000,) is 1000");
        refusesNpz(claimingSize(bomb, 1128), "holds more data than its shape says");
    }

    /** Only what is turned round is in memory as a whole. */
    @Test
    void refusesToTurnRoundWhatIsTooLarge() throws IOException {
        NpyHeader huge = NpyHeader.of(NpyType.FLOAT32, 1 << 15, 1 << 14);
        byte[] header =
                new String(huge.toBytes(), ISO_8859_1).replace("False", "True ").getBytes(ISO_8859_1);
        refusesNpz(zip("a.npy", true, header, 0), "in Fortran order and has 2147483648 bytes; up to 1073741824 are");
        byte[] column = new String(NpyHeader.of(NpyType.FLOAT32, 1L << 29, 1).toBytes(), ISO_8859_1)
                .replace("False", "True ")
                .getBytes(ISO_8859_1);
        refusesNpz(zip("a.npy", true, column, 0), "holds 0 bytes of data");
    }

    @Test
    void refusesDamagedData() {
        byte[] stored = NpzFixtures.bytes("one.npz");
        byte[] flipped = stored.clone();
        flipped[250] ^= 1;
        refusesNpz(flipped, "'arr_0'", "damaged", "the archive says");
        byte[] deflated = NpzFixtures.bytes("deflated.npz");
        Arrays.fill(deflated, 80, 90, (byte) 0xFF);
        refusesNpz(deflated, "'arr_0'", "compressed data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {"objects.npy:Python objects", "structures.npy:structures", "complex.npy:'>c8'", "text.npy:'<U2'"})
    void refusesWhatIsNotRead(String name, String reason) throws IOException {
        Path file = FOLDER.resolve(name);
        refuses(file, () -> NpyFile.open(file), reason);
        refusesNpz(zip("a.npy", true, NpzFixtures.bytes(name), 0), "'a'", reason);
    }

    @Test
    void refusesEntriesThatAreNotArrays() throws IOException {
        refusesNpz(zip("notes.txt", true, new byte[3], 0), "'notes.txt' is no npy file");
        refusesNpz(zip("a.npy", true, "hello, world".getBytes(US_ASCII), 0), "'a'", "does not begin as an npy file");
        refusesNpz(zip("a.npy", true, new byte[0], 0), "'a'", "does not begin as an npy file");
        refusesNpz(zip("a\nb.npy", true, new byte[0], 0), "'a b'");
    }

    /** Most zip readers stop without a word where the directory goes wrong, or believe a name in it. */
    @Test
    void refusesDirectoriesOfFewerOrOtherEntries() {
        byte[] broken = NpzFixtures.bytes("stored.npz");
        broken[central(broken)] ^= 1;
        refusesNpz(broken, "its zip directory is broken after 7 entries");
        byte[] fewer = NpzFixtures.bytes("stored.npz");
        fewer[fewer.length - 12] = 7;
        refusesNpz(fewer, "has 8 entries, the archive's end says 7");
        byte[] renamed = NpzFixtures.bytes("one.npz");
        renamed[central(renamed) + 46] = 'b';
        refusesNpz(renamed, "'brr_0.npy' is not where");
        byte[] absurd = NpzFixtures.bytes("one.npz");
        Arrays.fill(absurd, absurd.length - 10, absurd.length - 2, (byte) 0xF0);
        refusesNpz(absurd, "its zip directory of 4042322160 bytes is larger than");
        byte[] elsewhere = NpzFixtures.bytes("one.npz");
        elsewhere[elsewhere.length - 6]++;
        refusesNpz(elsewhere, "its zip directory is not where the archive's end says");
    }

    @Test
    void refusesNamesThatAreThereTwice() throws IOException {
        byte[] npy = npy(NpyHeader.of(NpyType.UINT8, 1), 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("a.npy", "b.npy")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(npy);
            }
        }
        refusesNpz(bytes.toString(ISO_8859_1).replace("b.npy", "a.npy").getBytes(ISO_8859_1), "the array 'a' twice");
    }

    @Test
    void refusesWhatIsNoArchive() {
        refusesNpz(new byte[0], "no npz");
        refusesNpz(NpzFixtures.bytes("pixels.npy"), "does not begin as a zip archive");
        refusesNpz(new byte[10_000], "no npz");
        refusesNpy(NpzFixtures.bytes("one.npz"), "does not begin as an npy file");
        refuses(folder, () -> NpzReader.open(folder));
        refuses(folder, () -> NpyFile.open(folder));
        Path missing = folder.resolve("missing.npz");
        refuses(missing, () -> NpzReader.open(missing), "no such file");
        refuses(missing, () -> NpyFile.open(missing), "no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz", "zip64.npz", "orders.npz"})
    void refusesEveryTruncation(String name) {
        byte[] whole = NpzFixtures.bytes(name);
        for (int length = 0; length < whole.length; length++) {
            refusesNpz(Arrays.copyOf(whole, length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pixels.npy", "fortran4.npy", "big_f4.npy", "both_f8.npy"})
    void refusesEveryTruncationOfASingleArray(String name) {
        byte[] whole = NpzFixtures.bytes(name);
        for (int length = 0; length < whole.length; length++) {
            refusesNpy(Arrays.copyOf(whole, length));
        }
    }

    /** A damaged byte is either one of those that mean nothing, such as a date's, or refused. */
    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz", "zip64.npz", "orders.npz"})
    void noDamageChangesData(String name) {
        byte[] whole = NpzFixtures.bytes(name);
        List<ByteBuffer> expected = NpzFixtures.readAll(FOLDER.resolve(name));
        for (int at = 0; at < whole.length; at++) {
            for (int bits : new int[] {1, 0x80}) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) bits;
                Path file = write(damaged);
                try {
                    assertThat(NpzFixtures.readAll(file)).as("byte %d", at).isEqualTo(expected);
                } catch (CodeVarException e) {
                    refuses(file, () -> {
                        throw e;
                    });
                }
            }
        }
    }
}
