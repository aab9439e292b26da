package dev.codevar.evaluation.pictures;

import dev.codevar.files.data.PictureData;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Pictures of chance, all of one class.
 *
 * @param side of each
 * @param pixels of each (3, side, side)
 * @param unreadable which cannot be read: the picture behind, or the first, stands in its place
 */
public record Noise(int side, List<byte[]> pixels, Set<Integer> unreadable) implements PictureData {

    /** {@return some that can all be read} */
    public static Noise of(int count, int side, long seed) {
        Random random = new Random(seed);
        return new Noise(
                side,
                IntStream.range(0, count)
                        .mapToObj(i -> {
                            byte[] pixels = new byte[3 * side * side];
                            random.nextBytes(pixels);
                            return pixels;
                        })
                        .toList(),
                Set.of());
    }

    /** {@return the same, but that these cannot be read} */
    public Noise without(Integer... broken) {
        return new Noise(side, pixels, Set.of(broken));
    }

    @Override
    public int count() {
        return pixels.size();
    }

    @Override
    public int classes() {
        return 1;
    }

    @Override
    public int label(int index) {
        return 0;
    }

    @Override
    public int shown(int index) {
        return unreadable.contains(index) ? (index + 1) % count() : index;
    }

    @Override
    public Tensor batch(int... indexes) {
        int each = 3 * side * side;
        byte[] all = new byte[indexes.length * each];
        for (int i = 0; i < indexes.length; i++) {
            System.arraycopy(pixels.get(shown(indexes[i])), 0, all, i * each, each);
        }
        return Tensor.create(all, indexes.length, 3, side, side);
    }
}
