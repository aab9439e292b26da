package dev.codevar.picture;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.codevar.fault.CodeVarException;
import dev.codevar.picture.format.PngChunks;

/** Whatever the bytes, reading gives a result or one line. {@link dev.codevar.FuzzingTest} runs it. */
class PictureFuzzTest {
    @FuzzTest
    void read(byte[] file) {
        try {
            PictureFiles.read(repaired(file), "fuzz").sample(0, 0, 0);
        } catch (CodeVarException e) {
            checkLine(e);
        }
    }

    @FuzzTest
    void readMask(byte[] file) {
        try {
            PictureFiles.readMask(repaired(file), "fuzz").atSize(16, 16);
        } catch (CodeVarException e) {
            checkLine(e);
        }
    }

    @FuzzTest
    void text(byte[] file) {
        try {
            PictureFiles.text(repaired(file), "fuzz");
        } catch (CodeVarException e) {
            checkLine(e);
        }
    }

    private static byte[] repaired(byte[] file) {
        return PngChunks.isPng(file) ? TestFiles.withChecksums(file) : file;
    }

    private static void checkLine(CodeVarException e) {
        String message = e.getMessage();
        if (message == null || !message.contains("fuzz") || message.contains("\n")) {
            throw new AssertionError("not one line that names the file: " + message, e);
        }
    }
}
