package dev.codevar.cluster.format;

import dev.codevar.sampling.run.SampleOrder;
import java.util.Locale;

/**
 * Which picture of a run a part keeps.
 *
 * @param position where it stands in the run
 * @param entry class and seed
 */
public record Sampled(int position, SampleOrder.Entry entry) {
    /** {@return what the picture is called, without a suffix} */
    String key() {
        return String.format(Locale.ROOT, "%09d", position);
    }
}
