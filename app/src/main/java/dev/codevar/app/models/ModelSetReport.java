package dev.codevar.app.models;

import dev.codevar.models.Description;
import dev.codevar.models.ModelSet;
import dev.codevar.report.json.Json;
import dev.codevar.report.table.Shown;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is in a model set.
 *
 * @param folder where it lies
 * @param pictureSide of its pictures, in pixels
 * @param description what {@code model.json} says, or would say
 * @param weights per model, the VQ-VAE first under {@code vae}, what its file holds
 */
record ModelSetReport(String folder, int pictureSide, Description description, Map<String, Weights> weights) {
    private static final int CLASSES_SHOWN = 8;

    /** What a model's file holds. */
    record Weights(String file, long parameters, long bytes, List<String> formats) {
        static Weights of(CheckpointReport report) {
            return new Weights(report.file(), report.parameters(), report.bytes(), List.copyOf(report.formats()));
        }
    }

    /** Reads the directories of all files of the set. */
    static ModelSetReport of(ModelSet set) {
        Map<String, Weights> weights = new LinkedHashMap<>();
        weights.put("vae", Weights.of(CheckpointReport.of(set.vaeWeights(), false)));
        set.description()
                .models()
                .keySet()
                .forEach(role ->
                        weights.put(role, Weights.of(CheckpointReport.of(set.transformerWeights(role), false))));
        return new ModelSetReport(
                set.folder().orElseThrow().toString(), set.vaeConfig().pictureSide(), set.description(), weights);
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(Json.lineOfKnown(this));
            return;
        }
        Description it = description;
        out.println(Shown.plain(it.name() + (it.about().isEmpty() ? "" : ": " + it.about())));
        line(out, "folder", folder);
        line(out, "pictures", pictureSide + "x" + pictureSide);
        line(out, "classes", it.classes().size() + ": " + classes());
        line(out, "scales", numbers(it.scales()) + " of " + it.codes() + " codes with " + it.channels() + " channels");
        line(out, "defaults", defaults());
        Description.Vae vae = it.vae();
        line(
                out,
                "vae",
                "width " + vae.width() + " times " + numbers(vae.multipliers()) + ", residual blocks "
                        + vae.residualBlocks() + ", attention " + attention(vae) + ", " + weights("vae"));
        it.models().forEach((role, model) -> line(out, "model " + role, describe(model) + ", " + weights(role)));
        Description.Features features = it.features();
        if (features != null) {
            line(out, "features", "of " + features.file() + ", those of real pictures in " + features.reference());
        }
        it.plans()
                .forEach((name, plan) ->
                        line(out, "plan " + name, plan + (name.equals(it.defaultPlan()) ? " (default)" : "")));
    }

    private String classes() {
        List<String> classes = description.classes();
        String first = classes.stream().limit(CLASSES_SHOWN).collect(Collectors.joining("; "));
        return classes.size() <= CLASSES_SHOWN ? first : first + "; ...";
    }

    private String defaults() {
        Description.Defaults it = description.defaults();
        return "cfg " + it.cfg() + ", top-k " + it.topK() + ", top-p " + it.topP() + ", temperature "
                + it.temperature();
    }

    private static String attention(Description.Vae vae) {
        if (vae.attentionLowest()) {
            return vae.attentionMiddle() ? "at the lowest level and in the middle" : "at the lowest level";
        }
        return vae.attentionMiddle() ? "in the middle" : "nowhere";
    }

    private static String describe(Description.Transformer model) {
        List<Integer> scales = model.scales();
        Description.Specialised specialised = model.specialised();
        Integer heads = model.heads();
        return "depth " + model.depth()
                + (heads == null ? "" : ", " + heads + " heads")
                + (model.sharedAdaLn() ? ", shared AdaLN" : "")
                + (scales == null ? "" : ", scales " + numbers(scales))
                + (specialised == null
                        ? ""
                        : ", " + specialised.part() + " for " + specialised.draftSteps() + " draft steps");
    }

    private String weights(String model) {
        Weights it = weights.getOrDefault(model, new Weights("", 0, 0, List.of()));
        return String.format(
                Locale.ROOT,
                "%,d parameters in %s, %,d bytes",
                it.parameters(),
                String.join(", ", it.formats()),
                it.bytes());
    }

    private static String numbers(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static void line(PrintWriter out, String key, String value) {
        out.println(String.format("    %-15s %s", key, Shown.plain(value)));
    }
}
