package dev.codevar.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FilePaths;
import dev.codevar.model.VarConfig;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.vqvae.VqVaeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A golden case: a folder with {@code case.json} (the configuration), {@code expected.safetensors} (what the published code
 * computed), and either {@code weights.json} (how to make synthetic weights) or {@code .pth} files, or both.
 *
 * @param folder the folder
 * @param vae the shape of the VQ-VAE
 * @param classes how many classes there are
 * @param sharedAdaLn whether one adaptive-norm layer serves all blocks
 * @param drafterFile the drafter's {@code .pth} file
 * @param refinerFile the refiner's {@code .pth} file
 * @param labels per picture its class
 * @param cfg guidance of all runs
 * @param topK per scale, for sampled runs
 * @param topP for sampled runs
 * @param temperature per scale, for sampled runs
 * @param seed of sampled runs
 * @param weightSeed of synthetic weights
 */
public record GoldenCase(
        Path folder,
        VqVaeConfig vae,
        int classes,
        boolean sharedAdaLn,
        Path drafterFile,
        Path refinerFile,
        List<Integer> labels,
        double cfg,
        List<Integer> topK,
        double topP,
        List<Double> temperature,
        long seed,
        long weightSeed) {

    /**
     * @param folder holds {@code case.json}
     * @return the case described there
     */
    public static GoldenCase read(Path folder) {
        Path file = folder.resolve("case.json");
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new BrokenFileException(file + " is no golden case: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw CodeVarException.cannotRead("golden case " + file, file, e);
        }
        Fields fields = new Fields(file, json);
        Pyramid pyramid = fields.pyramid("patch_nums");
        VqVaeConfig vae = new VqVaeConfig(
                fields.integer("V", null),
                fields.integer("Cvae", inferredChannels(json)),
                fields.integer("ch", null),
                json.has("ch_mult") ? fields.integers("ch_mult") : List.of(1, 1, 2, 2, 4),
                fields.integer("num_res_blocks", 2),
                fields.flag("attention_lowest_level", true),
                fields.flag("attention_middle", true),
                4,
                pyramid);
        return new GoldenCase(
                folder,
                vae,
                fields.integer("num_classes", null),
                fields.flag("shared_aln", false),
                folder.resolve(FilePaths.of(json.path("large").asText("drafter.pth"))),
                folder.resolve(FilePaths.of(json.path("small").asText("refiner.pth"))),
                fields.integers("labels"),
                fields.number("cfg"),
                fields.perScale("top_k", pyramid.scales()).stream()
                        .map(JsonNode::asInt)
                        .toList(),
                fields.number("top_p"),
                fields.perScale("temperature", pyramid.scales()).stream()
                        .map(JsonNode::asDouble)
                        .toList(),
                fields.whole("seed"),
                json.has("weight_seed") ? fields.whole("weight_seed") : 0);
    }

    /** {@return the shape of a transformer of this case} */
    public VarConfig transformer(int depth) {
        return new VarConfig(depth, classes, vae.codes(), vae.channels(), sharedAdaLn, vae.pyramid());
    }

    private static @Nullable Integer inferredChannels(JsonNode json) {
        return json.has("Cvae") ? null : 32;
    }

    /** The fields of one JSON object, each missing one an error that names it. */
    private record Fields(Path file, JsonNode json) {
        int integer(String name, @Nullable Integer otherwise) {
            JsonNode value = json.path(name);
            if (value.isMissingNode() && otherwise != null) {
                return otherwise;
            }
            return require(name, value, value.isInt()).asInt();
        }

        boolean flag(String name, boolean otherwise) {
            return json.has(name)
                    ? require(name, json.path(name), json.path(name).isBoolean())
                            .asBoolean()
                    : otherwise;
        }

        double number(String name) {
            return require(name, json.path(name), json.path(name).isNumber()).asDouble();
        }

        Pyramid pyramid(String name) {
            try {
                return new Pyramid(integers(name));
            } catch (InvalidInputException e) {
                throw new BrokenFileException(file + ": " + name + ": " + e.getMessage(), e);
            }
        }

        long whole(String name) {
            return require(name, json.path(name), json.path(name).canConvertToLong())
                    .asLong();
        }

        /** One number for all scales, or one for each. */
        List<JsonNode> perScale(String name, int scales) {
            JsonNode given = json.path(name);
            List<JsonNode> values = new ArrayList<>();
            for (int k = 0; k < scales; k++) {
                JsonNode value = given.isArray() ? given.path(k) : given;
                values.add(require(name, value, value.isNumber()));
            }
            return values;
        }

        List<Integer> integers(String name) {
            JsonNode array = require(name, json.path(name), json.path(name).isArray());
            List<Integer> values = new ArrayList<>();
            array.forEach(
                    value -> values.add(require(name, value, value.isInt()).asInt()));
            return values;
        }

        private JsonNode require(String name, JsonNode value, boolean legal) {
            if (!legal) {
                throw new BrokenFileException(file + ": " + name + " is "
                        + (value.isMissingNode() ? "missing" : value + ", which is not legal there"));
            }
            return value;
        }
    }
}
