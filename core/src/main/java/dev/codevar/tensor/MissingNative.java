package dev.codevar.tensor;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/** Says which artifact is missing when a native library is not on the class path. */
final class MissingNative {
    /** What JavaCPP's own glue is called, and how the JDK says that it is nowhere. */
    private static final Pattern GLUE = Pattern.compile("no jni(openblas|torch)\\w* in java\\.library\\.path");

    private static final Pattern LIBRARY = Pattern.compile("no (jni\\w+) in java\\.library\\.path");

    private MissingNative() {}

    /** {@return whether a library that was not found is on the class path: then it could not be unpacked} */
    static boolean isOnClassPath(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher library = LIBRARY.matcher(String.valueOf(cause.getMessage()));
            if (library.find()) {
                return isPacked(System.mapLibraryName(library.group(1)));
            }
        }
        return false;
    }

    /** {@return whether a file of this name is on the class path, among the libraries that libtorch and oneDNN come with} */
    static boolean isPacked(String file) {
        ClassLoader classes = MissingNative.class.getClassLoader();
        return Stream.of("openblas", "pytorch", "dnnl", "opencl")
                .map(artifact -> "org/bytedeco/" + artifact + "/" + Loader.getPlatform() + "/" + file)
                .anyMatch(name -> classes.getResource(name) != null);
    }

    /** {@return a sentence that names the artifact to add, with version and classifier; empty if something else is wrong} */
    static Optional<String> remedy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher glue = GLUE.matcher(String.valueOf(cause.getMessage()));
            if (glue.find()) {
                String artifact = glue.group(1).equals("torch") ? "pytorch" : glue.group(1);
                return Optional.of("the native library of " + artifact + " is not on the class path: add org.bytedeco:"
                        + artifact + ":" + version(artifact) + " with classifier " + Loader.getPlatform());
            }
        }
        return Optional.empty();
    }

    private static String version(String artifact) {
        try {
            return Loader.getVersion("org.bytedeco", artifact);
        } catch (IOException e) {
            return "VERSION (that of its Java classes)";
        }
    }
}
