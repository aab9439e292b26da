package dev.codevar.models;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What people add to a model set: the options that suit it, where they are not those that its models suggest (null for these), and
 * what scores of its pictures are computed from.
 *
 * @param cfg guidance
 * @param topK how many tokens stay in play; 0 for all
 * @param topP the probability that stays in play; 0 for all
 * @param temperature for all scales
 * @param defaultPlan the plan for those who ask for none
 * @param features what scores are computed from, or null for nothing
 */
public record Additions(
        @Nullable Double cfg,
        @Nullable Integer topK,
        @Nullable Double topP,
        @Nullable Double temperature,
        @Nullable String defaultPlan,
        @Nullable FeatureFiles features) {
    /** Nothing. */
    public static final Additions NONE = new Additions(null, null, null, null, null, null);

    private static final Description.Features NAMES =
            new Description.Features("classifier.safetensors", "reference.npz");

    /**
     * Files to be copied.
     *
     * @param network makes features of pictures
     * @param reference the features of real pictures
     */
    public record FeatureFiles(Path network, Path reference) {}

    /** {@return the description, with these; values are not checked} */
    Description to(Description set) {
        Description.Defaults suggested = set.defaults();
        return new Description(
                set.format(),
                set.name(),
                set.about(),
                set.scales(),
                set.codes(),
                set.channels(),
                set.classes(),
                set.vae(),
                set.models(),
                set.plans(),
                defaultPlan == null ? set.defaultPlan() : defaultPlan,
                new Description.Defaults(
                        cfg == null ? suggested.cfg() : cfg,
                        topK == null ? suggested.topK() : topK,
                        topP == null ? suggested.topP() : topP,
                        temperature == null ? suggested.temperature() : temperature),
                features == null ? null : NAMES);
    }

    /** Copies the files into the set's folder. */
    void copyTo(Path folder) {
        if (features != null) {
            copy(features.network(), folder.resolve(NAMES.file()));
            copy(features.reference(), folder.resolve(NAMES.reference()));
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new CodeVarException("cannot copy " + from + ": " + IoReason.of(e), e);
        }
    }
}
