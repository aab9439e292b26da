package dev.codevar.models;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.Description.Specialised;
import dev.codevar.models.Description.Transformer;
import dev.codevar.pyramid.Pyramid;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a description must be beyond its types: every value in range, every name one that exists. */
final class DescriptionChecks {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

    private static final int MOST_CLASSES = 1_000_000;
    /** Ten times the published number. */
    private static final int MOST_SCALES = 100;

    private DescriptionChecks() {}

    /**
     * Checks everything.
     *
     * @throws InvalidInputException naming the first key whose value is not legal
     */
    static void check(Description it) {
        require(
                it.format() == Description.FORMAT,
                "format " + it.format() + " is unknown; this version reads " + Description.FORMAT);
        require(
                !it.classes().isEmpty() && it.classes().size() <= MOST_CLASSES,
                "classes: from 1 to " + MOST_CLASSES + " names are legal");
        checkScales("scales", it.scales());
        requireFileName("vae.file", it.vae().file());
        it.vae().config(it.codes(), it.channels(), new Pyramid(it.scales()));
        require(!it.models().isEmpty(), "models: at least one is needed");
        it.models().forEach((role, model) -> checkModel(it, role, model));
        checkPlans(it);
        checkDefaults(it);
        Description.Features features = it.features();
        if (features != null) {
            requireFileName("features.file", features.file());
            requireFileName("features.reference", features.reference());
        }
    }

    private static void checkScales(String key, List<Integer> scales) {
        require(scales.size() <= MOST_SCALES, key + ": at most " + MOST_SCALES + " are legal");
    }

    private static void checkModel(Description it, String role, Transformer model) {
        require(PLAIN_NAME.matcher(role).matches(), "models: role '" + role + "' may hold letters, digits, . _ - only");
        requireFileName("models." + role + ".file", model.file());
        List<Integer> scales = model.scales();
        checkScales("models." + role + ".scales", scales == null ? it.scales() : scales);
        Pyramid pyramid = model.config(it.classes().size(), it.codes(), it.channels(), it.scales())
                .pyramid();
        Specialised specialised = model.specialised();
        if (specialised != null) {
            require(
                    Set.of(Specialised.DRAFTER, Specialised.REFINER).contains(specialised.part()),
                    "models." + role + ".specialised.part '" + specialised.part() + "' is neither drafter nor refiner");
            require(
                    specialised.draftSteps() >= 1 && specialised.draftSteps() < pyramid.scales(),
                    "models." + role + ".specialised.draft_steps " + specialised.draftSteps() + " is not between 1 and "
                            + (pyramid.scales() - 1));
        }
    }

    private static void checkPlans(Description it) {
        require(
                it.plans().containsKey(it.defaultPlan()),
                "default_plan '" + it.defaultPlan() + "' is none of the plans "
                        + it.plans().keySet());
        for (String plan : it.plans().keySet()) {
            require(
                    PLAIN_NAME.matcher(plan).matches(),
                    "plans: name '" + plan + "' may hold letters, digits, . _ - only");
            PlanSpec.parse(plan, it);
        }
        Set<String> clash = new HashSet<>(it.plans().keySet());
        clash.retainAll(it.models().keySet());
        clash.removeIf(name -> name.equals(it.plans().get(name)));
        require(clash.isEmpty(), "plans: " + clash + " are models' names too");
    }

    private static void checkDefaults(Description it) {
        Description.Defaults defaults = it.defaults();
        require(
                defaults.cfg() >= 0 && defaults.cfg() <= 100,
                "defaults.cfg " + defaults.cfg() + " is not between 0 and 100");
        require(
                defaults.topK() >= 0 && defaults.topK() <= it.codes(),
                "defaults.top_k " + defaults.topK() + " is not between 0 and " + it.codes());
        require(
                defaults.topP() >= 0 && defaults.topP() <= 1,
                "defaults.top_p " + defaults.topP() + " is not between 0 and 1");
        require(
                defaults.temperature() >= 1e-6 && defaults.temperature() <= 100,
                "defaults.temperature " + defaults.temperature() + " is not between 1.0E-6 and 100");
    }

    /** Weights lie in the set's own folder: a description can name no other place. */
    private static void requireFileName(String key, String file) {
        require(
                PLAIN_NAME.matcher(file).matches(),
                key + " '" + file + "' is no plain file name (letters, digits, . _ - only)");
    }

    private static void require(boolean legal, String otherwise) {
        if (!legal) {
            throw new InvalidInputException(otherwise);
        }
    }
}
