package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.cluster.place.OutputFolder;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses mean the files that they name. */
class OutputFolderTest {
    @TempDir
    Path temp;

    @Test
    void nothingInAnAddressIsEscaped() {
        for (String name : new String[] {"two words", "50%20off", "größe", "a#b"}) {
            OutputFolder folder = new OutputFolder("file://" + temp.resolve(name), new Configuration(false));
            folder.write("text", "here");
            assertThat(temp.resolve(name).resolve("text")).hasContent("here");
            assertThat(folder.address()).isEqualTo(temp.resolve(name).toString());
            assertThat(folder.text("text")).contains("here");
        }
    }
}
