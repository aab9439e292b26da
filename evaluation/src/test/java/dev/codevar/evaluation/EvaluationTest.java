package dev.codevar.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.score.LargeSums;
import dev.codevar.evaluation.score.Scores;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.frechet.FeatureStatistics;
import dev.codevar.evaluation.score.frechet.Gaussian;
import dev.codevar.evaluation.score.frechet.MeanPrecision;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.neighbour.DensityCoverage;
import dev.codevar.evaluation.score.neighbour.DistanceArithmetic;
import dev.codevar.evaluation.score.neighbour.PrecisionRecall;
import dev.codevar.evaluation.warning.Subject;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FolderFiles;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzArray;
import dev.codevar.files.npz.NpzWriter;
import dev.codevar.picture.PictureFiles;
import dev.codevar.tensor.Libtorch;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From files to scores, against those of numpy and scipy: expected.py, beside the classes of this package, computes them. */
class EvaluationTest {
    private static final TestPictures SAMPLES = TestPictures.lattice(90, 53, 67, 13, 241, 15);
    private static final TestPictures REFERENCE = TestPictures.lattice(70, 37, 101, 11, 251, 0);
    private static final double DISTANCE = 1192.6509108403307;
    private static final double INCEPTION_SCORE = 2.502200260123449;
    /** Features are means in float32. */
    private static final Percentage ROUNDING = withPercentage(1e-4);
    /** In float16, as published, distances of hundreds are no longer those of numpy. */
    private static final Scoring SCORING = Scoring.published().with(DistanceArithmetic.FLOAT32);

    @TempDir
    Path temp;

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    private Evaluated evaluate(@Nullable Path reference) {
        return evaluate(SAMPLES.npz(temp.resolve("samples.npz")), reference);
    }

    private static Evaluated evaluate(Path samples, @Nullable Path reference) {
        return new Evaluation(new Corners(), SCORING, new FeaturePlaces(null), EvaluationProgress.NONE)
                .run(samples, reference, Wanted.SCORES);
    }

    @Test
    void picturesAgainstPictures() {
        Evaluated done = evaluate(REFERENCE.npz(temp.resolve("reference.npz")));
        Scores scores = done.scores();
        assertThat(scores.fid()).isCloseTo(DISTANCE, ROUNDING);
        assertThat(scores.sfid()).isCloseTo(341.8993578372907, ROUNDING);
        assertThat(scores.isMean()).isCloseTo(INCEPTION_SCORE, ROUNDING);
        assertThat(scores.precision()).isCloseTo(63 / 90.0, within(1e-12));
        assertThat(scores.recall()).isCloseTo(61 / 70.0, within(1e-12));
        assertThat(scores.density()).isCloseTo(207 / 450.0, within(1e-12));
        assertThat(scores.coverage()).isCloseTo(55 / 70.0, within(1e-12));
        assertThat(scores.kid()).as("of chance's subsets").isNotNull();
        assertThat(scores.countSamples()).isEqualTo(90);
        assertThat(scores.countReference()).isEqualTo(70);
        assertThat(done.interval()).isNotNull().satisfies(interval -> {
            assertThat(interval.distance()).isCloseTo(DISTANCE, ROUNDING);
            assertThat(interval.low()).isLessThan(interval.distance());
            assertThat(interval.high()).isGreaterThan(interval.distance());
        });
        String samples = temp.resolve("samples.npz").toString();
        assertThat(done.samples()).isEqualTo(new Subject(samples, 90, 6, 4, false, null));
        assertThat(done.reference())
                .isEqualTo(new Subject(temp.resolve("reference.npz").toString(), 70, 6, 4, false, null));
        assertThat(done.network()).isEqualTo("corners");
        assertThat(done.perClass()).isEmpty();
        assertThat(done.seconds())
                .containsKeys(
                        "features of the samples", "features of the reference", "Fréchet distance", "kernel distance");
    }

    /** The interval stands on the moments that the distance was computed of; to count them again may take hours. */
    @Test
    void everySetIsCountedOnce() {
        List<Integer> counted = new ArrayList<>();
        LargeSums sums = new LargeSums() {
            @Override
            public Gaussian gaussian(Features features, MeanPrecision means) {
                counted.add(features.count() * 100 + features.dimensions());
                return LargeSums.HERE.gaussian(features, means);
            }

            @Override
            public PrecisionRecall precisionRecall(Features reference, Features samples, Scoring scoring) {
                return LargeSums.HERE.precisionRecall(reference, samples, scoring);
            }

            @Override
            public DensityCoverage densityCoverage(Features reference, Features samples, Scoring scoring) {
                return LargeSums.HERE.densityCoverage(reference, samples, scoring);
            }
        };
        Evaluated done = new Evaluation(new Corners(), SCORING, sums, new FeaturePlaces(null), EvaluationProgress.NONE)
                .run(
                        SAMPLES.npz(temp.resolve("samples.npz")),
                        REFERENCE.npz(temp.resolve("reference.npz")),
                        Wanted.SCORES);
        assertThat(done.interval()).isNotNull();
        int pool = SAMPLES.pool().dimensions();
        int spatial = SAMPLES.spatial().dimensions();
        assertThat(counted).containsExactlyInAnyOrder(9000 + pool, 7000 + pool, 9000 + spatial, 7000 + spatial);
    }

