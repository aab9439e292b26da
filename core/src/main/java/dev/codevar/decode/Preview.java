package dev.codevar.decode;

import dev.codevar.picture.Picture;
import java.util.List;

/** Pictures as they would be if no scale followed: decoded when asked for, one by one. */
public interface Preview {

    /**
     * {@return the pictures}
     *
     * @param places which: their places in the batch as it was given, none of them of a picture that has left
     */
    List<Picture> of(List<Integer> places);
}
