package dev.codevar.files.data;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Scoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * Fashion-MNIST, or whatever has its form: ten classes of grey pictures of 28x28 pixels. They are shown with an edge of 2 black
 * pixels and three equal channels.
 */
public final class FashionMnist implements PictureData {
    /** Where Debian's package puts it. */
    public static final Path FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

    private static final String TRAIN = "train";
    private static final String TEST = "t10k";
    private static final String PICTURES = "-images-idx3-ubyte";
    private static final String LABELS = "-labels-idx1-ubyte";
    private static final int CLASSES = 10;
    private static final int EDGE = 2;
    private static final int STORED = 28;
    private static final int SIDE = STORED + 2 * EDGE;

    private final byte[] pixels;
    private final byte[] labels;

    private FashionMnist(IdxFile pictures, IdxFile classes) {
        int count = classes.size(0);
        if (pictures.size(1) != STORED || pictures.size(2) != STORED) {
            throw new BrokenFileException(pictures.file() + " has pictures of " + pictures.size(2) + "x"
                    + pictures.size(1) + " pixels, not " + STORED + "x" + STORED);
        }
        if (pictures.size(0) != count) {
            throw new BrokenFileException(pictures.file() + " has " + pictures.size(0) + " pictures, but "
                    + classes.file() + " " + count + " labels");
        }
        pixels = pictures.content();
        labels = classes.content();
        for (int i = 0; i < count; i++) {
            if (label(i) >= CLASSES) {
                throw new BrokenFileException(classes.file() + ": label " + label(i) + " of picture " + i
                        + ", from 0, is not between 0 and " + (CLASSES - 1));
            }
        }
    }

    /** {@return whether a folder has a file of this form} */
    static boolean isIn(Path folder) {
        return Stream.of(TRAIN, TEST)
                .flatMap(part -> Stream.of(part + PICTURES, part + LABELS))
                .flatMap(FashionMnist::packedOrNot)
                .anyMatch(name -> Files.exists(folder.resolve(name)));
    }

    /** {@return the pictures to train on, of the four files in {@code folder}} */
    public static FashionMnist train(Path folder) {
        return open(folder, TRAIN);
    }

    /** {@return the pictures to test with, of the four files in {@code folder}} */
    public static FashionMnist test(Path folder) {
        return open(folder, TEST);
    }

    private static FashionMnist open(Path folder, String part) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException("no pictures at " + folder
                    + ": there is no such folder (Debian has them: apt install dataset-fashion-mnist)");
        }
        return new FashionMnist(
                IdxFile.read(file(folder, part + PICTURES), 3), IdxFile.read(file(folder, part + LABELS), 1));
    }

    private static Stream<String> packedOrNot(String name) {
        return Stream.of(name, name + ".gz");
    }

    private static Path file(Path folder, String name) {
        return packedOrNot(name)
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new BrokenFileException(folder + " has neither " + name + " nor " + name
                        + ".gz (Debian has them: apt install dataset-fashion-mnist)"));
    }

    @Override
    public int count() {
        return labels.length;
    }

    @Override
    public int side() {
        return SIDE;
    }

    @Override
    public int classes() {
        return CLASSES;
    }

    @Override
    public int label(int index) {
        return labels[Objects.checkIndex(index, count())] & 0xFF;
    }

    @Override
    public Tensor batch(int... indexes) {
        if (indexes.length < 1) {
            throw new InvalidInputException("a batch of no pictures cannot be made");
        }
        byte[] shown = new byte[Math.multiplyExact(indexes.length, SIDE * SIDE)];
        for (int i = 0; i < indexes.length; i++) {
            int from = Objects.checkIndex(indexes[i], count()) * STORED * STORED;
            int to = i * SIDE * SIDE + EDGE * SIDE + EDGE;
            for (int y = 0; y < STORED; y++) {
                System.arraycopy(pixels, from + y * STORED, shown, to + y * SIDE, STORED);
            }
        }
        return Scoped.result(() -> Tensor.create(shown, indexes.length, 1, SIDE, SIDE)
                .expand(indexes.length, 3, SIDE, SIDE)
                .contiguous());
    }
}
