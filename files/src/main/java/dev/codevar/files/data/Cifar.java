package dev.codevar.files.data;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * CIFAR-10 or CIFAR-100 in their binary form: records of labels and a picture of 32x32 pixels, first all its reds, then greens,
 * then blues.
 */
public final class Cifar implements PictureData {
    private static final int SIDE = 32;
    private static final int PIXELS = 3 * SIDE * SIDE;

    private final Layout layout;
    private final byte[] records;
    private final Optional<List<String>> names;

    private Cifar(Path folder, Layout layout, List<String> files) {
        this.layout = layout;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        files.forEach(file -> all.writeBytes(read(folder.resolve(file), layout)));
        records = all.toByteArray();
        names = names(folder.resolve(layout.nameFile()), layout.classes());
    }

    /** {@return whether a folder has files of CIFAR's} */
    static boolean isIn(Path folder) {
        return Layout.of(folder).isPresent();
    }

    /** {@return the pictures to train on, of the files in {@code folder}} */
    public static Cifar train(Path folder) {
        Layout layout = layout(folder);
        return new Cifar(folder, layout, layout.training());
    }

    /** {@return the pictures to test with, of the files in {@code folder}} */
    public static Cifar test(Path folder) {
        Layout layout = layout(folder);
        return new Cifar(folder, layout, List.of(layout.test()));
    }

    private static Layout layout(Path folder) {
        return Layout.of(folder)
                .orElseThrow(() -> new BrokenFileException(
                        folder + " has neither CIFAR-10's data_batch_1.bin nor CIFAR-100's train.bin"));
    }

    /**
     * One of the two forms.
     *
     * @param training the files to train on
     * @param test the file to test with
     * @param nameFile has the classes' names, one a line
     * @param labels the ends of the labels in front of a picture; the last is its class
     */
    private record Layout(List<String> training, String test, String nameFile, List<Integer> labels) {
        private static final List<Layout> ALL = List.of(
                new Layout(
                        List.of(
                                "data_batch_1.bin",
                                "data_batch_2.bin",
                                "data_batch_3.bin",
                                "data_batch_4.bin",
                                "data_batch_5.bin"),
                        "test_batch.bin",
                        "batches.meta.txt",
                        List.of(10)),
                new Layout(List.of("train.bin"), "test.bin", "fine_label_names.txt", List.of(20, 100)));

        static Optional<Layout> of(Path folder) {
            return ALL.stream()
                    .filter(one ->
                            Files.exists(folder.resolve(one.training.get(0))) || Files.exists(folder.resolve(one.test)))
                    .findFirst();
        }

        int recordBytes() {
            return labels.size() + PIXELS;
        }

        int classes() {
            return labels.get(labels.size() - 1);
        }
    }

    private static byte[] read(Path file, Layout layout) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
        int each = layout.recordBytes();
        if (content.length == 0 || content.length % each != 0) {
            throw new BrokenFileException(
                    file + " has " + content.length + " bytes, which is no multiple of a picture's " + each);
        }
        for (int i = 0; i < content.length / each; i++) {
            for (int place = 0; place < layout.labels().size(); place++) {
                int label = content[i * each + place] & 0xFF;
                int end = layout.labels().get(place);
                if (label >= end) {
                    throw new BrokenFileException(file + ": label " + label + " of picture " + i
                            + ", from 0, is not between 0 and " + (end - 1));
                }
            }
        }
        return content;
    }

    private static Optional<List<String>> names(Path file, int classes) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            // The published files end with an empty line.
            List<String> names = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (names.size() != classes) {
                throw new BrokenFileException(file + " has " + names.size() + " names, not " + classes);
            }
            return Optional.of(names);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    @Override
    public int count() {
        return records.length / layout.recordBytes();
    }

    @Override
    public int side() {
        return SIDE;
    }

    @Override
    public int classes() {
        return layout.classes();
    }

    @Override
    public int label(int index) {
        return records[pixels(index) - 1] & 0xFF;
    }

    /** Where a picture's pixels begin. */
    private int pixels(int index) {
        return (Objects.checkIndex(index, count()) + 1) * layout.recordBytes() - PIXELS;
    }

    @Override
    public Optional<List<String>> classNames() {
        return names;
    }

    @Override
    public Tensor batch(int... indexes) {
        if (indexes.length < 1) {
            throw new InvalidInputException("a batch of no pictures cannot be made");
        }
        byte[] shown = new byte[Math.multiplyExact(indexes.length, PIXELS)];
        for (int i = 0; i < indexes.length; i++) {
            System.arraycopy(records, pixels(indexes[i]), shown, i * PIXELS, PIXELS);
        }
        return Tensor.create(shown, indexes.length, 3, SIDE, SIDE);
    }
}
