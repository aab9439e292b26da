package dev.codevar.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.codevar.model.VarConfig;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model set holds: the content of its {@code model.json}.
 *
 * @param format the version of this layout: 1
 * @param name a short name
 * @param about a sentence for people
 * @param scales the sides of the token maps, coarsest first
 * @param codes V, the number of codes
 * @param channels E, the channels of a code
 * @param classes the classes' names; the place in the list is the class's number
 * @param vae the VQ-VAE
 * @param models the transformers by role
 * @param plans ready-made plans by name, as {@link PlanSpec} reads them
 * @param defaultPlan which of the plans is used when none is asked for
 * @param defaults the options that suit these models
 * @param features what scores are computed from, or null where the set brings nothing for it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Description(
        int format,
        String name,
        String about,
        List<Integer> scales,
        int codes,
        int channels,
        List<String> classes,
        Vae vae,
        Map<String, Transformer> models,
        Map<String, String> plans,
        String defaultPlan,
        Defaults defaults,
        @Nullable Features features) {

    /** The version of the layout that this code reads and writes. */
    public static final int FORMAT = 1;

    public Description {
        scales = List.copyOf(scales);
        classes = List.copyOf(classes);
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        plans = Collections.unmodifiableMap(new LinkedHashMap<>(plans));
    }

    /**
     * The VQ-VAE of a set; its parts are those of {@link VqVaeConfig}.
     *
     * @param file the weights' file name
     */
    public record Vae(
            String file,
            int width,
            List<Integer> multipliers,
            int residualBlocks,
            boolean attentionLowest,
            boolean attentionMiddle,
            int sharedResiduals) {

        VqVaeConfig config(int codes, int channels, Pyramid pyramid) {
            return new VqVaeConfig(
                    codes,
                    channels,
                    width,
                    multipliers,
                    residualBlocks,
                    attentionLowest,
                    attentionMiddle,
                    sharedResiduals,
                    pyramid);
        }
    }

    /**
     * A transformer of a set.
     *
     * @param file the weights' file name
     * @param depth the number of blocks
     * @param heads the number of heads where there are not as many as blocks, or null
     * @param sharedAdaLn whether one adaptive-norm layer serves all blocks
     * @param scales its scales where they are not the set's, or null
     * @param specialised what it was fine-tuned for, or null for an all-round model
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Transformer(
            String file,
            int depth,
            @Nullable Integer heads,
            boolean sharedAdaLn,
            @Nullable List<Integer> scales,
            @Nullable Specialised specialised) {

        VarConfig config(int classes, int codes, int channels, List<Integer> setScales) {
            return new VarConfig(
                    depth,
                    heads == null ? depth : heads,
                    classes,
                    codes,
                    channels,
                    sharedAdaLn,
                    new Pyramid(scales == null ? setScales : scales));
        }
    }

    /**
     * What CoDe's fine-tuning made of a model.
     *
     * @param part {@code drafter} or {@code refiner}
     * @param draftSteps N, the number of drafted scales
     */
    public record Specialised(String part, int draftSteps) {
        /** The part that makes the coarse scales. */
        public static final String DRAFTER = "drafter";
        /** The part that makes the fine scales. */
        public static final String REFINER = "refiner";
    }

    /**
     * The options that suit a set's models.
     *
     * @param cfg guidance
     * @param topK how many tokens stay in play; 0 for all
     * @param topP the probability that stays in play; 0 for all
     * @param temperature for all scales
     */
    public record Defaults(double cfg, int topK, double topP, double temperature) {}

    /**
     * What scores of the set's pictures are computed from.
     *
     * @param file the name of the file with the network that makes features of pictures
     * @param reference the name of the file with the features of real pictures
     */
    public record Features(String file, String reference) {}
}
