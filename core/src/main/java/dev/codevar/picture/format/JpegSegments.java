package dev.codevar.picture.format;

import dev.codevar.fault.CodeVarException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * A JPEG file cut down to what its pixels are made from, up to the end of its first picture: tables, frame and scans, and the two
 * segments that say what its colours are.
 *
 * <p>The JDK's reader goes over all pixels for every scan, though it be empty, in native code; and it lets a file's colour profile
 * change the pixels, which the published pipeline does not.
 */
public final class JpegSegments {
    private static final int FIRST_FRAME = 0xc0;
    private static final int LAST_KNOWN_FRAME = 0xc2;
    private static final int LAST_FRAME = 0xcf;
    private static final int HUFFMAN_TABLES = 0xc4;
    private static final int EXTENSION = 0xc8;
    private static final int ARITHMETIC_TABLES = 0xcc;
    private static final int FIRST_RESTART = 0xd0;
    private static final int START = 0xd8;
    private static final int END = 0xd9;
    private static final int SCAN = 0xda;
    private static final int QUANTIZATION_TABLES = 0xdb;
    private static final int RESTART_INTERVAL = 0xdd;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;
    private static final int INKS = 4;
    private static final String EXIF = "Exif\0\0";
    private static final Set<Integer> TABLES = Set.of(HUFFMAN_TABLES, QUANTIZATION_TABLES, RESTART_INTERVAL);

    private final FileBytes in;
    private final byte[] file;
    private final String name;
    private final PictureBudget budget;
    private final ByteArrayOutputStream pixels;
    private final Set<Integer> colourSegments = new HashSet<>();
    private int width;
    private int height;
    private int scans;
    private int orientation = 1;
    private boolean inks;
    private boolean luma;

    private JpegSegments(byte[] file, String name, PictureBudget budget) {
        this.in = new FileBytes(file, name, "JPEG");
        this.file = file;
        this.name = name;
        this.budget = budget;
        this.pixels = new ByteArrayOutputStream(file.length + 2);
    }

    /** {@return whether the bytes begin as a JPEG file does} */
    public static boolean isJpeg(byte[] file) {
        return new FileBytes(file, "", "").has(0, "\u00ff\u00d8\u00ff");
    }

    /**
     * @param file not copied
     * @param name what an error calls it
     * @param budget what it may have
     * @throws CodeVarException when no picture begins in it, it is cut off, or it is over the budget
     */
    public static JpegSegments of(byte[] file, String name, PictureBudget budget) {
        JpegSegments jpeg = new JpegSegments(file, name, budget);
        jpeg.marker(START);
        boolean ended = jpeg.walk();
        if (jpeg.scans == 0) {
            throw jpeg.in.broken("the JPEG has no picture");
        }
        if (!ended) {
            // The JDK's reader would fill what is missing with grey, and not say so.
            throw jpeg.in.broken("the jpeg data are cut off");
        }
        jpeg.marker(END);
        return jpeg;
    }

    private void marker(int marker) {
        pixels.write(0xff);
        pixels.write(marker);
    }

    /** {@return whether the picture's end was there} */
    private boolean walk() {
        int place = 2;
        while (place + 1 < in.length()) {
            int marker = in.at(place + 1);
            if (in.at(place) != 0xff || marker == 0xff || marker == 0) {
                // A fill byte, or what decoders pass over.
                place++;
            } else if (marker == END || marker == START) {
                return true;
            } else if (standsAlone(marker)) {
                place += 2;
            } else {
                int length = in.bigShort(place + 2);
                int end = place + 2 + Math.max(2, length);
                in.requireUpTo(end);
                place = segment(marker, place, end);
            }
        }
        return false;
    }

    /** {@return where what follows begins} */
    private int segment(int marker, int start, int end) {
        if (isFrame(marker)) {
            frame(marker, start, end);
        } else if (marker == SCAN) {
            if (width == 0) {
                throw in.broken("the JPEG has a scan before its size");
            }
            scans++;
            budget.requireScans(name, scans);
            int endOfScan = endOfScan(end);
            pixels.write(file, start, endOfScan - start);
            return endOfScan;
        } else if (marker == APP1 && in.has(start + 4, EXIF) && orientation == 1) {
            int tiff = start + 4 + EXIF.length();
            orientation = ExifOrientation.of(ByteBuffer.wrap(file, tiff, end - tiff));
        } else if (TABLES.contains(marker) || saysColours(marker, start)) {
            pixels.write(file, start, end - start);
        }
        return end;
    }

    private static boolean isFrame(int marker) {
        return marker >= FIRST_FRAME
                && marker <= LAST_FRAME
                && marker != HUFFMAN_TABLES
                && marker != EXTENSION
                && marker != ARITHMETIC_TABLES;
    }

    private void frame(int marker, int start, int end) {
        if (marker > LAST_KNOWN_FRAME) {
            throw in.broken("the jpeg data are of an unsupported kind (lossless, hierarchical or arithmetic)");
        }
        if (width != 0) {
            throw in.broken("the jpeg data are broken: two sizes");
        }
        height = in.bigShort(start + 5);
        width = in.bigShort(start + 7);
        inks = in.at(start + 9) == INKS;
        budget.requireSize(name, width, height);
        pixels.write(file, start, end - start);
    }

    /** The first of each kind; others could hold thumbnails. */
    private boolean saysColours(int marker, int start) {
        boolean adobe = marker == APP14 && in.has(start + 4, "Adobe");
        boolean says = (adobe || (marker == APP0 && in.has(start + 4, "JFIF\0"))) && colourSegments.add(marker);
        luma |= says && adobe && in.at(start + 15) != 0;
        return says;
    }

    private int endOfScan(int from) {
        int place = from;
        while (place + 1 < in.length()
                && (in.at(place) != 0xff || in.at(place + 1) == 0 || standsAlone(in.at(place + 1)))) {
            place++;
        }
        return place + 1 < in.length() ? place : in.length();
    }

    /** Restarts, and a marker that no file has. */
    private static boolean standsAlone(int marker) {
        return marker == 1 || (marker >= FIRST_RESTART && marker < START);
    }

    /** {@return the picture's width in pixels, as its header says} */
    public int width() {
        return width;
    }

    /** {@return the picture's height in pixels, as its header says} */
    public int height() {
        return height;
    }

    /** {@return whether its pixels are of four inks, not of three colours or of greys} */
    public boolean inks() {
        return inks;
    }

    /** {@return whether colours are stored as brightness and two differences, as libjpeg decides for four inks} */
    public boolean luma() {
        return luma;
    }

    /** {@return how the picture is turned, as Exif counts: 1 for upright to 8} */
    public int orientation() {
        return orientation;
    }

    /** {@return the same picture as a JPEG file without profiles, thumbnails and comments} */
    public byte[] pixelsOnly() {
        return pixels.toByteArray();
    }
}
