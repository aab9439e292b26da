package dev.codevar.sampling;

import dev.codevar.sampling.run.SampleOrder;
import java.util.Map;

/** What the PNG file of a picture says beside its pixels. */
@FunctionalInterface
public interface PictureText {
    /** PNG files without text. */
    PictureText NONE = (position, entry) -> Map.of();

    /**
     * @param position where the picture stands in the run
     * @param entry which picture it is
     * @return key to value, the same whenever it is asked
     */
    Map<String, String> of(int position, SampleOrder.Entry entry);
}
