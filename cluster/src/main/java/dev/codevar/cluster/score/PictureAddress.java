package dev.codevar.cluster.score;

import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.evaluation.pictures.PartFiles;
import dev.codevar.evaluation.pictures.PartPictures;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.IoReason;
import dev.codevar.file.FolderFiles;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Opens pictures by an address that means the same on every machine. */
public final class PictureAddress {
    private PictureAddress() {}

    /**
     * {@return the pictures at an address}
     *
     * @param address of this machine's files as {@link PictureSet#open} takes them, or of a run in parts on any Hadoop file system
     */
    public static PictureSet open(String address, Configuration configuration) {
        OutputFolder folder = new OutputFolder(address, configuration);
        if (folder.isLocal()) {
            return PictureSet.open(Path.of(folder.address()));
        }
        String manifest = folder.text(PartFolder.MANIFEST)
                .orElseThrow(() -> new InvalidInputException(folder.address()
                        + " holds no finished run of codevar cluster sample; other pictures lie under a path that all"
                        + " machines see"));
        return PartPictures.of(
                folder.address(),
                PartManifest.parse(manifest, folder.address(PartFolder.MANIFEST)),
                new Fetched(folder));
    }

    /** Parts of another file system, fetched one at a time. */
    private static final class Fetched implements PartFiles {
        private final OutputFolder folder;
        private @Nullable Path last;

        Fetched(OutputFolder folder) {
            this.folder = folder;
        }

        @Override
        public Path file(Part part) {
            close();
            String name = PartFolder.PARTS + "/" + part.file();
            try {
                Path file = Files.createTempFile("codevar-part-", part.file());
                last = file;
                // Executors are never asked to close the last one.
                file.toFile().deleteOnExit();
                try (InputStream in = folder.open(name)) {
                    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                }
                return file;
            } catch (IOException e) {
                throw CodeVarException.whileReading("cannot fetch " + folder.address(name) + ": " + IoReason.of(e), e);
            }
        }

        @Override
        public void close() {
            Path file = last;
            last = null;
            if (file != null) {
                FolderFiles.delete(file);
            }
        }
    }
}
