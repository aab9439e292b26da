package dev.codevar.zoo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The table {@code published.tsv}, whose first lines say what its lines mean.
 *
 * @param repositories name → address up to the file's name
 * @param files name → file
 * @param replaced first digits of a hash → the file that it is an earlier upload of
 * @param bundles name → file names
 */
record ZooTable(
        Map<String, String> repositories,
        Map<String, PublishedFile> files,
        Map<String, String> replaced,
        Map<String, List<String>> bundles) {
    private static final String UNKNOWN = "-";

    static ZooTable read() {
        Map<String, String> repositories = new LinkedHashMap<>();
        Map<String, PublishedFile> files = new LinkedHashMap<>();
        Map<String, String> replaced = new LinkedHashMap<>();
        Map<String, List<String>> bundles = new LinkedHashMap<>();
        for (String line : ZooTables.lines("published.tsv")) {
            List<String> fields = List.of(line.split("\t", -1));
            if (line.startsWith("#")) {
                continue;
            }
            String name = fields.get(1);
            switch (fields.get(0)) {
                case "repository" -> repositories.put(name, fields.get(2));
                case "file" -> files.put(name, file(fields));
                case "replaced" -> replaced.put(fields.get(2), name);
                case "bundle" -> bundles.put(name, fields.subList(2, fields.size()));
                default -> throw new IllegalStateException("published.tsv: " + line);
            }
        }
        return new ZooTable(
                Collections.unmodifiableMap(repositories),
                Collections.unmodifiableMap(files),
                Collections.unmodifiableMap(replaced),
                Collections.unmodifiableMap(bundles));
    }

    private static PublishedFile file(List<String> fields) {
        String bytes = fields.get(3);
        String sha256 = fields.get(4);
        return new PublishedFile(
                fields.get(1),
                fields.get(2),
                bytes.equals(UNKNOWN) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(bytes)),
                sha256.equals(UNKNOWN) ? Optional.empty() : Optional.of(sha256));
    }
}
