package dev.codevar.training.task.tokens;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Weights;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.file.FolderFiles;
import dev.codevar.files.data.PictureData;
import dev.codevar.tensor.Owner;
import dev.codevar.training.task.Views;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The tokens of a set of pictures under a VQ-VAE, found once and kept in a file. Where pictures are seen more than once, all of a
 * view follow after all of the one before. Pictures that cannot be read are left out.
 */
public final class TokenData implements AutoCloseable {
    static final String IDS = "ids";
    static final String LABELS = "labels";
    /** In a file's metadata: how many sequences are not there as their picture cannot be read. */
    static final String LEFT_OUT = "left out";

    private final Owner owner = new Owner();
    private final Tensor ids_nL;
    private final Tensor labels_n;
    private final Views views;

    /** Is told how many of the sequences are done. */
    public interface Listener {
        /** Listens to nothing. */
        Listener NONE = (done, total) -> {};

        void encoded(int done, int total);

        /** Another process finds the same tokens, and this one waits for their file. */
        default void waiting(Path file) {}
    }

    private TokenData(Tensor ids_nL, Tensor labels_n, Views views) {
        this.ids_nL = owner.own(ids_nL);
        this.labels_n = owner.own(labels_n);
        this.views = views;
    }

    /**
     * Reads the tokens from a folder, or finds them and puts them there.
     *
     * @param folder there, or made
     * @param identity what the tokens follow from
     * @param vae finds the tokens
     * @param pictures whose tokens
     * @throws dev.codevar.fault.CodeVarException if there is something else under the file's name, or writing fails
     */
    public static TokenData open(
            Path folder, TokenIdentity identity, VqVae vae, PictureData pictures, Listener listener) {
        vae.config().requireSide(pictures.side());
        identity.views().requireRoom(pictures);
        Path file = identity.file(folder);
        if (!Files.exists(file)) {
            FolderFiles.make(folder);
            TokenRun.make(file, identity, vae, pictures, listener);
        }
        // What was just written is read too, so that a training always sees what is in the file.
        return read(file, identity, vae.config(), pictures);
    }

    private static TokenData read(Path file, TokenIdentity identity, VqVaeConfig vae, PictureData pictures) {
        try (Checkpoint stored = Checkpoint.open(file);
                PointerScope reading = new PointerScope()) {
            identity.requireSame(file, stored.metadata());
            Weights tensors = new Weights(stored, ScalarType.Float);
            int count = identity.views().count(pictures) - leftOut(file, stored.metadata());
            TokenData data = new TokenData(
                    tensors.take(IDS, type(vae.codes()), count, vae.pyramid().length()),
                    tensors.take(LABELS, ScalarType.Int, count),
                    identity.views());
            tensors.finish();
            try {
                requireBelow(file, IDS, data.ids_nL, vae.codes());
                requireBelow(file, LABELS, data.labels_n, pictures.classes());
            } catch (RuntimeException e) {
                data.close();
                throw e;
            }
            return data;
        }
    }

    private static int leftOut(Path file, Map<String, String> metadata) {
        String text = metadata.getOrDefault(LEFT_OUT, "0");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new BrokenFileException(file + " leaves out '" + text + "' sequences, which is no number", e);
        }
    }

    private static void requireBelow(Path file, String what, Tensor values, int end) {
        long least = values.min().item_long();
        long most = values.max().item_long();
        if (least < 0 || most >= end) {
            throw new BrokenFileException(
                    file + ": " + what + " from " + least + " to " + most + " are not all between 0 and " + (end - 1));
        }
    }

    /** {@return what ids are stored as} */
    static ScalarType type(int codes) {
        return codes <= 1 << 15 ? ScalarType.Short : ScalarType.Int;
    }

    /** {@return how many sequences there are} */
    public int count() {
        return (int) ids_nL.size(0);
    }

    /** {@return the views that there are of every picture} */
    Views views() {
        return views;
    }

    /** {@return the token ids (B, L) of these sequences, int64} */
    Tensor ids(Tensor examples_B) {
        return ids_nL.index_select(0, examples_B).to(ScalarType.Long);
    }

    /** {@return the classes (B) of these sequences, int64} */
    Tensor labels(Tensor examples_B) {
        return labels_n.index_select(0, examples_B).to(ScalarType.Long);
    }

    /** Frees the memory. */
    @Override
    public void close() {
        owner.close();
    }
}
