package dev.codevar.evaluation.reconstruct;

import dev.codevar.evaluation.Samples;
import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.features.FeatureRows;
import dev.codevar.evaluation.features.FeatureStore;
import dev.codevar.evaluation.pictures.PictureGrid;
import dev.codevar.evaluation.score.ScoredPictures;
import dev.codevar.evaluation.warning.Subject;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.files.data.Crops;
import dev.codevar.files.data.PictureData;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Encoding;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Pictures as a VQ-VAE gives them back. A network sees each batch as soon as it is decoded, and only its features are kept: in a
 * file of the caller's, since they are worth little without what is measured on the way. They become 8 bits by rounding, not cut
 * down as drawn pictures are: what they are compared with was never cut.
 */
public final class Reconstructions implements Samples {
    private final String name;
    private final PictureData pictures;
    private final VqVae vae;
    private final int together;
    private final Path file;
    private final Measuring measuring;
    private int[] readable = new int[0];
    private @Nullable FeatureStore store;

    /**
     * @param name what to call them
     * @param pictures what to give back; those that cannot be read are left out
     * @param vae gives them back
     * @param together how many are in memory together
     * @param file where their features go; what is there is replaced
     */
    public Reconstructions(String name, PictureData pictures, VqVae vae, int together, Path file) {
        vae.config().requireSide(pictures.side());
        this.name = name;
        this.pictures = pictures;
        this.vae = vae;
        this.together = together;
        this.file = file;
        this.measuring = new Measuring(vae.config());
    }

    @Override
    public ScoredPictures features(FeatureNetwork network, FeaturePlaces places, EvaluationProgress progress) {
        FeatureRows rows = new FeatureRows(network);
        IntStream.Builder found = IntStream.builder();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int from = 0; from < pictures.count(); from += together) {
                int[] batch = batch(from);
                for (byte[] row : Scoped.inference(() -> rows(batch, rows, found))) {
                    out.write(row);
                }
                progress.at(name, from + batch.length, pictures.count());
            }
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
        }
        readable = found.build().toArray();
        if (readable.length == 0) {
            throw new BrokenFileException("none of the " + pictures.count() + " pictures can be read");
        }
        FeatureStore finished = FeatureStore.ofRows(file, network);
        store = finished;
        return finished.generated();
    }

    /** {@return the pictures from this one on that are in memory together, none behind the last} */
    private int[] batch(int from) {
        return IntStream.range(from, Math.min(from + together, pictures.count()))
                .toArray();
    }

    private List<byte[]> rows(int[] batch, FeatureRows rows, IntStream.Builder found) {
        Tensor u8_B3hw = pictures.batch(Crops.CENTRE, batch);
        pictures.expect(Crops.CENTRE, batch(batch[0] + batch.length));
        // In the place of a picture that cannot be read another one is shown, which has a place of its own.
        long[] sound = IntStream.range(0, batch.length)
                .filter(i -> pictures.shown(batch[i]) == batch[i])
                .mapToLong(i -> i)
                .toArray();
        if (sound.length == 0) {
            return List.of();
        }
        for (long i : sound) {
            found.add(batch[(int) i]);
        }
        Tensor image_B3hw = Pixels.fromBytes(u8_B3hw.index_select(0, Tensor.create(sound)));
        Encoding codes = vae.encode(image_B3hw);
        Tensor back_B3hw = decoded(codes).cpu();
        measuring.add(image_B3hw, back_B3hw, codes.ids());
        return rows.records(Pixels.toNearestPictures(back_B3hw));
    }

    private Tensor decoded(Encoding codes) {
        return vae.decode(codes.f_hats().get(codes.f_hats().size() - 1));
    }

    /** {@return how near they come to their pictures, once there are features} */
    public Faithfulness faithfulness() {
        return measuring.result(pictures.count() - readable.length);
    }

    @Override
    public Subject subject() {
        return new Subject(name, readable.length, pictures.side(), pictures.side(), false, null);
    }

    /** They are made again: looking at some of them is cheaper than to keep them all. */
    @Override
    public PictureGrid grid(String title) {
        return PictureGrid.of(title, readable.length, position -> picture(readable[position]));
    }

    private Picture picture(int index) {
        return Scoped.inference(() -> {
            Tensor image_13hw = Pixels.fromBytes(pictures.batch(Crops.CENTRE, index));
            return Pixels.toNearestPictures(decoded(vae.encode(image_13hw))).get(0);
        });
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
            store = null;
        }
    }
}
