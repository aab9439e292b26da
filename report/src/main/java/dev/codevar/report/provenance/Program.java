package dev.codevar.report.provenance;

/** This program. */
public final class Program {

    private Program() {}

    /** {@return the version that the build wrote into the jar, or "development" outside a jar} */
    public static String version() {
        String version = Program.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
