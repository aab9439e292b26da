package dev.codevar.evaluation;

import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzArray;
import dev.codevar.files.npz.NpzWriter;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Scoped;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/**
 * Pictures of chance, and what {@link Corners} sees in them, computed without libtorch.
 *
 * @param count pictures
 * @param bytes (count, 4, 6, 3)
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record TestPictures(int count, byte[] bytes) {
    public static final int HEIGHT = 4;
    public static final int WIDTH = 6;
    public static final int PICTURE_BYTES = HEIGHT * WIDTH * 3;

    /** {@return pictures, the brighter the larger {@code least} is} */
    public static TestPictures random(int count, int least, long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[count * PICTURE_BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(least, 256);
        }
        return new TestPictures(count, bytes);
    }

    /** {@return pictures that are a formula, as expected.py has them; values reach from {@code least} over {@code m} of them} */
    static TestPictures lattice(int count, int a, int b, int c, int m, int least) {
        byte[] bytes = new byte[count * PICTURE_BYTES];
        for (int i = 0; i < count; i++) {
            for (int at = 0; at < PICTURE_BYTES; at++) {
                bytes[i * PICTURE_BYTES + at] = (byte) (least + (i * a + at * b + i * at * c + i * i % 7 * at) % m);
            }
        }
        return new TestPictures(count, bytes);
    }

    public Picture picture(int i) {
        return new Picture(WIDTH, HEIGHT, Arrays.copyOfRange(bytes, i * PICTURE_BYTES, (i + 1) * PICTURE_BYTES));
    }

    public Path npz(Path file) {
        try (NpzWriter npz = NpzWriter.create(file)) {
            add(npz);
            npz.commit();
        }
        return file;
    }

    void add(NpzWriter npz) {
        try (NpzArray array = npz.array("arr_0", NpyHeader.of(NpyType.UINT8, count, HEIGHT, WIDTH, 3))) {
            array.write(bytes);
        }
    }

    /** {@return pictures as (n, 3, h, w)} */
    public static byte[] read(PictureSet set, int first, int count) {
        return Scoped.value(() -> {
            Tensor pictures = set.read(first, count);
            byte[] bytes = new byte[(int) pictures.numel()];
            pictures.data_ptr_byte().get(bytes);
            return bytes;
        });
    }

    /** {@return the mean of every colour in the upper and in the lower half} */
    public FeatureArray pool() {
        float[] pool = new float[count * Corners.POOL];
        int half = PICTURE_BYTES / 2;
        for (int i = 0; i < count * Corners.POOL; i++) {
            int from = i / 3 * half + i % 3;
            int sum = 0;
            for (int at = 0; at < half; at += 3) {
                sum += bytes[from + at] & 0xff;
            }
            pool[i] = sum * 3f / half;
        }
        return new FeatureArray(pool, Corners.POOL);
    }

    /** {@return red and green of the upper left pixel} */
    public FeatureArray spatial() {
        float[] spatial = new float[count * Corners.SPATIAL];
        for (int i = 0; i < count; i++) {
            spatial[2 * i] = bytes[i * PICTURE_BYTES] & 0xff;
            spatial[2 * i + 1] = bytes[i * PICTURE_BYTES + 1] & 0xff;
        }
        return new FeatureArray(spatial, Corners.SPATIAL);
    }

    /** {@return the colours of the upper left pixel, eighths} */
    public FeatureArray logits() {
        float[] logits = new float[count * Corners.LOGITS];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (bytes[i / 3 * PICTURE_BYTES + i % 3] & 0xff) / 8f;
        }
        return new FeatureArray(logits, Corners.LOGITS);
    }
}
