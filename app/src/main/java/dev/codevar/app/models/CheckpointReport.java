package dev.codevar.app.models;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.TakenEntry;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.fault.CodeVarException;
import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelFile;
import dev.codevar.models.Recognition;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.report.json.Json;
import dev.codevar.report.table.Shown;
import dev.codevar.vqvae.VqVaeConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint file turns out to be.
 *
 * @param file the file
 * @param kind what it was recognised as: {@code vqvae}, {@code transformer} or {@code unknown}
 * @param reason why it is unknown
 * @param configuration the model's shape
 * @param parameters how many numbers were trained
 * @param bytes the file's size
 * @param formats the number formats of what was trained
 * @param taken what of a training's {@code .pth} file is described, if there is more in it or names were changed
 * @param metadata what a safetensors file says about itself
 * @param tensorCount how many tensors there are, buffers among them
 * @param tensors all of them, if asked for
 */
record CheckpointReport(
        String file,
        String kind,
        @Nullable String reason,
        Map<String, Object> configuration,
        long parameters,
        long bytes,
        Set<String> formats,
        @Nullable TakenEntry taken,
        Map<String, String> metadata,
        int tensorCount,
        @Nullable List<Tensor> tensors) {

    /** A tensor. */
    record Tensor(String name, String type, List<Long> shape) {}

    /** Reads a file's directory, and finds the model there that is meant. */
    static CheckpointReport of(ModelFile file, boolean withTensors) {
        try (Checkpoint checkpoint = file.open()) {
            Map<String, Object> configuration = new LinkedHashMap<>();
            String kind = Recognition.isVae(checkpoint) ? "vqvae" : "transformer";
            @Nullable String reason = null;
            try {
                configuration = Recognition.isVae(checkpoint)
                        ? describe(Recognition.vae(checkpoint, Pyramid.of(1)))
                        : describe(Recognition.transformer(checkpoint));
            } catch (CodeVarException unrecognised) {
                kind = "unknown";
                reason = unrecognised.getMessage();
            }
            Set<String> formats = new TreeSet<>();
            long parameters = 0;
            for (TensorInfo info : checkpoint.tensors().values()) {
                if (Recognition.isWeight(info.name())) {
                    formats.add(info.type().describe());
                    parameters += info.elements();
                }
            }
            List<Tensor> tensors = checkpoint.tensors().values().stream()
                    .map(info -> new Tensor(info.name(), info.type().describe(), info.shape()))
                    .toList();
            return new CheckpointReport(
                    file.file().toString(),
                    kind,
                    reason,
                    configuration,
                    parameters,
                    Files.size(file.file()),
                    formats,
                    checkpoint.taken().orElse(null),
                    checkpoint.metadata(),
                    tensors.size(),
                    withTensors ? tensors : null);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file.file(), e);
        }
    }

    /** A transformer's shape. */
    private static Map<String, Object> describe(VarConfig config) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("depth", config.depth());
        shape.put("width", config.width());
        shape.put("heads", config.heads());
        shape.put("classes", config.classes());
        shape.put("codes", config.codes());
        shape.put("channels", config.channels());
        shape.put("shared_ada_ln", config.sharedAdaLn());
        shape.put("scales", config.pyramid().sides());
        return shape;
    }

    /** A VQ-VAE's shape, but for the scales, which it does not tell. */
    private static Map<String, Object> describe(VqVaeConfig config) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("codes", config.codes());
        shape.put("channels", config.channels());
        shape.put("width", config.width());
        shape.put("multipliers", config.multipliers());
        shape.put("residual_blocks", config.residualBlocks());
        shape.put("attention_lowest", config.attentionLowest());
        shape.put("attention_middle", config.attentionMiddle());
        shape.put("shared_residuals", config.sharedResiduals());
        shape.put("downsampling", config.downsampling());
        return shape;
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(Json.lineOfKnown(this));
            return;
        }
        out.println(file + ": " + (reason == null ? kind : "not recognised: " + reason));
        if (taken != null) {
            line(out, "file", taken.describe());
        }
        configuration.forEach((key, value) -> line(out, key.replace('_', ' '), value));
        line(out, "parameters", String.format(Locale.ROOT, "%,d in %s", parameters, String.join(", ", formats)));
        line(out, "bytes", String.format(Locale.ROOT, "%,d", bytes));
        line(out, "tensors", tensorCount);
        metadata.forEach((key, value) -> line(out, "metadata " + key, value));
        if (tensors != null) {
            tensors.forEach(it -> out.println(Shown.plain(it.name()) + "  " + it.type() + " " + it.shape()));
        }
    }

    private static void line(PrintWriter out, String key, Object value) {
        out.println(String.format("    %-17s %s", Shown.plain(key), Shown.plain(value.toString())));
    }
}
