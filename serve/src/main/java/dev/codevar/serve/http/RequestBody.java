package dev.codevar.serve.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** A request's body: what its head says of it, and what of it is here. */
final class RequestBody {
    private static final byte[] NOTHING = {};

    private final Request request;
    private volatile byte[] bytes = NOTHING;
    private volatile boolean touched;
    private volatile boolean whole;

    RequestBody(Request request) {
        this.request = request;
    }

    /** {@return the length that the head says, -1 if it says none} */
    long length() {
        return request.getLength();
    }

    private boolean any() {
        return length() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    /** {@return whether one may come of which nothing was read} */
    boolean untouched() {
        return !touched && any();
    }

    /** {@return whether one may come that nobody read to its end} */
    boolean unread() {
        return !whole && any();
    }

    /** {@return what it comes from, for who reads it} */
    Request source() {
        touched = true;
        return request;
    }

    /** All of it is here. */
    void here(byte[] all) {
        bytes = all;
        whole = true;
    }

    /** {@return what is here} */
    byte[] bytes() {
        return bytes;
    }

    /** Nobody looks at it any more: requests that wait would keep theirs in memory. */
    void forget() {
        bytes = NOTHING;
    }
}
