package dev.codevar.measure.doctor;

import dev.codevar.measure.machine.MachineDescription;
import dev.codevar.report.table.Numbers;
import dev.codevar.report.table.TextTable;
import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A report as text that fits 120 columns, but for paths. */
public final class ReportText {
    private static final int NAMES_A_LINE = 3;

    private final StringBuilder text = new StringBuilder();

    private ReportText() {}

    /** {@return the report's text, lines ended} */
    public static String of(DoctorReport report) {
        ReportText writing = new ReportText();
        writing.machine(report);
        LoadedNatives natives = report.natives();
        if (natives != null) {
            writing.natives(natives);
        }
        EightBitSpeed int8 = report.int8();
        if (int8 != null) {
            writing.eightBits(int8);
        }
        if (!report.checks().isEmpty()) {
            writing.checks(report.checks());
        }
        writing.verdict(report);
        return writing.text.toString();
    }

    private void machine(DoctorReport report) {
        MachineDescription it = report.machine();
        line("codevar", report.version());
        line("processor", it.processor());
        line("instructions", it.instructionSets().isEmpty() ? Numbers.NOTHING : String.join(" ", it.instructionSets()));
        line("cores", String.valueOf(it.cores()));
        MachineDescription.Memory memory = it.memory();
        line(
                "memory",
                Numbers.bytes(memory.total()) + ", available " + Numbers.bytes(memory.available())
                        + ", limit of control groups "
                        + (memory.limit() == null ? "none" : Numbers.bytes(memory.limit())));
        line("system", it.operatingSystem());
        MachineDescription.Java java = it.java();
        line(
                "java",
                java.version() + ", " + java.vendor() + ", " + java.vm() + ", heap up to "
                        + Numbers.bytes(java.largestHeap()));
        java.options().forEach(option -> line("  option", option));
        if (it.environment().isEmpty()) {
            line("environment", "sets nothing that changes kernels");
        }
        it.environment().forEach((name, value) -> line("environment", name + "=" + value));
    }

    private void natives(LoadedNatives it) {
        it.versions().forEach((name, version) -> line(name, version));
        files(it.files().values());
        line("uses", "libtorch " + it.libtorchInstructions() + ", oneDNN " + it.oneDnnInstructions());
        line("threads", String.valueOf(it.threads()));
        line("CUDA devices", String.valueOf(it.cudaDevices()));
        line("precision", it.precision() + ": " + it.why());
    }

    private void eightBits(EightBitSpeed it) {
        line(
                "int8",
                String.format(
                        Locale.ROOT,
                        "--precision int8: products %.1f times as fast as in %s (median of %d, %.1f to %.1f)",
                        it.median(),
                        it.than(),
                        it.products(),
                        it.least(),
                        it.most()));
        line("", "  by " + it.kernel() + ", " + it.why());
    }

    /** Folder by folder: whole paths are wider than a terminal. */
    private void files(Collection<String> files) {
        Map<String, List<String>> names = new TreeMap<>();
        for (String file : files) {
            int end = file.lastIndexOf(File.separatorChar);
            names.computeIfAbsent(end < 0 ? "found by the system" : file.substring(0, end), folder -> new ArrayList<>())
                    .add(file.substring(end + 1));
        }
        names.forEach((folder, all) -> {
            line("loaded from", folder);
            for (int first = 0; first < all.size(); first += NAMES_A_LINE) {
                List<String> some = all.subList(first, Math.min(all.size(), first + NAMES_A_LINE));
                line("", "  " + String.join(" ", some));
            }
        });
    }

    private void checks(List<Checked> checks) {
        TextTable table = new TextTable(3, "check", "precision", "kernel", "error", "GFLOP/s", "row", "threads", "");
        List<String> reasons = new ArrayList<>();
        for (Checked it : checks) {
            Double error = it.error();
            Double speed = it.flopsPerSecond();
            table.add(
                    it.what(),
                    it.precision(),
                    it.kernel(),
                    error == null ? "not finite" : scientific(error),
                    speed == null ? "" : Numbers.three(speed * 1e-9),
                    bits(it.ownBits()),
                    bits(it.threadsBits()),
                    it.holds() ? "ok" : "WRONG");
            String reason = it.kernel() + " in " + it.precision() + ": " + it.why();
            if (!reasons.contains(reason)) {
                reasons.add(reason);
            }
        }
        text.append('\n').append(table.text()).append('\n');
        text.append(
                        "error: against float64, of the result's length; row: a row has the same bits alone; threads: the same\n")
                .append("bits on 1, 2, 3 threads and as many as are used\n");
        reasons.forEach(reason -> text.append(reason).append('\n'));
        text.append('\n');
    }

    private void verdict(DoctorReport report) {
        report.faults().forEach(fault -> text.append("WRONG: ").append(fault).append('\n'));
        text.append(String.format(
                Locale.ROOT,
                "%s: %s in %.1f s%n",
                report.sound() ? "sound" : "not sound",
                Numbers.counted(report.checks().size(), "check"),
                report.seconds()));
    }

    private static String bits(@Nullable Boolean same) {
        return same == null ? "" : same ? "same" : "OTHER";
    }

    static String scientific(double value) {
        return String.format(Locale.ROOT, "%.1e", value);
    }

    private void line(String key, String value) {
        text.append(String.format("%-16s %s%n", key, value));
    }
}
