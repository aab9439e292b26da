package dev.codevar.app.models;

import dev.codevar.evaluation.classifier.Classifier;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.Additions;
import dev.codevar.tensor.Device;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a new model set is to bring beside its models. */
final class AdditionOptions {
    @Option(names = "--plan", paramLabel = "PLAN", description = "The plan for those who ask for none, by name.")
    private @Nullable String plan;

    @Option(
            names = "--cfg",
            paramLabel = "X",
            description = "The guidance for those who ask for none, 0 to 100. Default, as for the next three: 4, 900,"
                    + " 0.95 and 1 with ImageNet's classes, otherwise 1.5, 0, 0 and 1.")
    private @Nullable Double cfg;

    @Option(names = "--top-k", paramLabel = "K", description = "The same of the tokens in play, 0 for all.")
    private @Nullable Integer topK;

    @Option(names = "--top-p", paramLabel = "P", description = "The same of their probability, 0 to 1, 0 for all.")
    private @Nullable Double topP;

    @Option(names = "--temperature", paramLabel = "T", description = "The same of the temperature, 1e-6 to 100.")
    private @Nullable Double temperature;

    @Option(
            names = "--classifier",
            paramLabel = "FILE",
            description = "The network that scores are computed from, as train classifier makes it. Default: none.")
    private @Nullable Path classifier;

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description = "Its features of real pictures, as train classifier --reference makes them.")
    private @Nullable Path reference;

    /**
     * {@return what is given}
     *
     * @throws InvalidInputException if only one of the classifier and its features is
     */
    Additions additions() {
        return new Additions(cfg, topK, topP, temperature, plan, features());
    }

    private Additions.@Nullable FeatureFiles features() {
        if (classifier == null || reference == null) {
            if (classifier != null || reference != null) {
                throw new InvalidInputException("--classifier and --reference go together: give both or none");
            }
            return null;
        }
        // Fails here, by name, if it is none.
        Classifier.open(classifier, Device.CPU).close();
        return new Additions.FeatureFiles(classifier, reference);
    }
}
