package dev.codevar.app.program;

import dev.codevar.report.provenance.Program;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"CoDe for Java " + Program.version()};
    }
}
