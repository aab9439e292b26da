package dev.codevar.app.program;

import dev.codevar.report.provenance.Kernels;
import dev.codevar.report.provenance.Program;
import dev.codevar.sampling.run.Maker;

/** Who draws here. */
public final class ThisProgram {

    private ThisProgram() {}

    /** {@return this program on the kernels that a device's models use} */
    public static Maker maker(String device) {
        return new Maker(Program.version(), Kernels.of(device));
    }
}
