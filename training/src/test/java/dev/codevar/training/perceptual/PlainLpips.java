package dev.codevar.training.perceptual;

import dev.codevar.checkpoint.TensorSource;
import dev.codevar.tensor.Scoped;
import java.util.Objects;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** LPIPS by its formulas, one number at a time. */
final class PlainLpips {
    private static final double[] SHIFT = {-0.030, -0.088, -0.188};
    private static final double[] SCALE = {0.458, 0.448, 0.450};

    private PlainLpips() {}

    /** {@return the distance of two pictures (3, side, side), the last index fastest} */
    static double between(double[] a, double[] b, int side) {
        double[][][] x_chw = input(a, side);
        double[][][] y_chw = input(b, side);
        double sum = 0;
        for (int stage = 0; stage < ThinVgg.PLACES.length; stage++) {
            x_chw = stage == 0 ? x_chw : halved(x_chw);
            y_chw = stage == 0 ? y_chw : halved(y_chw);
            for (int place : ThinVgg.PLACES[stage]) {
                double[] kernel = values(ThinVgg.VGG, "features." + place + ".weight");
                double[] bias = values(ThinVgg.VGG, "features." + place + ".bias");
                x_chw = convolved(x_chw, kernel, bias);
                y_chw = convolved(y_chw, kernel, bias);
            }
            sum += distance(x_chw, y_chw, values(ThinVgg.LINS, "lin" + stage + ".model.1.weight"));
        }
        return sum;
    }

    private static double[] values(TensorSource source, String name) {
        return Scoped.value(() -> {
            double[] values = new double
                    [(int) Objects.requireNonNull(source.tensors().get(name)).elements()];
            source.load(name, ScalarType.Double).data_ptr_double().get(values);
            return values;
        });
    }

    private static double[][][] input(double[] picture, int side) {
        double[][][] x_chw = new double[3][side][side];
        for (int i = 0; i < picture.length; i++) {
            int c = i / side / side;
            x_chw[c][i / side % side][i % side] = (picture[i] - SHIFT[c]) / SCALE[c];
        }
        return x_chw;
    }

    private static double[][][] convolved(double[][][] x_chw, double[] kernel_oc33, double[] bias_o) {
        int side = x_chw[0].length;
        double[][][] result = new double[bias_o.length][side][side];
        for (int o = 0; o < bias_o.length; o++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    double sum = bias_o[o];
                    for (int k = 0; k < x_chw.length * 9; k++) {
                        int fromY = y + k % 9 / 3 - 1;
                        int fromX = x + k % 3 - 1;
                        if (fromY >= 0 && fromY < side && fromX >= 0 && fromX < side) {
                            sum += kernel_oc33[o * x_chw.length * 9 + k] * x_chw[k / 9][fromY][fromX];
                        }
                    }
                    result[o][y][x] = Math.max(0, sum);
                }
            }
        }
        return result;
    }

    private static double[][][] halved(double[][][] x_chw) {
        int side = x_chw[0].length / 2;
        double[][][] result = new double[x_chw.length][side][side];
        for (int c = 0; c < x_chw.length; c++) {
            for (int i = 0; i < 4 * side * side; i++) {
                int y = i / (2 * side);
                int x = i % (2 * side);
                result[c][y / 2][x / 2] = Math.max(result[c][y / 2][x / 2], x_chw[c][y][x]);
            }
        }
        return result;
    }

    private static double distance(double[][][] a_chw, double[][][] b_chw, double[] weight_c) {
        int side = a_chw[0].length;
        double sum = 0;
        for (int place = 0; place < side * side; place++) {
            double lengthA = length(a_chw, place / side, place % side);
            double lengthB = length(b_chw, place / side, place % side);
            for (int c = 0; c < weight_c.length; c++) {
                double difference = a_chw[c][place / side][place % side] / (lengthA + 1e-10)
                        - b_chw[c][place / side][place % side] / (lengthB + 1e-10);
                sum += weight_c[c] * difference * difference;
            }
        }
        return sum / side / side;
    }

    private static double length(double[][][] x_chw, int y, int x) {
        double sum = 0;
        for (double[][] x_hw : x_chw) {
            sum += x_hw[y][x] * x_hw[y][x];
        }
        return Math.sqrt(sum);
    }
}
