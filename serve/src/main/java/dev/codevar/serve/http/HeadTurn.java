package dev.codevar.serve.http;

/**
 * Where a connection is: it waits for a request's head, has one, or is cut. Whether a head came in time or not is settled here, once: what is
 * cut is never carried out, and what is carried out never cut.
 */
final class HeadTurn {
    /** How long may pass, in nanoseconds. */
    private final long most;

    private final long mostSilent;
    private Place place = Place.WAITING;
    private long since;
    private long heard;
    private long bytesBefore;
    private long bytes;

    private enum Place {
        WAITING,
        AT_WORK,
        CUT
    }

    /** What is to be done about a connection. */
    enum Verdict {
        LEAVE,
        /** Its head was begun and is late: that is said, and then it is closed. */
        TELL_LATE,
        /** Its head was begun, and nothing more comes: that is said, and then it is closed. */
        TELL_SILENT,
        /** There is nobody to be told anything. */
        CLOSE
    }

    /**
     * @param most from the beginning of waiting to the end of a head, in nanoseconds
     * @param mostSilent without a byte, in nanoseconds
     * @param now a time in nanoseconds
     */
    HeadTurn(long most, long mostSilent, long now) {
        this.most = most;
        this.mostSilent = mostSilent;
        this.since = now;
        this.heard = now;
    }

    /** {@return whether a request whose head is here may be carried out: not if it is cut} */
    synchronized boolean begin() {
        if (place == Place.CUT) {
            return false;
        }
        place = Place.AT_WORK;
        return true;
    }

    /**
     * The request is answered.
     *
     * @param bytesIn that have come so far
     */
    synchronized void end(long bytesIn, long now) {
        place = Place.WAITING;
        since = now;
        heard = now;
        bytesBefore = bytesIn;
        bytes = bytesIn;
    }

    /** {@return what is to be done now} Unless it is left, it is cut from now on. */
    synchronized Verdict look(long bytesIn, long now) {
        if (place == Place.AT_WORK) {
            return Verdict.LEAVE;
        }
        if (place == Place.CUT) {
            // What it was told is not taken.
            return Verdict.CLOSE;
        }
        if (bytesIn != bytes) {
            bytes = bytesIn;
            heard = now;
        }
        boolean late = now - since > most;
        if (!late && now - heard <= mostSilent) {
            return Verdict.LEAVE;
        }
        place = Place.CUT;
        // Who has sent nothing would take an answer for that to its next request.
        return bytesIn == bytesBefore ? Verdict.CLOSE : late ? Verdict.TELL_LATE : Verdict.TELL_SILENT;
    }

    /** {@return whether nothing is asked now} Then it is cut from now on. */
    synchronized boolean leave(long bytesIn) {
        boolean idle = place == Place.WAITING && bytesIn == bytesBefore;
        if (idle) {
            place = Place.CUT;
        }
        return idle;
    }
}
