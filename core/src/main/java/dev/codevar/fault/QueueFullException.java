package dev.codevar.fault;

/** A request was refused because too many wait already: ask again later. */
public final class QueueFullException extends CodeVarException {
    private static final long serialVersionUID = 1L;

    /**
     * @param most how many requests may wait
     */
    public QueueFullException(int most) {
        this("the queue is full: " + most + " requests wait already");
    }

    /**
     * @param what is full, one line
     */
    public QueueFullException(String what) {
        super(what);
    }
}
