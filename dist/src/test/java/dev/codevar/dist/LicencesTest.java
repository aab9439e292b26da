package dev.codevar.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of licences before anything is packed. */
class LicencesTest {
    @TempDir
    Path folder;

    private static void empty(Path file) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.createFile(file);
    }

    @Test
    void aNativeLibraryWithoutALicenceIsRefused() throws IOException {
        Licences licences = new Licences(Path.of("src/main/dist/licences"));
        Path natives = folder.resolve("natives");
        for (String name :
                List.of("libtorch_cpu.so", "libc10.so", "libgcc_s.so.1", "libjnitorch.so", "libOpenCL.so.1")) {
            empty(natives.resolve("org/bytedeco").resolve(name));
        }
        licences.requireAll(natives);
        empty(natives.resolve("org/libother.so.1"));
        assertThatThrownBy(() -> licences.requireAll(natives))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("libother.so.1 is not in dist/src/main/dist/licences/THIRD-PARTY.md");
    }

    /** Debian's files say where on a Debian the whole text lies, and other machines have no such place. */
    @Test
    void textsThatAPackageNamesGoWithIt() throws IOException {
        Licences licences = new Licences(folder);
        licences.ofPackage("libgcc-s1");
        assertThat(folder.resolve("debian/libgcc-s1.txt")).content().contains("GCC RUNTIME LIBRARY EXCEPTION");
        assertThat(folder.resolve("common-licenses/GPL-3")).content().contains("Version 3, 29 June 2007");
        licences.ofPackage("libc6");
        assertThat(folder.resolve("common-licenses/LGPL-2.1")).content().contains("Version 2.1, February 1999");
    }

    @Test
    void namesOfTextsEndWhereSentencesDo() {
        String text = "See /usr/share/common-licenses/CC0-1.0. Or '/usr/share/common-licenses/GPL-2', or"
                + " \"/usr/share/common-licenses/LGPL-2.1\".";
        assertThat(Licences.named(text)).containsExactly("CC0-1.0", "GPL-2", "LGPL-2.1");
    }

    /** A folder with a space in its name does not hide a library from what needs it. */
    @Test
    void librariesInAFolderWithASpaceAreFound() throws IOException {
        Path place = Files.createDirectory(folder.resolve("some where")).toRealPath();
        Path system = Path.of("/usr/lib/x86_64-linux-gnu");
        for (String name : List.of("libfreetype.so.6", "libz.so.1")) {
            Files.copy(system.resolve(name).toRealPath(), place.resolve(name));
        }
        assertThat(SystemLibraries.needed(place, place))
                .containsKey("libc.so.6")
                .doesNotContainKey("libz.so.1");
    }
}
