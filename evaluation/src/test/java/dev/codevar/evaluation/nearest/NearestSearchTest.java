package dev.codevar.evaluation.nearest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.nearest.NearestPictures.Pair;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.data.LabelledPictures;
import dev.codevar.files.data.PictureData;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzArray;
import dev.codevar.files.npz.NpzWriter;
import dev.codevar.tensor.Libtorch;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of chance, against every pair of them compared in Java, one colour after the other. */
class NearestSearchTest {
    private static final double NEAR = 1e-4;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    /** Pictures (3, side, side). */
    private record Noise(int side, List<byte[]> pixels, Set<Integer> unreadable) implements PictureData {

        static Noise of(int count, int side, long seed) {
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
            return unreadable.contains(index) ? index + 1 : index;
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

        byte[] mirrored(int index) {
            byte[] from = pixels.get(index);
            byte[] to = new byte[from.length];
            for (int i = 0; i < to.length; i++) {
                to[i] = from[i - i % side + side - 1 - i % side];
            }
            return to;
        }

        /** {@return the pictures as a set of samples} */
        PictureSet samples(Path npz) {
            int plane = side * side;
            try (NpzWriter writer = NpzWriter.create(npz)) {
                try (NpzArray array =
                        writer.array("arr_0", NpyHeader.of(NpyType.UINT8, pixels.size(), side, side, 3))) {
                    for (byte[] picture : pixels) {
                        byte[] rgb = new byte[picture.length];
                        for (int i = 0; i < rgb.length; i++) {
                            rgb[i] = picture[i % 3 * plane + i / 3];
                        }
                        array.write(rgb);
                    }
                }
                writer.commit();
            }
            return PictureSet.open(npz);
        }
    }

    /** Averages over squares of {@code factor} pixels. */
    private static double difference(byte[] one, byte[] other, int side, int factor) {
        int small = side / factor;
        double sum = 0;
        for (int at = 0; at < 3 * small * small; at++) {
            int corner = at / (small * small) * side * side + at / small % small * factor * side + at % small * factor;
            double difference = 0;
            for (int i = 0; i < factor * factor; i++) {
                int pixel = corner + i / factor * side + i % factor;
                difference += (one[pixel] & 255) - (other[pixel] & 255);
            }
            difference /= factor * factor;
            sum += difference * difference;
        }
        return Math.sqrt(sum / (3 * small * small));
    }

    private static void requireNearest(NearestPictures found, Noise asked, Noise learnt, int factor) {
        int side = learnt.side();
        for (Pair pair : found.pairs()) {
            byte[] picture = asked.pixels().get(pair.picture());
            int nearest = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < learnt.count(); i++) {
                double difference = Math.min(
                        difference(picture, learnt.pixels().get(i), side, factor),
                        difference(picture, learnt.mirrored(i), side, factor));
                if (difference < least) {
                    nearest = i;
                    least = difference;
                }
            }
            assertThat(pair.learnt()).isEqualTo(nearest);
            assertThat(pair.difference()).isCloseTo(least, within(NEAR));
        }
    }

    private NearestSearch search(Noise samples, Noise training, Noise test) {
        try (PictureSet set = samples.samples(folder.resolve("samples.npz"))) {
            return NearestSearch.of(set, new LabelledPictures(training, test), EvaluationProgress.NONE);
        }
    }

    @Test
    void findsTheNearestOfAllAlsoMirroredOnesAndTheFirstOfEqualOnes() {
        Noise training = Noise.of(600, 4, 1);
        Noise samples = Noise.of(2100, 4, 2);
        System.arraycopy(training.pixels().get(20), 0, training.pixels().get(590), 0, 48);
        System.arraycopy(training.pixels().get(590), 0, samples.pixels().get(7), 0, 48);
        System.arraycopy(training.mirrored(599), 0, samples.pixels().get(2099), 0, 48);
        NearestSearch found = search(samples, training, Noise.of(30, 4, 3));
        assertThat(found.samples().pairs()).hasSize(2100);
        requireNearest(found.samples(), samples, training, 1);
        requireNearest(found.test(), Noise.of(30, 4, 3), training, 1);
        assertThat(found.samples().ascending().subList(0, 2))
                .extracting(Pair::picture, Pair::learnt)
                .containsExactlyInAnyOrder(tuple(7, 20), tuple(2099, 599));
        assertThat(found.samples().quantile(0)).isZero();
        assertThat(found.samples().shareWithin(1)).isEqualTo(2 / 2100.0);
    }

    @Test
    void largePicturesAreAveragedOverSquares() {
        Noise training = Noise.of(9, 64, 4);
        Noise samples = Noise.of(5, 64, 5);
        requireNearest(search(samples, training, Noise.of(2, 64, 6)).samples(), samples, training, 2);
    }

    /** What cannot be read would count twice: what is shown in its place has a place of its own. */
    @Test
    void testPicturesThatCannotBeReadAreLeftOut() {
        Noise all = Noise.of(5, 4, 7);
        Noise test = new Noise(4, all.pixels(), Set.of(0, 2));
        NearestSearch found = search(Noise.of(1, 4, 8), Noise.of(9, 4, 9), test);
        assertThat(found.test().pairs()).extracting(Pair::picture).containsExactly(1, 3, 4);
        requireNearest(found.test(), test, Noise.of(9, 4, 9), 1);
    }

    @Test
    void trainingPicturesThatCannotBeReadAreLeftOut() {
        Noise all = Noise.of(9, 4, 10);
        Noise training = new Noise(4, all.pixels(), Set.of(3));
        System.arraycopy(all.pixels().get(4), 0, all.pixels().get(8), 0, 48);
        Noise samples = new Noise(4, List.of(all.pixels().get(4)), Set.of());
        NearestSearch found = search(samples, training, Noise.of(2, 4, 11));
        assertThat(found.samples().pairs()).containsExactly(new Pair(0, 4, 0));
        assertThat(found.learnt()).isEqualTo(8);
    }

    /** Of 7x7 pixels each: averages that are no fractions of two. */
    @Test
    void aCopyOfAnySizeHasNoDifference() {
        Noise training = Noise.of(30, 224, 12);
        NearestSearch found = search(training, training, Noise.of(1, 224, 13));
        assertThat(found.samples().quantile(1)).isZero();
        assertThat(found.samples().pairs()).allMatch(pair -> pair.picture() == pair.learnt());
    }

    /** Test pictures may have twins too; then copies are no nearer than they, and are named nevertheless. */
    @Test
    void copiesAreNearEvenIfTestPicturesHaveTwins() {
        Noise training = Noise.of(9, 4, 14);
        NearestSearch found = search(training, training, training);
        assertThat(NearestReport.of(found, 4).shareNear()).isEqualTo(1);
    }

    @Test
    void picturesOfAnotherSizeAreRefused() {
        assertThatThrownBy(() -> search(Noise.of(1, 8, 1), Noise.of(2, 4, 2), Noise.of(2, 4, 3)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("samples.npz is of 8x8 pixels, but what was learnt from of 4x4");
    }
}
