package dev.codevar.sampling.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An address is what Hadoop reads, which undoes no escapes; the folder is the one that was named. */
class OutputAddressTest {
    @TempDir
    Path temp;

    @Test
    void paths() {
        for (String name : new String[] {"run", "two words", "50%20off"}) {
            Path folder = temp.resolve(name);
            String address = OutputAddress.whole(folder.toString());
            assertThat(address).isEqualTo("file://" + folder);
            assertThat(OutputAddress.local(address)).contains(folder);
        }
        assertThat(OutputAddress.local("file:/a/b")).contains(Path.of("/a/b"));
        assertThat(OutputAddress.local(OutputAddress.whole("run")))
                .contains(Path.of("run").toAbsolutePath());
    }

    @Test
    void otherFileSystems() {
        assertThat(OutputAddress.whole("hdfs://host/run")).isEqualTo("hdfs://host/run");
        assertThat(OutputAddress.local("hdfs://host/run")).isEmpty();
    }
}
