package dev.codevar.cluster.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.file.FolderFiles;
import dev.codevar.file.Sha256;
import dev.codevar.files.journal.Blocks;
import dev.codevar.sampling.parts.AcceptedPart;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.run.Maker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of six blocks, offered by attempts that know nothing of each other. */
class LedgerTest {
    private static final Maker MAKER = new Maker("1", "these");
    private static final Maker OTHER = new Maker("1", "others");

    @TempDir
    Path temp;

    private Path data = Path.of("");

    @BeforeEach
    void folder() throws IOException {
        data = Files.createDirectories(temp.resolve(PartFolder.PARTS));
    }

    private Ledger ledger() {
        return Ledger.open(new OutputFolder(temp.toString(), new Configuration()), new Blocks(24, 4, 1, 1), MAKER);
    }

    private Ledger shared(boolean otherMakers) {
        OutputFolder out = new OutputFolder(temp.toString(), new Configuration());
        Instant before = Instant.now().minus(Duration.ofDays(1));
        return Ledger.open(out, new Blocks(24, 4, 1, 1), MAKER, maker -> otherMakers || maker.equals(MAKER), before);
    }

    private static void makeOld(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }

    private AcceptedPart part(String name, int first, int blocks, Maker maker) throws IOException {
        Path file = Files.writeString(data.resolve(name), "what " + name + " holds");
        Part part = new Part(first, Collections.nCopies(blocks, 0L), name, Files.size(file), Sha256.of(file));
        return new AcceptedPart(part, maker, "0 on host");
    }

    @Test
    void ofEachBlockTheFirstPartCountsForEveryDriver() throws IOException {
        Ledger first = ledger();
        assertThat(first.accept(part("a", 0, 2, MAKER))).isTrue();
        assertThat(first.accept(part("copy", 0, 2, MAKER))).isFalse();
        assertThat(first.accept(part("overlap", 1, 2, MAKER))).isFalse();
        assertThat(first.accept(part("b", 4, 2, OTHER))).isTrue();
        Ledger next = ledger();
        assertThat(next.parts()).extracting(Part::file).containsExactly("a", "b");
        assertThat(next.missing()).containsExactly(2, 3);
        assertThat(next.pictures()).isEqualTo(16);
        assertThat(next.madeBy()).containsExactly(MAKER, OTHER);
        next.sweep(true);
        assertThat(FolderFiles.list(data))
                .extracting(Path::getFileName)
                .containsExactlyInAnyOrder(Path.of("a"), Path.of("b"));
    }

    @Test
    void whatHasOtherBytesByThenCountsNoMore() throws IOException {
        Ledger first = ledger();
        first.accept(part("a", 0, 2, MAKER));
        first.accept(part("b", 2, 2, MAKER));
        Files.writeString(data.resolve("b"), "What b holds");
        Ledger next = ledger();
        assertThat(next.missing()).containsExactly(2, 3, 4, 5);
        assertThat(data.resolve("b")).doesNotExist();
        assertThat(next.accept(part("again", 2, 2, MAKER))).isTrue();
    }

    /** A file is there before it holds anything. */
    @Test
    void whatAnotherDriverIsWritingIsLeftToItForADay() throws IOException {
        Path accepted = Files.createDirectories(temp.resolve(PartFolder.ACCEPTED));
        Path fresh = Files.writeString(accepted.resolve("fresh.json"), "");
        Path old = Files.writeString(accepted.resolve("old.json"), "");
        makeOld(old);
        assertThat(shared(false).missing()).hasSize(6);
        assertThat(fresh).exists();
        assertThat(old).doesNotExist();
        assertThat(ledger().missing()).hasSize(6);
        assertThat(fresh).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void namesOfFoldersDeleteNothingElse(String name) throws IOException {
        ledger().accept(part("a", 0, 2, MAKER));
        Path accepted = temp.resolve(PartFolder.ACCEPTED);
        String text = Files.readString(accepted.resolve("a.json"));
        Path damaged = Files.writeString(
                accepted.resolve("b.json"), text.replace("\"file\" : \"a\"", "\"file\" : \"" + name + "\""));
        assertThat(damaged).content().isNotEqualTo(text);
        assertThat(ledger().missing()).containsExactly(2, 3, 4, 5);
        assertThat(damaged).doesNotExist();
        assertThat(data.resolve("a")).exists();
    }

    @Test
    void whatOthersMadeCountsWhereItMayAndIsLeftToThem() throws IOException {
        ledger().accept(part("theirs", 0, 2, OTHER));
        ledger().accept(part("more", 2, 2, OTHER));
        Path accepted = temp.resolve(PartFolder.ACCEPTED);
        for (String name : List.of("theirs", "more")) {
            makeOld(data.resolve(name));
            makeOld(accepted.resolve(name + ".json"));
        }
        Ledger own = shared(false);
        assertThat(own.missing()).hasSize(6);
        assertThat(own.accept(part("z-own", 0, 2, MAKER))).isTrue();
        own.sweep(false);
        // What is computed twice counts as this maker made it.
        Ledger any = shared(true);
        assertThat(any.parts()).extracting(Part::file).containsExactly("z-own", "more");
        assertThat(any.madeBy()).containsExactly(MAKER, OTHER);
        any.sweep(false);
        assertThat(data.resolve("theirs")).exists();
        assertThat(accepted.resolve("theirs.json")).exists();

        // Of a driver that is alone nothing is left but what counts.
        ledger().sweep(true);
        assertThat(FolderFiles.list(data))
                .extracting(Path::getFileName)
                .containsExactlyInAnyOrder(Path.of("z-own"), Path.of("more"));
    }

    /** The second driver had not heard of what the first one counted. */
    @Test
    void whatOneMakerMadeTwiceGoesAfterADay() throws IOException {
        Ledger first = shared(false);
        Ledger second = shared(false);
        assertThat(first.accept(part("a", 0, 2, MAKER))).isTrue();
        assertThat(second.accept(part("b", 0, 2, MAKER))).isTrue();
        Path accepted = temp.resolve(PartFolder.ACCEPTED).resolve("b.json");
        shared(false).sweep(false);
        assertThat(accepted).exists();
        makeOld(accepted);
        makeOld(data.resolve("b"));
        Ledger next = shared(false);
        next.sweep(false);
        assertThat(next.parts()).extracting(Part::file).containsExactly("a");
        assertThat(accepted).doesNotExist();
        assertThat(data.resolve("b")).doesNotExist();
    }
}
