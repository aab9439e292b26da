package dev.codevar.serve.api;

import dev.codevar.Engine;
import dev.codevar.EngineCounters;
import dev.codevar.report.provenance.Program;
import dev.codevar.serve.draw.JobBook;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Libtorch;

/**
 * How the server fares.
 *
 * @param engine draws
 * @param jobs what is at it
 * @param mostPictures how many pictures a request may ask for
 * @param mostBytes how large a body may be
 */
public record Fares(Engine engine, JobBook jobs, int mostPictures, int mostBytes) {

    Shapes.Status status() {
        EngineCounters counters = engine.counters();
        return new Shapes.Status(
                Program.version(),
                !jobs.draining(),
                jobs.draining(),
                Cpu.name().orElse("unknown"),
                Libtorch.threads(),
                counters.waitingRequests(),
                counters.waitingPictures(),
                new Shapes.Limits(mostPictures, mostBytes));
    }
}
