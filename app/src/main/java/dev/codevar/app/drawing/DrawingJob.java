package dev.codevar.app.drawing;

import dev.codevar.CoDe;
import dev.codevar.EditSource;
import dev.codevar.Generated;
import dev.codevar.Generation;
import dev.codevar.RandomMode;
import dev.codevar.Request;
import dev.codevar.SubmitOptions;
import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelFingerprint;
import dev.codevar.models.PlanSpec;
import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.picture.PictureFiles;
import dev.codevar.report.provenance.Likeness;
import dev.codevar.report.provenance.Provenance;
import dev.codevar.tensor.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * From options to files: opens the models, draws what is asked for (or what a picture's text says), writes it and says so.
 * {@code generate}, {@code inpaint} and {@code edit} differ in what they keep of another picture, and in nothing else.
 */
final class DrawingJob {
    private final Terminal terminal;
    private final ModelOptions modelOptions;
    private final RequestOptions requestOptions;
    private final OutputOptions output;

    DrawingJob(Terminal terminal, ModelOptions modelOptions, RequestOptions requestOptions, OutputOptions output) {
        this.terminal = terminal;
        this.modelOptions = modelOptions;
        this.requestOptions = requestOptions;
        this.output = output;
    }

    /**
     * @param edits tells, for pictures of a given side, what is kept of another picture
     * @return the exit code
     */
    int run(Function<Integer, Optional<EditSource>> edits) {
        long start = System.nanoTime();
        Provenance like = null;
        Map<String, String> text = Map.of();
        if (output.like != null) {
            requestOptions.requireNone();
            text = PictureFiles.text(output.like);
            like = Provenance.read(output.like.toString(), text);
        }
        try (CoDe code = open(like)) {
            Request request = request(code, like, edits);
            Integer index = like == null ? null : like.index();
            String weights = ModelFingerprint.of(code.models(), request.plan());
            String model = modelName(like);
            PictureOutput files = new PictureOutput(code, output, model, weights, request, index);
            notes(code, request, like).forEach(terminal::note);
            if (like != null && output.like != null) {
                Likeness.differences(output.like, text, like, code, weights).forEach(terminal::note);
            }
            Generation done;
            DrawingProgress progress = new DrawingProgress(
                    terminal,
                    request.items().size(),
                    code.pyramid(request.plan()).scales(),
                    output.previews,
                    files);
            try (progress) {
                boolean needed = output.previews || !output.separate;
                SubmitOptions how = needed ? SubmitOptions.DEFAULT : SubmitOptions.DEFAULT.withoutKeeping();
                done = code.submit(request, progress, how).await();
            }
            List<Generated> kept = done.pictures();
            List<Path> written = files.finish(
                    index == null || kept.isEmpty() ? kept : List.of(kept.get(index)), progress.previews());
            List<Request.Item> shown =
                    index == null ? request.items() : List.of(request.items().get(index));
            double seconds = (System.nanoTime() - start) * 1e-9;
            new DrawingReport(code, done, shown, written, seconds).print(terminal.out(), output.json);
            return 0;
        }
    }

    private List<String> notes(CoDe code, Request request, @Nullable Provenance like) {
        if (request.random() != RandomMode.REFERENCE) {
            return like == null && modelOptions.precision == null ? fasterPrecision(code, request) : List.of();
        }
        return code.precision().equals(Precision.FLOAT32.label())
                ? List.of()
                : List.of(
                        "--rng reference draws the published code's numbers, but its pictures come of them only in float32:"
                                + " in " + code.precision() + " tokens fall otherwise (--precision float32)");
    }

    private static List<String> fasterPrecision(CoDe code, Request request) {
        List<VarConfig> transformers = request.plan().parts().stream()
                .map(PlanSpec.Part::role)
                .distinct()
                .map(code.models()::transformerConfig)
                .toList();
        return FasterPrecision.note(code.precision(), EightBitProduct::offered, transformers).stream()
                .toList();
    }

    private CoDe open(@Nullable Provenance like) {
        if (like == null) {
            return modelOptions.open();
        }
        return modelOptions.open(
                modelOptions.set(modelName(like), Objects.requireNonNullElse(like.entries(), List.of())),
                modelOptions.device == null ? like.device() : modelOptions.device,
                modelOptions.precision == null ? like.precision() : modelOptions.precision,
                modelOptions.threads == null ? Integer.valueOf(like.threads()) : modelOptions.threads);
    }

    private String modelName(@Nullable Provenance like) {
        if (modelOptions.model != null) {
            return modelOptions.model;
        }
        return like == null ? ModelOptions.DEFAULT_MODEL : like.model();
    }

    private Request request(CoDe code, @Nullable Provenance like, Function<Integer, Optional<EditSource>> edits) {
        if (like != null) {
            return like.request(code, edits.apply(code.pictureSide(like.planSpec(code))));
        }
        Request.Builder builder = requestOptions.builder(code);
        int side = code.pictureSide(builder.build().plan());
        edits.apply(side).ifPresent(builder::edit);
        return builder.build();
    }
}
