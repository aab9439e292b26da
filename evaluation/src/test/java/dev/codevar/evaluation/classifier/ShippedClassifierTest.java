package dev.codevar.evaluation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.evaluation.score.frechet.FeatureStatistics;
import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.files.data.FashionMnist;
import dev.codevar.files.data.PictureData;
import dev.codevar.files.npz.NpyStream;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzReader;
import dev.codevar.models.ModelSet;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The classifier that comes with fashion32, and the features of real pictures that come with it. */
class ShippedClassifierTest {
    private static final ModelSet SET = ModelSet.open(Path.of("..", "models", "fashion32"));
    private static final Path NETWORK = SET.featuresFile().orElseThrow();
    private static final Path REFERENCE = SET.referenceFile().orElseThrow();
    private static final int REAL = 10_000;
    private static final int FEATURES = 128;

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @Test
    void itFitsTheSetAndIsSmall() throws Exception {
        try (Classifier classifier = Classifier.open(NETWORK, Device.CPU)) {
            assertThat(classifier.classes())
                    .isEqualTo(SET.description().classes().size());
            assertThat(classifier.side()).isEqualTo(32);
            assertThat(classifier.features()).isEqualTo(FEATURES);
        }
        assertThat(Files.size(NETWORK)).isLessThan(2_000_000);
    }

    /** Another processor may round otherwise, hence the tolerance. */
    @Test
    void theReferenceHasWhatTheNetworkComputes() throws Exception {
        PictureData few = FashionMnist.test(resources());
        try (PointerScope scope = new PointerScope();
                Classifier classifier = Classifier.open(NETWORK, Device.CPU)) {
            for (int i = 0; i < few.count(); i++) {
                float[] own = new float[FEATURES];
                classifier.apply(few.batch(i)).features_Bd().data_ptr_float().get(own);
                float[] written = Arrays.copyOfRange(features(), i * FEATURES, (i + 1) * FEATURES);
                assertThat(own).containsExactly(written, within(1e-4f));
                assertThat(labels()[i]).isEqualTo(few.label(i));
            }
        }
    }

    @Test
    void meanAndCovarianceAreThoseOfTheFeatures() {
        var gaussian =
                FeatureStatistics.of(new FeatureArray(features(), FEATURES)).gaussian();
        assertThat(doubles("mu", FEATURES)).containsExactly(gaussian.mean());
        assertThat(doubles("sigma", FEATURES, FEATURES)).containsExactly(gaussian.covariance());
    }

    @Test
    @Tag("slow")
    void itRecognisesTheRealTestPictures() {
        assumeTrue(Files.isDirectory(FashionMnist.FOLDER), "dataset-fashion-mnist is not installed");
        PictureData test = FashionMnist.test(FashionMnist.FOLDER);
        try (Classifier classifier = Classifier.open(NETWORK, Device.CPU)) {
            assertThat(RealFeatures.of(classifier, test, done -> {}).accuracy()).isGreaterThanOrEqualTo(0.92);
        }
    }

    private static Path resources() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ShippedClassifierTest.class.getResource("t10k-labels-idx1-ubyte"))
                        .toURI())
                .resolveSibling("");
    }

    private static float[] features() {
        float[] values = new float[REAL * FEATURES];
        try (NpzReader npz = NpzReader.open(REFERENCE);
                NpyStream stream = npz.stream("features", NpyType.FLOAT32, REAL, FEATURES)) {
            stream.readFloats(values);
        }
        return values;
    }

    private static long[] labels() {
        long[] values = new long[REAL];
        try (NpzReader npz = NpzReader.open(REFERENCE);
                NpyStream stream = npz.stream("labels", NpyType.INT32, REAL)) {
            stream.readLongs(values);
        }
        return values;
    }

    private static double[] doubles(String name, long... shape) {
        double[] values = new double[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        try (NpzReader npz = NpzReader.open(REFERENCE);
                NpyStream stream = npz.stream(name, NpyType.FLOAT64, shape)) {
            stream.readDoubles(values);
        }
        return values;
    }
}
