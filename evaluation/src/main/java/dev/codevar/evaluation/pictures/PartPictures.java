package dev.codevar.evaluation.pictures;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.Sha256;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.parts.PartManifest;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The pictures of a run in parts, by position: tables or archives of PNG files, which the run's manifest names. */
public final class PartPictures implements PictureSet {
    private final String name;
    private final PartManifest manifest;
    private final PartFiles files;
    private final Set<Part> whole = new HashSet<>();
    /** Where each part begins. */
    private final TreeMap<Integer, Part> parts = new TreeMap<>();

    private @Nullable Part part;
    private @Nullable PartPngs open;

    private PartPictures(String name, PartManifest manifest, PartFiles files) {
        this.name = name;
        this.manifest = manifest;
        this.files = files;
        manifest.parts().forEach(each -> parts.put(manifest.run().blocks().first(each.first()), each));
    }

    /**
     * {@return the pictures of a run in parts}
     *
     * @param folder where it is
     * @param manifest what it consists of
     */
    static PictureSet open(PartFolder folder, PartManifest manifest) {
        String name = folder.folder().toString();
        return manifest.kind() == PartKind.NPZ
                ? ArrayPictures.open(folder.requireWhole(manifest))
                : of(name, manifest, folder::file);
    }

    /**
     * {@return the pictures of a run in parts of PNG files, wherever these lie}
     *
     * @param name what to call them
     * @param files closed with what is returned
     */
    public static PictureSet of(String name, PartManifest manifest, PartFiles files) {
        return switch (manifest.kind()) {
            case PARQUET, WEBDATASET -> new PartPictures(name, manifest, files);
            case NPZ, FEATURES ->
                throw new InvalidInputException(name + " is of a run that kept "
                        + (manifest.kind() == PartKind.NPZ ? "an array" : "features") + " instead of pictures");
        };
    }

    @Override
    public String name() {
        return name;
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
            closePart();
            Path file = files.file(wanted);
            if (!whole.contains(wanted)) {
                PartFolder.requireWhole(file, wanted);
                whole.add(wanted);
            }
            there = PartPngs.open(file, manifest.kind());
            open = there;
            part = wanted;
            int pictures = IntStream.range(wanted.first(), wanted.first() + wanted.blocks())
                    .map(manifest.run().blocks()::length)
                    .sum();
            if (there.count() != pictures) {
                throw new BrokenFileException(file + " holds " + there.count() + " pictures, not " + pictures);
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
        closePart();
        files.close();
    }

    private void closePart() {
        PartPngs last = open;
        open = null;
        if (last != null) {
            last.close();
        }
    }
}
