package dev.codevar.app.serving;

import dev.codevar.app.options.OptionRanges;
import dev.codevar.serve.ServeLimits;
import dev.codevar.serve.ServeLimitsBuilder;
import dev.codevar.serve.fields.FieldBounds;
import dev.codevar.serve.http.SendingBounds;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What a server takes and keeps at most. */
final class LimitOptions extends UploadedPictureOptions {
    /** A week. */
    static final int LONGEST_SECONDS = 7 * 24 * 3600;

    private static final int KILO = 1 << 10;
    private static final int MEGA = 1 << 20;
    private static final SendingBounds SENDING = ServeLimits.DEFAULT.sending();
    private static final FieldBounds FIELDS = ServeLimits.DEFAULT.fields();

    @Option(
            names = "--most-pictures",
            paramLabel = "N",
            description = "How many pictures a request may ask for, 1 to 4096. Default: 64.")
    private int mostPictures = ServeLimits.DEFAULT.pictures();

    @Option(
            names = "--most-waiting",
            paramLabel = "N",
            description = "How many requests may wait, 1 to 1048576. Default: 1024.")
    private int mostWaiting = ServeLimits.DEFAULT.requests();

    @Option(
            names = "--deadline",
            paramLabel = "SECONDS",
            description = "How long a request may take, waiting included, 1 to 604800. Default: 600.")
    private int deadline = (int) ServeLimits.DEFAULT.deadline().toSeconds();

    @Option(
            names = "--keep",
            paramLabel = "SECONDS",
            description = "How long pictures can be fetched, 1 to 604800. Default: 3600.")
    private int keep = (int) ServeLimits.DEFAULT.keep().toSeconds();

    @Option(
            names = "--most-kept",
            paramLabel = "MB",
            description =
                    "How much is kept of pictures that can be fetched: of jobs, and under addresses. 1 to 1048576. Default: 64.")
    private int mostKept = (int) (ServeLimits.DEFAULT.keptBytes() >> 20);

    @Option(
            names = "--most-previewed",
            paramLabel = "N",
            description =
                    "Of jobs of so many pictures all previews are kept for who comes later; of larger ones none. 0 to 4096. Default: 16.")
    private int mostPreviewed = ServeLimits.DEFAULT.keptPreviews();

    @Option(
            names = "--most-unread",
            paramLabel = "MB",
            description =
                    "How much may wait for clients that read slowly; beyond, the slowest is let go. 1 to 1048576. Default: 128.")
    private int mostUnread = (int) (ServeLimits.DEFAULT.unreadBytes() >> 20);

    @Option(
            names = "--most-connections",
            paramLabel = "N",
            description = "How many connections may be open; more wait to be accepted. 1 to 1048576. Default: 4096.")
    private int mostConnections = SENDING.connections();

    @Option(
            names = "--silence",
            paramLabel = "SECONDS",
            description =
                    "How long nothing may come of a request that is begun, nothing be taken of its answer, and nothing happen between requests. 1 to 604800. Default: 30.")
    private int silence = (int) SENDING.silence().toSeconds();

    @Option(
            names = "--most-head",
            paramLabel = "KB",
            description = "How large a request's head may be, 1 to 1024. Default: 16.")
    private int mostHead = SENDING.headBytes() >> 10;

    @Option(
            names = "--head-time",
            paramLabel = "SECONDS",
            description = "How long a connection waits for the whole head of a request, 1 to 604800. Default: 60.")
    private int headTime = (int) SENDING.headTime().toSeconds();

    @Option(
            names = "--most-upload",
            paramLabel = "MB",
            description = "How large a request may be, 1 to 1024. Default: 20.")
    private int mostUpload = SENDING.bodyBytes() >> 20;

    @Option(
            names = "--uploads",
            paramLabel = "N",
            description = "How many requests of more than --most-body are read at a time, 1 to 1024. Default: 3.")
    private int uploads = SENDING.largeBodies();

    @Option(
            names = "--most-body",
            paramLabel = "KB",
            description = "How large a request without pictures may be, 1 to 1024. Default: 256.")
    private int mostBody = SENDING.smallBytes() >> 10;

    @Option(
            names = "--bodies",
            paramLabel = "N",
            description =
                    "How many requests of 16 kB to --most-body, where that is more, are read at a time, 1 to 1048576. Default: 256.")
    private int bodies = SENDING.smallBodies();