    /** Subsets of as many features as there are on both sides hold them all, in whatever order. */
    @Test
    void theKernelDistanceOfWholeSetsIsNobodysChance() {
        TestPictures first = new TestPictures(70, Arrays.copyOf(SAMPLES.bytes(), 70 * TestPictures.PICTURE_BYTES));
        Evaluated done = evaluate(first.npz(temp.resolve("first.npz")), REFERENCE.npz(temp.resolve("reference.npz")));
        assertThat(done.scores().kid()).isCloseTo(258318034466.70898, ROUNDING);
    }

    @Test
    void aSetIsNoDistanceFromItself() {
        Path samples = SAMPLES.npz(temp.resolve("samples.npz"));
        Evaluated done = evaluate(samples, samples);
        assertThat(done.scores().fid()).isCloseTo(0, within(1e-6));
        assertThat(done.scores().precision()).isEqualTo(1);
        assertThat(done.scores().recall()).isEqualTo(1);
    }

    @Test
    void withoutAReferenceOnlyTheInceptionScoreIsLeft() {
        Evaluated done = evaluate((Path) null);
        assertThat(done.scores().isMean()).isCloseTo(INCEPTION_SCORE, ROUNDING);
        assertThat(done.scores().fid()).isNull();
        assertThat(done.scores().countReference()).isNull();
        assertThat(done.reference()).isNull();
        assertThat(done.interval()).isNull();
    }

    @Test
    void withoutAReferenceTheSamplesAreLookedAt() {
        byte[] bytes = SAMPLES.bytes().clone();
        System.arraycopy(bytes, 0, bytes, 5 * TestPictures.PICTURE_BYTES, TestPictures.PICTURE_BYTES);
        Path copies = new TestPictures(90, bytes).npz(temp.resolve("copies.npz"));
        assertThat(evaluate(copies, null).warnings())
                .containsExactly(
                        "1 sample is a copy of others (the first: 0 and 5, from 0): the scores are of 89 pictures",
                        "the pictures of the samples are of 6×4 pixels: the network squeezes them into squares");
    }

    /** Statistics of other pictures than those beside them, as in published references. */
    @Test
    void storedStatisticsGoBeforeThePicturesBesideThem() {
        for (NpyType type : new NpyType[] {NpyType.FLOAT64, NpyType.FLOAT32}) {
            Path reference = npz("both.npz", npz -> {
                statistics(npz, type, SAMPLES, 6);
                REFERENCE.add(npz);
            });
            Evaluated done = evaluate(reference);
            assertThat(done.scores().fid()).isCloseTo(0, within(1e-4));
            assertThat(done.scores().sfid()).isCloseTo(0, within(1e-4));
            assertThat(done.scores().precision()).isLessThan(1);
            assertThat(done.scores().countReference()).isEqualTo(70);
            assertThat(done.reference()).isEqualTo(new Subject(reference.toString(), 70, 6, 4, true, null));
        }
    }

    @Test
    void statisticsAloneGiveFrechetDistances() {
        Evaluated done = evaluate(npz("alone.npz", npz -> statistics(npz, NpyType.FLOAT64, REFERENCE, 6)));
        assertThat(done.scores().fid()).isCloseTo(DISTANCE, ROUNDING);
        assertThat(done.scores().precision()).isNull();
        assertThat(done.scores().countReference()).isNull();
        assertThat(Objects.requireNonNull(done.reference()).count()).isZero();
    }

    /** They could no more than be shown. */
    @Test
    void arraysThatAreNoPicturesStayUnreadBesideStatistics() {
        Evaluated done = evaluate(npz("beside.npz", npz -> {
            statistics(npz, NpyType.FLOAT64, REFERENCE, 6);
            add(npz, "arr_0", NpyType.FLOAT32, new double[2], 2);
        }));
        assertThat(done.scores().fid()).isCloseTo(DISTANCE, ROUNDING);
        assertThat(Objects.requireNonNull(done.reference()).count()).isZero();
    }

