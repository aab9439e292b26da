package dev.codevar.serve;

import dev.codevar.picture.format.PictureBudget;
import dev.codevar.serve.fields.FieldBounds;
import dev.codevar.serve.http.SendingBounds;
import java.time.Duration;

/** Limits one by one, each with its default. */
public final class ServeLimitsBuilder {
    private int pictures = 64;
    private int requests = 1024;
    private Duration deadline = Duration.ofMinutes(10);
    private Duration keep = Duration.ofHours(1);
    private long keptBytes = 64L << 20;
    private int keptPreviews = 16;
    private long unreadBytes = 128L << 20;
    private int uploadPixels = 16 << 20;
    private int uploadSide = PictureBudget.DEFAULT.side();
    private int jpegScans = PictureBudget.DEFAULT.jpegScans();
    private int pngChunks = PictureBudget.DEFAULT.pngChunks();
    private int gifBlocks = PictureBudget.DEFAULT.gifBlocks();
    private int largePictures = 2;
    private int connections = 4096;
    private Duration silence = Duration.ofSeconds(30);
    private int headBytes = 16 << 10;
    private Duration headTime = Duration.ofMinutes(1);
    private int uploadBytes = 20 << 20;
    private int uploads = 3;
    private int smallBytes = 256 << 10;
    private int smallBodies = 256;
    private Duration uploadTime = Duration.ofMinutes(1);
    private int text = 4000;
    private int jsonTokens = 10_000;
    private int jsonDepth = 32;
    private int parts = 64;
    private int partHead = 8 << 10;

    ServeLimitsBuilder() {}

    /** Sets pictures of a request. */
    public ServeLimitsBuilder pictures(int most) {
        pictures = most;
        return this;
    }

    /** Sets requests that may wait. */
    public ServeLimitsBuilder requests(int most) {
        requests = most;
        return this;
    }

    /** Sets how long a request may take, waiting included. */
    public ServeLimitsBuilder deadline(Duration most) {
        deadline = most;
        return this;
    }

    /** Sets how long pictures are kept. */
    public ServeLimitsBuilder keep(Duration most) {
        keep = most;
        return this;
    }

    /** Sets bytes of kept pictures. */
    public ServeLimitsBuilder keptBytes(long most) {
        keptBytes = most;
        return this;
    }

    /** Sets pictures of a job whose previews are all kept. */
    public ServeLimitsBuilder keptPreviews(int most) {
        keptPreviews = most;
        return this;
    }

    /** Sets bytes that wait for clients which read slowly. */
    public ServeLimitsBuilder unreadBytes(long most) {
        unreadBytes = most;
        return this;
    }

    /** Sets pixels of an uploaded picture. */
    public ServeLimitsBuilder uploadPixels(int most) {
        uploadPixels = most;
        return this;
    }

    /** Sets pixels of a side of an uploaded picture. */
    public ServeLimitsBuilder uploadSide(int most) {
        uploadSide = most;
        return this;
    }

    /** Sets scans of an uploaded JPEG. */
    public ServeLimitsBuilder jpegScans(int most) {
        jpegScans = most;
        return this;
    }

    /** Sets chunks of an uploaded PNG. */
    public ServeLimitsBuilder pngChunks(int most) {
        pngChunks = most;
        return this;
    }

    /** Sets blocks of an uploaded GIF. */
    public ServeLimitsBuilder gifBlocks(int most) {
        gifBlocks = most;
        return this;
    }

    /** Sets large pictures that are read at a time. */
    public ServeLimitsBuilder largePictures(int most) {
        largePictures = most;
        return this;
    }

    /** Sets connections that are open at a time. */
    public ServeLimitsBuilder connections(int most) {
        connections = most;
        return this;
    }

    /** Sets how long nothing may come, or be taken. */
    public ServeLimitsBuilder silence(Duration most) {
        silence = most;
        return this;
    }

    /** Sets bytes of a request's head. */
    public ServeLimitsBuilder headBytes(int most) {
        headBytes = most;
        return this;
    }

    /** Sets how long a head may take to come. */
    public ServeLimitsBuilder headTime(Duration most) {
        headTime = most;
        return this;
    }

    /** Sets bytes of a body with pictures. */
    public ServeLimitsBuilder uploadBytes(int most) {
        uploadBytes = most;
        return this;
    }

    /** Sets large bodies that are read at a time. */
    public ServeLimitsBuilder uploads(int most) {
        uploads = most;
        return this;
    }

    /** Sets bytes of a body without pictures. */
    public ServeLimitsBuilder smallBytes(int most) {
        smallBytes = most;
        return this;
    }

    /** Sets smaller bodies that are read at a time. */
    public ServeLimitsBuilder smallBodies(int most) {
        smallBodies = most;
        return this;
    }

    /** Sets how long a body may take to come. */
    public ServeLimitsBuilder uploadTime(Duration most) {
        uploadTime = most;
        return this;
    }

    /** Sets characters of a text. */
    public ServeLimitsBuilder text(int most) {
        text = most;
        return this;
    }

    /** Sets tokens of JSON. */
    public ServeLimitsBuilder jsonTokens(int most) {
        jsonTokens = most;
        return this;
    }

    /** Sets depth of JSON. */
    public ServeLimitsBuilder jsonDepth(int most) {
        jsonDepth = most;
        return this;
    }

    /** Sets parts of a form. */
    public ServeLimitsBuilder parts(int most) {
        parts = most;
        return this;
    }

    /** Sets bytes of a part's head. */
    public ServeLimitsBuilder partHead(int most) {
        partHead = most;
        return this;
    }

    ServeLimits build() {
        SendingBounds sending = new SendingBounds(
                connections, silence, headBytes, headTime, uploadBytes, uploads, smallBytes, smallBodies, uploadTime);
        return new ServeLimits(
                pictures,
                requests,
                deadline,
                keep,
                keptBytes,
                keptPreviews,
                unreadBytes,
                // A picture has no more bytes than the request that brings it.
                new PictureBudget(uploadBytes, uploadPixels, uploadSide, jpegScans, pngChunks, gifBlocks),
                largePictures,
                sending,
                new FieldBounds(text, jsonTokens, jsonDepth, parts, partHead));
    }
}
