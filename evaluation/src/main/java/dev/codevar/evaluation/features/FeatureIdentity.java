package dev.codevar.evaluation.features;

import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.fault.CodeVarException;
import dev.codevar.report.json.Json;
import dev.codevar.sampling.run.FeatureLayout;
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
record FeatureIdentity(int format, String pictures, String network, FeatureLayout layout, int count, int block) {
    private static final int FORMAT = 1;

    static FeatureIdentity of(PictureSet set, FeatureNetwork network, int block) {
        return new FeatureIdentity(FORMAT, set.identity(), network.fingerprint(), network.layout(), set.count(), block);
    }

    /**
     * {@return what the file says; null if it is not there, or says nothing that is understood}
     *
     * @throws CodeVarException if it cannot be read, and so may say anything
     */
    static @Nullable FeatureIdentity read(Path file) {
        try {
            return Json.parse(text(file), FeatureIdentity.class, file.toString());
        } catch (CodeVarException e) {
            if (e.isOfLostFile()) {
                return null;
            }
            throw e;
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    byte[] toJson() {
        return Json.file(this).getBytes(StandardCharsets.UTF_8);
    }
}
