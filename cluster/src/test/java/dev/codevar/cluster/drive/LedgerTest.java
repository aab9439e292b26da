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
import java.util.Collections;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        next.sweep();
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
}
