package dev.codevar.models;

import dev.codevar.checkpoint.CheckpointEntry;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.checkpoint.TakenEntry;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.EightBitTensors;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarModel;
import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Makes a model set from checkpoint files. Everything about the models is recognised from their tensors, and a set appears only
 * when all of its models have been built from what is in it.
 *
 * @param vae the VQ-VAE's checkpoint
 * @param transformers the transformers' checkpoints by role, at least one
 * @param entries by role, {@code vae} for the VQ-VAE's, which of several state dicts in its checkpoint is meant; where there is none,
 *     the only one that has tensors of such a model
 * @param classNames the classes' names; empty for ImageNet's where there are 1000, and numbers otherwise
 * @param name the set's short name
 * @param about a sentence for people
 * @param precision the number format of the transformers' weights; int8 rounds the large ones, and leaves all else float32
 * @param vaePrecision the number format of the VQ-VAE's weights, float32 in place of int8; its codebook and φ stay float32, in
 *     which they always compute
 * @param additions what people add
 */
public record Conversion(
        Path vae,
        Map<String, Path> transformers,
        Map<String, String> entries,
        Optional<List<String>> classNames,
        String name,
        String about,
        Precision precision,
        Precision vaePrecision,
        Additions additions) {
    /** The VQ-VAE's role. */
    public static final String VAE = "vae";

    /** As above, with no choice of entries, one number format for all weights and nothing added. */
    public Conversion(
            Path vae,
            Map<String, Path> transformers,
            Optional<List<String>> classNames,
            String name,
            String about,
            Precision precision) {
        this(vae, transformers, Map.of(), classNames, name, about, precision, precision, Additions.NONE);
    }

    /** Copies the roles, in their order. */
    public Conversion {
        transformers = Collections.unmodifiableMap(new LinkedHashMap<>(transformers));
        if (transformers.isEmpty()) {
            throw new InvalidInputException("a model set needs at least one transformer");
        }
        // Of a VQ-VAE nothing is multiplied in 8 bits.
        vaePrecision = vaePrecision.beside();
        if (transformers.containsKey(VAE)) {
            throw new InvalidInputException("no transformer can have the role '" + VAE + "'");
        }
        entries = Map.copyOf(entries);
        for (String role : entries.keySet()) {
            if (!role.equals(VAE) && !transformers.containsKey(role)) {
                throw new InvalidInputException("an entry is named for the role '" + role + "'; there are "
                        + transformers.keySet() + " and " + VAE);
            }
        }
    }

    /** Told what is going on. */
    public interface Listener {
        /** A listener that does nothing. */
        Listener NONE = new Listener() {
            @Override
            public void taken(Path checkpoint, TakenEntry taken) {}

            @Override
            public void checking(Path checkpoint) {}

            @Override
            public void writing(String file, int tensor, int of) {}
        };

        /** Of this checkpoint one state dict is used, or names in it were changed. */
        void taken(Path checkpoint, TakenEntry taken);

        /** A model is built from this checkpoint, to see that it is whole. */
        void checking(Path checkpoint);

        /** Of a file's tensors the so-manieth, counted from 1, is about to be written. */
        void writing(String file, int tensor, int of);
    }

    /**
     * Makes the set.
     *
     * @param out the folder to make; there must be nothing of that name yet, or an empty folder
     * @param listener told what is going on
     * @return the set
     * @throws InvalidInputException if a role is not legal, the class names are too few or many, or {@code out} is taken
     * @throws CodeVarException if a checkpoint is not whole, or writing fails; nothing is left behind then
     */
    public ModelSet run(Path out, Listener listener) {
        Libtorch.load();
        try (NewFolder folder = NewFolder.of(out)) {
            List<Part> parts = new ArrayList<>();
            Description description = additions.to(recognise(parts, listener));
            DescriptionChecks.check(description);
            for (Part part : parts) {
                convert(part, folder.path(), listener);
            }
            additions.copyTo(folder.path());
            DescriptionFile.write(folder.path().resolve(DescriptionFile.NAME), description);
            folder.finish();
            return new ModelSet(Optional.of(out), description);
        }
    }

    /** A checkpoint on its way into the set; {@code build} throws where the model cannot be built. */
    private record Part(ModelFile from, String file, Precision precision, Consumer<TensorSource> build) {}

    private ModelFile modelFile(String role, Path file, CheckpointEntry kind) {
        return new ModelFile(file, kind.at(Optional.ofNullable(entries.get(role))));
    }

    private Description recognise(List<Part> parts, Listener listener) {
        // In the set's precision, since that takes the least memory.
        boolean buildable = precision != Precision.INT8 || EightBitProduct.offered();
        Compute compute = new Compute(Device.CPU, buildable ? precision : precision.beside());
        Compute vaeCompute = new Compute(Device.CPU, vaePrecision);
        Map<String, VarConfig> configs = new LinkedHashMap<>();
        Map<String, String> files = new LinkedHashMap<>();
        transformers.forEach((role, file) -> {
            ModelFile from = modelFile(role, file, Recognition.TRANSFORMER);
            VarConfig config = from.recognise(listener, Recognition::transformer);
            configs.put(role, config);
            files.put(role, fileOf(role));
            parts.add(new Part(from, fileOf(role), precision, source -> new VarModel(source, config, compute).close()));
        });
        ModelFile from = modelFile(VAE, vae, Recognition.VAE);
        VqVaeConfig vaeConfig =
                from.recognise(listener, source -> Recognition.vae(source, Assembly.ownScales(configs)));
        parts.add(
                new Part(from, fileOf(VAE), vaePrecision, source -> new VqVae(source, vaeConfig, vaeCompute).close()));
        return new Assembly(fileOf(VAE), vaeConfig, files, configs).describe(name, about, classNames);
    }

    private void convert(Part part, Path folder, Listener listener) {
        listener.checking(part.from().file());
        part.from().read(source -> {
            TensorSource given = EightBitTensors.widened(source);
            Converted checked = new Converted(given, part.precision(), () -> {});
            Scoped.inference(() -> {
                part.build().accept(EightBitTensors.widened(checked));
                return 0;
            });
            AtomicInteger begun = new AtomicInteger();
            int tensors = checked.tensors().size();
            Converted written = new Converted(
                    given, part.precision(), () -> listener.writing(part.file(), begun.incrementAndGet(), tensors));
            Safetensors.write(folder.resolve(part.file()), written, Map.of("format", "pt"));
            return 0;
        });
    }

    private static String fileOf(String role) {
        return role + ".safetensors";
    }
}
