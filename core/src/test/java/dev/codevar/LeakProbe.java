package dev.codevar;

import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;

/** A process of its own that makes many requests and prints, as numbers, what native memory it holds along the way. */
final class LeakProbe {
    private static final int WARM_UP = 10;
    private static final int REQUESTS = 40;
    private static final int OPENINGS = 5;

    private LeakProbe() {}

    /**
     * Prints, on one line each: pointers before opening, after warm-up, most and fewest during the requests, after closing;
     * then resident KiB after warm-up, after the requests, and after opening and closing the models many times.
     */
    public static void main(String... folder) throws IOException {
        Path models = TestModels.fashion32(Path.of(folder[0]));
        openOnce(models);
        long before = Pointer.totalCount();
        CoDe code = open(models);
        for (int i = 0; i < WARM_UP; i++) {
            request(code, i);
        }
        long warm = Pointer.totalCount();
        long residentWarm = residentKib();
        long most = warm;
        long fewest = warm;
        for (int i = 0; i < REQUESTS; i++) {
            request(code, i);
            most = Math.max(most, Pointer.totalCount());
            fewest = Math.min(fewest, Pointer.totalCount());
        }
        long residentAfter = residentKib();
        code.close();
        long closed = Pointer.totalCount();
        for (int i = 0; i < OPENINGS; i++) {
            openOnce(models);
        }
        for (long number :
                new long[] {before, warm, most, fewest, closed, residentWarm, residentAfter, residentKib()}) {
            System.out.println(number);
        }
    }

    private static CoDe open(Path folder) {
        return CoDe.open(folder, Device.CPU, Precision.FLOAT32);
    }

    private static void openOnce(Path folder) {
        try (CoDe code = open(folder)) {
            request(code, 1);
        }
    }

    private static void request(CoDe code, int i) {
        Request.Builder request = code.request().count(2).seed(i).plan(i % 2 == 0 ? "large:3,small" : "large");
        code.generate(request.moreSmooth(i % 5 == 0).build(), GenerationObserver.NONE);
    }

    private static long residentKib() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
