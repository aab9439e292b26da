package dev.codevar.report.provenance;

import dev.codevar.CoDe;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What differs from when a picture was made, where it is to be made again, and what that means. */
public final class Likeness {
    /** The text key that holds the fingerprint of the weights. */
    public static final String WEIGHTS = "codevar-weights";
    /** The text key that holds what chose the kernels. */
    public static final String KERNELS = "codevar-kernels";

    private static final int DIGITS = 8;

    private Likeness() {}

    /**
     * {@return what differs, a line each, what matters most first; none where the same picture comes out}
     *
     * @param file the picture
     * @param text its text chunks
     * @param then what they say of how it was made
     * @param code what makes it again
     * @param weights the fingerprint of the weights that make it again
     */
    public static List<String> differences(
            Path file, Map<String, String> text, Provenance then, CoDe code, String weights) {
        List<String> lines = new ArrayList<>();
        String madeOf = text.get(WEIGHTS);
        String kernels = text.get(KERNELS);
        if (madeOf == null || kernels == null) {
            lines.add(
                    file
                            + " does not say with which weights and kernels it was made: with others, another picture comes out");
        }
        if (madeOf != null && !madeOf.equals(weights)) {
            lines.add(file + " was made with other weights of the models (" + shown(madeOf) + ", now " + shown(weights)
                    + "): another picture comes out");
        }
        Map<String, String> before = new LinkedHashMap<>();
        before.put("precision", then.precision());
        before.put("device", then.device());
        before.put("kernels", kernels == null ? Kernels.of(code.device()) : kernels);
        before.put("program version", then.version());
        Map<String, String> now = Map.of(
                "precision", code.precision(),
                "device", code.device(),
                "kernels", Kernels.of(code.device()),
                "program version", Program.version());
        before.forEach((what, value) -> {
            if (!value.equals(now.get(what))) {
                lines.add(file + " was made with " + what + " " + value + ", not " + now.get(what)
                        + ": sums may be rounded otherwise, so that a token falls otherwise, and with it what follows");
            }
        });
        int threads = Libtorch.threads();
        if (then.threads() != threads && Kernels.followThreads(code.device(), Precision.of(code.precision()))) {
            lines.add(file + " was made with threads " + then.threads() + ", not " + threads
                    + ": in this precision on these kernels sums may follow their number");
        }
        return lines;
    }

    private static String shown(String fingerprint) {
        return fingerprint.substring(0, Math.min(DIGITS, fingerprint.length()));
    }
}
