package dev.codevar.models;

import dev.codevar.fault.CodeVarException;
import dev.codevar.file.Sha256;
import dev.codevar.model.VarConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/** A short name for the weights that a plan uses, and the shapes in which they are used. */
public final class ModelFingerprint {
    private ModelFingerprint() {}

    /** {@return SHA-256 of the plan's files and shapes; gigabytes of files take seconds} */
    public static String of(ModelSet set, PlanSpec plan) {
        Sha256 all = new Sha256();
        for (String role :
                plan.parts().stream().map(PlanSpec.Part::role).distinct().toList()) {
            add(all, role + " " + set.transformerConfig(role), set.transformerFile(role));
        }
        VarConfig first = set.transformerConfig(plan.parts().get(0).role());
        add(all, "vae " + set.vaeConfig(first.pyramid()), set.vaeFile());
        return all.hex();
    }

    private static void add(Sha256 all, String shape, Path file) {
        all.add(ByteBuffer.wrap((shape + "\n").getBytes(StandardCharsets.UTF_8)));
        try {
            all.add(ByteBuffer.wrap(HexFormat.of().parseHex(Sha256.of(file))));
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }
}
