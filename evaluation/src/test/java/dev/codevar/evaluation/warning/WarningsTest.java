package dev.codevar.evaluation.warning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.InvalidInputException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WarningsTest {
    private static final FeatureArray FEATURES = Made.features(400, 16, 1);

    @Test
    void aSoundComparisonHasNone() {
        // Of a shuffled run as published, every picture another.
        List<Origin> origins = Origin.of(Made.published());
        Compared compared = new Compared(
                Made.samples(Made.published()),
                Made.reference(256),
                Made.features(50_000, 4, 2),
                null,
                Made.features(1000, 4, 3),
                origins);
        assertThat(Warnings.of(compared)).isEmpty();
    }

    @Test
    void copiesAreCounted() {
        assertThat(ofFeatures(FEATURES.select(5, 6, 7, 6, 8, 6, 5)))
                .containsExactly(
                        "3 samples are copies of others (the first: 0 and 6, from 0): the scores are of 4 pictures");
        assertThat(ofFeatures(FEATURES.select(1, 2, 2)))
                .containsExactly(
                        "1 sample is a copy of others (the first: 1 and 2, from 0): the scores are of 2 pictures");
        assertThat(ofFeatures(FEATURES.select(9, 9, 9)))
                .containsExactly("all 3 samples are the same picture: something is broken, no score means anything");
        assertThat(ofFeatures(FEATURES.select(9))).isEmpty();
    }

    /** With its fourth copy, the ball that reaches a row's third neighbour is a point. */
    @Test
    void copiesOfTheReferenceAreCountedToo() {
        Features reference = FEATURES.select(20, 21, 20, 20, 22, 20, 23, 23, 23);
        assertThat(of(FEATURES.select(1, 2, 3), null, reference, List.of()))
                .containsExactly(
                        "5 reference pictures are copies of others (the first: 0 and 2, from 0): the scores are of 4"
                                + " pictures",
                        "1 reference picture is there 4 times or more: balls around them have the radius 0, and what"
                                + " lies in them, precision, density and coverage, hangs on rounding");
        assertThat(Warnings.ofFeatures(FEATURES.select(4, 4, 4, 4), null))
                .containsExactly(
                        "all 4 samples are the same picture: something is broken, no score means anything",
                        "1 sample is there 4 times or more: balls around them have the radius 0, and what lies in them,"
                                + " recall, hangs on rounding");
    }

    @Test
    void aReferenceOfFewPicturesIsNamed() {
        String line = "Fréchet distance stands on a singular covariance: 16 reference pictures of 16 dimensions";
        assertThat(ofReference(16, false)).contains(line);
        assertThat(ofReference(17, false)).noneMatch(it -> it.contains("singular"));
        assertThat(ofReference(16, true)).as("of more pictures than it holds").isEmpty();
    }

    private static List<String> ofReference(int count, boolean stored) {
        return Warnings.of(new Compared(
                Made.samples(null),
                new Subject("few", count, 256, 256, stored, null),
                Made.features(100, 16, 4),
                null,
                Made.features(count, 16, 5),
                List.of()));
    }

    @Test
    void oneNumberSetsRowsApart() {
        float[] rows = new float[64];
        rows[63] = 1;
        rows[40] = 1;
        assertThat(ofFeatures(new FeatureArray(rows, 16)))
                .containsExactly(
                        "1 sample is a copy of others (the first: 0 and 1, from 0): the scores are of 3 pictures");
    }

    @Test
    void picturesOfTheReferenceAreFound() {
        Features reference = FEATURES.select(20, 3, 30, 1);
        assertThat(of(FEATURES.select(1, 2, 3), null, reference, List.of()))
                .containsExactly("2 of the 3 samples are pictures of the reference, so every score is too good: compare"
                        + " with other pictures");
        assertThat(of(FEATURES.select(1, 2, 3), null, FEATURES.select(4, 5), List.of()))
                .isEmpty();
    }

    @Test
    void seedsThatComeAgainAreCounted() {
        List<Origin> origins = List.of(
                new Origin(1, 7, "cpu", "float32"),
                new Origin(2, 7, "cpu", "float32"),
                new Origin(1, 8, "cpu", "float32"),
                new Origin(2, 7, "cpu", "float32"));
        assertThat(of(FEATURES.select(1, 2, 3, 4), null, null, origins))
                .containsExactly(
                        "1 sample has the class and seed of another, the first class 2 seed 7: the same picture is drawn"
                                + " again");
        assertThat(of(FEATURES.select(1, 2, 3), null, null, origins.subList(0, 3)))
                .isEmpty();
    }

    @Test
    void sortedClassesAreSeenByTheirLabels() {
        int[] sorted = IntStream.range(0, 400).map(i -> i / 40).toArray();
        // n + 1 − Σc²/n = 401 − 10·1600/400.
        String line =
                "the samples are sorted by class, in 10 blocks of one class where a shuffle has about 361: in chunks"
                        + " their score of class probabilities is far too low; shuffle them";
        assertThat(of(FEATURES, null, null, Made.origins(sorted))).containsExactly(line);
        assertThat(of(FEATURES, logits(sorted), null, List.of())).containsExactly(line);
        assertThat(Warnings.of(new Compared(Made.samples(null), null, FEATURES, logits(sorted), null, List.of())))
                .as("compared with nothing")
                .containsExactly(line);
        int[] shuffled = shuffled(sorted);
        assertThat(of(FEATURES, null, null, Made.origins(shuffled))).isEmpty();
        assertThat(of(FEATURES, logits(shuffled), null, List.of())).isEmpty();
    }

    @Test
    void whereTheInceptionScoreShowsTheOrderItIsNotSaidTwice() {
        int[] sorted = IntStream.range(0, 6000).map(i -> i / 600).toArray();
        Features features = Made.features(6000, 2, 5);
        assertThat(of(features, logits(sorted), null, List.of())).isEmpty();
        assertThat(of(features, null, null, Made.origins(sorted))).hasSize(1);
    }

    @Test
    void classesDrawnMoreOftenAreNamed() {
        assertThat(of(FEATURES.select(1, 2, 3, 4), null, null, Made.origins(3, 8, 3, 3)))
                .containsExactly("classes are not drawn equally often: class 3 has 3 samples, class 8 has 1; published"
                        + " scores have equally many of each");
        assertThat(of(FEATURES.select(1, 2, 3), null, null, Made.origins(3, 8, 3)))
                .as("three pictures of two classes cannot be more even")
                .isEmpty();
    }

    @Test
    void samplesOfSeveralPrecisionsAreSaid() {
        List<Origin> origins = List.of(
                new Origin(1, 7, "cpu", "float32"),
                new Origin(2, 7, "cuda", "bfloat16"),
                new Origin(3, 8, "cpu", "float32"));
        assertThat(of(FEATURES.select(1, 2, 3), null, null, origins))
                .containsExactly(
                        "the samples were drawn in different ways: bfloat16 on cuda, float32 on cpu; draw them all alike");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> of(FEATURES, null, null, Made.origins(1, 2)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("2 origins do not fit 400 features");
        assertThatThrownBy(() -> of(FEATURES, logits(1, 2), null, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("2 rows of logits do not fit 400 features");
    }

    @Test
    void manyRowsAreReadInSmallBlocks() {
        // 20,000 × 2048 are 164 MB, which nobody may ask for at once; every fourth row comes again.
        int n = 20_000;
        int[] most = {0};
        Features features = new Features() {
            @Override
            public int count() {
                return n;
            }

            @Override
            public int dimensions() {
                return 2048;
            }

            @Override
            public void read(int first, FloatBuffer target) {
                most[0] = Math.max(most[0], target.remaining());
                for (int row = first; target.hasRemaining(); row++) {
                    int shown = row % 4 == 3 ? row - 1 : row;
                    for (int i = 0; i < 2048; i++) {
                        target.put(i == 2047 ? shown : 1);
                    }
                }
            }
        };
        assertThat(ofFeatures(features))
                .containsExactly("5,000 samples are copies of others (the first: 2 and 3, from 0): the scores are of"
                        + " 15,000 pictures");
        assertThat(most[0]).isLessThanOrEqualTo(1 << 20);
    }

    private static FeatureArray logits(int... labels) {
        int classes = 12;
        float[] values = new float[labels.length * classes];
        Arrays.fill(values, -1);
        for (int i = 0; i < labels.length; i++) {
            values[i * classes + labels[i]] = 2;
        }
        return new FeatureArray(values, classes);
    }

    private static int[] shuffled(int... labels) {
        int[] result = labels.clone();
        SplittableRandom random = new SplittableRandom(4);
        for (int i = result.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = result[i];
            result[i] = result[other];
            result[other] = kept;
        }
        return result;
    }

    private static List<String> ofFeatures(Features features) {
        return of(features, null, null, List.of());
    }

    private static List<String> of(
            Features features, @Nullable Features logits, @Nullable Features reference, List<Origin> origins) {
        return Warnings.of(new Compared(Made.samples(null), Made.reference(256), features, logits, reference, origins));
    }
}
