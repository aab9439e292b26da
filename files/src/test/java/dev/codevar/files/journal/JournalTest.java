package dev.codevar.files.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.ChildJvm;
import dev.codevar.fault.CodeVarException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Blocks BLOCKS = new Blocks(10, 4, 1, 1);

    @TempDir
    Path temp;

    @Test
    void whatIsAddedIsRead() throws Exception {
        Path file = temp.resolve("done");
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.checksums(BLOCKS)).isEmpty();
            journal.add(0, 0xCAFEBABEL);
            journal.add(1, 7);
            assertThat(journal.checksums(BLOCKS)).containsExactly(0xCAFEBABEL, 7L);
            Files.writeString(file, "0000000002 torn", StandardOpenOption.APPEND);
            assertThat(journal.checksums(BLOCKS)).containsExactly(0xCAFEBABEL, 7L);
            journal.keepFirst(1);
            assertThat(journal.checksums(BLOCKS)).containsExactly(0xCAFEBABEL);
        }
        assertThat(Journal.read(file, BLOCKS)).containsExactly(0xCAFEBABEL);
    }

    @Test
    void theSameProcessOpensItOnce() {
        Path file = temp.resolve("done");
        try (Journal journal = Journal.open(file)) {
            assertThatThrownBy(() -> Journal.open(file))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("another process is at work on " + temp);
            journal.add(0, 1);
        }
    }

    /** A process that reads its own journal as another file would lose the lock on it. */
    @Test
    void anotherProcessIsKeptOutAfterTheJournalWasRead() throws Exception {
        Path file = temp.resolve("done");
        try (Journal journal = Journal.open(file)) {
            journal.add(0, 1);
            journal.checksums(BLOCKS);
            assertThat(ChildJvm.numbers(Opens.class, file.toString())).containsExactly(0);
        }
        assertThat(ChildJvm.numbers(Opens.class, file.toString())).containsExactly(1);
    }

    /** Prints 1 if it can open the journal, and 0 if it is kept out. */
    static final class Opens {
        private Opens() {}

        public static void main(String... arguments) {
            try (Journal journal = Journal.open(Path.of(arguments[0]))) {
                System.out.println(journal.checksums(BLOCKS).size());
            } catch (CodeVarException keptOut) {
                System.out.println(0);
            }
        }
    }
}
