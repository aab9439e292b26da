package dev.codevar;

import dev.codevar.models.PlanSpec;
import dev.codevar.queue.Kind;
import dev.codevar.queue.Line;
import org.jspecify.annotations.Nullable;

/**
 * What requests have in common whose pictures may be drawn together; all else may differ from picture to picture.
 *
 * @param drawer draws them
 * @param opened the model set
 * @param plan which model makes which scales
 * @param moreSmooth whether codes are mixed
 * @param own the only job of its kind, if it asked for batches of its own, or if its pictures would depend on others
 */
record DrawingKind(
        Drawer drawer,
        Opened opened,
        PlanSpec plan,
        boolean moreSmooth,
        @Nullable GenerationJob own) implements Kind<GenerationJob>, OfSet {

    @Override
    public void serve(Line<GenerationJob> line) {
        drawer.serve(this, line);
    }
}
