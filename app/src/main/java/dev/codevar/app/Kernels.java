package dev.codevar.app;

import dev.codevar.lab.sample.Maker;
import dev.codevar.tensor.Cpu;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which kernels compute here: libraries choose them by what the processor can do, and they round sums in different orders. */
final class Kernels {
    private static final String CUDA = "cuda";

    private Kernels() {}

    /**
     * {@return what chooses the kernels, for people and to be compared: "amd64 avx2 avx512f", or cuda}
     *
     * @param device where models run
     */
    static String of(String device) {
        return device.contains(CUDA)
                ? CUDA
                : Stream.concat(
                                Stream.of(System.getProperty("os.arch", "unknown")),
                                Stream.of("avx2", "avx512f", "avx512_bf16", "amx_bf16")
                                        .filter(Cpu::has))
                        .collect(Collectors.joining(" "));
    }

    /** {@return this program on these kernels} */
    static Maker maker(String device) {
        return new Maker(Version.number(), of(device));
    }
}
