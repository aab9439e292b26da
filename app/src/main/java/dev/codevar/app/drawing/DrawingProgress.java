package dev.codevar.app.drawing;

import dev.codevar.Generated;
import dev.codevar.GenerationObserver;
import dev.codevar.app.terminal.Bars;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.decode.ScaleReport;
import dev.codevar.picture.Picture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Shows a progress bar to a person who watches, keeps the previews if they are wanted, and passes finished pictures on. */
final class DrawingProgress implements GenerationObserver, AutoCloseable {
    private final Terminal terminal;
    private final Bars bars;
    private final OptionalLong total;
    private final int scales;
    private final boolean keepPreviews;
    private final PictureOutput output;
    /** Per scale, the pictures as they were after it. */
    private final Map<Integer, List<Picture>> previews = new LinkedHashMap<>();

    private int batchPictures;
    private long drawn;

    /**
     * @param pictures how many will be drawn
     * @param scales how many scales each has
     * @param output gets every batch as it is done
     */
    DrawingProgress(Terminal terminal, int pictures, int scales, boolean keepPreviews, PictureOutput output) {
        this.terminal = terminal;
        this.keepPreviews = keepPreviews;
        this.output = output;
        this.bars = new Bars(terminal, "", 1);
        this.scales = scales;
        this.total = OptionalLong.of((long) pictures * scales);
    }

    @Override
    public void batchReduced(int asked, int batch, String why) {
        terminal.err().println("codevar: " + why + ": drawing " + batch + " at a time");
    }

    @Override
    public void batchStarted(int first, int pictures) {
        batchPictures = pictures;
        // A batch that ran out of memory begins again: what was drawn of it does not count.
        drawn = (long) first * scales;
        previews.values()
                .forEach(shown -> shown.subList(Math.min(first, shown.size()), shown.size())
                        .clear());
    }

    @Override
    public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
        drawn += batchPictures;
        bars.at("drawing", drawn, total);
        if (keepPreviews) {
            previews.computeIfAbsent(report.scale(), unused -> new ArrayList<>())
                    .addAll(preview.get());
        }
    }

    @Override
    public void batchDone(int first, List<Generated> pictures) {
        output.batchDone(first, pictures);
    }

    /** {@return per scale, the pictures as they were after it; empty unless previews were wanted} */
    Map<Integer, List<Picture>> previews() {
        return previews;
    }

    @Override
    public void close() {
        bars.close();
    }
}
