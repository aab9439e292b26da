package dev.codevar.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Reads the tables that lie beside this package's classes. */
final class ZooTables {
    private ZooTables() {}

    static List<String> lines(String name) {
        try (InputStream in = Objects.requireNonNull(ZooTables.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
