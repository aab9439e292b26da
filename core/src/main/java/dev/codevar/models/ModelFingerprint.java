package dev.codevar.models;

import dev.codevar.file.Sha256;
import dev.codevar.model.VarConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Function;

/** A short name for the weights that a plan uses, and the shapes in which they are used. */
public final class ModelFingerprint {
    /** The digits of a file's SHA-256, behind which entries may follow. */
    private static final int HASH = 64;

    private ModelFingerprint() {}

    /** {@return SHA-256 of the plan's files and shapes; gigabytes of files take seconds} */
    public static String of(ModelSet set, PlanSpec plan) {
        return of(set, plan, ModelFile::hash);
    }

    /**
     * As {@link #of(ModelSet, PlanSpec)}, for who asks of many plans.
     *
     * @param hash remembers what {@link ModelFile#hash} gave
     */
    public static String of(ModelSet set, PlanSpec plan, Function<ModelFile, String> hash) {
        Sha256 all = new Sha256();
        for (String role :
                plan.parts().stream().map(PlanSpec.Part::role).distinct().toList()) {
            add(all, role + " " + set.transformerConfig(role), hash.apply(set.transformerWeights(role)));
        }
        VarConfig first = set.transformerConfig(plan.parts().get(0).role());
        add(all, "vae " + set.vaeConfig(first.pyramid()), hash.apply(set.vaeWeights()));
        return all.hex();
    }

    private static void add(Sha256 all, String shape, String hash) {
        all.add(ByteBuffer.wrap((shape + "\n").getBytes(StandardCharsets.UTF_8)));
        all.add(ByteBuffer.wrap(HexFormat.of().parseHex(hash.substring(0, HASH))));
        all.add(ByteBuffer.wrap(hash.substring(HASH).getBytes(StandardCharsets.UTF_8)));
    }
}
