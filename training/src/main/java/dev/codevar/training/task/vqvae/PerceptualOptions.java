package dev.codevar.training.task.vqvae;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FilePaths;
import dev.codevar.file.Sha256;
import dev.codevar.tensor.Compute;
import dev.codevar.training.perceptual.FeatureMaps;
import dev.codevar.training.perceptual.PerceptualDistance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By which network a VQ-VAE's pictures should look like the real ones.
 *
 * @param weight of the distance; 0 for none
 * @param network lpips or classifier
 * @param vgg of lpips, the file of VGG16
 * @param lins of lpips, the file of its channels' weights
 * @param file of classifier
 */
public record PerceptualOptions(
        double weight,
        String network,
        @Nullable String vgg,
        @Nullable String lins,
        @Nullable String file) {
    private static final String LPIPS = "lpips";
    private static final String CLASSIFIER = "classifier";

    public PerceptualOptions {
        VqVaeTask.Options.require("perceptual weight", weight);
        switch (network) {
            case LPIPS -> require(network, vgg != null && lins != null && file == null, "vgg and lins");
            case CLASSIFIER -> require(network, vgg == null && lins == null && file != null, "file");
            default ->
                throw new InvalidInputException(
                        "perceptual network '" + network + "' is not one of " + LPIPS + ", " + CLASSIFIER);
        }
    }

    private static void require(String network, boolean legal, String keys) {
        if (!legal) {
            throw new InvalidInputException("perceptual network " + network + " needs " + keys + ", and no other file");
        }
    }

    /** {@return its files by the places of their keys in a configuration, as paths that mean the same in any working folder} */
    public Map<String, Object> placed() {
        Map<String, Object> placed = new LinkedHashMap<>();
        place(placed, "vgg", vgg);
        place(placed, "lins", lins);
        place(placed, "file", file);
        return placed;
    }

    private static void place(Map<String, Object> placed, String key, @Nullable String file) {
        if (file != null) {
            placed.put("perceptual." + key, FilePaths.of(file).toAbsolutePath().toString());
        }
    }

    /** {@return what a training follows from: the network's bytes, wherever they are} */
    public String identity() {
        List<String> hashes = files().stream().map(PerceptualOptions::hash).toList();
        return network + " times " + weight + ", " + String.join(" and ", hashes);
    }

    private static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    private List<Path> files() {
        return network.equals(LPIPS) ? List.of(path(vgg), path(lins)) : List.of(path(file));
    }

    private static Path path(@Nullable String file) {
        return FilePaths.of(Objects.requireNonNull(file));
    }

    /**
     * Loads the network.
     *
     * @param side of the pictures
     * @param compute where the pictures are, and in what convolutions run
     * @param classifiers opens them
     */
    public PerceptualTerm open(int side, Compute compute, FeatureMaps.Opener classifiers) {
        List<Path> files = files();
        PerceptualDistance distance = network.equals(LPIPS)
                ? PerceptualDistance.lpips(files.get(0), files.get(1), side, compute.device())
                : PerceptualDistance.unweighted(
                        classifiers.open(files.get(0), side, compute.device()), compute.device());
        return new PerceptualTerm(distance, weight, compute);
    }
}
