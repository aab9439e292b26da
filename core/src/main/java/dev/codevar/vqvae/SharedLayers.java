package dev.codevar.vqvae;

/**
 * Which of the few φ layers a scale uses: the one whose tick is nearest to the scale's place in the pyramid, the first on a
 * tie. Ticks are numpy's {@code linspace}, in its own arithmetic, since ties hang on the last bit.
 */
public final class SharedLayers {
    private final double[] ticks;

    /**
     * @param layers how many φ layers there are, at least 1
     */
    public SharedLayers(int layers) {
        // A quirk of the published code: four layers stand at thirds of a layer from the ends, any other number at
        // halves.
        double margin = layers == 4 ? 1.0 / 3 / layers : 1.0 / 2 / layers;
        double start = margin;
        double stop = 1 - margin;
        ticks = new double[layers];
        double step = layers == 1 ? 0 : (stop - start) / (layers - 1);
        for (int i = 0; i < layers; i++) {
            ticks[i] = i * step + start;
        }
        if (layers > 1) {
            ticks[layers - 1] = stop;
        }
    }

    /** {@return which layer a scale at {@code ratio} of the way up the pyramid uses, from 0} */
    public int indexFor(double ratio) {
        int nearest = 0;
        for (int i = 1; i < ticks.length; i++) {
            if (Math.abs(ticks[i] - ratio) < Math.abs(ticks[nearest] - ratio)) {
                nearest = i;
            }
        }
        return nearest;
    }
}
