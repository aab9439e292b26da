package dev.codevar.tensor;

import dev.codevar.file.UserHome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/** The folder into which JavaCPP unpacks native libraries: which it is, and what to say where that fails. */
final class NativeFolder {
    private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";
    private static final String ANOTHER = "JDK_JAVA_OPTIONS=-D" + PROPERTY + "=FOLDER names another";
    private static final String NEEDED = "535 MB";
    private static final String IO = IOException.class.getName() + ": ";

    private NativeFolder() {}

    /**
     * Names a folder where JavaCPP's own choice would be one called {@code ?} in the working folder, for users without a home; to be
     * called before JavaCPP loads anything.
     */
    static void choose() {
        boolean own = Path.of(System.getProperty("user.home", "?")).isAbsolute();
        if (!own && System.getProperty(PROPERTY) == null) {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"), ".javacpp-" + user(), "cache");
            Path folder = UserHome.find()
                    .map(home -> home.resolve(Path.of(".javacpp", "cache")))
                    .filter(NativeFolder::usable)
                    .orElse(temporary);
            System.setProperty(PROPERTY, folder.toString());
        }
    }

    /** As JavaCPP tries it: whether root may write cannot be asked. */
    private static boolean usable(Path folder) {
        File file = folder.toFile();
        return (file.isDirectory() || file.mkdirs()) && file.canWrite();
    }

    /** Such users have no name either. */
    private static String user() {
        try {
            return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notLinux) {
            return System.getProperty("user.name", "");
        }
    }

    /** {@return a sentence that names the folder, if libraries on the class path could not be unpacked; empty if something else is wrong} */
    static Optional<String> remedy(Throwable failure) {
        Optional<String> reason = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(cause -> cause instanceof IOException ? IO + cause.getMessage() : cause.getMessage())
                .filter(message -> message != null && message.startsWith(IO))
                .map(message -> message.substring(IO.length()))
                .findFirst();
        if (reason.isEmpty() && !MissingNative.isOnClassPath(failure)) {
            return Optional.empty();
        }
        File folder;
        try {
            folder = Loader.getCacheDir();
        } catch (IOException nowhere) {
            return Optional.of("there is no folder to unpack native libraries into: neither "
                    + System.getProperty("user.home") + " nor " + System.getProperty("java.io.tmpdir")
                    + " can be written; " + ANOTHER);
        }
        return Optional.of("native libraries cannot be unpacked into " + folder + ": "
                + reason.map(why -> why + "; ").orElse("")
                + (folder.getUsableSpace() >> 20) + " MB are free there, and " + NEEDED + " needed in all; " + ANOTHER);
    }
}
