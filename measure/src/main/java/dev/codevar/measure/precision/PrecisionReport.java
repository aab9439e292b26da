package dev.codevar.measure.precision;

import dev.codevar.decode.token.Sampling;
import dev.codevar.fault.InvalidInputException;
import java.util.List;

/**
 * All that was found out about a precision.
 *
 * @param model the model set
 * @param plan the plan written out
 * @param precision what is compared with float32
 * @param device where both ran
 * @param count how many pictures
 * @param seed the first picture's seed; each further one's is one more, and the other seeds follow the last
 * @param sampling how tokens were drawn
 * @param scales a line for each scale, at least one
 * @param all all scales together
 * @param layers each large layer by itself, of the first batch's pictures
 * @param pictures how the pictures differ
 */
public record PrecisionReport(
        String model,
        String plan,
        String precision,
        String device,
        int count,
        long seed,
        Sampling sampling,
        List<ScaleDifference> scales,
        TokenDifference all,
        List<LayerDifference> layers,
        PictureDifference pictures) {

    public PrecisionReport {
        scales = List.copyOf(scales);
        layers = List.copyOf(layers);
        if (scales.isEmpty()) {
            throw new InvalidInputException("a report needs at least one scale, got none");
        }
    }
}
