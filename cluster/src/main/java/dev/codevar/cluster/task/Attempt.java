package dev.codevar.cluster.task;

import dev.codevar.cluster.place.CountedOutput;
import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * An attempt to write blocks as a part, under a name that no other attempt has. What a failure leaves is a file that nobody counts.
 *
 * @param out where to
 * @param range which blocks
 * @param suffix how the file's name ends
 */
public record Attempt(OutputFolder out, BlockRange range, String suffix) {
    /** Writes blocks. */
    public interface Body {
        /**
         * Writes the range's blocks.
         *
         * @param to closed afterwards
         * @return the CRC-32 of each block's records
         */
        List<Long> write(CountedOutput to) throws IOException;
    }

    /** {@return the part, written} */
    public Part write(Body body) {
        String name = String.format(Locale.ROOT, "%06d-%s.%s", range.first(), UUID.randomUUID(), suffix);
        String file = PartFolder.PARTS + "/" + name;
        try (CountedOutput counted = new CountedOutput(out.create(file))) {
            List<Long> checksums = new ArrayList<>(body.write(counted));
            counted.close();
            return new Part(range.first(), checksums, name, counted.count(), counted.sha256());
        } catch (IOException e) {
            throw out.cannotWrite(file, e);
        }
    }

    /** {@return the CRC-32 of a block's records} */
    public static long checksum(List<byte[]> records) {
        CRC32 checksum = new CRC32();
        records.forEach(checksum::update);
        return checksum.getValue();
    }
}
