package dev.codevar.app.cluster;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FilePaths;
import dev.codevar.file.FolderFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the classes of a process lie that uses Spark.
 *
 * @param java what runs it
 * @param javaNote which Java that is, where nobody named one; null where somebody did
 * @param spark Spark's settings, and its classes
 * @param program the jar that {@code spark-submit} starts
 * @param libraries what that needs beside Spark: jars, and in the archive a folder of native libraries
 */
record SparkPlace(Path java, @Nullable String javaNote, List<Path> spark, Path program, List<Path> libraries) {
    private static final String HOME = "SPARK_HOME";
    private static final String JAVA_HOME = "JAVA_HOME";
    private static final String STARTED = "codevar.jar";
    private static final String PROGRAM = "codevar-cluster-";
    /** What only the command needs. Two libraries that log exclude each other, and Spark brings one. */
    private static final List<String> LEFT_OUT = List.of(
            "logback-",
            "picocli-",
            "progressbar-",
            "jline-",
            "jetty-",
            "xchart-",
            "codevar-app",
            "codevar-serve",
            "codevar-training",
            "codevar-measure",
            "codevar-cluster");

    SparkPlace {
        spark = List.copyOf(spark);
        libraries = List.copyOf(libraries);
    }

    /**
     * {@return where they are}
     *
     * @throws InvalidInputException if they are nowhere
     */
    static SparkPlace find() {
        String home = System.getProperty("codevar.home");
        return find(System.getenv(), home == null ? null : Path.of(home), System.getProperty("java.class.path"));
    }

    static SparkPlace find(Map<String, String> environment, @Nullable Path home, String classPath) {
        Path root = home == null ? Path.of("") : home;
        Path archive = root.resolve("app").resolve(STARTED);
        boolean unpacked = Files.isRegularFile(archive);
        // The archive's class path goes by a name that other processes do not understand.
        List<Path> own = unpacked
                ? Stream.concat(libraries(archive.toString()).stream(), Stream.of(archive.resolveSibling("natives")))
                        .toList()
                : libraries(classPath);
        Path built = root.resolve(Path.of("cluster", "target"));
        Path program = Stream.concat(jars(built).stream(), own.stream())
                .filter(jar -> isProgram(name(jar)))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidInputException(
                                "codevar-cluster is not there: in a source checkout, mvn -pl app,cluster -am package -DskipTests makes it"));
        List<Path> libraries = own.stream()
                .filter(jar -> LEFT_OUT.stream().noneMatch(name(jar)::startsWith))
                .toList();
        List<Path> spark = spark(environment, built.resolve("spark.classpath"));
        Path named = unpacked
                ? java(paths(environment.getOrDefault(JAVA_HOME, "")).stream().map(folder -> folder.resolve("bin")))
                : Path.of(System.getProperty("java.home"), "bin", "java");
        if (named != null) {
            return new SparkPlace(named, null, spark, program, libraries);
        }
        Path java = java(paths(environment.getOrDefault("PATH", "")).stream());
        if (java == null) {
            throw new InvalidInputException(
                    "Spark needs a Java of its own, 17 or newer: set " + JAVA_HOME + ", or install one");
        }
        String note = "Spark runs on " + java + ", the first Java on the path: set " + JAVA_HOME + " for another";
        return new SparkPlace(java, note, spark, program, libraries);
    }

    /**
     * {@return the first Java in some folders; null if there is none} It is the machine's: the archive's own has no more than the program
     * needs.
     */
    private static @Nullable Path java(Stream<Path> folders) {
        return folders.map(folder -> folder.resolve("java"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static boolean isProgram(String name) {
        return name.startsWith(PROGRAM) && !name.contains("-sources") && !name.contains("-javadoc");
    }

    private static List<Path> spark(Map<String, String> environment, Path built) {
        String home = environment.get(HOME);
        if (home != null && !home.isBlank()) {
            Path jars = FilePaths.of(home).resolve("jars");
            if (!Files.isDirectory(jars)) {
                throw new InvalidInputException(
                        HOME + " " + home + " is no Spark: it has no folder jars; set it to an unpacked Spark 4");
            }
            return List.of(FilePaths.of(home).resolve("conf"), jars.resolve("*"));
        }
        if (!Files.isRegularFile(built)) {
            throw new InvalidInputException("Spark is not there: set " + HOME
                    + " to an unpacked Spark 4 (https://spark.apache.org/downloads.html); a source checkout has its own"
                    + " copy after mvn -pl app,cluster -am package");
        }
        try {
            return paths(Files.readString(built).strip());
        } catch (IOException e) {
            throw CodeVarException.cannotRead(built, e);
        }
    }

    /** {@return the jars of a class path, and those beside its jars in a folder lib, which they name themselves} */
    private static List<Path> libraries(String classPath) {
        List<Path> all = new ArrayList<>();
        for (Path entry : paths(classPath)) {
            Path lib = entry.resolveSibling("lib");
            boolean started = name(entry).equals(STARTED);
            all.addAll(started && Files.isDirectory(lib) ? jars(lib) : List.of(entry));
        }
        return all;
    }

    private static List<Path> jars(Path folder) {
        return Files.isDirectory(folder)
                ? FolderFiles.list(folder).stream()
                        .filter(file -> name(file).endsWith(".jar"))
                        .sorted()
                        .toList()
                : List.of();
    }

    private static List<Path> paths(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(FilePaths::of)
                .map(Path::toAbsolutePath)
                .toList();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
