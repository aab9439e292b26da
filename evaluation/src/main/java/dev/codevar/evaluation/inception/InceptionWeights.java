package dev.codevar.evaluation.inception;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells the files that hold the network's weights apart, by their content. */
public final class InceptionWeights {
    private static final int LONGEST_PREFIX = 9;

    private InceptionWeights() {}

    /**
     * Opens a file of weights, reading no tensor yet.
     *
     * @param file {@code classify_image_graph_def.pb} as TensorFlow published it, or its weights as PyTorch ports keep them,
     *     {@code pt_inception-2015-12-05-6726825d.pth}
     * @throws CodeVarException in one line that names the file, if it is missing, neither, or broken
     */
    public static TensorSource open(Path file) {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(LONGEST_PREFIX);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
        if (isZip(start) || isSafetensors(start)) {
            return Checkpoint.open(file);
        }
        // The first field of a GraphDef is its first node.
        if (start.length > 0 && start[0] == GraphReader.lengthTag(1)) {
            return GraphDef.open(file);
        }
        throw new BrokenFileException("cannot read " + file
                + ": neither TensorFlow's classify_image_graph_def.pb nor a .pth file with the weights of Inception");
    }

    private static boolean isZip(byte[] start) {
        return start.length > 1 && start[0] == 'P' && start[1] == 'K';
    }

    /** A header's length in 8 bytes, low end first, then its opening brace. */
    private static boolean isSafetensors(byte[] start) {
        return start.length == LONGEST_PREFIX && start[8] == '{' && start[7] == 0 && start[6] == 0 && start[5] == 0;
    }
}
