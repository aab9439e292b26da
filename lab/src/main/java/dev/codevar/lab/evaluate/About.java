package dev.codevar.lab.evaluate;

import dev.codevar.fault.CodeVarException;
import dev.codevar.lab.json.Json;
import dev.codevar.lab.score.FeatureLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What features on the disk are of; they are those of others as soon as anything here differs.
 *
 * @param format the version of the layout of the folder
 * @param pictures the set's identity
 * @param network the network's fingerprint
 * @param layout the numbers of a row
 * @param count rows
 * @param block rows of a block of the journal
 */
record About(int format, String pictures, String network, FeatureLayout layout, int count, int block) {
    private static final int FORMAT = 1;

    static About of(PictureSet set, FeatureNetwork network, int block) {
        return new About(FORMAT, set.identity(), network.fingerprint(), network.layout(), set.count(), block);
    }

    /** {@return what the file says; null if it says nothing that is understood} */
    static @Nullable About read(Path file) {
        try {
            return Json.parse(Files.readString(file), About.class, file.toString());
        } catch (IOException | CodeVarException notUnderstood) {
            return null;
        }
    }

    byte[] toJson() {
        return Json.file(this).getBytes(StandardCharsets.UTF_8);
    }
}
