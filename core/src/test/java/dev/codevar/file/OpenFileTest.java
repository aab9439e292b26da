package dev.codevar.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFileTest {
    @TempDir
    Path folder;

    private Path digits() throws IOException {
        return Files.writeString(folder.resolve("digits"), "0123456789");
    }

    @Test
    void aStretchIsReadFromItsPlaceOn() throws IOException {
        try (FileChannel channel = OpenFile.read(digits(), opened -> opened)) {
            ByteBuffer three = ByteBuffer.allocate(3);
            assertThat(OpenFile.fill(channel, three, 4)).isTrue();
            assertThat(three.array()).asString().isEqualTo("456");
            ByteBuffer last = ByteBuffer.allocate(3);
            assertThat(OpenFile.fill(channel, last, 8)).isFalse();
            assertThat(last.position()).isEqualTo(2);
            assertThat(OpenFile.fill(channel, ByteBuffer.allocate(0), 11)).isTrue();
        }
    }

    @Test
    void whatCannotBeReadIsClosed() throws IOException {
        Path file = digits();
        List<FileChannel> opened = new ArrayList<>();
        assertThatThrownBy(() -> OpenFile.read(file, channel -> {
                    opened.add(channel);
                    throw new IOException("no digits");
                }))
                .hasMessage("no digits");
        assertThat(opened).singleElement().matches(channel -> !channel.isOpen());
    }
}
