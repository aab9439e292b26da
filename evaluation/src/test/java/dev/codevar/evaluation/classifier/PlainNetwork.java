package dev.codevar.evaluation.classifier;

import dev.codevar.checkpoint.TensorSource;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The network's formulas, one number at a time.
 *
 * @param source the tensors
 */
public record PlainNetwork(TensorSource source) {

    public static double[][][] input(byte[] bytes, int side) {
        double[][][] x_chw = new double[bytes.length / side / side][side][side];
        for (int i = 0; i < bytes.length; i++) {
            x_chw[i / side / side][i / side % side][i % side] = (bytes[i] & 0xFF) / 255.0;
        }
        return x_chw;
    }

    public double[] features(ClassifierShape layout, double[][][] picture_3hw) {
        double[][][] x_chw = picture_3hw;
        for (int s = 0; s < layout.stages().size(); s++) {
            x_chw = s == 0 ? x_chw : halved(x_chw);
            for (int c = 0; c < layout.stages().get(s).size(); c++) {
                String name = "stages." + s + "." + c;
                x_chw = convolved(
                        x_chw,
                        values(name + ".conv.weight"),
                        layout.stages().get(s).get(c));
                normalise(x_chw, values(name + ".norm.weight"), values(name + ".norm.bias"));
            }
        }
        return Arrays.stream(x_chw)
                .mapToDouble(x_hw -> Arrays.stream(x_hw)
                        .flatMapToDouble(Arrays::stream)
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private double[] values(String name) {
        double[] values = new double
                [(int) Objects.requireNonNull(source.tensors().get(name)).elements()];
        source.load(name, ScalarType.Double).data_ptr_double().get(values);
        return values;
    }

    private static double[][][] convolved(double[][][] x_chw, double[] kernel_oc33, int out) {
        int side = x_chw[0].length;
        double[][][] result = new double[out][side][side];
        for (int o = 0; o < out; o++) {
            for (int place = 0; place < side * side; place++) {
                int y = place / side;
                int x = place % side;
                for (int k = 0; k < x_chw.length * 9; k++) {
                    int fromY = y + k % 9 / 3 - 1;
                    int fromX = x + k % 3 - 1;
                    if (fromY >= 0 && fromY < side && fromX >= 0 && fromX < side) {
                        result[o][y][x] += kernel_oc33[o * x_chw.length * 9 + k] * x_chw[k / 9][fromY][fromX];
                    }
                }
            }
        }
        return result;
    }

    /** Eight groups of channels, each to mean 0 and variance 1, then scaled, shifted and rectified. */
    private static void normalise(double[][][] x_chw, double[] weight_c, double[] bias_c) {
        int each = x_chw.length / 8;
        for (int group = 0; group < 8; group++) {
            double[][][] own = Arrays.copyOfRange(x_chw, group * each, (group + 1) * each);
            double[] flat = Arrays.stream(own)
                    .flatMap(Arrays::stream)
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            double mean = Arrays.stream(flat).average().orElseThrow();
            double variance = Arrays.stream(flat)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow();
            for (int c = 0; c < each; c++) {
                int channel = group * each + c;
                for (double[] row : own[c]) {
                    for (int x = 0; x < row.length; x++) {
                        double unit = (row[x] - mean) / Math.sqrt(variance + 1e-5);
                        row[x] = Math.max(0, unit * weight_c[channel] + bias_c[channel]);
                    }
                }
            }
        }
    }

    /** The largest of every two by two. */
    private static double[][][] halved(double[][][] x_chw) {
        int side = x_chw[0].length / 2;
        double[][][] result = new double[x_chw.length][side][side];
        for (int c = 0; c < x_chw.length; c++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    double upper = Math.max(x_chw[c][2 * y][2 * x], x_chw[c][2 * y][2 * x + 1]);
                    double lower = Math.max(x_chw[c][2 * y + 1][2 * x], x_chw[c][2 * y + 1][2 * x + 1]);
                    result[c][y][x] = Math.max(upper, lower);
                }
            }
        }
        return result;
    }
}
