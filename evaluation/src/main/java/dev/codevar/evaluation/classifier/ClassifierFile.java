package dev.codevar.evaluation.classifier;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.fault.BrokenFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A classifier's file: safetensors, whose metadata say of what size the pictures are; the tensors tell the rest. */
public final class ClassifierFile {
    private static final String SIDE = "side";

    private ClassifierFile() {}

    /** Adds to a file of weights of what size the pictures are. */
    public static void complete(Path file, ClassifierShape layout) {
        try (Checkpoint weights = Checkpoint.open(file)) {
            Map<String, String> metadata = new LinkedHashMap<>(weights.metadata());
            metadata.put(SIDE, Integer.toString(layout.side()));
            Safetensors.write(file, weights, metadata);
        }
    }

    /** {@return the layout of what is in an open file} */
    public static ClassifierShape layout(Checkpoint file) {
        String side = file.metadata().getOrDefault(SIDE, "");
        if (!side.matches("\\d{1,4}")) {
            throw new BrokenFileException(file.describe() + " is no classifier: its metadata have no '" + SIDE
                    + "' that says how many pixels wide its pictures are");
        }
        return ClassifierShape.of(file, Integer.parseInt(side));
    }
}
