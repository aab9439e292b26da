package dev.codevar.serve.draw;

import dev.codevar.EditSource;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFile;
import dev.codevar.picture.PictureFiles;
import dev.codevar.picture.fit.Fit;
import dev.codevar.picture.fit.Placement;
import dev.codevar.picture.format.PictureBudget;
import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.fields.Values;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Pictures and masks that clients send, within a budget that is checked before any decoder sees them. */
public final class Upload {
    private static final int ALPHA_SHIFT = 24;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    /** Larger ones take seconds, however few bytes they came in. */
    private static final long LARGE_PIXELS = 1 << 20;
    /** One large picture is decoded at a time: that bounds the memory of all. */
    private static final ReentrantLock DECODING = new ReentrantLock();

    private final PictureBudget budget;
    private final int mostLarge;
    private final Semaphore large;

    /**
     * @param budget of one picture: a photo of 16 million pixels takes 256 MB while it is decoded
     * @param mostLarge of how many requests with large pictures one is decoded while the others wait, each on a thread
     */
    public Upload(PictureBudget budget, int mostLarge) {
        this.budget = budget;
        this.mostLarge = mostLarge;
        this.large = new Semaphore(mostLarge);
    }

    /**
     * The bytes of a {@code data:} address, or of bare base64. No other address is ever fetched.
     *
     * @param field where it stood
     * @throws Refusal 400 if it is something else
     */
    public static byte[] data(String text, String field) {
        String base64 = text;
        if (text.startsWith("data:")) {
            int comma = text.indexOf(',');
            if (comma < 0 || !text.substring(0, comma).endsWith(";base64")) {
                throw Refusal.of(field, field + " is a data: address without ;base64");
            }
            base64 = text.substring(comma + 1);
        } else if (text.contains("://")) {
            throw Refusal.of(
                    field, field + " is an address; this server fetches none: send the picture itself, as data:");
        }
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(field, field + " is not base64");
        }
    }

    /**
     * What is kept of a picture.
     *
     * @param source the picture's bytes
     * @param mask the mask's bytes, or null for the picture's own transparency
     * @param values {@code fit}, {@code soft_edge}, {@code as_drawn}
     * @param fields the names of picture and mask in messages
     * @throws Refusal 400 if one of them cannot be used, 429 if others' large pictures are being decoded
     */
    public EditSource edit(byte[] source, byte @Nullable [] mask, Values values, Fields fields, int side) {
        PictureFile opened = open(source, fields.source());
        if ((long) opened.width() * opened.height() <= LARGE_PIXELS) {
            return decoded(opened, source, mask, values, fields, side);
        }
        if (!large.tryAcquire()) {
            throw new Refusal(
                    429,
                    "too_many_uploads",
                    null,
                    "pictures of more than " + LARGE_PIXELS + " pixels: no more than " + mostLarge
                            + " at a time are read here; ask again");
        }
        DECODING.lock();
        try {
            return decoded(opened, source, mask, values, fields, side);
        } finally {
            DECODING.unlock();
            large.release();
        }
    }

    private EditSource decoded(
            PictureFile opened, byte[] source, byte @Nullable [] mask, Values values, Fields fields, int side) {
        Placement placement = placement(values, opened, side, fields);
        Mask chosen = placement.of(mask(opened, source, mask, fields));
        int anew = chosen.pixelsToRegenerate();
        if (anew == 0 || anew == side * side) {
            throw Refusal.of(
                    fields.mask(),
                    "the mask chooses " + (anew == 0 ? "none" : "all") + " of the picture to draw anew:"
                            + " where it is transparent, or white if it has no transparency, is drawn anew");
        }
        EditSource edit = new EditSource(placement.of(picture(opened, fields.source())), chosen);
        if (values.flag("as_drawn")) {
            return edit.asDrawn();
        }
        OptionalInt soft = values.whole("soft_edge", 0, EditSource.LARGEST_SOFT_EDGE);
        return soft.isPresent() ? edit.withSoftEdge(soft.getAsInt()) : edit;
    }

    /** How messages name the two pictures. */
    public record Fields(String source, String mask) {}

    private static Placement placement(Values values, PictureFile opened, int side, Fields fields) {
        String name = values.text("fit").orElse("crop");
        Fit fit;
        try {
            fit = Fit.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Refusal.of("fit", "fit '" + Values.shown(name) + "' is unknown: use crop, pad or exact");
        }
        try {
            return fit.place(opened.width(), opened.height(), side);
        } catch (InvalidInputException e) {
            throw Refusal.of(fields.source(), String.valueOf(e.getMessage()));
        }
    }

    private Mask mask(PictureFile opened, byte[] source, byte @Nullable [] mask, Fields fields) {
        if (mask == null) {
            return transparency(source, opened, fields.source())
                    .orElseThrow(() -> Refusal.of(
                            fields.mask(),
                            "there is no mask, and the picture has no transparent part: say by one of them what is to be drawn"
                                    + " anew"));
        }
        PictureFile drawn = open(mask, fields.mask());
        if (drawn.width() != opened.width() || drawn.height() != opened.height()) {
            throw Refusal.of(
                    fields.mask(),
                    "the mask has " + drawn.width() + "x" + drawn.height() + " pixels; the picture has "
                            + opened.width() + "x" + opened.height());
        }
        return transparency(mask, drawn, fields.mask())
                .orElseGet(() -> PictureFiles.mask(picture(drawn, fields.mask())));
    }

    /** Where a PNG is wholly transparent, if it is anywhere. It was opened, so that it is within its budget. */
    private static Optional<Mask> transparency(byte[] file, PictureFile opened, String field) {
        if (file.length < PNG.length || !Arrays.equals(file, 0, PNG.length, PNG, 0, PNG.length)) {
            return Optional.empty();
        }
        BufferedImage image;
        try {
            image = ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        } catch (IOException | RuntimeException broken) {
            throw Refusal.of(field, "the picture in '" + field + "' cannot be read");
        }
        if (image == null
                || !image.getColorModel().hasAlpha()
                || image.getWidth() != opened.width()
                || image.getHeight() != opened.height()) {
            return Optional.empty();
        }
        boolean[] clear = new boolean[image.getWidth() * image.getHeight()];
        int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        boolean any = false;
        for (int i = 0; i < clear.length; i++) {
            clear[i] = argb[i] >>> ALPHA_SHIFT == 0;
            any |= clear[i];
        }
        return any ? Optional.of(Mask.of(image.getWidth(), image.getHeight(), clear)) : Optional.empty();
    }

    private PictureFile open(byte[] file, String field) {
        try {
            return PictureFiles.open(file, "the picture in '" + field + "'", budget);
        } catch (CodeVarException | InvalidInputException e) {
            throw Refusal.of(field, String.valueOf(e.getMessage()));
        }
    }

    private static Picture picture(PictureFile opened, String field) {
        try {
            return opened.picture();
        } catch (CodeVarException | InvalidInputException e) {
            throw Refusal.of(field, String.valueOf(e.getMessage()));
        }
    }
}
