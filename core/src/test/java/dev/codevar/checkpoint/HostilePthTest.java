package dev.codevar.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.PthFiles.View;
import dev.codevar.fault.CodeVarException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken, foreign and hostile {@code .pth} files: one clear line each, and nothing worse. */
class HostilePthTest {
    private static final View VIEW = PthFiles.floats("0", 1, 2, 3, 4);

    @TempDir
    Path folder;

    private void refuses(byte[] file, String... reasons) {
        Path path = PthFiles.write(folder.resolve("bad.pth"), file);
        assertThatThrownBy(() -> Checkpoint.open(path))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining(path.toString())
                .message()
                .doesNotContain("\n")
                .satisfies(message -> {
                    for (String reason : reasons) {
                        assertThat(message).contains(reason);
                    }
                });
    }

    private void refusesPickle(Pickles pickle, String... reasons) {
        Map<String, byte[]> entries = PthFiles.entries(pickle.bytes());
        entries.put("archive/data/0", VIEW.storage().array());
        refuses(PthFiles.zip(entries), reasons);
    }

    private void refusesView(View view, String... reasons) {
        refuses(PthFiles.bytes(Map.of("w", view)), reasons);
    }

    @Test
    void refusesViewsOutsideTheirStorage() {
        refusesView(VIEW.as(1, List.of(4L), List.of(1L)), "'w'", "offset 1", "do not fit its storage of 4 elements");
        refusesView(VIEW.as(0, List.of(2L, 2L), List.of(3L, 1L)), "do not fit");
        refusesView(VIEW.as(0, List.of(5L), List.of(0L)), "do not fit");
        refusesView(VIEW.as(Long.MAX_VALUE, List.of(1L), List.of(1L)), "do not fit");
        refusesView(VIEW.as(0, List.of(3L), List.of(Long.MAX_VALUE)), "do not fit");
        refusesView(VIEW.as(0, List.of(1L << 62, 4L), List.of(0L, 0L)), "impossible shape");
        refusesView(VIEW.as(0, List.of(4L, 1L), List.of(1L)), "do not fit");
        refusesView(VIEW.as(-1, List.of(1L), List.of(1L)), "the number -1");
        refusesView(VIEW.as(0, List.of(-4L), List.of(1L)), "the number -4");
        refusesView(VIEW.as(0, List.of(1L), List.of(-1L)), "the number -1");
        refusesView(VIEW.as(5, List.of(0L), List.of(1L)), "do not fit");
        refusesView(VIEW.as(0, Collections.nCopies(17, 1L), Collections.nCopies(17, 1L)), "17 sizes");
    }

    @Test
    void refusesStoragesThatDoNotMatchTheirEntry() {
        Map<String, byte[]> entries = PthFiles.entries(PthFiles.pickle(Map.of("w", VIEW)));
        refuses(PthFiles.zip(entries), "'w'", "storage 'data/0' is missing");
        for (int size : new int[] {0, 12, 15, 17, 20}) {
            entries.put("archive/data/0", new byte[size]);
            refuses(PthFiles.zip(entries), "'w'", size + " bytes where 4 elements of 4 bytes belong");
        }
    }

    @Test
    void refusesArchivesThatTorchDoesNotWrite() {
        Map<String, byte[]> good = PthFiles.entries(PthFiles.pickle(Map.of()));
        Map<String, byte[]> entries = new LinkedHashMap<>(good);
        entries.put("archive/byteorder", PthFiles.ascii("big"));
        refuses(PthFiles.zip(entries), "byte order");
        entries.put("archive/byteorder", new byte[1 << 20]);
        refuses(PthFiles.zip(entries), "byte order");
        entries = new LinkedHashMap<>(good);
        entries.remove("archive/data.pkl");
        refuses(PthFiles.zip(entries), "without data.pkl");
        entries.put("archive/data.pkl", new byte[(16 << 20) + 1]);
        refuses(PthFiles.zip(entries), "data.pkl has 16777217 bytes");
        entries = new LinkedHashMap<>(good);
        entries.put("other/data.pkl", new byte[1]);
        refuses(PthFiles.zip(entries), "several root folders, 'archive/' and 'other/'");
        refuses(PthFiles.zip(Map.of("data.pkl", new byte[1])), "'data.pkl' lies outside a root folder");
        refuses(PthFiles.zip(Map.of()), "without data.pkl");
    }

