package dev.codevar.measure.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What comes of a child that ends badly, and of what it says. */
@DisabledOnOs(OS.WINDOWS)
class DoctorReportTest {
    private static final Checked HOLDS =
            new Checked("fc2 4→1", "float32", "libtorch", "because", 1e-7, 1e-5, 2e9, true, true);
    private static final Checked WRONG =
            new Checked("fc2 8→1", "float32", "libtorch", "because", 1e-2, 1e-5, null, false, null);

    private final List<String> begun = new ArrayList<>();

    private DoctorReport report(String... script) {
        return report(Duration.ofSeconds(60), script);
    }

    private DoctorReport report(Duration silence, String... script) {
        return DoctorReport.of("1", List.of("sh", "-c", String.join("\n", script)), silence, begun::add);
    }

    private static String say(Message message) {
        return "cat <<'END'\n" + message.line() + "\nEND";
    }

    @Test
    void aCrashIsALineWithItsCodeAndWhatWasComputed() {
        DoctorReport report = report(
                say(Message.of(HOLDS)),
                say(Message.begin("checking qkv 1920→5760 in bfloat16")),
                "echo '# A fatal error has been detected by the Java Runtime Environment:'",
                "echo '#  SIGSEGV (0xb) at pc=0x1, pid=2, tid=3'",
                "echo '# C  [libdnnl.so.3+0x4]'",
                "kill -SEGV $$");
        assertThat(report.sound()).isFalse();
        assertThat(report.faults())
                .containsExactly("the process ended with code 139 while checking qkv 1920→5760 in bfloat16:"
                        + " SIGSEGV (0xb) at pc=0x1, pid=2, tid=3; C  [libdnnl.so.3+0x4]");
        assertThat(report.checks()).containsExactly(HOLDS);
        assertThat(begun).containsExactly("checking qkv 1920→5760 in bfloat16");
        assertThat(ReportText.of(report))
                .contains("WRONG: the process ended with code 139 while", "not sound: 1 check");
    }

    @Test
    void anErrorOfItsOwnIsSaid() {
        DoctorReport report =
                report(say(Message.begin("loading native libraries")), "echo codevar: no natives >&2; exit 1");
        assertThat(report.faults())
                .containsExactly("the process ended with code 1 while loading native libraries: no natives");
    }

    @Test
    void whatHangsIsEndedAndNamed() {
        DoctorReport report = report(Duration.ofSeconds(1), say(Message.begin("checking SiLU")), "exec sleep 600");
        assertThat(report.faults())
                .containsExactly("the process said nothing for 1 seconds while checking SiLU and was ended");
    }

    @Test
    void whatIsWrongIsSaid() {
        DoctorReport report = report(say(Message.of(HOLDS)), say(Message.of(WRONG)));
        assertThat(report.sound()).isFalse();
        assertThat(report.faults())
                .containsExactly(
                        "fc2 8→1 in float32 is off by 1.0e-02 of its length, more than 1.0e-05, and gives a row"
                                + " other bits alone than among others");
        assertThat(ReportText.of(report)).contains("WRONG: fc2 8→1", "not sound: 2 checks");
    }

    @Test
    void whereAllHoldsItIsSound() {
        DoctorReport report = report("echo a library says something", say(Message.of(HOLDS)));
        assertThat(report.sound()).isTrue();
        assertThat(ReportText.of(report)).doesNotContain("WRONG").contains("\nsound: 1 check in ");
    }

    @Test
    void nothingCheckedIsNotSound() {
        assertThat(report("exit 0").faults()).containsExactly("the process checked nothing");
    }
}
