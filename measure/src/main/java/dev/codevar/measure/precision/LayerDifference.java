package dev.codevar.measure.precision;

import java.util.List;

/**
 * How one large layer by itself differs from float32, given the rows that float32's has.
 *
 * @param model whose it is, by role
 * @param block its block, from 0
 * @param layer qkv, proj, fc1 (with its GELU) or fc2
 * @param error the length of the difference relative to that of float32's result, of all rows together
 * @param peak the mean over rows of the largest number's size relative to the root mean square: of normally distributed ones 3 to 4. A row
 *     that is rounded by steps of its largest number loses as much more as this is higher
 * @param scales the error at each scale that the model makes; a refiner's first has the coarser ones too, which it takes in there
 */
public record LayerDifference(String model, int block, String layer, double error, double peak, List<OfScale> scales) {

    public LayerDifference {
        scales = List.copyOf(scales);
    }

    /**
     * The same of one scale.
     *
     * @param scale which one, from 0
     */
    public record OfScale(int scale, double error) {}

    /** {@return where it is, in words} */
    String place() {
        return layer + " of block " + block + " of " + model;
    }
}
