package dev.codevar.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/** Lays out the folder that people unpack, and packs it: {@code codevar-VERSION-PLATFORM.tar.gz}. */
public final class Distribution {
    private Distribution() {}

    /**
     * Makes folder and archive anew.
     *
     * @param arguments the project's folder, the folder to lay out (the archive goes beside it), the version, JavaCPP's name of the
     *     platform, the JDK whose runtime is taken, and the time that all files get
     * @throws IOException if a file cannot be read or written, or a tool fails
     */
    public static void main(String... arguments) throws IOException {
        Path project = Path.of(arguments[0]);
        Path root = Path.of(arguments[1]);
        String platform = arguments[3];
        Instant time = Instant.parse(arguments[5]);

        Folders.delete(root);
        Folders.copy(project.resolve("dist/src/main/dist"), root);
        Files.copy(project.resolve("LICENSE"), root.resolve("LICENSE"));
        models(project.resolve("models/fashion32"), Files.createDirectories(root.resolve("models/fashion32")));
        Path app = root.resolve("app");
        ProgramFiles.copy(app, platform);
        Path runtime = root.resolve("runtime");
        JavaRuntime.link(Path.of(arguments[4]), runtime);
        Licences licences = new Licences(root.resolve("licences"));
        ChartFont.copy(app.resolve("fonts"), licences);
        SystemLibraries.copy(root, runtime.resolve("lib"), licences);
        licences.requireAll(app.resolve("lib"));
        licences.requireAll(app.resolve("natives"));
        // The runtime of GCC lies among the natives, with an exception from its licence that Debian's text has.
        licences.ofPackage("libgcc-s1");
        licences.ofDebian("GPL-3");
        licences.ofDebian("LGPL-2.1");
        Manual.write(root.resolve("share"), arguments[2], time);

        // What the archives of classes remember of jars, and the packed files keep.
        Folders.date(root, time);
        ClassArchives.make(root, app.resolve("codevar.jsa"));
        Folders.date(root, time);
        Tarball.pack(root, Path.of(root + ".tar.gz"), time);
    }

    /** What models are used for: weights, description and reference statistics; the curves of their training stay behind. */
    private static void models(Path from, Path to) throws IOException {
        for (Path file : Folders.files(from)) {
            String name = file.getFileName().toString();
            if (List.of("safetensors", "json", "npz", "md").contains(name.substring(name.lastIndexOf('.') + 1))) {
                Files.copy(file, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
