package dev.codevar.measure.precision;

import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Counts up, scale by scale, how the results of one layer differ. */
final class LayerTally {
    private static final long[] NUMBERS = {1};
    /** In place of the root mean square of a row that is 0 throughout. */
    private static final double LEAST = 1e-30;

    private final SortedMap<Integer, Squares> scales = new TreeMap<>();
    private double peaks;
    private long rows;

    /** Sums of squares: of differences, and of what float32 has. */
    private record Squares(double difference, double exact) {
        Squares plus(Squares other) {
            return new Squares(difference + other.difference, exact + other.exact);
        }

        double error() {
            return exact == 0 ? 0 : Math.sqrt(difference / exact);
        }
    }

    /**
     * Counts rows in.
     *
     * @param scale the scale that is being made
     * @param x_rI what both layers were given
     * @param exact_rO what float32's made of it
     * @param other_rO what the other precision's made of it, as float32
     */
    void add(int scale, Tensor x_rI, Tensor exact_rO, Tensor other_rO) {
        Scoped.value(() -> {
            Squares more = new Squares(squares(other_rO.sub(exact_rO)), squares(exact_rO));
            scales.merge(scale, more, Squares::plus);
            Tensor given_rI = x_rI.reshape(-1, x_rI.size(-1));
            Tensor size_r = given_rI.square()
                    .mean(NUMBERS, false, new ScalarTypeOptional())
                    .sqrt_()
                    .clamp_min_(new Scalar(LEAST));
            peaks += given_rI.abs().amax(NUMBERS, false).div_(size_r).sum().item_double();
            rows += given_rI.size(0);
            return rows;
        });
    }

    private static double squares(Tensor x) {
        return x.to(ScalarType.Double).square_().sum().item_double();
    }

    LayerDifference difference(String model, int block, String layer) {
        Squares all = scales.values().stream().reduce(new Squares(0, 0), Squares::plus);
        List<LayerDifference.OfScale> ofScales = scales.entrySet().stream()
                .map(scale -> new LayerDifference.OfScale(
                        scale.getKey(), scale.getValue().error()))
                .toList();
        return new LayerDifference(model, block, layer, all.error(), peaks / rows, ofScales);
    }
}