    @Test
    void featuresStandForPictures() {
        Path reference = npz("features.npz", npz -> add(npz, "features", NpyType.FLOAT32, pool(REFERENCE), 70, 6));
        Evaluated done = evaluate(reference);
        assertThat(done.scores().fid()).isCloseTo(DISTANCE, ROUNDING);
        assertThat(done.scores().recall()).isNotNull();
        assertThat(done.reference()).isEqualTo(new Subject(reference.toString(), 70, 0, 0, false, null));
    }

    @Test
    void referencesThatAreNoneAreRefusedBeforeAnyWork() {
        Gaussian own = FeatureStatistics.of(SAMPLES.pool()).gaussian();
        double[] covariance = own.covariance();
        covariance[1] += 1;
        double[] lost = own.mean();
        lost[2] = Double.NaN;
        refused("one of mu and sigma", npz -> add(npz, "mu", NpyType.FLOAT64, own.mean(), 6), "has mu but not sigma");
        refused("wrong size", npz -> gaussian(npz, new double[5], new double[25], 5), "'mu' is <f8 (5,)", "<f8 (6,)");
        refused("skew", npz -> gaussian(npz, own.mean(), covariance, 6), "not symmetric");
        refused("lost", npz -> gaussian(npz, lost, own.covariance(), 6), "not finite");
        refused("whole", npz -> add(npz, "features", NpyType.INT32, new double[12], 2, 6), "<i4 (2, 6)");
        refused("others", npz -> add(npz, "features", NpyType.FLOAT32, new double[14], 2, 7), "7 numbers", "6");
        refused("nothing", npz -> add(npz, "x", NpyType.FLOAT32, new double[2], 2), "holds no reference");
        refused("grey", npz -> add(npz, "arr_0", NpyType.FLOAT32, new double[2], 2), "holds no pictures");
    }

    private void refused(String name, Consumer<NpzWriter> content, String... parts) {
        Path samples = SAMPLES.npz(temp.resolve("samples.npz"));
        Path reference = npz(name + ".npz", content);
        assertThatThrownBy(() -> evaluate(samples, reference))
                .isInstanceOf(CodeVarException.class)
                .message()
                .hasLineCount(1)
                .contains(name + ".npz")
                .contains(parts);
        assertThat(temp.resolve("samples.npz.features")).doesNotExist();
    }

    /** Chunks of 30 pictures of one colour each. */
    @Test
    void sortedPicturesAreSaid() {
        byte[] bytes = new byte[90 * TestPictures.PICTURE_BYTES];
        for (int i = 0; i < bytes.length; i++) {
            int picture = i / TestPictures.PICTURE_BYTES;
            bytes[i] = (byte) (i % 3 == picture / 30 ? 250 : picture % 7);
        }
        Scoring chunks = new Scoring(Scoring.published().means(), DistanceArithmetic.FLOAT32, 3, 5, 30, 2, 60, 100, 1);
        Path samples = new TestPictures(90, bytes).npz(temp.resolve("sorted.npz"));
        Evaluated done = new Evaluation(new Corners(), chunks, new FeaturePlaces(null), EvaluationProgress.NONE)
                .run(samples, null, Wanted.SCORES);
        assertThat(done.scores().warnings()).anyMatch(warning -> warning.contains("sorted by class"));
    }

