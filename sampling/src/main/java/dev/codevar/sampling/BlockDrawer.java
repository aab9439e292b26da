package dev.codevar.sampling;

import dev.codevar.CoDe;
import dev.codevar.Generated;
import dev.codevar.GenerationObserver;
import dev.codevar.RandomMode;
import dev.codevar.Request;
import dev.codevar.decode.ScaleReport;
import dev.codevar.fault.CodeVarException;
import dev.codevar.files.journal.Blocks;
import dev.codevar.models.PlanSpec;
import dev.codevar.picture.Picture;
import dev.codevar.sampling.run.SampleOrder;
import dev.codevar.sampling.run.SampleRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Draws the blocks of a run, each at once. It is the one way in which a run's pictures are drawn, in whatever order and on however
 * many machines: a block follows from the run alone.
 */
public final class BlockDrawer {
    private final CoDe code;
    private final SampleRun run;
    private final SampleOrder order;

    /**
     * @param code the models
     * @param run the run, or a share of it
     */
    public BlockDrawer(CoDe code, SampleRun run) {
        this.code = code;
        this.run = run;
        this.order = run.order();
    }

    /**
     * Looks whether the run can be drawn.
     *
     * @throws dev.codevar.fault.InvalidInputException if it asks for what these models cannot do
     * @throws CodeVarException if its blocks do not fit into memory
     */
    public void admit() {
        if (run.blocks().count() > 0) {
            code.admit(block(0), new Fixed());
        }
    }

    /**
     * Draws a block.
     *
     * @param own the how manieth of the run's blocks, or of the share's, from 0
     * @param done told how many pictures' work is done
     * @return its pictures, in the run's order
     * @throws CodeVarException if the block does not fit into memory
     */
    public List<Picture> draw(int own, IntConsumer done) {
        Request request = block(own);
        int scales = code.pyramid(request.plan()).scales();
        GenerationObserver observer = new Fixed() {
            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                done.accept((int) ((long) request.items().size() * (report.scale() + 1) / scales));
            }
        };
        return code.generate(request, observer).pictures().stream()
                .map(Generated::picture)
                .toList();
    }

    /** {@return what is asked for to draw a block} */
    private Request block(int own) {
        Blocks blocks = run.blocks();
        int first = blocks.first(own);
        List<Request.Item> items = new ArrayList<>();
        for (int position = first; position < first + blocks.length(own); position++) {
            SampleOrder.Entry entry = order.at(position);
            items.add(new Request.Item(entry.label(), entry.seed(), run.sampling(), Optional.empty()));
        }
        PlanSpec plan = PlanSpec.parse(run.plan(), code.models().description());
        return new Request(plan, items, RandomMode.PER_PICTURE, false, items.size());
    }

    /** Other shapes could mean other bytes: what does not fit is not drawn in smaller parts. */
    private static class Fixed implements GenerationObserver {
        @Override
        public void batchReduced(int asked, int batch, String why) {
            throw new CodeVarException("blocks of " + asked + " pictures do not fit into memory, only of " + batch
                    + ": free some, or begin a run with a smaller --batch (" + why + ")");
        }
    }
}
