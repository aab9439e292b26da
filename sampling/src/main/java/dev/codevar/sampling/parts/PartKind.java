package dev.codevar.sampling.parts;

import dev.codevar.sampling.run.SampleRun;

/** What the parts of a run are. */
public enum PartKind {
    /** Tables with PNG files in a column: {@code id}, {@code label}, {@code seed}, {@code plan}, {@code image}. */
    PARQUET("parquet"),
    /** Archives of {@code 000000123.png}, {@code .cls} and {@code .json}, as WebDataset reads them. */
    WEBDATASET("tar"),
    /** Arrays of pixels, of which one npz file is made in the end. */
    NPZ("npy"),
    /** Arrays of what a network says of the pictures, which are not kept. */
    FEATURES("npy");

    private final String suffix;

    PartKind(String suffix) {
        this.suffix = suffix;
    }

    /** {@return how names of parts end, without a dot} */
    public String suffix() {
        return suffix;
    }

    /** {@return the kind that goes with a run: what it keeps of its pictures decides some of it} */
    public boolean suits(SampleRun run) {
        return switch (this) {
            case FEATURES -> run.streamed() != null;
            case NPZ -> run.streamed() == null && run.npzOnly();
            case PARQUET, WEBDATASET -> run.keepsPngs();
        };
    }
}
