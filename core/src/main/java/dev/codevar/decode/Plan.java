package dev.codevar.decode;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarModel;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import java.util.List;

/**
 * Which model makes which scales: one segment is VAR, two are CoDe (CoDe, section 3.2), more are allowed.
 *
 * @param segments models with the scales they make: together every scale of the pyramid once, in order; all models agree in
 *     pyramid, codes, channels and classes
 */
public record Plan(List<Segment> segments) {

    public Plan {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new InvalidInputException("a plan needs at least one model, got none");
        }
        VarConfig first = segments.get(0).config();
        int next = 0;
        for (Segment segment : segments) {
            if (segment.range().from() != next) {
                throw new InvalidInputException("a plan's segment starts at scale "
                        + segment.range().from() + " but the one before ends at " + next);
            }
            next = segment.range().to();
            requireSame(first, segment.config());
        }
        if (next != first.pyramid().scales()) {
            throw new InvalidInputException("a plan ends at scale " + next + " but the models have "
                    + first.pyramid().scales());
        }
    }

    /** {@return VAR: all scales by one model} */
    public static Plan single(VarModel model) {
        return new Plan(List.of(new Segment(model, model.config().pyramid().all())));
    }

    /**
     * CoDe: the drafter makes scales 0 to n−1, the refiner the rest.
     *
     * @param n the number of drafted scales, 1 to K−1, or K for the drafter alone
     */
    public static Plan collaborative(VarModel drafter, VarModel refiner, int n) {
        int scales = drafter.config().pyramid().scales();
        if (n < 1 || n > scales) {
            throw new InvalidInputException("draft steps " + n + " is not between 1 and " + scales);
        }
        return n == scales
                ? single(drafter)
                : new Plan(List.of(
                        new Segment(drafter, new ScaleRange(0, n)), new Segment(refiner, new ScaleRange(n, scales))));
    }

    /** {@return the scales of the pictures made} */
    public Pyramid pyramid() {
        return segments.get(0).config().pyramid();
    }

    private static void requireSame(VarConfig a, VarConfig b) {
        if (!a.pyramid().equals(b.pyramid())
                || a.codes() != b.codes()
                || a.channels() != b.channels()
                || a.classes() != b.classes()) {
            throw new InvalidInputException(
                    "the models of a plan do not fit together: " + describe(a) + " and " + describe(b));
        }
    }

    private static String describe(VarConfig config) {
        return "depth " + config.depth() + " (scales " + config.pyramid().sides() + ", " + config.codes() + " codes of "
                + config.channels() + ", " + config.classes() + " classes)";
    }
}
