package dev.codevar.picture;

import static dev.codevar.picture.TestFiles.bytes;
import static dev.codevar.picture.TestFiles.chunk;
import static dev.codevar.picture.TestFiles.deflated;
import static dev.codevar.picture.TestFiles.end;
import static dev.codevar.picture.TestFiles.header;
import static dev.codevar.picture.TestFiles.joined;
import static dev.codevar.picture.TestFiles.latin;
import static dev.codevar.picture.TestFiles.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Text chunks of every kind, whole, broken and malicious. */
class PngTextTest {
    @Test
    void packedTextIsUnpackedNoFurtherThanTheBound() {
        byte[] bomb = deflated(new byte[100 << 20]);
        byte[] palette = chunk("PLTE", bytes(9, 9, 9));
        byte[] row = chunk("IDAT", deflated(bytes(0, 0)));
        byte[] head = header(1, 1, 8, TestFiles.PALETTE);
        byte[] packed = png(head, chunk("zTXt", joined(latin("key\0\0"), bomb)), palette, row, end());
        byte[] international = png(head, chunk("iTXt", joined(latin("key\0\1\0\0\0"), bomb)), palette, row, end());
        for (byte[] file : new byte[][] {packed, international}) {
            assertThatThrownBy(() -> PictureFiles.text(file, "test"))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("unpacks to more than 4194304 bytes");
            assertThat(PictureFiles.read(file, "test").sample(0, 0, 0)).isEqualTo(9);
        }
    }

    @Test
    void readsEveryKindOfTextAndRefusesBrokenOnes() {
        assertThat(text(chunk("tEXt", latin("k\0one")), chunk("tEXt", latin("k\0two"))))
                .containsExactly(Map.entry("k", "one"));
        assertThat(text(chunk("zTXt", joined(latin("k\0\0"), deflated(latin("caf\u00e9"))))))
                .containsExactly(Map.entry("k", "caf\u00e9"));
        assertThat(text(chunk("iTXt", joined(latin("k\0\1\0de\0K\0"), deflated(bytes(0xe7, 0x94, 0xbb))))))
                .containsExactly(Map.entry("k", "\u753b"));
        for (byte[] broken : new byte[][] {
            chunk("tEXt", latin("no end")),
            chunk("tEXt", latin("\0no key")),
            chunk("tEXt", latin("k".repeat(80) + "\0long key")),
            chunk("zTXt", latin("k\0")),
            chunk("zTXt", latin("k\0\1method")),
            chunk("zTXt", latin("k\0\0not packed")),
            chunk("iTXt", latin("k\0\0\0de")),
            chunk("iTXt", joined(latin("k\0\0\0\0\0"), bytes(0xff, 0xfe)))
        }) {
            assertThatThrownBy(() -> text(broken)).isInstanceOf(CodeVarException.class);
        }
    }

    private static Map<String, String> text(byte[]... chunks) {
        return PictureFiles.text(png(header(1, 1, 8, TestFiles.GREY), joined(chunks), end()), "test");
    }
}
