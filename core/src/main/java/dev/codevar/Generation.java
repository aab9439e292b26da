package dev.codevar;

import java.util.List;

/**
 * A request that is done.
 *
 * @param pictures in the order asked for
 * @param plan the plan written out
 * @param device where it ran
 * @param precision in which precision
 * @param batch the most pictures that were drawn at a time, those of others that were drawn with them included
 * @param secondsPerScale time in the transformers for each scale, all batches together
 * @param secondsPictures time for turning latents into pictures
 * @param peakCacheBytes most bytes of keys and values held at any time
 */
public record Generation(
        List<Generated> pictures,
        String plan,
        String device,
        String precision,
        int batch,
        List<Double> secondsPerScale,
        double secondsPictures,
        long peakCacheBytes) {

    /** {@return time in the transformers, in seconds} */
    public double secondsTransformer() {
        return secondsPerScale.stream().mapToDouble(s -> s).sum();
    }
}
