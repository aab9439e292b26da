package dev.codevar.decode;

import dev.codevar.model.VarConfig;
import dev.codevar.model.VarModel;
import dev.codevar.pyramid.ScaleRange;
import java.util.function.Supplier;

/**
 * The scales of a picture that one model makes.
 *
 * @param config the model's shape
 * @param range the scales
 * @param model gives the model, which may have to be read first and lives at least until another segment asks for its own; not
 *     closed by the plan
 */
public record Segment(VarConfig config, ScaleRange range, Supplier<VarModel> model) {

    /** A segment whose model is at hand. */
    public Segment(VarModel model, ScaleRange range) {
        this(model.config(), range, () -> model);
    }
}
