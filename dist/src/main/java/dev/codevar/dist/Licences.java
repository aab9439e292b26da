package dev.codevar.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Under which terms others' work is handed on: a table that names every jar, and the texts. Java's own lie in its runtime. */
final class Licences {
    /** The table's first column: how the jar's name begins. */
    private static final Pattern ROW = Pattern.compile("\\| ([a-z0-9.-]+) +\\|.*");

    private final Path folder;

    /**
     * @param folder has the table {@code THIRD-PARTY.md}
     */
    Licences(Path folder) {
        this.folder = folder;
    }

    /**
     * Refuses jars that the table does not name.
     *
     * @param lib a folder of jars
     */
    void requireAll(Path lib) throws IOException {
        List<String> named;
        try (Stream<String> lines = Files.lines(folder.resolve("THIRD-PARTY.md"))) {
            named = lines.map(ROW::matcher)
                    .filter(Matcher::matches)
                    .map(row -> row.group(1))
                    .toList();
        }
        for (Path jar : Folders.files(lib)) {
            String name = jar.getFileName().toString();
            if (named.stream().noneMatch(name::startsWith)) {
                throw new IOException(
                        name + " is not in dist/src/main/dist/licences/THIRD-PARTY.md: add it with its licence");
            }
        }
    }

    /**
     * Takes the licence of the Debian package that a file came with.
     *
     * @param file a file of this machine, not a link
     */
    void ofSystemFile(Path file) throws IOException {
        String pack = pack(file);
        Path text = Path.of("/usr/share/doc", pack, "copyright");
        Files.copy(
                text,
                Files.createDirectories(folder.resolve("debian")).resolve(pack + ".txt"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static String pack(Path file) throws IOException {
        String path = file.toString();
        String found;
        try {
            found = Tool.run("dpkg-query", "-S", path);
        } catch (IOException notByThisName) {
            // Packages older than the merge of /lib into /usr/lib know their files by the old name.
            found = Tool.run("dpkg-query", "-S", path.startsWith("/usr/") ? path.substring("/usr".length()) : path);
        }
        return found.substring(0, found.indexOf(':'));
    }
}
