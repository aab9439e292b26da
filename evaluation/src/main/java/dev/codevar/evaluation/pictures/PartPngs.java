package dev.codevar.evaluation.pictures;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.files.parquet.ParquetBytes;
import dev.codevar.sampling.parts.PartKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** The PNG files in a part of a run, in the run's order. */
interface PartPngs extends AutoCloseable {
    /** {@return how many there are} */
    int count();

    /** {@return the bytes of one, from 0} */
    byte[] png(int place);

    @Override
    void close();

    /** {@return the pictures of a part} */
    static PartPngs open(Path file, PartKind kind) {
        return kind == PartKind.PARQUET ? new OfTable(ParquetBytes.open(file, "image.bytes")) : OfArchive.open(file);
    }

    /** Those in a column of a table. */
    record OfTable(ParquetBytes column) implements PartPngs {
        @Override
        public int count() {
            return column.count();
        }

        @Override
        public byte[] png(int place) {
            return column.get(place);
        }

        @Override
        public void close() {
            column.close();
        }
    }

    /** Those in an archive, beside other files. */
    record OfArchive(Path file, TarFile tar, List<TarArchiveEntry> pngs) implements PartPngs {
        private static OfArchive open(Path file) {
            try {
                TarFile tar = new TarFile(file);
                return new OfArchive(
                        file,
                        tar,
                        tar.getEntries().stream()
                                .filter(entry -> entry.getName().endsWith(".png"))
                                .toList());
            } catch (IOException | IllegalArgumentException e) {
                throw CodeVarException.cannotRead(file, e);
            }
        }

        @Override
        public int count() {
            return pngs.size();
        }

        @Override
        public byte[] png(int place) {
            try (InputStream in = tar.getInputStream(pngs.get(place))) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw CodeVarException.cannotRead(file, e);
            }
        }

        @Override
        public void close() {
            try {
                tar.close();
            } catch (IOException e) {
                throw new BrokenFileException("cannot close " + file, e);
            }
        }
    }
}
