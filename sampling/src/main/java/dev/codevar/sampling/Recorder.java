package dev.codevar.sampling;

import dev.codevar.picture.Picture;
import dev.codevar.sampling.run.SampleRun;
import java.util.List;

/** Makes of pictures what a run keeps of them. */
@FunctionalInterface
public interface Recorder {
    /** Keeps the pixels. */
    Recorder PIXELS = pictures -> pictures.stream().map(Picture::rgb).toList();

    /**
     * @param pictures at least one
     * @return a record for each, all of {@link SampleRun#recordBytes}; the same for the same picture, whatever others are there
     */
    List<byte[]> records(List<Picture> pictures);
}
