package dev.codevar.measure.doctor;

import dev.codevar.measure.machine.MachineDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was found.
 *
 * @param version this program's
 * @param sound whether nothing is wrong
 * @param faults what is wrong, a line each
 * @param machine what the machine is
 * @param natives what computes there, or null if that could not be loaded
 * @param checks what became of each kernel at each shape
 * @param int8 how fast products in 8 bits are, or null if none are offered
 * @param seconds how long it took
 */
public record DoctorReport(
        String version,
        boolean sound,
        List<String> faults,
        MachineDescription machine,
        @Nullable LoadedNatives natives,
        List<Checked> checks,
        @Nullable EightBitSpeed int8,
        double seconds) {
    /** No check takes as long, on a machine that is busy either. */
    public static final Duration SILENCE = Duration.ofSeconds(60);

    /**
     * Has a child process examine this machine.
     *
     * @param version this program's
     * @param command runs {@link Examination}, and prints what it says
     * @param silence how long the child may say nothing before it is ended
     * @param begins hears what is checked next
     * @return what was found
     */
    public static DoctorReport of(String version, List<String> command, Duration silence, Consumer<String> begins) {
        long start = System.nanoTime();
        MachineDescription machine = MachineDescription.here();
        List<LoadedNatives> natives = new ArrayList<>();
        List<Checked> checks = new ArrayList<>();
        List<EightBitSpeed> int8 = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Patient patient = new Patient(silence, message -> {
            if (message.begin() != null) {
                begins.accept(message.begin());
            }
            if (message.natives() != null) {
                natives.add(message.natives());
            }
            if (message.checked() != null) {
                checks.add(message.checked());
            }
            if (message.int8() != null) {
                int8.add(message.int8());
            }
        });
        patient.run(command).ifPresent(faults::add);
        checks.stream().filter(check -> !check.holds()).map(DoctorReport::fault).forEach(faults::add);
        if (faults.isEmpty() && checks.isEmpty()) {
            faults.add("the process checked nothing");
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new DoctorReport(
                version, faults.isEmpty(), faults, machine, first(natives), checks, first(int8), seconds);
    }

    private static <T> @Nullable T first(List<T> some) {
        return some.isEmpty() ? null : some.get(0);
    }

    private static String fault(Checked check) {
        List<String> wrong = new ArrayList<>();
        if (!check.right()) {
            Double error = check.error();
            wrong.add((error == null ? "is not finite" : "is off by " + ReportText.scientific(error) + " of its length")
                    + ", more than " + ReportText.scientific(check.bound()));
        }
        if (Boolean.FALSE.equals(check.ownBits())) {
            wrong.add("gives a row other bits alone than among others");
        }
        if (Boolean.FALSE.equals(check.threadsBits())) {
            wrong.add("gives other bits on other numbers of threads");
        }
        return check.what() + " in " + check.precision() + " " + String.join(", and ", wrong);
    }
}
