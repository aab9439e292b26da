package dev.codevar.app.serving;

import dev.codevar.app.options.OptionRanges;
import dev.codevar.serve.ServeLimits;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What a server takes and keeps at most. */
final class LimitOptions {
    /** A week. */
    static final int LONGEST_SECONDS = 7 * 24 * 3600;

    private static final int LARGEST_MEGABYTES = 1024;
    private static final int MOST_MILLIONS = 256;

    @Option(
            names = "--most-pictures",
            paramLabel = "N",
            description = "How many pictures a request may ask for. Default: 64.")
    private int mostPictures = ServeLimits.DEFAULT.pictures();

    @Option(names = "--most-waiting", paramLabel = "N", description = "How many requests may wait. Default: 1024.")
    private int mostWaiting = ServeLimits.DEFAULT.requests();

    @Option(
            names = "--most-connections",
            paramLabel = "N",
            description = "How many connections may be open; more wait to be accepted. Default: 4096.")
    private int mostConnections = ServeLimits.DEFAULT.connections();

    @Option(names = "--most-upload", paramLabel = "MB", description = "How large a request may be. Default: 20.")
    private int mostUpload = ServeLimits.DEFAULT.uploadBytes() >> 20;

    @Option(
            names = "--most-pixels",
            paramLabel = "MILLIONS",
            description =
                    "How many pixels an uploaded picture may have; each takes 16 bytes while it is read. Default: 16.")
    private int mostPixels = ServeLimits.DEFAULT.uploadPixels() >> 20;

    @Option(
            names = "--uploads",
            paramLabel = "N",
            description = "How many requests of more than 256 kB are read at a time. Default: 3.")
    private int uploads = ServeLimits.DEFAULT.uploads();

    @Option(
            names = "--head-time",
            paramLabel = "SECONDS",
            description = "How long a connection waits for the whole head of a request. Default: 60.")
    private int headTime = (int) ServeLimits.DEFAULT.headTime().toSeconds();

    @Option(
            names = "--upload-time",
            paramLabel = "SECONDS",
            description = "How long a request's body may take to come. Default: 60.")
    private int uploadTime = (int) ServeLimits.DEFAULT.uploadTime().toSeconds();

    @Option(
            names = "--deadline",
            paramLabel = "SECONDS",
            description = "How long a request may take, waiting included. Default: 600.")
    private int deadline = (int) ServeLimits.DEFAULT.deadline().toSeconds();

    @Option(names = "--keep", paramLabel = "SECONDS", description = "How long pictures can be fetched. Default: 3600.")
    private int keep = (int) ServeLimits.DEFAULT.keep().toSeconds();

    @Option(
            names = "--most-kept",
            paramLabel = "MB",
            description =
                    "How much is kept of pictures that can be fetched: of jobs, and under addresses. Default: 64.")
    private int mostKept = (int) (ServeLimits.DEFAULT.keptBytes() >> 20);

    @Option(
            names = "--most-unread",
            paramLabel = "MB",
            description =
                    "How much may wait for clients that read slowly; beyond, the slowest is let go. Default: 128.")
    private int mostUnread = (int) (ServeLimits.DEFAULT.unreadBytes() >> 20);

    ServeLimits limits() {
        OptionRanges.require("most-upload", mostUpload, 1, LARGEST_MEGABYTES);
        OptionRanges.require("most-pixels", mostPixels, 1, MOST_MILLIONS);
        for (int megabytes : new int[] {mostKept, mostUnread}) {
            OptionRanges.require("a size in megabytes,", megabytes, 1, 1 << 20);
        }
        for (int seconds : new int[] {headTime, uploadTime, deadline, keep}) {
            OptionRanges.require("a time in seconds,", seconds, 1, LONGEST_SECONDS);
        }
        return ServeLimits.with(limits -> limits.pictures(mostPictures)
                .requests(mostWaiting)
                .connections(mostConnections)
                .uploadBytes(mostUpload << 20)
                .uploadPixels(mostPixels << 20)
                .uploads(uploads)
                .headTime(Duration.ofSeconds(headTime))
                .uploadTime(Duration.ofSeconds(uploadTime))
                .deadline(Duration.ofSeconds(deadline))
                .keep(Duration.ofSeconds(keep))
                .keptBytes((long) mostKept << 20)
                .unreadBytes((long) mostUnread << 20));
    }
}
