package dev.codevar.tensor;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;

/**
 * Loads native libraries so that each is the file that came with its Java classes, whatever else of that name the system's folders
 * or {@code LD_LIBRARY_PATH} hold.
 *
 * <p>Linux' linker looks there before it looks beside the library that needs another, unless that is loaded already. So what others
 * need is loaded before them, by its full path.
 */
public final class Natives {
    /**
     * How the names of files begin that must be ours: another of that name gives other numbers, or ends the process. OpenMP and the
     * runtimes of compilers are not among them: their interfaces stay, and the first that a process has serves all.
     */
    private static final List<String> OURS_ALONE = List.of(
            "libc10.so",
            "libc10_cuda.so",
            "libtorch.so",
            "libtorch_cpu.so",
            "libtorch_cuda.so",
            "libopenblas",
            "libdnnl.so.3");

    private static final Path MAPPED_FILES = Path.of("/proc/self/maps");

    /** What the system writes behind a file that another process has unpacked anew since it was mapped. */
    private static final String REPLACED_MEANWHILE = " (deleted)";

    private Natives() {}

    /**
     * Loads a library and what it needs, in JavaCPP's order.
     *
     * @param library JavaCPP's class of the library's functions
     * @throws CodeVarException if the process has another library under a name of ours
     * @throws UnsatisfiedLinkError if there is none for this platform, or it needs what this machine lacks
     */
    public static void load(Class<?> library) {
        Loader.load(library);
        refuseOthers(ours(), mappedFiles());
    }

    /**
     * Loads what a library needs where JavaCPP's order is another than that in which they need each other. On Linux alone: elsewhere
     * nothing lies in the way.
     *
     * @param library JavaCPP's class of the library's functions
     * @param inOrder JavaCPP's names of what it needs, each after what that needs itself; those that a build lacks are passed over
     * @param ofDevice the one of them that builds for a device have: what JavaCPP names besides is loaded before it
     * @throws CodeVarException if the process has another library under a name of ours
     */
    static void loadNeeded(Class<?> library, List<String> inOrder, String ofDevice) {
        if (!Loader.getPlatform().startsWith("linux")) {
            return;
        }
        ClassProperties properties = Loader.loadProperties(library, Loader.loadProperties(), true);
        List<String> names = new ArrayList<>(inOrder);
        if (find(library, properties, ofDevice).length > 0) {
            names.addAll(0, properties.get("platform.preload"));
            names.subList(0, names.size() - inOrder.size()).removeAll(inOrder);
        }
        for (String name : names) {
            URL[] found = find(library, properties, name);
            if (found.length > 0) {
                try {
                    Loader.loadLibrary(library, found, name);
                } catch (UnsatisfiedLinkError notHere) {
                    // JavaCPP tries again, and fails for good if it cannot do without.
                }
            }
        }
        refuseOthers(ours(), mappedFiles());
    }

    private static URL[] find(Class<?> library, ClassProperties properties, String name) {
        // JavaCPP adds one more null, its own package, at every call, and looks there as often.
        properties.get("platform.preloadresource").removeIf(Objects::isNull);
        return Loader.findLibrary(library, properties, name);
    }

    /** One line instead of the end of the process, which a library of another version does to it. */
    static void refuseOthers(Set<Path> ours, Set<Path> mappedFiles) {
        for (Path mapped : mappedFiles) {
            for (String start : OURS_ALONE) {
                if (mapped.getFileName().toString().startsWith(start) && !ours.contains(mapped)) {
                    String our = ours.stream()
                            .filter(file -> file.getFileName().toString().startsWith(start))
                            .findFirst()
                            .map(Path::toString)
                            .orElse("the one that came with its Java classes");
                    throw new CodeVarException("this process has " + mapped + " loaded, and needs " + our
                            + " instead: start it without LD_PRELOAD, and without other libraries that compute"
                            + " with that one");
                }
            }
        }
    }

    /**
     * Refuses a library of another version than its Java classes: its natives may come from another dependency, or from a folder that
     * JavaCPP was told of. OpenBLAS alone says nowhere in Java which it is; its interface stays, and {@code doctor} checks its numbers.
     *
     * @param artifact Maven's name of the classes
     * @param name JavaCPP's name of the library
     * @param loaded whether the one that is loaded has this version
     * @throws CodeVarException if it has not
     */
    static void requireVersion(String artifact, String name, Predicate<String> loaded) {
        String expected;
        try {
            expected = Loader.getVersion("org.bytedeco", artifact).split("-", 2)[0];
        } catch (IOException noRecord) {
            // Packed into one jar, as some applications are: then nobody says which version the classes are of.
            return;
        }
        if (!loaded.test(expected)) {
            throw new CodeVarException(
                    artifact + "'s library " + Loader.getLoadedLibraries().get(name) + " is not version " + expected
                            + ", which its Java classes need");
        }
    }

    /** {@return the files that JavaCPP loaded} */
    private static Set<Path> ours() {
        Set<Path> files = new LinkedHashSet<>();
        for (String loaded : Loader.getLoadedLibraries().values()) {
            Path file = Path.of(loaded);
            // A bare name is what the system found.
            if (file.isAbsolute()) {
                try {
                    files.add(file.toRealPath());
                } catch (IOException e) {
                    throw new CodeVarException("cannot read " + file + ": " + IoReason.of(e), e);
                }
            }
        }
        return files;
    }

    /** {@return the files that are mapped into this process; none where the system does not tell} */
    private static Set<Path> mappedFiles() {
        Set<Path> files = new LinkedHashSet<>();
        if (Files.isReadable(MAPPED_FILES)) {
            try {
                for (String line : Files.readAllLines(MAPPED_FILES)) {
                    int path = line.indexOf('/');
                    if (path >= 0) {
                        files.add(Path.of(line.substring(path).replace(REPLACED_MEANWHILE, "")));
                    }
                }
            } catch (IOException e) {
                throw new CodeVarException("cannot read " + MAPPED_FILES + ": " + IoReason.of(e), e);
            }
        }
        return files;
    }
}