    @Test
    void classesMustBeKnown() {
        Path samples = SAMPLES.npz(temp.resolve("samples.npz"));
        assertThatThrownBy(() -> new Evaluation(
                                new Corners(), Scoring.published(), new FeaturePlaces(null), EvaluationProgress.NONE)
                        .run(samples, samples, new Wanted(true, false, List.of())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("samples.npz are not known: --class-distances needs");
    }

    /** Each class's pictures against those of the folder with its name: once the same, once those of the other class. */
    @Test
    void foldersAreTheClassesThatTheyAreCalledAs() {
        Path samples = folders("samples", "bag", "ankle_boot");
        SortedMap<Integer, Double> same = perClass(samples, folders("same", "Bag", "1"));
        assertThat(same.keySet()).containsExactly(1, 2);
        assertThat(same.values()).allSatisfy(distance -> assertThat(distance).isCloseTo(0, within(1e-4)));
        SortedMap<Integer, Double> swapped = perClass(samples, folders("swapped", "1", "Bag"));
        assertThat(swapped.get(1)).isGreaterThan(100).isCloseTo(swapped.get(2), ROUNDING);
        assertThatThrownBy(() -> perClass(samples, folders("others", "bag", "hat")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the classes of the reference are not known");
        Path labelled = npz("labelled.npz", npz -> {
            REFERENCE.add(npz);
            try (NpzArray array = npz.array("labels", NpyHeader.of(NpyType.UINT8, 70))) {
                byte[] labels = new byte[70];
                Arrays.fill(labels, 0, 30, (byte) 2);
                Arrays.fill(labels, 30, 70, (byte) 1);
                array.write(labels);
            }
        });
        assertThat(perClass(samples, labelled).values())
                .allSatisfy(distance -> assertThat(distance).isCloseTo(0, within(1e-4)));
    }

    private SortedMap<Integer, Double> perClass(Path samples, Path reference) {
        List<String> notes = new ArrayList<>();
        EvaluationProgress progress = new EvaluationProgress() {
            @Override
            public void note(String line) {
                notes.add(line);
            }
        };
        Wanted wanted = new Wanted(true, false, List.of("Shirt", "Ankle boot", "Bag"));
        Evaluated done = new Evaluation(new Corners(), SCORING, new FeaturePlaces(null), progress)
                .run(samples, reference, wanted);
        assertThat(notes).contains(samples + ": its folders are called as classes are, and taken for these (2 of 3)");
        return done.perClass();
    }

    /** The reference's first 30 pictures in one folder, the others in another. */
    private Path folders(String set, String first, String second) {
        Path folder = temp.resolve(set);
        for (int i = 0; i < REFERENCE.count(); i++) {
            Path inner = folder.resolve(i < 30 ? first : second);
            FolderFiles.make(inner);
            PictureFiles.writePng(inner.resolve(i + ".png"), REFERENCE.picture(i), Map.of());
        }
        return folder;
    }

    @Test
    void progressNamesWhatIsDone() {
        List<String> said = new ArrayList<>();
        new Evaluation(
                        new Corners(),
                        Scoring.published(),
                        new FeaturePlaces(temp.resolve("cache")),
                        new EvaluationProgress() {
                            @Override
                            public void at(String task, long done, long total) {
                                said.add(Path.of(task).getFileName() + " " + done + "/" + total);
                            }

                            @Override
                            public void scoring(String score) {
                                said.add(score);
                            }
                        })
                .run(
                        SAMPLES.npz(temp.resolve("samples.npz")),
                        REFERENCE.npz(temp.resolve("reference.npz")),
                        Wanted.SCORES);
        assertThat(said)
                .containsExactly(
                        "samples.npz 0/90",
                        "samples.npz 64/90",
                        "samples.npz 90/90",
                        "reference.npz 0/70",
                        "reference.npz 64/70",
                        "reference.npz 70/70",
                        "Fréchet distance",
                        "spatial Fréchet distance",
                        "class probabilities",
                        "precision and recall",
                        "density and coverage",
                        "kernel distance",
                        "interval of the Fréchet distance",
                        "warnings");
        assertThat(temp.resolve("samples.npz.features")).doesNotExist();
    }

    private Path npz(String name, Consumer<NpzWriter> content) {
        Path file = temp.resolve(name);
        try (NpzWriter npz = NpzWriter.create(file)) {
            content.accept(npz);
            npz.commit();
        }
        return file;
    }

    private static double[] pool(TestPictures pictures) {
        double[] numbers = new double[pictures.count() * Corners.POOL];
        float[] floats = new float[numbers.length];
        pictures.pool().read(0, FloatBuffer.wrap(floats));
        for (int i = 0; i < floats.length; i++) {
            numbers[i] = floats[i];
        }
        return numbers;
    }

    private static void statistics(NpzWriter npz, NpyType type, TestPictures of, int d) {
        Gaussian pool = FeatureStatistics.of(of.pool()).gaussian();
        Gaussian spatial = FeatureStatistics.of(of.spatial()).gaussian();
        add(npz, "mu", type, pool.mean(), d);
        add(npz, "sigma", type, pool.covariance(), d, d);
        add(npz, "mu_s", type, spatial.mean(), 2);
        add(npz, "sigma_s", type, spatial.covariance(), 2, 2);
    }

    private static void gaussian(NpzWriter npz, double[] mean, double[] covariance, int d) {
        add(npz, "mu", NpyType.FLOAT64, mean, d);
        add(npz, "sigma", NpyType.FLOAT64, covariance, d, d);
    }

    private static void add(NpzWriter npz, String name, NpyType type, double[] values, long... shape) {
        try (NpzArray array = npz.array(name, NpyHeader.of(type, shape))) {
            if (type == NpyType.FLOAT64) {
                array.write(values);
                return;
            }
            int[] whole = new int[values.length];
            float[] floats = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                whole[i] = (int) values[i];
                floats[i] = (float) values[i];
            }
            if (type == NpyType.INT32) {
                array.write(whole);
            } else {
                array.write(floats);
            }
        }
    }
}
