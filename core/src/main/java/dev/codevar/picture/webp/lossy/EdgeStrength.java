package dev.codevar.picture.webp.lossy;

/**
 * How strongly the edges of a block are filtered (RFC 6386, 15).
 *
 * @param limit of what differs across an edge that is filtered; 0 for none
 * @param inner of what differs on a side of it
 * @param high what differs by more, on a side, is kept sharp
 */
record EdgeStrength(int limit, int inner, int high) {

    /**
     * @param level 0 to 63
     * @param sharpness 0 to 7
     */
    static EdgeStrength of(int level, int sharpness) {
        if (level == 0) {
            return new EdgeStrength(0, 0, 0);
        }
        int inner = level;
        if (sharpness > 0) {
            inner = Math.min(inner >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
        }
        inner = Math.max(1, inner);
        return new EdgeStrength(2 * level + inner, inner, level >= 40 ? 2 : level >= 15 ? 1 : 0);
    }
}
