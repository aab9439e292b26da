package dev.codevar.sampling.parts;

import dev.codevar.fault.InvalidInputException;
import java.util.List;

/**
 * A file of consecutive blocks of a run.
 *
 * @param first the first block
 * @param checksums of each block the CRC-32 of what the run keeps of its pictures (pixels or features), as the run's journal has it
 * @param file the file's name in the folder of parts
 * @param bytes how long it is
 * @param sha256 its SHA-256
 */
public record Part(int first, List<Long> checksums, String file, long bytes, String sha256) {
    public Part {
        checksums = List.copyOf(checksums);
        if (first < 0 || checksums.isEmpty() || !isName(file)) {
            throw new InvalidInputException("part '" + file + "' is none");
        }
    }

    /** What names a folder in place of a file in this one would be read there, and deleted. */
    private static boolean isName(String file) {
        return !file.contains("/")
                && !file.contains("\\")
                && !file.isEmpty()
                && !file.equals(".")
                && !file.equals("..");
    }

    /** {@return how many blocks it has} */
    public int blocks() {
        return checksums.size();
    }
}
