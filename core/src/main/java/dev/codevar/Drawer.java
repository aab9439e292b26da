package dev.codevar;

import dev.codevar.fault.CodeVarException;
import dev.codevar.memory.Admission;
import dev.codevar.memory.EngineMemory;
import dev.codevar.memory.MemoryNeed;
import dev.codevar.memory.Opened;
import dev.codevar.models.PlanSpec;
import dev.codevar.queue.Kind;
import dev.codevar.queue.LearnedBatch;
import dev.codevar.queue.LearnedBatches;
import dev.codevar.queue.Line;
import dev.codevar.queue.Portion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides which pictures of those that wait are drawn together, and has them drawn. For the engine's thread. */
final class Drawer {
    private static final int MOST_LEARNED = 1000;

    private final EngineMemory memory;
    private final EngineTally tally;
    private final LearnedBatches<Learned> learned;

    /**
     * What requests have in common whose pictures may be drawn together; all else may differ from picture to picture.
     *
     * @param drawer draws them
     * @param opened the model set
     * @param plan which model makes which scales
     * @param moreSmooth whether codes are mixed
     * @param own the only job of its kind, if it asked for batches of its own, or if its pictures would depend on others
     */
    record DrawingKind(
            Drawer drawer,
            Opened opened,
            PlanSpec plan,
            boolean moreSmooth,
            @Nullable GenerationJob own) implements Kind<GenerationJob> {

        @Override
        public Opened owner() {
            return opened;
        }

        @Override
        public void serve(Line<GenerationJob> line) {
            drawer.serve(this, line);
        }
    }

    /** What batches are learnt for. */
    private record Learned(Opened opened, PlanSpec plan) {}

    /**
     * @param largestBatch how many pictures are drawn together at most where nobody asked
     */
    Drawer(EngineMemory memory, EngineTally tally, int largestBatch) {
        this.memory = memory;
        this.tally = tally;
        this.learned = new LearnedBatches<>(largestBatch, MOST_LEARNED);
    }

    /** Draws one batch of what waits in a line. */
    void serve(DrawingKind kind, Line<GenerationJob> line) {
        List<GenerationJob> jobs = line.jobs();
        if (jobs.isEmpty()) {
            return;
        }
        List<Portion<GenerationJob>> portions = List.of();
        try {
            portions = kind.own() == null ? shared(kind, line, jobs) : own(kind, line, kind.own());
            if (!portions.isEmpty()) {
                new BatchRun(kind, memory, tally, learned(kind.opened(), kind.plan())).run(portions);
            }
        } catch (CodeVarException refused) {
            jobs.get(0).fail(refused);
        } catch (Throwable e) {
            portions.forEach(portion -> portion.job().fail(e));
            throw e;
        } finally {
            kind.opened().models().batchDone();
        }
    }

    private List<Portion<GenerationJob>> own(DrawingKind kind, Line<GenerationJob> line, GenerationJob job) {
        if (job.batch() == 0) {
            job.batch(admission(kind, job.memory())
                    .batch(
                            job.request().batch(),
                            job.units(),
                            learned(kind.opened(), kind.plan()).most(),
                            (asked, batch, why) -> job.tell(told -> told.batchReduced(asked, batch, why))));
        }
        return line.take(job.batch());
    }

    private List<Portion<GenerationJob>> shared(DrawingKind kind, Line<GenerationJob> line, List<GenerationJob> jobs) {
        int pays = learned(kind.opened(), kind.plan()).most();
        MemoryNeed.Kind all = jobs.stream()
                .map(GenerationJob::memory)
                .reduce(MemoryNeed.Kind::or)
                .orElseThrow();
        try {
            return line.take(admission(kind, all).chosen(pays), jobs);
        } catch (CodeVarException refused) {
            MemoryNeed.Kind first = jobs.get(0).memory();
            if (all.equals(first)) {
                throw refused;
            }
            // Others take more: an edited picture, say, does not keep plain ones out.
            return line.takeNext(admission(kind, first).chosen(pays));
        }
    }

    private Admission admission(DrawingKind kind, MemoryNeed.Kind memoryKind) {
        return new Admission(kind.opened(), memory, kind.plan(), memoryKind);
    }

    private LearnedBatch learned(Opened opened, PlanSpec plan) {
        return learned.of(new Learned(opened, plan));
    }

    /** {@return the seconds that a picture of this kind took lately, 0 if none was made; any thread may ask} */
    double secondsEach(DrawingKind kind) {
        return learned.secondsEach(new Learned(kind.opened(), kind.plan()));
    }

    /** Forgets what was learnt of a set. */
    void forget(Opened opened) {
        learned.forget(known -> known.opened().equals(opened));
    }
}
