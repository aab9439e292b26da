package dev.codevar.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a file's contents is told apart from a disk that fails, by what real readers throw. */
class BrokenFileExceptionTest {
    @Test
    void wrongContentsAreTheFilesFault() {
        assertBroken(thrownBy(() -> new ObjectMapper().readTree("{")));
        assertBroken(thrownBy(() -> new GZIPInputStream(new ByteArrayInputStream(new byte[18]))));
        assertBroken(thrownBy(() -> new GZIPInputStream(new ByteArrayInputStream(new byte[] {0x1f}))));
        assertBroken(new EOFException());
        assertBroken(new IllegalArgumentException("what a reader's own arithmetic met"));
    }

    @Test
    void failingDisksAreNot() {
        assertFailed(new IOException("Input/output error"));
        assertFailed(new AccessDeniedException("x"));
        assertFailed(new UncheckedIOException(new IOException("Input/output error")));
    }

    @Test
    void whatAReaderSaidAlreadyStands() {
        assertBroken(new CodeVarException("x", new BrokenFileException("y")));
        assertFailed(new CodeVarException("x", new IOException("Input/output error")));
        assertFailed(new CodeVarException("libtorch cannot be loaded"));
        assertFailed(new CodeVarException("x", new IllegalStateException("no memory")));
    }

    /** Only what is broken or gone may be made again: what a failing disk holds may still be whole. */
    @Test
    void whatIsLostIsToldApart() {
        assertThat(new BrokenFileException("x").isOfLostFile()).isTrue();
        assertThat(new CodeVarException("x", new NoSuchFileException("y")).isOfLostFile())
                .isTrue();
        assertThat(new CodeVarException("x", new UncheckedIOException(new NoSuchFileException("y"))).isOfLostFile())
                .isTrue();
        assertThat(new CodeVarException("x", new AccessDeniedException("y")).isOfLostFile())
                .isFalse();
        assertThat(new CodeVarException("x").isOfLostFile()).isFalse();
    }

    @Test
    void foldersAreNoFiles(@TempDir Path folder) {
        IOException whatever = new IOException("worded differently everywhere");
        assertThat(CodeVarException.cannotRead(folder, whatever))
                .isInstanceOf(BrokenFileException.class)
                .hasMessage("cannot read " + folder + ": it is a folder")
                .hasCause(whatever);
        assertThat(CodeVarException.cannotRead("names in " + folder, folder, whatever))
                .hasMessage("cannot read names in " + folder + ": it is a folder");
        Path missing = folder.resolve("nothing");
        assertThat(CodeVarException.cannotRead(missing, new NoSuchFileException("x")))
                .isNotInstanceOf(BrokenFileException.class)
                .hasMessage("cannot read " + missing + ": no such file or folder");
    }

    private static void assertBroken(Exception cause) {
        assertThat(CodeVarException.whileReading("m", cause))
                .isInstanceOf(BrokenFileException.class)
                .hasMessage("m")
                .hasCause(cause);
    }

    private static void assertFailed(Exception cause) {
        assertThat(CodeVarException.whileReading("m", cause))
                .isNotInstanceOf(BrokenFileException.class)
                .hasMessage("m")
                .hasCause(cause);
    }

    private static IOException thrownBy(ThrowingCallable reading) {
        return catchThrowableOfType(IOException.class, reading);
    }
}
