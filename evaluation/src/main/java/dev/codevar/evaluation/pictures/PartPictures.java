package dev.codevar.evaluation.pictures;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.Sha256;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartManifest;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The pictures of a run in parts, by position: tables or archives of PNG files, which the run's manifest names. */
public final class PartPictures implements PictureSet {
    private final PartFolder folder;
    private final PartManifest manifest;
    /** Where each part begins. */
    private final TreeMap<Integer, Part> parts = new TreeMap<>();

    private @Nullable Part part;
    private @Nullable PartPngs open;

    private PartPictures(PartFolder folder, PartManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
        manifest.parts().forEach(each -> parts.put(manifest.run().blocks().first(each.first()), each));
    }

    /**
     * {@return the pictures of a run in parts}
     *
     * @param folder where it is
     * @param manifest what it consists of
     */
    static PictureSet open(PartFolder folder, PartManifest manifest) {
        return switch (manifest.kind()) {
            case PARQUET, WEBDATASET -> new PartPictures(folder, manifest);
            case NPZ -> ArrayPictures.open(folder.folder().resolve(PartFolder.ARRAY));
            case FEATURES ->
                throw new InvalidInputException(
                        folder.folder() + " is of a run that kept features instead of pictures");
        };
    }

    @Override
    public String name() {
        return folder.folder().toString();
    }

    @Override
    public int count() {
        return manifest.run().total();
    }

    @Override
    public int width() {
        return manifest.run().side();
    }

    @Override
    public int height() {
        return manifest.run().side();
    }

    @Override
    public Tensor read(int first, int count) {
        if (first < 0 || count < 1 || count > count() - first) {
            throw new InvalidInputException(count + " pictures from " + first + " are not among " + count());
        }
        List<byte[]> pngs =
                IntStream.range(first, first + count).mapToObj(this::png).toList();
        byte[] bytes = new byte[Math.multiplyExact(count, width() * height() * PictureBytes.COLOURS)];
        IntStream.range(0, count).parallel().forEach(i -> {
            byte[] rgb = picture(pngs.get(i), first + i).rgb();
            System.arraycopy(rgb, 0, bytes, i * rgb.length, rgb.length);
        });
        return PictureBytes.tensor(bytes, width(), height());
    }

    private byte[] png(int position) {
        var begun = parts.floorEntry(position);
        PartPngs file = part(begun.getValue());
        return file.png(position - begun.getKey());
    }

    private PartPngs part(Part wanted) {
        PartPngs there = open;
        if (there == null || !wanted.equals(part)) {
            close();
            there = PartPngs.open(folder.file(wanted), manifest.kind());
            open = there;
            part = wanted;
            int pictures = IntStream.range(wanted.first(), wanted.first() + wanted.blocks())
                    .map(manifest.run().blocks()::length)
                    .sum();
            if (there.count() != pictures) {
                throw new BrokenFileException(
                        folder.file(wanted) + " holds " + there.count() + " pictures, not " + pictures);
            }
        }
        return there;
    }

    private Picture picture(byte[] png, int position) {
        Picture picture = PictureFiles.read(png, name() + ", picture " + position);
        if (picture.width() != width() || picture.height() != height()) {
            throw new BrokenFileException(name() + ", picture " + position + " is of " + picture.width() + "x"
                    + picture.height() + " pixels, not " + width() + "x" + height());
        }
        return picture;
    }

    @Override
    public String identity() {
        Sha256 sha256 = new Sha256();
        for (Part each : manifest.parts()) {
            sha256.add(ByteBuffer.wrap(each.sha256().getBytes(StandardCharsets.US_ASCII)));
        }
        return "parts " + sha256.hex();
    }

    @Override
    public SampleRun run() {
        return manifest.run();
    }

    @Override
    public List<Maker> makers() {
        return manifest.makers();
    }

    @Override
    public void close() {
        PartPngs last = open;
        open = null;
        if (last != null) {
            last.close();
        }
    }
}
