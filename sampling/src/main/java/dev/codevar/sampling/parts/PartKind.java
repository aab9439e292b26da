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
    /** Arrays of what a network says of the pictures, which are not kept; one npy file is made of them. */
    FEATURES("npy");

    private final String suffix;

    PartKind(String suffix) {
        this.suffix = suffix;
    }

    /** {@return how names of parts end, without a dot} */
    public String suffix() {
        return suffix;
    }

    /** {@return whether all parts become one array in the end} */
    public boolean becomesArray() {
        return this == NPZ || this == FEATURES;
    }

    /** {@return whether it goes with a run: what that keeps of its pictures decides} */
    public boolean suits(SampleRun run) {
        return switch (this) {
            case FEATURES -> run.streamed() != null;
            case NPZ -> run.streamed() == null && run.npzOnly();
            case PARQUET, WEBDATASET -> run.keepsPngs();
        };
    }
}