    @Test
    void refusesTheSameEntryTwice() {
        Map<String, byte[]> entries = PthFiles.entries(PthFiles.pickle(Map.of()));
        entries.put("archive/data/0", new byte[4]);
        entries.put("archive/data/1", new byte[4]);
        byte[] file = PthFiles.zip(entries);
        refuses(replace(file, "archive/data/1", "archive/data/0"), "'archive/data/0' is there twice");
    }

    @Test
    void refusesCompressedEntries() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(PthFiles.pickle(Map.of("w", VIEW)));
        }
        refuses(bytes.toByteArray(), "'archive/data.pkl' is compressed");
    }

    @Test
    void refusesADirectoryThatLies() {
        byte[] file = PthFiles.bytes(Map.of("w", VIEW));
        int end = file.length - 22;
        ByteBuffer view = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int directory = view.getInt(end + 16);
        for (int field : new int[] {20, 24, 42}) { // stored size, plain size, place of the local header
            byte[] copy = file.clone();
            ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + field, 0x7fffff00);
            refuses(copy);
        }
        byte[] copy = file.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(end + 16, 0x7fffff00); // place of the directory
        refuses(copy);
        // The second entry's header instead of the first's: another name stands there.
        copy = file.clone();
        int next = directory + 46 + view.getShort(directory + 28) + view.getShort(directory + 30);
        int second = view.getInt(next + 42);
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 42, second);
        refuses(copy, "not where the zip directory says");
    }

    @Test
    void refusesADirectoryAsLargeAsTheMemory() {
        Map<String, byte[]> entries = PthFiles.entries(PthFiles.pickle(Map.of()));
        for (int i = 0; i < 400; i++) {
            entries.put("archive/" + i + "x".repeat(60_000), new byte[0]);
        }
        refuses(PthFiles.zip(entries), "directory is too large");
    }

    @Test
    void refusesForeignFiles() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
        refuses(png, "neither a .pth file");
        refuses(new byte[0], "neither a .pth file");
        refuses("Not found\n".getBytes(StandardCharsets.UTF_8), "neither a .pth file");
        refuses("<!DOCTYPE html><html>".getBytes(StandardCharsets.UTF_8), "neither a .pth file");
        refuses(new Pickles().raw(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46).bytes(), "before version 1.6");
        refuses(new byte[] {'P', 'K', 3, 4}, "zip directory is broken");
        assertThatThrownBy(() -> Checkpoint.open(folder.resolve("absent")))
                .hasMessageEndingWith("absent: no such file or folder");
        assertThatThrownBy(() -> Checkpoint.open(folder)).isInstanceOf(CodeVarException.class);
    }

    @Test
    void refusesPicklesWithoutAStateDict() {
        refusesPickle(
                Pickles.protocol2()
                        .ops("}(")
                        .text("epoch")
                        .number(3)
                        .text("trainer")
                        .ops("}u."),
                "holds a dict with the keys 'epoch', 'trainer' and nowhere a state_dict");
        refusesPickle(Pickles.protocol2().ops("}").text("model").ops("}s."), "'model' and nowhere");
        refusesPickle(Pickles.protocol2().ops("}").number(1).tensor(VIEW).ops("s."), "'1' and nowhere");
        refusesPickle(Pickles.protocol2().tensor(VIEW).ops("."), "holds a value of type PickledTensor and");
        refusesPickle(Pickles.protocol2().ops("N."), "holds None and nowhere");
        refusesPickle(
                Pickles.protocol2().global("models", "VAR").ops(")").raw(0x81).ops("}b."), "Python's 'models.VAR'");
        refusesPickle(Pickles.protocol2().ops("](."), "holds");
    }

    @Test
    void refusesNumberFormatsThatTorchAloneHas() {
        refusesPickle(
                Pickles.protocol2()
                        .ops("}")
                        .text("w")
                        .global("torch._utils", "_rebuild_tensor_v2")
                        .ops("(")
                        .storage("ComplexFloatStorage", "0", 2)
                        .number(0)
                        .tuple(2)
                        .tuple(1)
                        .raw(0x89)
                        .ops("NtRs."),
                "tensor 'w' lies in a 'torch.ComplexFloatStorage'");
    }

    private static byte[] replace(byte[] file, String from, String to) {
        return new String(file, StandardCharsets.ISO_8859_1).replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }
}
