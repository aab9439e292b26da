package dev.codevar.app.drawing;

import dev.codevar.CoDe;
import dev.codevar.Generated;
import dev.codevar.Request;
import dev.codevar.app.options.OutputFiles;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.PlanSpec;
import dev.codevar.picture.ContactSheet;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.report.provenance.Provenance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes pictures: one sheet with captions at the end, or a file for each as soon as it is done. Where to is settled, and
 * checked, before anything is drawn.
 */
final class PictureOutput {
    /** Pixels of the largest sheet. */
    private static final int LARGEST_SHEET = 48 << 20;
    /** More than a picture's margin, caption and enlargement add to its side. */
    private static final int CAPTION = 128;

    private final CoDe code;
    private final OutputOptions options;
    private final String model;
    private final String weights;
    private final Request request;
    private final @Nullable Integer index;
    private final Path target;
    private final List<Path> written = new ArrayList<>();
    private int batch;

    /**
     * @param model the model set as it was asked for: pictures are passed on, and show no other path
     * @param weights the fingerprint of the weights that the plan uses
     * @param index which of the request's pictures is wanted, or null for all
     */
    PictureOutput(
            CoDe code, OutputOptions options, String model, String weights, Request request, @Nullable Integer index) {
        this.index = index;
        this.weights = weights;
        this.code = code;
        this.options = options;
        this.model = model;
        this.request = request;
        // A set's name comes from its file, and could be anything.
        String set = code.models().description().name().replaceAll("[^A-Za-z0-9._-]+", "-");
        String name = "codevar-" + set + "-seed" + request.items().get(0).seed();
        Path wanted = options.out;
        if (options.separate) {
            target = OutputFiles.requireFolder(wanted == null ? OutputFiles.free(Path.of(name)) : wanted);
        } else {
            requireSheet(index == null ? request.items().size() : 1, code.pictureSide(request.plan()));
            target = OutputFiles.requireWritablePng(wanted == null ? OutputFiles.free(Path.of(name + ".png")) : wanted);
        }
    }

    private static void requireSheet(int pictures, int side) {
        int cell = side + CAPTION;
        int most = LARGEST_SHEET / (cell * cell);
        if (pictures > most) {
            throw new InvalidInputException(pictures + " pictures do not fit on a sheet, which holds " + most
                    + " of this size: use --separate");
        }
    }

    /** Takes a batch that is done: with a file for each, its pictures are safe from here on. */
    void batchDone(int first, List<Generated> pictures) {
        batch = Math.max(batch, pictures.size());
        if (options.separate) {
            OutputFiles.makeFolder(target);
        }
        for (int i = 0; options.separate && i < pictures.size(); i++) {
            int place = first + i;
            if (index == null || index == place) {
                Path file = target.resolve(fileName(place, pictures.get(i)));
                PictureFiles.writePng(
                        file,
                        pictures.get(i).picture(),
                        provenance().alone(place).text(code, weights));
                written.add(file);
            }
        }
    }

    /**
     * Writes what shows several pictures.
     *
     * @param shown the pictures that are wanted
     * @param previews per scale, all drawn pictures as they were after it; may be empty
     * @return all files written
     */
    List<Path> finish(List<Generated> shown, Map<Integer, List<Picture>> previews) {
        if (!options.separate) {
            Provenance provenance = index == null ? provenance() : provenance().alone(index);
            PictureFiles.writePng(target, sheet(shown), provenance.text(code, weights));
            written.add(target);
        }
        if (!previews.isEmpty()) {
            Path file = options.separate ? target.resolve("previews.png") : OutputFiles.withSuffix(target, "-previews");
            PictureFiles.writePng(
                    file, previewSheet(shown, previews), provenance().text(code, weights));
            written.add(file);
        }
        return written;
    }

    private Provenance provenance() {
        return Provenance.of(model, code, request, batch);
    }

    private Picture sheet(List<Generated> shown) {
        if (shown.size() == 1) {
            return shown.get(0).picture();
        }
        List<Picture> pictures = shown.stream().map(Generated::picture).toList();
        List<String> captions = shown.stream().map(this::caption).toList();
        return ContactSheet.of(pictures, captions, ContactSheet.columnsFor(pictures.size()));
    }

    /** A row for each picture, a column for each scale, with the model that made it. */
    private Picture previewSheet(List<Generated> shown, Map<Integer, List<Picture>> previews) {
        List<Picture> pictures = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            int place = index == null ? i : index;
            for (PlanSpec.Part part : request.plan().parts()) {
                for (int scale = part.range().from(); scale < part.range().to(); scale++) {
                    pictures.add(Objects.requireNonNull(previews.get(scale)).get(place));
                    captions.add("scale " + (scale + 1) + " " + part.role());
                }
            }
        }
        return ContactSheet.of(pictures, captions, previews.size());
    }

    private String caption(Generated generated) {
        return code.models().className(generated.item().label());
    }

    private String fileName(int place, Generated generated) {
        String name = caption(generated).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return String.format(
                Locale.ROOT, "%05d-%s-seed%d.png", place, name, generated.item().seed());
    }
}
