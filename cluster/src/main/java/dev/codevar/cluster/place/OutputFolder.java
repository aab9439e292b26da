package dev.codevar.cluster.place;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of a Hadoop file system. Files are written once, under their last names: nothing is renamed, appended to or written again.
 * Every failure is a {@link CodeVarException} that names the file.
 */
public final class OutputFolder {
    private final FileSystem system;
    private final Path folder;

    /**
     * Finds the folder, which need not be there.
     *
     * @param address a path, or an address such as {@code hdfs://host/folder}
     */
    public OutputFolder(String address, Configuration configuration) {
        try {
            Path path = new Path(address);
            this.system = path.getFileSystem(configuration);
            this.folder = system.makeQualified(path);
        } catch (IOException | IllegalArgumentException e) {
            throw new CodeVarException("cannot use " + address + ": " + e.getMessage(), e);
        }
        if (system instanceof LocalFileSystem local) {
            // Checksums in hidden files of their own would only be in the way of who reads the folder otherwise.
            local.setWriteChecksum(false);
            local.setVerifyChecksum(false);
        }
    }

    /** {@return the file's whole address} */
    public String address(String name) {
        return path(name).toString();
    }

    /** {@return the folder's whole address, without the scheme of local files} */
    public String address() {
        return isLocal() ? folder.toUri().getPath() : folder.toString();
    }

    /** {@return whether it is among this machine's files, or what is mounted there} */
    public boolean isLocal() {
        return "file".equals(folder.toUri().getScheme());
    }

    private Path path(String name) {
        return new Path(folder, name);
    }

    /** {@return the text in a file; empty if it is not there} */
    public Optional<String> text(String name) {
        try (InputStream in = system.open(path(name))) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw CodeVarException.whileReading("cannot read " + address(name) + ": " + IoReason.of(e), e);
        }
    }

    /** Writes a text file; one of that name is replaced. */
    public void write(String name, String text) {
        try (OutputStream out = create(name)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw cannotWrite(name, e);
        }
    }

    /** {@return what writes a file; it is there once that was closed} */
    public OutputStream create(String name) throws IOException {
        return system.create(path(name), true);
    }

    /** {@return what reads a file, from any place in it} */
    public FSDataInputStream open(String name) throws IOException {
        return system.open(path(name));
    }

    /** Reads some bytes of a file, all that {@code into} has room for. */
    public void read(String name, long from, byte[] into) throws IOException {
        try (FSDataInputStream in = open(name)) {
            in.readFully(from, into);
        }
    }

    /** {@return what to throw when a file could not be written} */
    public CodeVarException cannotWrite(String name, IOException e) {
        return new CodeVarException("cannot write " + address(name) + ": " + IoReason.of(e), e);
    }

    /** {@return how long a file is; empty if it is not there} */
    public OptionalLong length(String name) {
        try {
            FileStatus status = system.getFileStatus(path(name));
            return status.isFile() ? OptionalLong.of(status.getLen()) : OptionalLong.empty();
        } catch (FileNotFoundException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw CodeVarException.whileReading("cannot look at " + address(name) + ": " + IoReason.of(e), e);
        }
    }

    /** {@return the SHA-256 of a file; empty if it is not there} */
    public Optional<String> sha256(String name) {
        try (InputStream in = system.open(path(name));
                CountedOutput hashed = new CountedOutput(OutputStream.nullOutputStream())) {
            in.transferTo(hashed);
            return Optional.of(hashed.sha256());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw CodeVarException.whileReading("cannot read " + address(name) + ": " + IoReason.of(e), e);
        }
    }

    /** {@return the names of what is in a folder in it, or in itself under the empty name; none if it is not there} */
    public List<String> names(String inside) {
        return names(inside, Instant.MAX);
    }

    /** {@return those of {@link #names(String)} that nobody has written to since then} */
    public List<String> names(String inside, Instant before) {
        try {
            Path place = inside.isEmpty() ? folder : path(inside);
            return Arrays.stream(system.listStatus(place))
                    .filter(status ->
                            Instant.ofEpochMilli(status.getModificationTime()).isBefore(before))
                    .map(status -> status.getPath().getName())
                    .sorted()
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw CodeVarException.whileReading("cannot list " + address() + ": " + IoReason.of(e), e);
        }
    }

    /** Makes sure that a file, or a folder with all in it, is not there. */
    public void delete(String name) {
        try {
            system.delete(path(name), true);
        } catch (IOException e) {
            throw new CodeVarException("cannot delete " + address(name) + ": " + IoReason.of(e), e);
        }
    }
}
