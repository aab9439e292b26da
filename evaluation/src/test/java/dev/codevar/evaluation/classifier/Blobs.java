package dev.codevar.evaluation.classifier;

import dev.codevar.files.data.PictureData;
import dev.codevar.tensor.Philox;
import org.bytedeco.pytorch.Tensor;

/**
 * Pictures of noise, each of a class at random: there is nothing to learn from them but themselves.
 *
 * @param count how many
 * @param side of each
 * @param classes how many
 */
public record Blobs(int count, int side, int classes) implements PictureData {

    @Override
    public int label(int index) {
        return (int) (Philox.uniform(5, index, 0, 0) * classes);
    }

    @Override
    public Tensor batch(int... indexes) {
        int pixels = 3 * side * side;
        byte[] bytes = new byte[indexes.length * pixels];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (256 * Philox.uniform(6, indexes[i / pixels], i % pixels, 0));
        }
        return Tensor.create(bytes, indexes.length, 3, side, side);
    }
}
