package dev.codevar.dist;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/** A folder as one file: the same bytes from the same files, whoever packs them and when. */
final class Tarball {
    private static final int PROGRAM = 0755;
    private static final int FILE = 0644;

    private Tarball() {}

    /**
     * Packs a folder.
     *
     * @param root the folder; its name is the first one in the archive
     * @param time what all entries get
     */
    static void pack(Path root, Path archive, Instant time) throws IOException {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive), 1 << 16);
                TarArchiveOutputStream tar =
                        new TarArchiveOutputStream(new GzipCompressorOutputStream(file), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Path path : Folders.all(root)) {
                String name = root.resolveSibling("").relativize(path).toString();
                TarArchiveEntry entry = entry(path, name);
                entry.setModTime(time.toEpochMilli());
                tar.putArchiveEntry(entry);
                if (entry.getSize() > 0) {
                    Files.copy(path, tar);
                }
                tar.closeArchiveEntry();
            }
        }
    }

    /** Owner and group stay root's: an entry that is made from a name alone has no others. */
    private static TarArchiveEntry entry(Path path, String name) throws IOException {
        if (Files.isSymbolicLink(path)) {
            TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            Path target = Files.readSymbolicLink(path);
            if (target.isAbsolute()) {
                throw new IOException(path + " leads out of the archive, to " + target);
            }
            link.setLinkName(target.toString());
            return link;
        }
        if (Files.isDirectory(path)) {
            TarArchiveEntry folder = new TarArchiveEntry(name + "/");
            folder.setMode(PROGRAM);
            return folder;
        }
        TarArchiveEntry file = new TarArchiveEntry(name);
        file.setMode(Files.isExecutable(path) ? PROGRAM : FILE);
        file.setSize(Files.size(path));
        return file;
    }
}
