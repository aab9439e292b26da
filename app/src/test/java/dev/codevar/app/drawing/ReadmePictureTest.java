package dev.codevar.app.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.app.Cli;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.report.provenance.Kernels;
import dev.codevar.report.provenance.Likeness;
import dev.codevar.report.provenance.Provenance;
import dev.codevar.tensor.Device;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The picture that the README shows can be made again by whoever reads it; CONTRIBUTING says how it is made anew. */
class ReadmePictureTest {
    private static final Path SHOWN = Path.of("..", "docs", "fashion32.png");

    /** By how much other kernels may round a channel. */
    private static final int ROUNDING = 2;

    @TempDir
    Path folder;

    @Test
    void theReadmesPictureComesOutAgain() {
        Path again = folder.resolve("again.png");
        Cli.Done done = Cli.run("generate", "--like", SHOWN, "-m", Cli.FASHION32, "-o", again);
        assertThat(done.code()).as(done.err()).isZero();
        Map<String, String> text = PictureFiles.text(SHOWN);
        assertThat(text.get(Provenance.KEY)).contains("\"precision\":\"float32\"");
        if (Kernels.of(Device.CPU.label()).equals(text.get(Likeness.KERNELS))) {
            assertThat(done.err().lines().filter(line -> !line.contains("program version")))
                    .as("what else differs from then")
                    .isEmpty();
            assertThat(PictureFiles.read(again)).isEqualTo(PictureFiles.read(SHOWN));
        } else {
            assertThat(done.err()).contains("was made with kernels ").doesNotContain("weights");
            assertThat(largestDifference(PictureFiles.read(again), PictureFiles.read(SHOWN)))
                    .isLessThanOrEqualTo(ROUNDING);
        }
    }

    private static int largestDifference(Picture one, Picture other) {
        byte[] a = one.rgb();
        byte[] b = other.rgb();
        assertThat(a).hasSameSizeAs(b);
        int largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(Byte.toUnsignedInt(a[i]) - Byte.toUnsignedInt(b[i])));
        }
        return largest;
    }
}