    @Option(
            names = "--upload-time",
            paramLabel = "SECONDS",
            description = "How long a request's body may take to come, 1 to 604800. Default: 60.")
    private int uploadTime = (int) SENDING.bodyTime().toSeconds();

    @Option(
            names = "--most-text",
            paramLabel = "N",
            description = "How many characters a text may have, a prompt say. 64 to 1048576. Default: 4000.")
    private int mostText = FIELDS.text();

    @Option(
            names = "--most-json-tokens",
            paramLabel = "N",
            description = "How many braces, names and values JSON may have, 64 to 16777216. Default: 10000.")
    private int mostTokens = FIELDS.jsonTokens();

    @Option(
            names = "--most-json-depth",
            paramLabel = "N",
            description = "How deep JSON may be, 4 to 1000. Default: 32.")
    private int mostDepth = FIELDS.jsonDepth();

    @Option(
            names = "--most-parts",
            paramLabel = "N",
            description = "How many parts a form may have, 4 to 4096. Default: 64.")
    private int mostParts = FIELDS.parts();

    @Option(
            names = "--most-part-head",
            paramLabel = "KB",
            description = "How large the head of a form's part may be, 1 to 1024. Default: 8.")
    private int mostPartHead = FIELDS.partHead() >> 10;

    ServeLimits limits() {
        OptionRanges.require("most-pictures", mostPictures, 1, 4096);
        OptionRanges.require("most-waiting", mostWaiting, 1, MEGA);
        OptionRanges.require("deadline", deadline, 1, LONGEST_SECONDS);
        OptionRanges.require("keep", keep, 1, LONGEST_SECONDS);
        OptionRanges.require("most-kept", mostKept, 1, MEGA);
        OptionRanges.require("most-previewed", mostPreviewed, 0, 4096);
        OptionRanges.require("most-unread", mostUnread, 1, MEGA);
        OptionRanges.require("most-connections", mostConnections, 1, MEGA);
        OptionRanges.require("silence", silence, 1, LONGEST_SECONDS);
        OptionRanges.require("most-head", mostHead, 1, KILO);
        OptionRanges.require("head-time", headTime, 1, LONGEST_SECONDS);
        OptionRanges.require("most-upload", mostUpload, 1, KILO);
        OptionRanges.require("uploads", uploads, 1, KILO);
        OptionRanges.require("most-body", mostBody, 1, KILO);
        OptionRanges.require("bodies", bodies, 1, MEGA);
        OptionRanges.require("upload-time", uploadTime, 1, LONGEST_SECONDS);
        OptionRanges.require("most-text", mostText, 64, MEGA);
        OptionRanges.require("most-json-tokens", mostTokens, 64, 16 * MEGA);
        OptionRanges.require("most-json-depth", mostDepth, 4, 1000);
        OptionRanges.require("most-parts", mostParts, 4, 4096);
        OptionRanges.require("most-part-head", mostPartHead, 1, KILO);
        return ServeLimits.with(limits -> sending(fields(uploaded(kept(limits)))));
    }

    private ServeLimitsBuilder kept(ServeLimitsBuilder limits) {
        return limits.pictures(mostPictures)
                .requests(mostWaiting)
                .deadline(Duration.ofSeconds(deadline))
                .keep(Duration.ofSeconds(keep))
                .keptBytes((long) mostKept << 20)
                .keptPreviews(mostPreviewed)
                .unreadBytes((long) mostUnread << 20);
    }

    private ServeLimitsBuilder sending(ServeLimitsBuilder limits) {
        return limits.connections(mostConnections)
                .silence(Duration.ofSeconds(silence))
                .headBytes(mostHead << 10)
                .headTime(Duration.ofSeconds(headTime))
                .uploadBytes(mostUpload << 20)
                .uploads(uploads)
                .smallBytes(mostBody << 10)
                .smallBodies(bodies)
                .uploadTime(Duration.ofSeconds(uploadTime));
    }

    private ServeLimitsBuilder fields(ServeLimitsBuilder limits) {
        return limits.text(mostText)
                .jsonTokens(mostTokens)
                .jsonDepth(mostDepth)
                .parts(mostParts)
                .partHead(mostPartHead << 10);
    }
}
