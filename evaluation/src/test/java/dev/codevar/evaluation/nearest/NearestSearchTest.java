package dev.codevar.evaluation.nearest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.nearest.NearestPictures.Pair;
import dev.codevar.evaluation.pictures.Noise;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.data.LabelledPictures;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzArray;
import dev.codevar.files.npz.NpzWriter;
import dev.codevar.tensor.Libtorch;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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

    private static byte[] mirrored(byte[] from, int side) {
        byte[] to = new byte[from.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = from[i - i % side + side - 1 - i % side];
        }
        return to;
    }

    /** {@return the pictures as a set of samples} */
    private static PictureSet samples(Noise pictures, Path npz) {
        int plane = pictures.side() * pictures.side();
        NpyHeader header = NpyHeader.of(NpyType.UINT8, pictures.count(), pictures.side(), pictures.side(), 3);
        try (NpzWriter writer = NpzWriter.create(npz)) {
            try (NpzArray array = writer.array("arr_0", header)) {
                for (byte[] picture : pictures.pixels()) {
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
                        difference(picture, mirrored(learnt.pixels().get(i), side), side, factor));
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
        try (PictureSet set = samples(samples, folder.resolve("samples.npz"))) {
            return NearestSearch.of(set, new LabelledPictures(training, test), EvaluationProgress.NONE);
        }
    }

    @Test
    void findsTheNearestOfAllAlsoMirroredOnesAndTheFirstOfEqualOnes() {
        Noise training = Noise.of(600, 4, 1);
        Noise samples = Noise.of(2100, 4, 2);
        System.arraycopy(training.pixels().get(20), 0, training.pixels().get(590), 0, 48);
        System.arraycopy(training.pixels().get(590), 0, samples.pixels().get(7), 0, 48);
        System.arraycopy(
                mirrored(training.pixels().get(599), 4), 0, samples.pixels().get(2099), 0, 48);
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
        Noise test = Noise.of(5, 4, 7).without(0, 2);
        NearestSearch found = search(Noise.of(1, 4, 8), Noise.of(9, 4, 9), test);
        assertThat(found.test().pairs()).extracting(Pair::picture).containsExactly(1, 3, 4);
        requireNearest(found.test(), test, Noise.of(9, 4, 9), 1);
    }

    @Test
    void trainingPicturesThatCannotBeReadAreLeftOut() {
        Noise training = Noise.of(9, 4, 10).without(3);
        System.arraycopy(training.pixels().get(4), 0, training.pixels().get(8), 0, 48);
        Noise samples = new Noise(4, List.of(training.pixels().get(4)), Set.of());
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
