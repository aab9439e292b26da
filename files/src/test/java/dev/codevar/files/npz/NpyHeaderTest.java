package dev.codevar.files.npz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers as numpy writes them, and as nobody should. */
class NpyHeaderTest {
    private static final String GOOD = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

    private static NpyHeader read(byte[] file) throws IOException {
        return NpyHeader.find(new ByteArrayInputStream(file)).header();
    }

    private static NpyHeader parse(String dictionary) throws IOException {
        String length = "" + (char) (dictionary.length() & 0xFF) + (char) (dictionary.length() >> 8);
        return read(("\u0093NUMPY\u0001\0" + length + dictionary).getBytes(ISO_8859_1));
    }

    private static void refuses(String dictionary, String reason) {
        assertThatThrownBy(() -> parse(dictionary))
                .as(dictionary)
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContainingAny("\n", "\0");
    }

    @Test
    void writesWhatNumpyWrites() {
        for (String name : new String[] {"pixels.npy", "halves.npy", "rank14.npy"}) {
            byte[] file = NpzFixtures.bytes(name);
            NpyHeader header = switch (name) {
                case "pixels.npy" -> NpzFixtures.PIXELS_HEADER;
                case "halves.npy" -> NpyHeader.of(NpyType.FLOAT16, 11);
                default -> {
                    long[] shape = LongStream.generate(() -> 1).limit(14).toArray();
                    shape[13] = 100;
                    yield NpyHeader.of(NpyType.UINT8, shape);
                }
            };
            byte[] ours = header.toBytes();
            assertThat(ours).as(name).isEqualTo(Arrays.copyOf(file, (int) (file.length - header.bytes())));
        }
    }

    @Test
    void headerIsAsLongForAnyFirstDimension() throws IOException {
        for (long rows : new long[] {0, 9, 10, 50_000, Long.MAX_VALUE / 8}) {
            byte[] bytes = NpyHeader.of(NpyType.FLOAT64, rows).toBytes();
            assertThat(bytes).hasSize(128);
            assertThat(read(bytes)).isEqualTo(NpyHeader.of(NpyType.FLOAT64, rows));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GOOD,
                GOOD + "       \n",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}",
                "{'shape':(2,3,),'fortran_order':False,'descr':'<f4'}",
                " {\"descr\" : \"<f4\" ,\t\"shape\" : ( 2 , 3 ) , \"fortran_order\" : False } "
            })
    void readsAnyOrderAndSpace(String dictionary) throws IOException {
        assertThat(parse(dictionary)).isEqualTo(NpyHeader.of(NpyType.FLOAT32, 2, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "<f4 ; >c8 ; '>c8' (legal: |u1, <f2",
                "<f4 ; >u1 ; '>u1' (legal: |u1, <f2",
                "<f4 ; |O ; Python objects",
                "<f4 ; <U2 ; '<U2'",
                "False ; 0 ; expected True or False",
                "(2, 3) ; (2, -3) ; (2, -3) has a negative dimension",
                "(2, 3) ; (4294967296, 4294967296) ; more than 2^63 bytes",
                "(2, 3) ; (2305843009213693952,) ; more than 2^63 bytes",
                "(2, 3) ; (9223372036854775808,) ; more than 2^63",
                "(2, 3) ; (99999999999999999999999,) ; more than 2^63",
                "(2, 3) ; (2) ; expected ','",
                "(2, 3) ; (2 3) ; expected ','",
                "(2, 3) ; (02,) ; expected a whole number",
                "(2, 3) ; (,) ; expected a whole number",
                "(2, 3) ; (2.0,) ; expected ','",
                "(2, 3) ; [2, 3] ; expected '('",
                "(2, 3) ; 6 ; expected '('",
                "shape ; order ; key 'order'",
                "shape ; descr ; structures",
                "'descr': '<f4', ; `` ; lacks one of",
                "'descr': '<f4', ; 'descr': '<f4', 'descr': '<f8', ; 'descr' twice",
                "'<f4' ; [('a', '<f4')] ; structures",
                "'<f4' ; '<f\\x34' ; no name of numpy's",
                ", } ; , } x ; expected nothing more",
                ", } ; `` ; expected '}'",
                "{ ; `` ; expected '{'",
                "'shape' ; 'shape ; quoted name"
            })
    void refusesWhatIsNotNumpys(String good, String bad, String reason) {
        refuses(GOOD.replace(good, bad == null ? "" : bad), reason.replace("`", ""));
    }

    @Test
    void refusesTooManyDimensions() {
        refuses(GOOD.replace("(2, 3)", "(" + "1, ".repeat(65) + ")"), "65 dimensions");
    }

    @Test
    void refusesOtherBeginnings() {
        byte[] good = NpzFixtures.PIXELS_HEADER.toBytes();
        for (int length = 0; length < good.length; length++) {
            byte[] part = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> read(part)).isInstanceOf(CodeVarException.class);
        }
        assertThatThrownBy(() -> parse("x".repeat(10_001)))
                .hasMessage("its header of 10001 bytes is longer than 10000");
        byte[] absurd = NpzFixtures.bytes("version2.npy");
        Arrays.fill(absurd, 8, 12, (byte) 0xFF);
        assertThatThrownBy(() -> read(absurd)).hasMessage("its header of 4294967295 bytes is longer than 10000");
        byte[] version = good.clone();
        version[6] = 4;
        assertThatThrownBy(() -> read(version)).hasMessage("npy format 4.0 (legal: 1.0, 2.0, 3.0)");
    }

    @Test
    void sizesAreCounted() {
        NpyHeader header = NpyHeader.of(NpyType.FLOAT32, 50_000, 256, 256, 3);
        assertThat(header.bytes()).isEqualTo(39_321_600_000L);
        assertThat(header.elements()).isEqualTo(9_830_400_000L);
        assertThat(header.rowBytes()).isEqualTo(786_432);
        assertThat(NpyHeader.of(NpyType.FLOAT64).bytes()).isEqualTo(8);
        assertThat(NpyHeader.of(NpyType.FLOAT64, 0, 5).bytes()).isZero();
        assertThat(NpyHeader.of(NpyType.FLOAT64, 5, 0).rowBytes()).isZero();
        assertThatThrownBy(() -> NpyHeader.of(NpyType.UINT8, -1)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void checksTypeAndShape() {
        NpzFixtures.PIXELS_HEADER.check(NpyType.UINT8, NpyHeader.ANY, 3, NpyHeader.ANY, 3);
        assertThatThrownBy(() -> NpzFixtures.PIXELS_HEADER.check(NpyType.FLOAT32, NpyHeader.ANY, 3, 4, 3))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("it is |u1 (2, 3, 4, 3), wanted is <f4 (any, 3, 4, 3)");
        assertThatThrownBy(() -> NpzFixtures.PIXELS_HEADER.check(NpyType.UINT8, 2, 3, 4, 4))
                .isInstanceOf(CodeVarException.class);
        assertThatThrownBy(() -> NpzFixtures.PIXELS_HEADER.check(NpyType.UINT8, 2, 3, 4))
                .isInstanceOf(CodeVarException.class);
    }
}
