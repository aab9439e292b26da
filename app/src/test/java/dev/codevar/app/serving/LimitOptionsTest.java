package dev.codevar.app.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.serve.ServeLimits;
import dev.codevar.serve.ServeLimitsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Every limit is an option, each of its own, with its default, and a reader of help and documentation finds it. */
class LimitOptionsTest {
    /** What each option sets when it is 3. */
    private static final Map<String, UnaryOperator<ServeLimitsBuilder>> THREE = Map.ofEntries(
            Map.entry("--most-pictures", limits -> limits.pictures(3)),
            Map.entry("--most-waiting", limits -> limits.requests(3)),
            Map.entry("--deadline", limits -> limits.deadline(Duration.ofSeconds(3))),
            Map.entry("--keep", limits -> limits.keep(Duration.ofSeconds(3))),
            Map.entry("--most-kept", limits -> limits.keptBytes(3 << 20)),
            Map.entry("--most-previewed", limits -> limits.keptPreviews(3)),
            Map.entry("--most-unread", limits -> limits.unreadBytes(3 << 20)),
            Map.entry("--most-pixels", limits -> limits.uploadPixels(3 << 20)),
            Map.entry("--most-side", limits -> limits.uploadSide(3)),
            Map.entry("--most-scans", limits -> limits.jpegScans(3)),
            Map.entry("--most-chunks", limits -> limits.pngChunks(3)),
            Map.entry("--most-blocks", limits -> limits.gifBlocks(3)),
            Map.entry("--large-pictures", limits -> limits.largePictures(3)),
            Map.entry("--most-connections", limits -> limits.connections(3)),
            Map.entry("--silence", limits -> limits.silence(Duration.ofSeconds(3))),
            Map.entry("--most-head", limits -> limits.headBytes(3 << 10)),
            Map.entry("--head-time", limits -> limits.headTime(Duration.ofSeconds(3))),
            Map.entry("--most-upload", limits -> limits.uploadBytes(3 << 20)),
            Map.entry("--most-body", limits -> limits.smallBytes(3 << 10)),
            Map.entry("--bodies", limits -> limits.smallBodies(3)),
            Map.entry("--upload-time", limits -> limits.uploadTime(Duration.ofSeconds(3))),
            Map.entry("--most-part-head", limits -> limits.partHead(3 << 10)));

    /** What those set that have larger legal values only, when they are 99. */
    private static final Map<String, UnaryOperator<ServeLimitsBuilder>> NINETY_NINE = Map.of(
            "--uploads", limits -> limits.uploads(99),
            "--most-text", limits -> limits.text(99),
            "--most-json-tokens", limits -> limits.jsonTokens(99),
            "--most-json-depth", limits -> limits.jsonDepth(99),
            "--most-parts", limits -> limits.parts(99));

    /** Takes limits as the command does, and an option beside. */
    @Command
    private static final class Taking {
        @ArgGroup(validate = false)
        private LimitOptions limits = new LimitOptions();

        @Option(names = "--port")
        private int port;
    }

    private static ServeLimits limits(String... arguments) {
        Taking taking = new Taking();
        new CommandLine(taking).parseArgs(arguments);
        assertThat(taking.port).isZero();
        return taking.limits.limits();
    }

    @Test
    void everyOptionSetsItsLimitAlone() {
        THREE.forEach((name, set) -> assertThat(limits(name, "3")).as(name).isEqualTo(ServeLimits.with(set)));
        NINETY_NINE.forEach(
                (name, set) -> assertThat(limits(name, "99")).as(name).isEqualTo(ServeLimits.with(set)));
        assertThat(limits()).isEqualTo(ServeLimits.DEFAULT);
    }

    @Test
    void severalAreSetWhateverStandsBetweenThem() {
        assertThat(limits("--most-text", "99", "--port", "0", "--bodies", "3", "--keep", "3"))
                .isEqualTo(ServeLimits.with(all -> all.text(99).smallBodies(3).keep(Duration.ofSeconds(3))));
    }

    @Test
    void everyOneIsKnownToTheseTestsAndToReaders() throws IOException {
        CommandLine serve = new CommandLine(new ServeCommand(Terminal.system()));
        List<String> names = serve.getCommandSpec().argGroups().get(0).options().stream()
                .map(option -> option.longestName())
                .toList();
        assertThat(names).hasSize(THREE.size() + NINETY_NINE.size());
        assertThat(names).allMatch(name -> THREE.containsKey(name) || NINETY_NINE.containsKey(name));
        String documentation = Files.readString(Path.of("../docs/SERVING.md"));
        String help = serve.getUsageMessage();
        assertThat(help).contains("Limits; whoever meets one is told which:");
        for (String name : names) {
            assertThat(documentation).contains("`" + name + "`");
            assertThat(help.substring(help.indexOf("Limits;"))).contains(name + "=");
        }
    }

    /** What the help says is what there is. */
    @Test
    void theDefaultsThatAreToldAreThoseThatAre() {
        CommandLine serve = new CommandLine(new Taking());
        for (var option : serve.getCommandSpec().argGroups().get(0).options()) {
            String told = String.join(" ", option.description());
            String number = told.substring(told.lastIndexOf("Default: ") + 9, told.length() - 1);
            assertThat(limits(option.longestName(), number))
                    .as(option.longestName())
                    .isEqualTo(ServeLimits.DEFAULT);
        }
    }

    /** So are the ranges: their ends are taken, and what lies beyond is refused by the option's name. */
    @Test
    void theRangesThatAreToldAreThoseThatAre() {
        CommandLine serve = new CommandLine(new Taking());
        for (var option : serve.getCommandSpec().argGroups().get(0).options()) {
            String name = option.longestName();
            Matcher told =
                    Pattern.compile("(\\d+) to (\\d+)\\. Default: ").matcher(String.join(" ", option.description()));
            assertThat(told.find()).as(name).isTrue();
            limits(name, told.group(1));
            limits(name, told.group(2));
            for (long beyond : new long[] {Long.parseLong(told.group(1)) - 1, Long.parseLong(told.group(2)) + 1}) {
                if (beyond <= Integer.MAX_VALUE) {
                    assertThatThrownBy(() -> limits(name, String.valueOf(beyond)))
                            .isInstanceOf(InvalidInputException.class)
                            .hasMessageStartingWith(name.substring(2) + " " + beyond);
                }
            }
        }
    }
}
