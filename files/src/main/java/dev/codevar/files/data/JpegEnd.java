package dev.codevar.files.data;

/** Finds out whether a JPEG file is whole: the JDK's reader fills what is missing with grey, and does not say so. */
final class JpegEnd {
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int FIRST_RESTART = 0xD0;
    private static final int LAST_RESTART = 0xD7;

    private JpegEnd() {}

    /** {@return whether these are the bytes of a JPEG file that lacks its end; not of anything else} */
    static boolean isMissing(byte[] file) {
        return at(file, 0) == 0xFF && at(file, 1) == 0xD8 && !hasEnd(file);
    }

    private static boolean hasEnd(byte[] file) {
        int place = 2;
        while (place + 1 < file.length) {
            int marker = at(file, place + 1);
            if (at(file, place) != 0xFF || marker == 0xFF) {
                // A fill byte, or something that is left to the reader to understand.
                place++;
            } else if (marker == END_OF_IMAGE) {
                return true;
            } else if (standsAlone(marker)) {
                place += 2;
            } else {
                place += 2 + (at(file, place + 2) << 8 | at(file, place + 3));
                if (marker == START_OF_SCAN) {
                    place = endOfScan(file, place);
                }
            }
        }
        return false;
    }

    /** What lies within a scan: a byte of data that looked like a marker, and restarts. */
    private static boolean standsAlone(int marker) {
        return marker == 0 || marker == 1 || (marker >= FIRST_RESTART && marker <= LAST_RESTART);
    }

    private static int endOfScan(byte[] file, int from) {
        int place = from;
        while (place + 1 < file.length && (at(file, place) != 0xFF || standsAlone(at(file, place + 1)))) {
            place++;
        }
        return place;
    }

    private static int at(byte[] file, int place) {
        return place < file.length ? file[place] & 0xFF : -1;
    }
}
