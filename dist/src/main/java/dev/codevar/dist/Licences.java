package dev.codevar.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Under which terms others' work is handed on: tables that name every jar and native library, and the texts. Java's own lie in its runtime. */
final class Licences {
    /** A table's first column: how the file's name begins. */
    private static final Pattern ROW = Pattern.compile("\\| ([A-Za-z0-9_.-]+) +\\|.*");

    /** Where the texts lie that Debian's packages have in common, and only name. */
    private static final Path COMMON = Path.of("/usr/share/common-licenses");

    private static final Pattern IN_COMMON = Pattern.compile(COMMON + "/([A-Za-z0-9]+([.-][A-Za-z0-9]+)*)");

    private final Path folder;

    /**
     * @param folder has the tables, {@code THIRD-PARTY.md}
     */
    Licences(Path folder) {
        this.folder = folder;
    }

    /**
     * Refuses files that the tables do not name.
     *
     * @param files a folder of jars or of native libraries
     */
    void requireAll(Path files) throws IOException {
        List<String> named;
        try (Stream<String> lines = Files.lines(folder.resolve("THIRD-PARTY.md"))) {
            named = lines.map(ROW::matcher)
                    .filter(Matcher::matches)
                    .map(row -> row.group(1))
                    .toList();
        }
        for (Path file : Folders.files(files)) {
            String name = file.getFileName().toString();
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
        ofPackage(pack(file));
    }

    /** Takes the licence of a Debian package, and the texts that it names. */
    void ofPackage(String pack) throws IOException {
        Path text = Path.of("/usr/share/doc", pack, "copyright");
        copy(text, "debian", pack + ".txt");
        // Few of them are in UTF-8 alone, and what is looked for is ASCII.
        for (String name : named(Files.readString(text, StandardCharsets.ISO_8859_1))) {
            // Some packages name one that there is not.
            if (Files.exists(COMMON.resolve(name))) {
                ofDebian(name);
            }
        }
    }

    /** {@return which of Debian's common texts a text names} */
    static List<String> named(String text) {
        return IN_COMMON
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /** Takes one of the texts that Debian's packages have in common, such as {@code GPL-3}. */
    void ofDebian(String name) throws IOException {
        copy(COMMON.resolve(name), COMMON.getFileName().toString(), name);
    }

    private void copy(Path text, String into, String name) throws IOException {
        Files.copy(
                text, Files.createDirectories(folder.resolve(into)).resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** {@return the Debian package that a file of this machine came with} */
    static String pack(Path file) throws IOException {
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
