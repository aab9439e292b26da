package dev.codevar.picture.webp.lossy;

/** Smooths the edges between blocks, which quantizing makes visible (RFC 6386, 15). */
final class EdgeFilter {
    private final byte[] values;
    private final int stride;
    private final Plane plane;

    EdgeFilter(Plane plane) {
        this.plane = plane;
        this.values = plane.array();
        this.stride = plane.stride();
    }

    /**
     * Filters a block's edges, left and upper ones as far as there is something beyond them, and within it.
     *
     * @param side of the block
     * @param within whether there are edges inside it
     */
    void filter(int x, int y, int side, EdgeStrength strength, boolean within, boolean simple) {
        vertical(x, y, side, strength, within, simple);
        horizontal(x, y, side, strength, within, simple);
    }

    private void vertical(int x, int y, int side, EdgeStrength strength, boolean within, boolean simple) {
        for (int column = x; column < x + (within ? side : 1); column += 4) {
            if (column > 0) {
                edge(plane.place(column, y), 1, stride, side, strength, column == x, simple);
            }
        }
    }

    private void horizontal(int x, int y, int side, EdgeStrength strength, boolean within, boolean simple) {
        for (int row = y; row < y + (within ? side : 1); row += 4) {
            if (row > 0) {
                edge(plane.place(x, row), stride, 1, side, strength, row == y, simple);
            }
        }
    }

    /**
     * @param from the first place behind the edge
     * @param across from a place to the next across the edge
     * @param along from a place to the next along it
     * @param outer whether it is one between large blocks
     */
    private void edge(
            int from, int across, int along, int length, EdgeStrength strength, boolean outer, boolean simple) {
        int limit = 2 * (strength.limit() + (outer ? 4 : 0)) + 1;
        for (int i = 0, at = from; i < length; i++, at += along) {
            if (4 * apart(at - across, at) + apart(at - 2 * across, at + across) > limit) {
                continue;
            }
            if (simple) {
                two(at, across);
            } else if (isEven(at, across, strength.inner())) {
                if (apart(at - 2 * across, at - across) > strength.high() || apart(at + across, at) > strength.high()) {
                    two(at, across);
                } else if (outer) {
                    six(at, across);
                } else {
                    four(at, across);
                }
            }
        }
    }

    private int apart(int a, int b) {
        return Math.abs((values[a] & 0xff) - (values[b] & 0xff));
    }

    private boolean isEven(int at, int across, int inner) {
        return apart(at - 4 * across, at - 3 * across) <= inner
                && apart(at - 3 * across, at - 2 * across) <= inner
                && apart(at - 2 * across, at - across) <= inner
                && apart(at + 3 * across, at + 2 * across) <= inner
                && apart(at + 2 * across, at + across) <= inner
                && apart(at + across, at) <= inner;
    }

    private int value(int at) {
        return values[at] & 0xff;
    }

    private void add(int at, int difference) {
        values[at] = (byte) Plane.within(value(at) + difference);
    }

    /** {@return three times the step across the edge, and what differs beyond it} */
    private int step(int at, int across, boolean beyond) {
        int step = 3 * (value(at) - value(at - across));
        return beyond ? step + signed(value(at - 2 * across) - value(at + across)) : step;
    }

    private static int signed(int value) {
        return Math.max(-128, Math.min(127, value));
    }

    private void two(int at, int across) {
        int step = step(at, across, true);
        add(at - across, signed(step + 3) >> 3);
        add(at, -(signed(step + 4) >> 3));
    }

    private void four(int at, int across) {
        int step = step(at, across, false);
        int behind = signed(step + 4) >> 3;
        int further = (behind + 1) >> 1;
        add(at - 2 * across, further);
        add(at - across, signed(step + 3) >> 3);
        add(at, -behind);
        add(at + across, -further);
    }

    private void six(int at, int across) {
        int step = signed(step(at, across, true));
        for (int i = 0, part = 27; i < 3; i++, part -= 9) {
            int change = (part * step + 63) >> 7;
            add(at - (i + 1) * across, change);
            add(at + i * across, -change);
        }
    }
}
