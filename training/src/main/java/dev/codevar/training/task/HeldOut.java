package dev.codevar.training.task;

import dev.codevar.files.data.PictureData;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** Measures examples that are not trained on, batch by batch and without gradients. */
public final class HeldOut {
    private static final int TOGETHER = 50;

    private HeldOut() {}

    /**
     * @param examples how many there are
     * @param measure of some of them, by name
     * @return the means over all
     */
    public static Map<String, Double> means(int examples, Function<int[], Map<String, Double>> measure) {
        Means means = new Means();
        batches(examples).forEach(some -> means.add(Ungraded.value(() -> measure.apply(some)), some.length));
        return means.all();
    }

    /**
     * Measures the pictures that can be read. What is shown in the place of another has a place of its own, and would count twice.
     *
     * @param measure of some pictures (B, 3, side, side) of 8 bits and their classes (B), int64; by name
     * @return the means over all of them; nothing where none can be read
     */
    public static Map<String, Double> ofPictures(
            PictureData pictures, BiFunction<Tensor, Tensor, Map<String, Double>> measure) {
        Means means = new Means();
        batches(pictures.count())
                .forEach(some -> Ungraded.value(() -> {
                    Tensor shown_B3hw = pictures.batch(some);
                    long[] sound = sound(pictures, some);
                    if (sound.length > 0) {
                        Tensor sound_B3hw = shown_B3hw.index_select(0, Tensor.create(sound));
                        int[] themselves = LongStream.of(sound)
                                .mapToInt(place -> some[(int) place])
                                .toArray();
                        means.add(measure.apply(sound_B3hw, pictures.labels(themselves)), sound.length);
                    }
                    return sound.length;
                }));
        return means.all();
    }

    private static Stream<int[]> batches(int examples) {
        return IntStream.iterate(0, from -> from < examples, from -> from + TOGETHER)
                .mapToObj(from -> IntStream.range(from, Math.min(examples, from + TOGETHER))
                        .toArray());
    }

    /** {@return the places in a batch, once it is there, of the pictures that can be read} */
    public static long[] sound(PictureData pictures, int... batch) {
        return IntStream.range(0, batch.length)
                .filter(place -> pictures.shown(batch[place]) == batch[place])
                .asLongStream()
                .toArray();
    }
}
