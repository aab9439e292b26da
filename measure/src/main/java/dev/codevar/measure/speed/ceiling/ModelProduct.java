package dev.codevar.measure.speed.ceiling;

import dev.codevar.model.VarTensors;
import dev.codevar.tensor.Precision;

/**
 * Equal linear layers of a model at work: products of rows with a weight matrix.
 *
 * @param weight the published name of one of their weights
 * @param layers how many of them there are, at least 1: each with a weight of its own
 * @param rows how many rows each multiplies, at least 0
 * @param in columns of the weight, at least 1
 * @param out rows of the weight, at least 1
 */
public record ModelProduct(String weight, int layers, long rows, long in, long out) {
    public ModelProduct {
        Checks.atLeast(weight + ": layers", layers, 1);
        Checks.atLeast(weight + ": rows", rows, 0);
        Checks.atLeast(weight + ": inputs", in, 1);
        Checks.atLeast(weight + ": outputs", out, 1);
    }

    /** {@return the operations of all layers together} */
    public long flops() {
        return 2L * layers * rows * in * out;
    }

    /** {@return the bytes of weights read if each is read once; none where there is nothing to multiply} */
    public long weightBytes(Precision precision) {
        return rows == 0 ? 0 : layers * in * out * (inEightBits(precision) ? 1 : precision.bytes());
    }

    private boolean inEightBits(Precision precision) {
        return precision == Precision.INT8 && VarTensors.isLarge(weight);
    }

    /** {@return the seconds that this takes at least: for computing or for reading weights, whichever takes longer} */
    public double seconds(Precision precision, Ceilings ceilings) {
        Precision own = inEightBits(precision) ? precision : precision.beside();
        return Math.max(
                flops() / ceilings.rates(own).gemmFlopsPerSecond(),
                weightBytes(precision) / ceilings.memoryBytesPerSecond());
    }
}
