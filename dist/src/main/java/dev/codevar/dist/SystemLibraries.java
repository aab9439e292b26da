package dev.codevar.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Libraries of this machine that others need not have: what Java and libtorch link to beside the C library, which every machine
 * has and which must be its own.
 */
final class SystemLibraries {
    /** A line of ldd: name, where it is found, and at which address. */
    private static final Pattern NEEDED = Pattern.compile("\\s+(\\S+) => (not found|/.+?)( \\(0x[0-9a-f]+\\))?");

    private static final Pattern C_LIBRARY =
            Pattern.compile("(libc|libm|libdl|libpthread|librt|libresolv|libutil|ld-linux.*)\\.so\\.\\d");

    /** Java looks for it by itself when a chart needs a font. */
    private static final String FONTS = "libfontconfig.so.1";

    private static final String BESIDE_FONTS = "libfreetype.so.6";

    private SystemLibraries() {}

    /**
     * Copies what the libraries below {@code root} need.
     *
     * @param lib where Java looks first
     * @param licences gets the licences of what is copied
     */
    static void copy(Path root, Path lib, Licences licences) throws IOException {
        // Java starts before there are natives, some of which are libraries of a system too.
        Map<String, Path> needed = needed(root, root.resolve("runtime"));
        needed.putAll(needed(root, root.resolve("app")));
        Path freetype = needed.get(BESIDE_FONTS);
        if (freetype != null) {
            Path fonts = freetype.resolveSibling(FONTS);
            needed.put(FONTS, fonts);
            needed.putAll(needed(root, fonts.toRealPath()));
        }
        needed.keySet().removeIf(C_LIBRARY.asMatchPredicate());
        for (Map.Entry<String, Path> library : needed.entrySet()) {
            Path file = library.getValue().toRealPath();
            Files.copy(file, lib.resolve(library.getKey()));
            licences.ofSystemFile(file);
        }
    }

    /** {@return names and files of the C library's parts that the libraries in {@code place} need} */
    static Map<String, Path> ofC(Path place) throws IOException {
        Map<String, Path> needed = needed(place, place);
        needed.keySet().removeIf(C_LIBRARY.asMatchPredicate().negate());
        return needed;
    }

    /**
     * {@return names and files of what libraries need from outside {@code root}}
     *
     * @param place the folder of the libraries, or one of them
     */
    static Map<String, Path> needed(Path root, Path place) throws IOException {
        List<Path> libraries = Folders.files(place).stream()
                .filter(file -> file.getFileName().toString().contains(".so"))
                .toList();
        String folders = libraries.stream()
                .map(file -> file.resolveSibling("").toString())
                .distinct()
                .collect(Collectors.joining(":"));
        Map<String, Path> needed = new TreeMap<>();
        for (Path library : libraries) {
            String printed = Tool.run(Map.of("LD_LIBRARY_PATH", folders), "ldd", library.toString());
            for (String line : printed.split("\n", -1)) {
                Matcher found = NEEDED.matcher(line);
                if (found.matches()) {
                    Path file = Path.of(found.group(2));
                    if (!file.isAbsolute()) {
                        throw new IOException(library + " needs " + found.group(1) + ", which this machine lacks");
                    }
                    if (!file.normalize().startsWith(root)) {
                        needed.put(found.group(1), file);
                    }
                }
            }
        }
        return needed;
    }
}
