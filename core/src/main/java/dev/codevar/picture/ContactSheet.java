package dev.codevar.picture;

import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;
import java.util.List;

/** Draws several pictures on one white sheet, a caption under each: what {@code generate} shows. Deterministic. */
public final class ContactSheet {
    /** A picture narrower than this is enlarged: about 16 letters fit under it. */
    private static final int READABLE = 96;
    /** At this width letters are drawn at double size, and so on. */
    private static final int PIXELS_PER_LETTER_SIZE = 128;

    private static final int MARGIN = 8;
    /** Above a caption, in dots of its letters. */
    private static final int CAPTION_GAP = 2;

    private static final byte WHITE = (byte) 255;
    private static final byte INK = 32;
    private static final String ELLIPSIS = "...";

    private final int cellWidth;
    private final int cellHeight;
    private final int letterSize;
    private final int width;
    private final int height;
    private final byte[] rgb;

    private ContactSheet(int cellWidth, int cellHeight, int columns, int rows) {
        this.cellWidth = cellWidth;
        this.cellHeight = cellHeight;
        this.letterSize = Math.max(1, cellWidth / PIXELS_PER_LETTER_SIZE);
        long wide = MARGIN + (long) columns * (cellWidth + MARGIN);
        long high = MARGIN + (long) rows * (cellHeight + captionHeight() + MARGIN);
        this.rgb = new byte[Picture.bytesOf(wide, high)];
        this.width = (int) wide;
        this.height = (int) high;
        Arrays.fill(rgb, WHITE);
    }

    /**
     * The columns that make a sheet of so many pictures about square, its last row full where that is possible.
     *
     * @param count 1 or more
     * @throws InvalidInputException when the count is less than 1
     */
    public static int columnsFor(int count) {
        Ranges.between("a sheet's number of pictures", count, 1, Integer.MAX_VALUE);
        int square = (int) Math.ceil(Math.sqrt(count));
        for (int columns = square; columns <= 2 * Math.sqrt(count); columns++) {
            if (count % columns == 0) {
                return columns;
            }
        }
        return square;
    }

    /**
     * A sheet of pictures, row by row.
     *
     * @param pictures one or more, of any sizes; small ones (narrower than 96 pixels) are enlarged by a whole factor,
     *     the same for all
     * @param captions one for each picture; what is not printable ASCII is shown as '?', and what is too long ends in
     *     "..."
     * @param columns 1 or more
     * @throws InvalidInputException when there is no picture, the captions are not as many as the pictures, the columns
     *     are fewer than 1, or the sheet would be too large for an array
     */
    public static Picture of(List<Picture> pictures, List<String> captions, int columns) {
        int count = pictures.size();
        Ranges.between("a sheet's number of pictures", count, 1, Integer.MAX_VALUE);
        Ranges.between("a sheet's number of captions", captions.size(), count, count);
        Ranges.between("a sheet's number of columns", columns, 1, Integer.MAX_VALUE);
        int widest = pictures.stream().mapToInt(Picture::width).max().orElseThrow();
        int highest = pictures.stream().mapToInt(Picture::height).max().orElseThrow();
        int factor = (READABLE + widest - 1) / widest;
        Picture.bytesOf((long) widest * factor, (long) highest * factor);
        int used = Math.min(columns, count);
        int rows = (count + used - 1) / used;
        ContactSheet sheet = new ContactSheet(widest * factor, highest * factor, used, rows);
        for (int i = 0; i < count; i++) {
            int left = MARGIN + i % used * (sheet.cellWidth + MARGIN);
            int top = MARGIN + i / used * (sheet.cellHeight + sheet.captionHeight() + MARGIN);
            sheet.draw(pictures.get(i).scaledBy(factor), left, top);
            sheet.write(captions.get(i), left, top + sheet.cellHeight + CAPTION_GAP * sheet.letterSize);
        }
        return Picture.owning(sheet.width, sheet.height, sheet.rgb);
    }

    private int captionHeight() {
        return (Font.HEIGHT + CAPTION_GAP) * letterSize;
    }

    private void draw(Picture picture, int left, int top) {
        for (int y = 0; y < picture.height(); y++) {
            picture.copyRow(y, rgb, at(left, top + y));
        }
    }

    private void write(String caption, int left, int top) {
        String text = fitting(Font.drawable(caption));
        for (int i = 0; i < text.length(); i++) {
            writeLetter(text.charAt(i), left + i * Font.ADVANCE * letterSize, top);
        }
    }

    private String fitting(String text) {
        int most = (cellWidth / letterSize + 1) / Font.ADVANCE;
        return text.length() <= most ? text : text.substring(0, most - ELLIPSIS.length()) + ELLIPSIS;
    }

    private void writeLetter(char letter, int left, int top) {
        for (int y = 0; y < Font.HEIGHT * letterSize; y++) {
            for (int x = 0; x < Font.WIDTH * letterSize; x++) {
                if (Font.inked(letter, x / letterSize, y / letterSize)) {
                    int at = at(left + x, top + y);
                    Arrays.fill(rgb, at, at + Picture.CHANNELS, INK);
                }
            }
        }
    }

    private int at(int x, int y) {
        return (y * width + x) * Picture.CHANNELS;
    }
}
