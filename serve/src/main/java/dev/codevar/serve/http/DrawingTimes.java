package dev.codevar.serve.http;

/** What the access log tells of the drawing. */
public final class DrawingTimes {
    private volatile double queued = Double.NaN;
    private volatile double drawn = Double.NaN;

    /** Sets both, in seconds. */
    public void set(double queueSeconds, double drawSeconds) {
        queued = queueSeconds;
        drawn = drawSeconds;
    }

    /** {@return seconds in the queue, NaN if nothing was drawn} */
    public double queued() {
        return queued;
    }

    /** {@return seconds from the first scale on, NaN if nothing was drawn} */
    public double drawn() {
        return drawn;
    }
}
