package dev.codevar.decode;

import dev.codevar.model.VarModel;
import dev.codevar.pyramid.ScaleRange;

/**
 * The scales of a picture that one model makes.
 *
 * @param model the model; not closed by the plan
 * @param range the scales
 */
public record Segment(VarModel model, ScaleRange range) {}
