package dev.codevar.tensor;

import dev.codevar.fault.CodeVarException;
import dev.codevar.file.UserHome;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/** The folder into which JavaCPP unpacks native libraries: which it is, and what to say where that fails. */
final class NativeFolder {
    private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";
    private static final String ANOTHER = "JDK_JAVA_OPTIONS=-D" + PROPERTY + "=FOLDER names another";
    private static final String NEEDED = "535 MB";
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");

    /** What the JDK says of a library that the system does not load: its file, and why. */
    private static final Pattern NOT_LINKED = Pattern.compile("^(/.*?/(org/bytedeco/\\S+\\.so[.\\d]*)): (.+)");

    private static final Pattern NOT_THERE = Pattern.compile("(\\S+): cannot open shared object file");

    /** By its name with this JavaCPP's glue asks for OpenBLAS where it does not need LAPACK. */
    private static final String ALIAS = "_nolapack";

    private static final String IO = IOException.class.getName() + ": ";

    private NativeFolder() {}

    /**
     * Names a folder where JavaCPP's own choice would be one called {@code ?} in the working folder, for users without a home; to be
     * called before JavaCPP loads anything.
     */
    static void choose() {
        boolean own = Path.of(System.getProperty("user.home", "?")).isAbsolute();
        if (!own && System.getProperty(PROPERTY) == null) {
            Path folder = UserHome.find()
                    .map(home -> home.resolve(Path.of(".javacpp", "cache")))
                    .filter(NativeFolder::usable)
                    .orElseGet(NativeFolder::temporary);
            System.setProperty(PROPERTY, folder.toString());
        }
    }

    /** Where all may write, somebody else may have been there first, with libraries of his own. */
    private static Path temporary() {
        String user = user();
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), ".javacpp-" + user);
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
        } catch (FileAlreadyExistsException there) {
            requireOwn(folder, user);
        } catch (IOException | UnsupportedOperationException e) {
            // What is wrong shows when libraries are unpacked into it.
        }
        return folder.resolve("cache");
    }

    private static void requireOwn(Path folder, String user) {
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean own = attributes.isDirectory()
                    && user.equals(String.valueOf(Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)))
                    && !attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                    && !attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
            if (!own) {
                throw new CodeVarException("native libraries are not unpacked into " + folder
                        + ": it is not this user's alone; delete it, or " + ANOTHER);
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notUnix) {
            // No system on which others could write there.
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

    /** {@return a sentence that says why a library that lies there whole is not loaded} */
    private static Optional<String> notLinked(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(cause -> NOT_LINKED.matcher(String.valueOf(cause.getMessage())))
                .filter(found ->
                        found.find() && isWhole(Path.of(found.group(1)), found.group(2)) && !needsOurs(found.group(3)))
                .map(found -> "the system does not load " + found.group(1) + ", which is unpacked: " + found.group(3))
                .findFirst();
    }

    /** {@return whether a library that is to be unpacked, too, is what is not there} */
    private static boolean needsOurs(String why) {
        Matcher missing = NOT_THERE.matcher(why);
        return missing.find() && MissingNative.isPacked(missing.group(1).replace(ALIAS, ""));
    }

    private static boolean isWhole(Path file, String resource) {
        try {
            URL packed = NativeFolder.class.getClassLoader().getResource(resource);
            return packed != null && Files.size(file) == packed.openConnection().getContentLengthLong();
        } catch (IOException notThere) {
            return false;
        }
    }

    /**
     * {@return a sentence that names the folder, if libraries on the class path could not be unpacked, or the file, if it is unpacked
     * and not loaded; empty if something else is wrong}
     */
    static Optional<String> remedy(Throwable failure) {
        Optional<String> notLinked = notLinked(failure);
        if (notLinked.isPresent()) {
            return notLinked;
        }
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
