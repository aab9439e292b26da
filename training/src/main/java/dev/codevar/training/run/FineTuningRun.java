package dev.codevar.training.run;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelSet;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.training.Parameters;
import dev.codevar.training.Task;
import dev.codevar.training.config.ConfigurationFile;
import dev.codevar.training.config.FineTuningConfiguration;
import dev.codevar.training.loop.Outcome;
import dev.codevar.training.loop.recipe.Setup;
import dev.codevar.training.net.VarTraining;
import dev.codevar.training.task.SamplePictures;
import dev.codevar.training.task.SamplePictures.Part;
import dev.codevar.training.task.transformer.DraftSteps;
import dev.codevar.training.task.transformer.RefinerTask;
import dev.codevar.training.task.transformer.VarTask;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;

/**
 * Makes a drafter or a refiner of a trained transformer (CoDe, section 3.3).
 *
 * @param configured how
 * @param set whose VQ-VAE makes the tokens
 * @param from what it is made of
 * @param other what makes the scales that it does not: a refiner learns from it
 * @param draftSteps N, how many scales the drafter makes
 * @param place where
 */
public record FineTuningRun(
        ConfigurationFile.Read<FineTuningConfiguration> configured,
        ModelSet set,
        TransformerFile from,
        TransformerFile other,
        int draftSteps,
        Place place) {

    public FineTuningRun {
        DraftSteps.requireLegal(draftSteps, from.config().pyramid());
        if (!from.config().pyramid().equals(other.config().pyramid())
                || from.config().codes() != other.config().codes()
                || from.config().classes() != other.config().classes()) {
            throw new InvalidInputException(
                    from.weights().file() + " and " + other.weights().file() + " do not fit together: they are "
                            + from.config() + " and " + other.config());
        }
    }

    /** Begins, or goes on where the folder's training was broken off. */
    public Outcome run(RunListener listener) {
        FineTuningConfiguration configuration = configured.value();
        Pyramid pyramid = from.config().pyramid();
        VqVaeConfig vae = set.vaeConfig(pyramid);
        Pictures pictures = Pictures.open(configuration, place, vae.pictureSide(), listener);
        WantedTokens wanted =
                WantedTokens.of(set.vaeWeights(), vae, pictures, configuration.views(), configuration.recipe());
        wanted.requireFitting(from.config());
        boolean refiner = configuration.kind().equals(FineTuningConfiguration.REFINER);
        Setup setup = wanted.tell(new TrainingIdentity(configuration, place))
                .and("draft steps", draftSteps)
                .and("from", from.hash())
                .and(refiner ? "teacher" : "refiner of the samples", other.hash())
                .and("regularisation", configuration.regularisation())
                .setup(configured);
        place.requireSuitable(setup);
        try (TokenWorld world = new TokenWorld(wanted, place, listener);
                Parameters others = other.parameters(place.compute().device());
                Task task = refiner ? refiner(world, others) : drafter(world, others)) {
            return TransformerFile.train(place, setup, task, pyramid, pictures, listener);
        }
    }

    private Task drafter(TokenWorld world, Parameters refining) {
        Parameters parameters = from.parameters(place.compute().device());
        List<Part> parts = parts(parameters, refining, from, other);
        SamplePictures samples = SamplePictures.of(world.vae());
        return new VarTask(
                world.data(),
                parameters,
                new VarTraining(parameters.leaves(), from.config(), place.compute()),
                configured.value().regularisation(),
                draftSteps,
                () -> samples.draw(parts));
    }

    private Task refiner(TokenWorld world, Parameters teaching) {
        Parameters parameters = from.parameters(place.compute().device());
        List<Part> parts = parts(teaching, parameters, other, from);
        SamplePictures samples = SamplePictures.of(world.vae());
        return new RefinerTask(
                world.data(),
                parameters,
                new VarTraining(parameters.leaves(), from.config(), place.compute()),
                new VarTraining(teaching.leaves(), other.config(), place.compute()),
                configured.value().regularisation(),
                draftSteps,
                () -> samples.draw(parts));
    }

    private List<Part> parts(
            Parameters drafting, Parameters refining, TransformerFile drafter, TransformerFile refiner) {
        int scales = from.config().pyramid().scales();
        return List.of(
                new Part(drafting, drafter.config(), new ScaleRange(0, draftSteps)),
                new Part(refining, refiner.config(), new ScaleRange(draftSteps, scales)));
    }
}
